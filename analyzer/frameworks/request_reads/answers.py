"""What does a handler answer: the shape of what it returns, and the response codes that it gives?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.plain_shapes import MAP
from analyzer.frameworks.request_reads.frames import Frame
from analyzer.frameworks.request_reads.notes import shape_of_constant
from analyzer.frameworks.request_reads.values import Answer, Known, Listed, Mapped, OneOf, Shaped, Source, Value
from analyzer.model.interfaces import FIRST_ERROR, Place, Result
from analyzer.model.shapes import NULL, UNKNOWN, Origin, Shape, ShapeKind

_WITH_STATUS = (2, 3)  # what is answered, the code, and perhaps headers
_NO_CONTENT = 204
_WIDEST = 4


class Reply(msgspec.Struct, frozen=True):
    """What a handler returns where nothing fails; no codes where none is said."""

    result: Result = Result()
    statuses: tuple[int, ...] = ()


def replied(frame: Frame, said: tuple[Shape, int, str] | None) -> Reply:
    """Return what a handler says that it answers, or else what the ``return`` statements of its body say."""
    found = _returned(frame)
    if said is None:
        return found
    shape, status, written = said
    codes = (status,) if status else found.statuses
    if shape == UNKNOWN:
        return Reply(found.result, codes)
    return Reply(Result(shape, written, Origin.ANNOTATION), codes)


def _returned(frame: Frame) -> Reply:
    """Return what the ``return`` statements of a body say; those with a code of an error are failures."""
    shapes: dict[Shape, None] = {}
    statuses: dict[int, None] = {}
    is_known = True
    for value in _options(frame):
        content, status = _split(value)
        if status >= FIRST_ERROR:
            continue
        statuses[status] = None
        if status == _NO_CONTENT:
            shapes[NULL] = None
            continue
        shape = shape_of(content)
        is_known = is_known and shape != UNKNOWN
        shapes[shape] = None
    found = tuple(shapes)
    shape = UNKNOWN
    if is_known and found:
        shape = found[0] if len(found) == 1 else Shape(ShapeKind.UNION, tuple(sorted(found)[:_WIDEST]))
    codes = tuple(sorted(one or 200 for one in statuses))
    origin = Origin.UNKNOWN if shape == UNKNOWN else Origin.FLOW
    return Reply(Result(shape, origin=origin), tuple(sorted(set(codes))))


def _options(frame: Frame) -> Iterator[Value | None]:
    for value, _ in frame.returned:
        yield from value.options if isinstance(value, OneOf) else (value,)


def _split(value: Value | None) -> tuple[Value | None, int]:
    """``value``, ``value, 201``, ``value, 201, headers``, ``jsonify(value), 201``."""
    status = 0
    if isinstance(value, Listed) and value.kind == "tuple" and len(value.items) in _WITH_STATUS:
        second = value.items[1]
        if isinstance(second, Known) and isinstance(second.value, int):
            status = second.value
        elif isinstance(second, Known) and isinstance(second.value, str) and second.value[:3].isdigit():
            status = int(second.value[:3])
        value = value.items[0]
    if isinstance(value, Answer):
        inner, code = _split(value.content) if isinstance(value.content, Answer) else (value.content, 0)
        return inner, status or value.status or code
    return value, status


def shape_of(value: Value | None) -> Shape:
    """Return the shape of a value, as far as what is written says."""
    match value:
        case Known(value=known):
            return shape_of_constant(known)
        case Listed(items=items):
            shapes = tuple(dict.fromkeys(shape_of(one) for one in items))
            return Shape(ShapeKind.ARRAY, (shapes[0] if len(shapes) == 1 else UNKNOWN,))
        case Mapped(values=values):
            shapes = tuple(dict.fromkeys(shape_of(one) for one in values))
            return Shape(ShapeKind.MAP, (shapes[0] if len(shapes) == 1 else UNKNOWN,))
        case Shaped(shape=shape):
            return shape
        case Source(places=(Place.BODY,)):
            return MAP
        case Answer(content=content):
            return shape_of(content)
        case _:
            return UNKNOWN
