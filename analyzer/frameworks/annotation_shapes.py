"""What shape does an annotation say, in the words of its library?"""

from __future__ import annotations

import msgspec

from analyzer.link.names import Names, Value
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import last_name
from analyzer.model.shapes import NULL, UNKNOWN, Shape, ShapeKind
from analyzer.model.syntax import Attribute, Constant, Expression, Items, Name, Operation, Subscript

_DEEPEST = 8
_PLAIN = {
    "str": Shape(ShapeKind.STRING),
    "int": Shape(ShapeKind.INTEGER),
    "float": Shape(ShapeKind.NUMBER),
    "bool": Shape(ShapeKind.BOOLEAN),
    "bytes": Shape(ShapeKind.BINARY),
    "None": NULL,
    "datetime": Shape(ShapeKind.STRING, format="date-time"),
    "date": Shape(ShapeKind.STRING, format="date"),
    "time": Shape(ShapeKind.STRING, format="time"),
    "timedelta": Shape(ShapeKind.STRING, format="duration"),
    "UUID": Shape(ShapeKind.STRING, format="uuid"),
    "Decimal": Shape(ShapeKind.STRING, format="decimal"),
    "Path": Shape(ShapeKind.STRING),
    "UploadFile": Shape(ShapeKind.BINARY),
    "EmailStr": Shape(ShapeKind.STRING, format="email"),
    "HttpUrl": Shape(ShapeKind.STRING, format="uri"),
    "AnyUrl": Shape(ShapeKind.STRING, format="uri"),
    "AwareDatetime": Shape(ShapeKind.STRING, format="date-time"),
    "UtcDateTime": Shape(ShapeKind.STRING, format="date-time"),
    "PositiveInt": Shape(ShapeKind.INTEGER),
    "NonNegativeInt": Shape(ShapeKind.INTEGER),
    "NonNegativeFloat": Shape(ShapeKind.NUMBER),
    "StrictBool": Shape(ShapeKind.BOOLEAN),
    "StrictStr": Shape(ShapeKind.STRING),
}
_ARRAYS = frozenset({
    "list", "List", "set", "Set", "frozenset", "FrozenSet", "Sequence", "Iterable", "Iterator", "Collection", "deque",
    "AsyncIterator", "Generator", "AsyncGenerator",
})  # fmt: skip
_MAPS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict"})
_WRAPPERS = frozenset({"Annotated", "Final", "ClassVar", "Required", "NotRequired", "Awaitable", "Coroutine"})


class AnnotationShapes:
    """Reads annotations; classes of the project are data by their names."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def shape(self, module: int, scope: int, annotation: Expression, depth: int = 0) -> Shape:
        """Return the shape of a value that is annotated so; unknown where that does not say."""
        if depth > _DEEPEST:
            return UNKNOWN
        match annotation:
            case Constant(value=None):
                return NULL
            case Subscript(value=value, index=index):
                return self._subscript(module, scope, last_name(value), index, depth)
            case Operation(operator="|", operands=operands):
                return union([self.shape(module, scope, one, depth + 1) for one in operands])
            case Name() | Attribute():
                return self._named(module, scope, annotation, depth)
            case _:
                return UNKNOWN

    def _named(self, module: int, scope: int, annotation: Expression, depth: int) -> Shape:
        meaning = self._names.resolve(module, scope, annotation)
        match meaning:
            case ClassOf(definition=definition):
                return Shape(ShapeKind.DATA, name=self._names.program.definitions[definition].name)
            case Value():
                return self.shape(meaning.module, meaning.scope, meaning.binding.value, depth + 1)
            case External(name=name):
                last = name.rpartition(".")[2]
            case _:
                last = last_name(annotation)
        if last in _ARRAYS:
            return Shape(ShapeKind.ARRAY, (UNKNOWN,))
        return Shape(ShapeKind.MAP, (UNKNOWN,)) if last in _MAPS else _PLAIN.get(last, UNKNOWN)

    def _subscript(self, module: int, scope: int, outer: str, index: Expression, depth: int) -> Shape:
        parts = index.items if isinstance(index, Items) else (index,)
        if outer == "Literal":
            return _constants(parts)
        shapes = [self.shape(module, scope, one, depth + 1) for one in parts] or [UNKNOWN]
        if outer == "Optional":
            return union([shapes[0], NULL])
        if outer == "Union":
            return union(shapes)
        if outer in _WRAPPERS:
            return shapes[0]
        if outer in ("tuple", "Tuple"):
            return Shape(ShapeKind.ARRAY, (shapes[0],)) if len(parts) <= 2 else Shape(ShapeKind.TUPLE, tuple(shapes))  # noqa: PLR2004
        if outer in _ARRAYS:
            return Shape(ShapeKind.ARRAY, (shapes[0],))
        return Shape(ShapeKind.MAP, (shapes[-1],)) if outer in _MAPS else UNKNOWN


def _constants(parts: tuple[Expression, ...]) -> Shape:
    values = [one.value for one in parts if isinstance(one, Constant)]
    texts = tuple(json_text(value) for value in values)
    return Shape(ShapeKind.CONSTANTS, values=texts) if len(texts) == len(parts) else UNKNOWN


def source(expression: Expression) -> str:
    """Return the source text of an annotation or a constant; empty for what is neither."""
    match expression:
        case Name(id=name):
            return name
        case Attribute(value=value, name=name):
            return f"{source(value)}.{name}"
        case Constant(value=value):
            return repr(value)
        case Subscript(value=value, index=Items(items=items)):
            return f"{source(value)}[{', '.join(map(source, items))}]"
        case Subscript(value=value, index=index):
            return f"{source(value)}[{source(index)}]"
        case Operation(operator="|", operands=operands):
            return " | ".join(map(source, operands))
        case Items(kind="list", items=items):
            return f"[{', '.join(map(source, items))}]"
        case _:
            return ""


def json_text(value: str | float | bool | None) -> str:
    """Return a constant as JSON."""
    return msgspec.json.encode(value).decode()


def union(shapes: list[Shape]) -> Shape:
    """Return one of several shapes; unknown where one of them is."""
    flat = [one for shape in shapes for one in (shape.of if shape.kind is ShapeKind.UNION else (shape,))]
    distinct = tuple(sorted(set(flat)))
    if UNKNOWN in distinct:
        return UNKNOWN
    return distinct[0] if len(distinct) == 1 else Shape(ShapeKind.UNION, distinct)
