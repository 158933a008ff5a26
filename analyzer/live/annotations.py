"""What live things does an annotation name?

Unlike ``analyzer.link.annotations`` it tells iterators, callables and context managers apart, which are nothing that
types could flow from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from analyzer.frameworks.live_types import live_type
from analyzer.link.names import Names, Value
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, External
from analyzer.live.held import Held, inside, lazily
from analyzer.model.chains import keyword, last_name
from analyzer.model.live_values import LiveKind
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Name, Operation, Subscript, Unknown

_TRANSPARENT = {"optional", "union", "final", "awaitable", "coroutine", "required", "notrequired", "readonly", "mapped"}
_NO_VALUES = {"type", "literal"}
_SAYS_NOTHING = {"any", "object", "typevar", "paramspec"}
_DICTS = {"dict", "mapping", "mutablemapping", "defaultdict", "ordereddict"}
_PYTHONS_OWN = ("builtins.", "typing.", "typing_extensions.", "collections.")
_MOST_ALIASES = 6


class Said(msgspec.Struct, frozen=True):
    """What an annotation says: which live things a value is or holds; ``known`` where it says what the value is."""

    held: tuple[Held, ...] = ()
    known: bool = True

    def __or__(self, other: Said) -> Said:
        return Said(tuple(dict.fromkeys((*self.held, *other.held))), self.known and other.known)


NOTHING = Said(known=False)
_PLAIN = Said()


class _Place(msgspec.Struct, frozen=True):
    """Where an annotation stands; ``depth`` counts the aliases that led there."""

    module: int
    scope: int
    depth: int = 0


class Annotations:
    """Reads annotations; ``of_class`` says what an object of a class of the project is or holds."""

    def __init__(self, names: Names, schema: Schema, of_class: Callable[[int], tuple[Held, ...]]) -> None:
        self._names = names
        self._schema = schema
        self._of_class = of_class

    def said(self, module: int, scope: int, annotation: Expression) -> Said:
        """Return what an annotation says of a value; nothing where there is none."""
        return NOTHING if annotation.__class__ is Unknown else self._said(_Place(module, scope), annotation)

    def yielded(self, module: int, scope: int, annotation: Expression) -> Said:
        """Return what ``Iterator[…]`` says of the items."""
        if not isinstance(annotation, Subscript):
            return NOTHING
        return self._said(_Place(module, scope), _inner(annotation.index)[0])

    def items(self, module: int, scope: int, annotation: Expression) -> tuple[str, ...]:
        """Return the type of the items of ``Iterator[…]`` in words."""
        if not isinstance(annotation, Subscript):
            return ()
        return (self._text(_Place(module, scope), _inner(annotation.index)[0]),)

    def _said(self, place: _Place, annotation: Expression) -> Said:
        match annotation:
            case Operation(operator="|", operands=operands):
                return self._any(place, operands)
            case Subscript(value=value, index=index):
                return self._generic(place, value, _inner(index))
            case Constant(value=None):
                return _PLAIN
            case Name() | Attribute():
                return self._named(place, annotation)
            case _:
                return NOTHING

    def _any(self, place: _Place, annotations: Iterable[Expression]) -> Said:
        found = _PLAIN
        for one in annotations:
            found |= self._said(place, one)
        return found

    def _named(self, place: _Place, annotation: Expression) -> Said:
        meaning = self._names.resolve(place.module, place.scope, annotation)
        if isinstance(meaning, ClassOf):
            held = self._of_class(meaning.definition)
            return Said(held, known=bool(held))
        if isinstance(meaning, External):
            return self._outside(meaning.name)
        return self._alias(place, meaning) if isinstance(meaning, Value) else NOTHING

    def _outside(self, name: str) -> Said:
        kind = LiveKind.ENTITY if name in self._schema.of_outside else live_type(f"{name}()")
        if kind is not None:
            return Said((Held(kind, _plain(name)),))
        return Said(known=name.rpartition(".")[2].lower() not in _SAYS_NOTHING)

    def _alias(self, place: _Place, meaning: Value) -> Said:
        """``Orders = list[Order]``, ``T = TypeVar("T", bound=Order)``, ``User = get_user_model()``."""
        value = meaning.binding.value
        there = _Place(meaning.module, meaning.scope, place.depth + 1)
        if there.depth > _MOST_ALIASES:
            return NOTHING
        if not isinstance(value, Call):
            return self._said(there, value)
        match last_name(value.function):
            case "NewType" if len(value.args) > 1:
                return self._said(there, value.args[1])
            case "TypeVar":
                bound = keyword(value, "bound")
                return NOTHING if bound is None else self._said(there, bound)
            case _:
                made = self._names.resolve(there.module, there.scope, value)
                return Said(self._of_class(made.definition)) if isinstance(made, ClassOf) else NOTHING

    def _generic(self, place: _Place, outer: Expression, inner: tuple[Expression, ...]) -> Said:
        meaning = self._names.resolve(place.module, place.scope, outer)
        if isinstance(meaning, ClassOf):
            return self._named(place, outer)
        if not isinstance(meaning, External):
            return NOTHING
        name = meaning.name.rpartition(".")[2].lower()
        if name in _TRANSPARENT:
            return self._any(place, inner[-1:] if name == "coroutine" else inner)
        if name in _NO_VALUES:
            return _PLAIN
        if name == "annotated":
            return self._said(place, inner[0])
        kind = live_type(f"{meaning.name}()")
        if kind is None and not meaning.name.startswith(_PYTHONS_OWN):
            return _PLAIN  # a class of a library about another: ``Mapper[Order]``
        if kind is None:
            found = self._any(place, inner[-1:] if name in _DICTS else inner)
            return Said(inside(name, found.held), found.known)
        return Said(self._live(place, Held(kind, _plain(meaning.name)), inner))

    def _live(self, place: _Place, outer: Held, inner: tuple[Expression, ...]) -> tuple[Held, ...]:
        item = self._text(place, inner[0])
        match outer.what:
            case LiveKind.GENERATOR:
                return (lazily((item,)),)
            case LiveKind.CONTEXT:
                return self._said(place, inner[0]).held or (outer,)
            case LiveKind.QUERY if item:
                return (Held(LiveKind.QUERY, f"query of {item}"),)
            case LiveKind.CALLABLE:
                return (Held(LiveKind.CALLABLE, "callable"),)
            case _:
                return (outer,)

    def _text(self, place: _Place, annotation: Expression) -> str:
        """Return a type in words; empty where it is no class."""
        named = annotation.value if isinstance(annotation, Subscript) else annotation
        meaning = self._names.resolve(place.module, place.scope, named)
        if isinstance(meaning, ClassOf):
            return self._names.program.definitions[meaning.definition].name
        if not isinstance(meaning, External) or meaning.name.rpartition(".")[2].lower() in _SAYS_NOTHING:
            return ""
        return _plain(meaning.name)


def _inner(index: Expression) -> tuple[Expression, ...]:
    return index.items if isinstance(index, Items) and index.items else (index,)


def _plain(name: str) -> str:
    """Return a name outside the project as a reader knows it."""
    return "callable" if name.endswith(".Callable") else name.removeprefix("builtins.")
