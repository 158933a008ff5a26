"""Which shape does an annotation give the attribute of a mapped class?"""

from __future__ import annotations

from analyzer.frameworks.column_shapes import ANYTHING, PYTHON, array, as_json, constants, data, nullable
from analyzer.link.names import Names, Value
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import last_name
from analyzer.model.shapes import NULL, UNKNOWN, Shape, ShapeKind
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Name, Operation, Subscript

_DEEPEST = 6  # aliases of aliases, lists of lists
_AROUND = frozenset({"Mapped", "DynamicMapped", "WriteOnlyMapped", "Annotated", "Final", "Required", "NotRequired"})
_ARRAYS = frozenset(
    {
        *("list", "List", "set", "Set", "frozenset", "FrozenSet", "Sequence", "Iterable", "Collection", "Iterator"),
        *("MutableSequence", "MutableSet", "AbstractSet"),
    }
)
_MAPS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "OrderedDict"})
_NEW_TYPE = 2


def annotated_shape(names: Names, module: int, scope: int, expression: Expression, depth: int = 0) -> Shape:
    """Return the shape of a value annotated so; unknown where the annotation does not say."""
    if depth > _DEEPEST:
        return UNKNOWN
    match expression:
        case Constant(value=None):
            return NULL
        case Operation(operator="|", operands=operands):
            return _one_of(names, module, scope, operands, depth)
        case Subscript(value=value, index=index):
            parts = index.items if isinstance(index, Items) else (index,)
            return _generic(names, module, scope, (last_name(value), parts, value), depth)
        case Name() | Attribute():
            return _named(names, module, scope, expression, depth)
        case _:
            return UNKNOWN


def _generic(
    names: Names, module: int, scope: int, written: tuple[str, tuple[Expression, ...], Expression], depth: int
) -> Shape:
    outer, parts, value = written
    if outer in _AROUND:
        return annotated_shape(names, module, scope, parts[0], depth)
    if outer in ("Optional", "Union"):
        shape = _one_of(names, module, scope, parts, depth)
        return nullable(shape, may_be=outer == "Optional")
    if outer == "Literal":
        return constants(text for one in parts if (text := as_json(one)))
    if outer in ("tuple", "Tuple"):
        inside = tuple(annotated_shape(names, module, scope, one, depth + 1) for one in parts)
        return array(inside[0]) if len(inside) == 2 and _is_dots(parts[1]) else Shape(ShapeKind.TUPLE, inside)  # noqa: PLR2004
    if outer in _ARRAYS:
        return array(annotated_shape(names, module, scope, parts[0], depth + 1))
    if outer in _MAPS:
        return Shape(ShapeKind.MAP, (annotated_shape(names, module, scope, parts[-1], depth + 1),))
    return _named(names, module, scope, value, depth + 1)


def _is_dots(expression: Expression) -> bool:
    return not isinstance(expression, (Name, Attribute, Subscript, Operation))


def _one_of(names: Names, module: int, scope: int, parts: tuple[Expression, ...], depth: int) -> Shape:
    shapes = tuple(dict.fromkeys(annotated_shape(names, module, scope, one, depth + 1) for one in parts))
    if len(shapes) == 1:
        return shapes[0]
    return UNKNOWN if UNKNOWN in shapes else Shape(ShapeKind.UNION, shapes)


def _named(names: Names, module: int, scope: int, expression: Expression, depth: int) -> Shape:
    last = last_name(expression)
    if last in _ARRAYS or last in ("tuple", "Tuple"):
        return array()
    if last in _MAPS:
        return ANYTHING
    match names.resolve(module, scope, expression):
        case ClassOf(definition=definition):
            return data(names.program.definitions[definition].name)
        case External(name=name):
            return PYTHON.get(name.rpartition(".")[2], UNKNOWN)
        case Value(module=home, scope=inner, binding=binding):
            value = binding.value
            if isinstance(value, Call):
                is_new = last_name(value.function) == "NewType" and len(value.args) == _NEW_TYPE
                return annotated_shape(names, home, inner, value.args[1], depth + 1) if is_new else UNKNOWN
            return annotated_shape(names, home, inner, value, depth + 1)
        case _:
            return UNKNOWN
