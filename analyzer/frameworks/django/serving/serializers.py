"""Which serializers does a view of Django REST framework use for an action?"""

from __future__ import annotations

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.kinds import Kinds
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import Values
from analyzer.link.types import ClassOf, options
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.syntax import (
    Attribute,
    Block,
    Call,
    Choice,
    Constant,
    Expression,
    Items,
    Keyword,
    Mapping,
    Name,
    Operation,
    Scope,
    Subscript,
)

_DEEPEST = 8
_ATTRIBUTE = "serializer_class"
_METHOD = "get_serializer_class"


class Serializers:
    """Finds them by what is declared, and by what ``get_serializer_class`` returns."""

    def __init__(self, names: Names, kinds: Kinds, values: Values) -> None:
        self._names = names
        self._kinds = kinds
        self._values = values
        self._bodies = Bodies(names.program)
        self._declared: dict[int, tuple[int, ...]] = {}

    def of(self, cls: int, action: str, method: str, definition: int, given: tuple[Keyword, ...]) -> tuple[int, ...]:
        """Return the classes that may serve an action over an HTTP method, none where nothing says."""
        for decorator in self._names.program.definitions[definition].head.decorators if definition != cls else ():
            found = keyword(decorator, _ATTRIBUTE) if isinstance(decorator, Call) else None
            if found is not None:
                owner = self._names.program.definitions[definition]
                return self._named(owner.module, owner.head.scope, found)
        if any(one.name == _ATTRIBUTE for one in given):
            return ()
        chosen = self._chosen(cls, -1, action, method, 0)
        return tuple(dict.fromkeys(chosen))

    def declared(self, cls: int) -> tuple[int, ...]:
        """Return the class in ``serializer_class``."""
        if cls not in self._declared:
            self._declared[cls] = self._classes(options(self._values.read(ClassOf(cls), _ATTRIBUTE)))
        return self._declared[cls]

    def _chosen(self, cls: int, after: int, action: str, method: str, depth: int) -> tuple[int, ...]:
        found = self._names.member(cls, _METHOD) if after < 0 else self._names.member_after(cls, after, _METHOD)
        if found is None or not isinstance(found[1], DefinitionBinding) or depth > _DEEPEST:
            return self.declared(cls)
        place = self._names.program.definitions[found[1].definition]
        body = self._bodies.of(found[1].definition)
        kept: list[int] = []
        for statement in body.statements:
            if statement.kind != "return":
                continue
            holds = _holds(body, statement.block, action, method)
            if holds is False:
                continue
            kept += self._returned(cls, found[0], (place.module, place.scope, statement.value), (action, method), depth)
            if holds:
                break
        return tuple(kept)

    def _returned(
        self, cls: int, owner: int, placed: tuple[int, int, Expression], asked: tuple[str, str], depth: int
    ) -> tuple[int, ...]:
        module, scope, value = placed
        match value:
            case Call(function=Attribute(value=Call(function=Name(id="super")), name="get_serializer_class")):
                return self._chosen(cls, owner, *asked, depth + 1)
            case Call(function=Attribute(value=mapping, name="get"), args=(_, *others)):
                found = self._listed(cls, (module, scope, mapping), asked[0])
                rest = others[0] if others else None
                return found or (
                    () if rest is None else self._returned(cls, owner, (module, scope, rest), asked, depth)
                )
            case Subscript(value=mapping):
                return self._listed(cls, (module, scope, mapping), asked[0])
            case Choice(options=parts, tests=tests):
                sides = self._sides(parts, tests, asked)
                return tuple(
                    one for side in sides for one in self._returned(cls, owner, (module, scope, side), asked, depth)
                )
            case Attribute(value=Name(id="self"), name=name):
                return self._classes(options(self._values.read(ClassOf(cls), name)))
            case Name():
                return self._named(module, scope, value) or self._assigned(cls, owner, placed, asked, depth)
            case _:
                return self._named(module, scope, value)

    def _assigned(
        self, cls: int, owner: int, placed: tuple[int, int, Expression], asked: tuple[str, str], depth: int
    ) -> tuple[int, ...]:
        """What a local name was given in the branches that an action takes, the last one first."""
        body = self._names.program.scopes(placed[0]).get(placed[1], Scope((), ()))
        kept: list[int] = []
        for statement in reversed(body.statements):
            is_it = any(isinstance(one, Name) and one.id == last_name(placed[2]) for one in statement.targets)
            holds = _holds(body, statement.block, *asked) if is_it and statement.kind == "assign" else False
            if holds is not False and depth < _DEEPEST:
                kept += self._returned(cls, owner, (placed[0], placed[1], statement.value), asked, depth + 1)
            if holds:
                break
        return tuple(kept)

    def _sides(
        self, parts: tuple[Expression, ...], tests: tuple[Expression, ...], asked: tuple[str, str]
    ) -> tuple[Expression, ...]:
        """The sides of ``a if test else b`` that an action takes."""
        holds = _test(tests[0], *asked) if len(tests) == 1 and len(parts) == 2 else None  # noqa: PLR2004  # both sides
        return parts if holds is None else parts[:1] if holds else parts[1:]

    def _listed(self, cls: int, placed: tuple[int, int, Expression], action: str) -> tuple[int, ...]:
        """``{"list": Brief}[self.action]``, or of a name or attribute that holds such a dict."""
        module, scope, expression = placed
        if isinstance(expression, Attribute) and isinstance(expression.value, Name) and expression.value.id == "self":
            member = self._names.member(cls, expression.name)
            if member is None:
                return ()
            owner = self._names.program.definitions[member[0]]
            module, scope, expression = owner.module, owner.scope, getattr(member[1], "value", expression)
        elif isinstance(expression, Name):
            meaning = self._names.resolve(module, scope, expression)
            if isinstance(meaning, Value):
                module, scope, expression = meaning.module, meaning.scope, meaning.binding.value
        if not isinstance(expression, Mapping):
            return ()
        pairs = zip(expression.keys, expression.values, strict=False)
        return next((self._named(module, scope, value) for key, value in pairs if text_of(key) == action), ())

    def _named(self, module: int, scope: int, expression: Expression) -> tuple[int, ...]:
        meaning = self._names.resolve(module, scope, expression)
        if isinstance(meaning, ClassOf):
            return self._classes((meaning,))
        return self._classes(options(self._values.value_at(module, scope, expression)))

    def _classes(self, found: tuple[object, ...]) -> tuple[int, ...]:
        classes = [one.definition for one in found if isinstance(one, ClassOf)]
        return tuple(one for one in classes if "serializer" in self._kinds.of(one))


def _holds(body: Scope, block: int, action: str, method: str) -> bool | None:
    """Whether the tests around a block let an action through; None where one of them is about something else."""
    result: bool | None = True
    while block > 0:
        found: Block = body.blocks[block]
        holds = _test(found.head, action, method) if found.kind in ("if", "else") else None
        if holds is not None and found.kind == "else":
            holds = not holds
        if holds is False:
            return False
        result = None if holds is None else result
        block = found.parent
    return result


def _test(test: Expression, action: str, method: str) -> bool | None:
    """Whether ``self.action == "list"`` or ``self.request.method in (…)`` holds; None for any other test."""
    match test:
        case Operation(operator="==" | "in" | "!=" | "not in" as operator, operands=(left, right)):
            subject = {"action": action, "method": method}.get(last_name(left))
            said = _texts(right)
            if subject is None or not said:
                return None
            return (subject in said) == (operator in ("==", "in"))
        case Operation(operator="not", operands=(inner,)):
            holds = _test(inner, action, method)
            return None if holds is None else not holds
        case Choice(kind="or", options=parts):
            found = [_test(part, action, method) for part in parts]
            return True if True in found else None if None in found else False
        case Choice(kind="and", options=parts):
            found = [_test(part, action, method) for part in parts]
            return False if False in found else None if None in found else True
        case _:
            return None


def _texts(expression: Expression) -> tuple[str, ...]:
    if isinstance(expression, Constant):
        return (text_of(expression),) if text_of(expression) else ()
    return tuple(text_of(one) for one in expression.items) if isinstance(expression, Items) else ()
