"""Which constants, texts and choices does the source write out, through names and sums of lists?"""

from __future__ import annotations

import json
from collections.abc import Iterator

from analyzer.link.names import Names, Value
from analyzer.link.namespaces import ValueBinding
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import last_name
from analyzer.model.shapes import Shape, ShapeKind
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Mapping, Name, Operation, Star

_DEEPEST = 12
_MOST = 400  # items of a list
_ALL = "__all__"

Placed = tuple[int, int, Expression]
"""A module, a scope in it, and an expression that stands there."""


def items(names: Names, placed: Placed, depth: int = 0) -> list[Placed] | None:
    """Return the items of a list, a tuple or a sum of these; None where a part of it is not written."""
    module, scope, expression = placed
    if depth > _DEEPEST:
        return None
    match expression:
        case Items(items=listed):
            found: list[Placed] = []
            for one in listed[:_MOST]:
                inner = items(names, (module, scope, one.value), depth + 1) if isinstance(one, Star) else None
                if isinstance(one, Star) and inner is None:
                    return None
                found += [(module, scope, one)] if inner is None else inner
            return found
        case Operation(operator="+", operands=operands):
            parts = [items(names, (module, scope, one), depth + 1) for one in operands]
            return None if None in parts else [one for part in parts for one in part or ()]
        case Call(function=Name(id="list" | "tuple" | "sorted" | "set"), args=(first,)):
            return items(names, (module, scope, first), depth + 1)
        case Mapping(keys=keys):
            return [(module, scope, key) for key in keys[:_MOST]]
        case Name() | Attribute():
            meaning = names.resolve(module, scope, expression)
            if isinstance(meaning, Value):
                return items(names, (meaning.module, meaning.scope, meaning.binding.value), depth + 1)
            return None
        case _:
            return None


def texts(names: Names, placed: Placed) -> tuple[str, ...] | None:
    """Return the texts in a list; None where not all of them are written."""
    found = items(names, placed)
    if found is None:
        return None
    said = [constant(names, one) for one in found]
    return tuple(one for one in said if isinstance(one, str)) if all(isinstance(one, str) for one in said) else None


def constant(names: Names, placed: Placed) -> object:
    """Return what a constant holds, also through names; an ``Ellipsis`` where it is none."""
    module, scope, expression = placed
    for _ in range(_DEEPEST):
        if isinstance(expression, Constant):
            return expression.value
        meaning = names.resolve(module, scope, expression) if isinstance(expression, (Name, Attribute)) else None
        if not isinstance(meaning, Value):
            return ...
        module, scope, expression = meaning.module, meaning.scope, meaning.binding.value
        if isinstance(expression, Items) and _is_enumeration(names, module, scope):
            expression = expression.items[0] if expression.items else expression
    return ...


def is_all(names: Names, placed: Placed) -> bool:
    """Return whether an expression says ``"__all__"``."""
    module, scope, expression = placed
    known = isinstance(expression, Attribute) and expression.name == "ALL_FIELDS"
    return known or constant(names, (module, scope, expression)) == _ALL


def choices(names: Names, placed: Placed) -> Shape | None:
    """Return the constants that ``choices=`` allows; None where they are not written."""
    module, scope, expression = placed
    if isinstance(expression, Attribute) and expression.name in ("choices", "CHOICES"):
        named = names.resolve(module, scope, expression.value)
        if isinstance(named, ClassOf) and _of_enumeration(names, named.definition):
            return _constants(list(members(names, named.definition)))
    named = names.resolve(module, scope, expression) if isinstance(expression, (Name, Attribute)) else None
    if isinstance(named, ClassOf):
        return _constants(list(members(names, named.definition)))
    found = items(names, placed)
    values: list[object] = []
    for inner in found or ():
        where, there, one = inner
        if isinstance(one, Items):
            if len(one.items) < 2:  # noqa: PLR2004  # a value and what people see
                return None
            group = items(names, (where, there, one.items[1])) if isinstance(one.items[1], Items) else None
            heads = [one.items[0]] if group is None else [_head(part) for part in group]
        else:
            heads = [one]
        values += [constant(names, (where, there, head)) for head in heads]
    return _constants(values)


def members(names: Names, cls: int) -> Iterator[object]:
    """Yield the values of an enumeration."""
    found = names.program.definitions[cls]
    for name, binding in names.program.namespaces.get((found.module, found.scope), {}).items():
        if isinstance(binding, ValueBinding) and not name.startswith("_"):
            value = binding.value
            first = value.items[0] if isinstance(value, Items) and value.items else value
            yield name.lower() if last_name(first) == "auto" else constant(names, (found.module, found.scope, first))


def _head(placed: Placed) -> Expression:
    expression = placed[2]
    return expression.items[0] if isinstance(expression, Items) and expression.items else expression


def _constants(values: list[object]) -> Shape | None:
    if not values or any(value is ... for value in values):
        return None
    said = tuple(dict.fromkeys(json.dumps(value, ensure_ascii=False) for value in values))
    return Shape(ShapeKind.CONSTANTS, values=said)


def _is_enumeration(names: Names, module: int, scope: int) -> bool:
    return scope > 0 and _of_enumeration(names, names.program.modules[module].first + scope - 1)


def _of_enumeration(names: Names, cls: int) -> bool:
    bases = (base for one in names.mro(cls) for base in names.bases(one))
    return any(isinstance(one, External) and one.name.endswith(("Choices", "Enum")) for one in bases)
