"""What does an annotation say about a value?"""

from __future__ import annotations

import msgspec

from analyzer.link.names import Names, Value
from analyzer.link.program import ProgramDefinition
from analyzer.link.types import CallableOf, ClassOf, Container, External, Instance, Row, Type, join
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Call, Expression, Items, Name, Operation, Subscript

_TRANSPARENT = {
    "optional",
    "union",
    "annotated",
    "final",
    "classvar",
    "awaitable",
    "coroutine",
    "required",
    "notrequired",
    "readonly",
    "initvar",
    "mapped",
}
_DICTS = {"dict", "mapping", "mutablemapping", "defaultdict", "ordereddict", "counter"}
_PYTHONS_OWN = ("builtins.", "typing.", "typing_extensions.", "collections.")
_SAYS_NOTHING = {"any", "callable", "object", "self", "typevar", "noreturn", "never", "paramspec", "literal"}
_DATACLASSES = {"dataclass", "define", "frozen", "mutable", "attrs", "attributes", "s"}
_RECORDS = {"NamedTuple", "BaseModel", "SQLModel", "Struct", "TypedDict"}
_MOST_ALIASES = 6


class Annotations:
    """Reads annotations; answers are remembered by the expression."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._parameters: dict[tuple[int, int], Type | None] = {}
        self._known: dict[int, Type | None] = {}

    def value(self, module: int, scope: int, expression: Expression) -> Type | None:
        """Return the type of a value annotated so: an instance, or a container of instances."""
        key = id(expression)
        if key not in self._known:
            self._known[key] = annotated(self._names, module, scope, expression)
        return self._known[key]

    def by_parameter(self, method: ProgramDefinition, cls: int) -> Type | None:
        """Return what a method annotated with a type parameter of its class yields for a subclass that binds it."""
        key = (method.id, cls)
        if key not in self._parameters:
            self._parameters[key] = self._of_parameter(method, cls)
        return self._parameters[key]

    def _of_parameter(self, method: ProgramDefinition, cls: int) -> Type | None:
        returns = method.head.returns
        many = isinstance(returns, Subscript) and isinstance(returns.index, Name)
        inner = returns.index if isinstance(returns, Subscript) else returns
        names, owner = self._names, method.parent
        if not isinstance(inner, Name) or owner < 0 or owner == cls:
            return None
        place = -1
        for base in names.program.definitions[owner].head.bases:
            if isinstance(base, Subscript):
                written = base.index.items if isinstance(base.index, Items) else (base.index,)
                place = next(
                    (n for n, one in enumerate(written) if isinstance(one, Name) and one.id == inner.id), place
                )
        for ancestor in names.mro(cls) if place >= 0 else ():
            found = names.program.definitions[ancestor]
            for base in found.head.bases:
                if not isinstance(base, Subscript):
                    continue
                meaning = names.resolve(found.module, found.head.scope, base.value)
                if isinstance(meaning, ClassOf) and meaning.definition == owner:
                    given = base.index.items if isinstance(base.index, Items) else (base.index,)
                    bound = (
                        annotated(names, found.module, found.head.scope, given[place]) if place < len(given) else None
                    )
                    return Container(bound) if many and bound is not None else bound
        return None

    def fields(self, cls: int) -> dict[str, bool] | None:
        """Return the fields of a class whose ``__init__`` is generated, in order; None for any other class.

        True marks those that are only passed on to ``__post_init__``.
        """
        names = self._names
        order = names.mro(cls)
        generated = any(
            last_name(one.function if isinstance(one, Call) else one) in _DATACLASSES
            for ancestor in order
            for one in names.program.definitions[ancestor].head.decorators
        ) or any(base.rpartition(".")[2] in _RECORDS for base in names.external_bases(cls))
        if not generated:
            return None
        found: dict[str, bool] = {}
        for ancestor in reversed(order):
            place = names.program.definitions[ancestor]
            for statement in names.program.modules[place.module].facts.scopes[place.scope].statements:
                target = statement.targets[0] if statement.kind == "annotate" else None
                outer = _outer_name(statement.targets[1]) if isinstance(target, Name) else "ClassVar"
                if isinstance(target, Name) and outer not in ("ClassVar", "KW_ONLY"):
                    found[target.id] = outer == "InitVar"
        return found


def _outer_name(annotation: Expression) -> str:
    return last_name(annotation.value if isinstance(annotation, Subscript) else annotation)


class _Place(msgspec.Struct, frozen=True):
    """Where an annotation stands; ``depth`` counts the aliases that led there."""

    names: Names
    module: int
    scope: int
    depth: int = 0


def annotated(names: Names, module: int, scope: int, expression: Expression) -> Type | None:
    """Return the type of a value annotated so; None where the annotation does not say."""
    return _read(_Place(names, module, scope), expression)


def _read(place: _Place, expression: Expression) -> Type | None:
    match expression:
        case Operation(operator="|", operands=operands):
            found: Type | None = None
            for operand in operands:
                found = join(found, _read(place, operand))
            return found
        case Subscript(value=value, index=index):
            return _generic(place, value, index)
        case Name() | Attribute():
            meaning = place.names.resolve(place.module, place.scope, expression)
            if isinstance(meaning, ClassOf):
                return Instance(meaning.definition)
            if isinstance(meaning, External):
                return None if _says_nothing(meaning.name) else External(f"{meaning.name}()")
            if isinstance(meaning, Value) and place.depth < _MOST_ALIASES:
                return _alias(place, meaning)
    return None


def _says_nothing(name: str) -> bool:
    return name.rpartition(".")[2].lower() in _SAYS_NOTHING or name in ("builtins.None", "types.NoneType")


def _alias(place: _Place, meaning: Value) -> Type | None:
    """``Alias = Optional[Order]``, ``OrderId = NewType("OrderId", Order)``."""
    value = meaning.binding.value
    there = _Place(place.names, meaning.module, meaning.scope, place.depth + 1)
    if isinstance(value, Call):
        made = last_name(value.function) == "NewType" and len(value.args) > 1
        return _read(there, value.args[1]) if made else None
    return _read(there, value)


def _generic(place: _Place, value: Expression, index: Expression) -> Type | None:
    outer = place.names.resolve(place.module, place.scope, value)
    name = outer.name.rpartition(".")[2].lower() if isinstance(outer, External) else ""
    inner = index.items if isinstance(index, Items) else (index,)
    if name == "callable":
        result = _read(place, inner[-1])
        return None if result is None else CallableOf(result)
    if name in _SAYS_NOTHING:
        return None
    known = [_read(place, part) for part in inner]
    found: Type | None = None
    for one in known[:1] if name in ("annotated", "generator", "asyncgenerator") else known:
        found = join(found, one)
    if name in _TRANSPARENT:
        return known[-1] if name == "coroutine" else found
    if name == "type":
        return ClassOf(found.definition) if isinstance(found, Instance) else None
    if name in _DICTS:
        return External("builtins.dict()") if known[-1] is None else Container(known[-1], "dict")
    if isinstance(outer, ClassOf):
        return Instance(outer.definition)
    if name == "tuple" and len(inner) > 1 and known[-1] is not None:
        return Row(tuple(known))
    if found is not None:
        return Container(found)
    if isinstance(outer, External) and not outer.name.startswith(_PYTHONS_OWN):
        return External(f"{outer.name}()")
    return External(f"builtins.{name or 'object'}()")
