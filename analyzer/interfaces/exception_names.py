"""Which exceptions does a value that is raised or caught stand for, by their names?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.interfaces.library_exceptions import known_name
from analyzer.link.names import Names, Value
from analyzer.link.settled import Settled
from analyzer.link.types import ClassOf, Collection, Container, External, Instance, Row, Type, options
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Call, Choice, Expression, Items, Name, Operation, Unknown

EVERYTHING = "BaseException"
ANY_OF = "*."
"""Before a last name: all exceptions of that name, where the source does not say which."""
_IN_A_MODEL = {
    "DoesNotExist": "django.core.exceptions.ObjectDoesNotExist",
    "MultipleObjectsReturned": "django.core.exceptions.MultipleObjectsReturned",
}
_DEEPEST = 8


class ExceptionNames:
    """Answers for types, and for expressions where the type is not known."""

    def __init__(self, names: Names, settled: Settled) -> None:
        self._names = names
        self._program = names.program
        self._settled = settled

    def raised(self, module: int, scope: int, value: Type | None, written: Expression) -> tuple[str, ...]:
        """Return the names of the classes that a ``raise`` may raise; ``written`` is what stands behind it."""
        plain = _plain(written)
        found = dict.fromkeys(self._of_types(value) if plain is written else ())
        if not found:
            found = dict.fromkeys(self._written(module, scope, plain, 0))
        known = (_IN_A_MODEL.get(name.removeprefix(ANY_OF), "") if name.startswith(ANY_OF) else name for name in found)
        return tuple(name for name in known if name)

    def caught(self, module: int, scope: int, value: Type | None, written: Expression) -> tuple[str, ...]:
        """Return what an ``except`` clause catches, in its order; ``*.Name`` where only a last name is known."""
        if isinstance(written, Unknown):
            return (EVERYTHING,)
        found = dict.fromkeys(self._of_types(value))
        if not found or isinstance(written, Items):
            found |= dict.fromkeys(self._written(module, scope, written, 0))
        return tuple(found)

    def _of_types(self, value: Type | None) -> Iterator[str]:
        for option in options(value):
            match option:
                case ClassOf(definition=cls):
                    yield self._program.definitions[cls].name
                case Instance(definition=cls, guessed=False):
                    yield self._program.definitions[cls].name
                case External(name=name):
                    known = known_name(name.removesuffix("()"))
                    if known and not _is_of_any_model(known):
                        yield known
                case Row(items=items):
                    for item in items:
                        yield from self._of_types(item)
                case Container(item=item):
                    yield from self._of_types(item)
                case Collection():
                    yield from self._of_types(self._settled.item(option))
                case _:
                    pass

    def _written(self, module: int, scope: int, written: Expression, depth: int) -> Iterator[str]:
        """Follow names where no type is known; of a model's own exceptions frameworks say nothing."""
        if depth > _DEEPEST:
            return
        match written:
            case Items(items=items) | Choice(options=items) | Operation(operator="+", operands=items):
                for item in items:
                    yield from self._written(module, scope, item, depth + 1)
            case Attribute(value=value, name=name) if name in _IN_A_MODEL:
                yield self._of_model(module, scope, value, name)
            case Name() | Attribute():
                yield from self._meant(module, scope, written, depth)
            case Call(function=function):
                if last_name(function)[:1].isupper():
                    yield from self._written(module, scope, function, depth + 1)
            case _:
                pass

    def _meant(self, module: int, scope: int, written: Expression, depth: int) -> Iterator[str]:
        meaning = self._names.resolve(module, scope, written)
        if isinstance(meaning, Value):
            yield from self._written(meaning.module, meaning.scope, meaning.binding.value, depth + 1)
        elif isinstance(meaning, (ClassOf, External)):
            yield from self._of_types(meaning)
        elif last_name(written)[:1].isupper() and isinstance(written, Attribute):
            yield f"{ANY_OF}{last_name(written)}"

    def _of_model(self, module: int, scope: int, owner: Expression, name: str) -> str:
        meaning = self._names.resolve(module, scope, owner)
        if isinstance(meaning, ClassOf):
            return f"{self._program.definitions[meaning.definition].name}.{name}"
        if isinstance(meaning, External):
            return f"{meaning.name}.{name}"
        return f"{ANY_OF}{name}"


def _is_of_any_model(name: str) -> bool:
    """Frameworks say of ``Order.DoesNotExist`` where it is inherited from: there the source says more."""
    owner, _, last = name.rpartition(".")
    return last in _IN_A_MODEL and owner.rpartition(".")[2][:1].isupper()


def _plain(written: Expression) -> Expression:
    """``Error(…).with_traceback(…)`` is ``Error(…)``."""
    function = written.function if isinstance(written, Call) else None
    return function.value if isinstance(function, Attribute) and function.name == "with_traceback" else written
