"""Which shapes have plain values, texts of a format, and collections of them?"""

from __future__ import annotations

from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind


def array_of(item: Shape) -> Shape:
    """Return the shape of a list of something."""
    return Shape(ShapeKind.ARRAY, (item,))


def map_of(value: Shape) -> Shape:
    """Return the shape of a dict whose values are something."""
    return Shape(ShapeKind.MAP, (value,))


def live(kind: LiveKind) -> Shape:
    """Return the shape of something that cannot leave its process."""
    return Shape(ShapeKind.LIVE, name=kind.value)


def text_as(form: str) -> Shape:
    """Return the shape of a string of a format."""
    return Shape(ShapeKind.STRING, format=form)


BOOLEAN, INTEGER, NUMBER = Shape(ShapeKind.BOOLEAN), Shape(ShapeKind.INTEGER), Shape(ShapeKind.NUMBER)
STRING, BINARY = Shape(ShapeKind.STRING), Shape(ShapeKind.BINARY)
LIST, MAP, STRINGS = array_of(UNKNOWN), map_of(UNKNOWN), array_of(STRING)
DATE, TIME, DATE_TIME, DURATION = text_as("date"), text_as("time"), text_as("date-time"), text_as("duration")
DECIMAL, UUID, EMAIL, URI = text_as("decimal"), text_as("uuid"), text_as("email"), text_as("uri")
