"""What does a value look like as data, by the type that flowed to it?"""

from __future__ import annotations

from analyzer.frameworks.library_shapes import of_call, of_live
from analyzer.frameworks.live_types import live_type
from analyzer.frameworks.plain_shapes import INTEGER, LIST, MAP, STRING, array_of, live, map_of
from analyzer.frameworks.shapes import Shapes, one_of
from analyzer.link.settled import Settled
from analyzer.link.types import (
    CallableOf,
    ClassOf,
    Collection,
    Container,
    External,
    Function,
    Instance,
    Keyed,
    LambdaOf,
    Literal,
    Partial,
    Pattern,
    Query,
    Row,
    Type,
    options,
)
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind

MOST = 4  # what a value may be before it is better said that nothing is known
_DEEPEST = 3
_WIDEST = 12
_CALLABLES = (CallableOf, ClassOf, Function, LambdaOf, Partial)
_NOT_RUN = frozenset({"", "query", "statement", "subquery", "scalars", "clause", "cursor"})
_CALLABLE = live(LiveKind.CALLABLE)


class Values:
    """Answers for the types of the linker."""

    def __init__(self, shapes: Shapes, settled: Settled) -> None:
        self._shapes = shapes
        self._settled = settled
        self._known: dict[tuple[int, int], Shape] = {}

    def shape(self, value: Type | None, depth: int = 0) -> Shape:
        """Return the shape of a value; unknown for one that may be more than a few things."""
        if value is None or depth > _DEEPEST:
            return UNKNOWN
        return few([self._of(option, depth) for option in options(value)])

    def _of(self, value: Type, depth: int) -> Shape:
        match value:
            case External(name=name):
                return self._outside(name)
            case Literal() | Pattern():
                return STRING
            case Instance(definition=cls, guessed=guessed):
                return UNKNOWN if guessed else self._shapes.of_class(cls)
            case Collection():
                return self._collected(value, depth)
            case Container(item=item, kind=kind):
                return self._contained(self.shape(item, depth + 1), kind)
            case Row(items=items):
                parts = tuple([self.shape(item, depth + 1) for item in items[:_WIDEST]])
                return Shape(ShapeKind.TUPLE, parts) if len(items) <= _WIDEST else LIST
            case Keyed():
                return map_of(UNKNOWN)
            case Query():
                return self._queried(value)
            case _:
                return _CALLABLE if isinstance(value, _CALLABLES) else UNKNOWN

    def _collected(self, value: Collection, depth: int) -> Shape:
        key = (value.site, depth)
        if key not in self._known:
            item = self.shape(self._settled.item(value), depth + 1)
            if item != UNKNOWN and self._has_more(value, depth + 1):
                item = UNKNOWN
            self._known[key] = map_of(item) if self._settled.kind(value) == "dict" else array_of(item)
        return self._known[key]

    def _has_more(self, value: Collection, depth: int) -> bool:
        """Return whether a dict holds values of which nothing is known beside those of which something is."""
        if self._settled.kind(value) != "dict":
            return False
        return any(self.shape(one, depth) == UNKNOWN for one in self._settled.entries(value)[0].values())

    def _contained(self, item: Shape, kind: str) -> Shape:
        if kind == "context":
            return live(LiveKind.CONTEXT)
        return map_of(item) if kind == "dict" else array_of(item)

    def _outside(self, name: str) -> Shape:
        kind = live_type(name)
        if kind is not None:
            return of_live(kind)
        return (of_call(name.removesuffix("()")) or UNKNOWN) if name.endswith("()") else UNKNOWN

    def _queried(self, query: Query) -> Shape:
        if query.guessed or query.form not in _NOT_RUN:
            return UNKNOWN
        if query.form == "clause":
            return live(LiveKind.QUERY)
        whole = query.entity >= 0 and not query.plain and not query.rows
        return array_of(self._shapes.of_class(query.entity) if whole else UNKNOWN)


def few(shapes: list[Shape]) -> Shape:
    """Return the shape of what is one of a few shapes; of more it is unknown.

    An empty list beside one that holds something says nothing of its own, nor does an integer beside other numbers.
    """
    found = one_of(shapes)
    if found.kind is not ShapeKind.UNION:
        return found
    if all(one.kind is ShapeKind.TUPLE and len(one.of) == len(found.of[0].of) for one in found.of):
        parts = zip(*(one.of for one in found.of), strict=True)
        return Shape(ShapeKind.TUPLE, tuple([few(list(part)) for part in parts]))
    kinds = {one.kind for one in found.of if one not in (LIST, MAP)}
    kept = [
        one
        for one in found.of
        if not (one in (LIST, MAP) and one.kind in kinds)
        and not (one == INTEGER and any(other.kind is ShapeKind.NUMBER for other in found.of))
    ]
    kept = _merged(kept)
    return one_of(kept) if len(kept) <= MOST and not _is_anything(kept) else UNKNOWN


def _is_anything(shapes: list[Shape]) -> bool:
    """Return whether a text, an object and a list are among them: what one function makes of any value."""
    kinds = {one.kind for one in shapes}
    return {ShapeKind.STRING, ShapeKind.ARRAY} <= kinds and not kinds.isdisjoint((ShapeKind.MAP, ShapeKind.DATA))


def _merged(shapes: list[Shape]) -> list[Shape]:
    """Return shapes with at most one map: of several with other values it is not known which there may be."""
    maps = [one for one in shapes if one.kind is ShapeKind.MAP]
    return [one for one in shapes if one.kind is not ShapeKind.MAP] + [MAP] if len(maps) > 1 else shapes
