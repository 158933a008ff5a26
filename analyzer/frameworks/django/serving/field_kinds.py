"""Which shape has a field of a form, serializer, filter set or model, by the name of its class?"""

from __future__ import annotations

from analyzer.frameworks.plain_shapes import (
    BINARY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DECIMAL,
    DURATION,
    EMAIL,
    INTEGER,
    MAP,
    NUMBER,
    STRING,
    TIME,
    URI,
    UUID,
    array_of,
)
from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind

_KINDS: dict[str, Shape] = {
    "Char": STRING,
    "Text": STRING,
    "Regex": STRING,
    "CommaSeparatedInteger": STRING,
    "IntegerList": STRING,
    "Slug": STRING,
    "Password": STRING,
    "PhoneNumber": STRING,
    "Email": EMAIL,
    "URL": URI,
    "UUID": UUID,
    "IPAddress": STRING,
    "MACAddress": STRING,
    "FilePath": STRING,
    "Integer": INTEGER,
    "Auto": INTEGER,
    "Float": NUMBER,
    "Number": NUMBER,
    "Decimal": DECIMAL,
    "Money": DECIMAL,
    "Boolean": BOOLEAN,
    "Date": DATE,
    "DateTime": DATE_TIME,
    "Time": TIME,
    "Duration": DURATION,
    "File": BINARY,
    "Image": BINARY,
    "Upload": BINARY,
    "Binary": BINARY,
    "Choice": STRING,
    "ModelChoice": UNKNOWN,
    "ModelMultipleChoice": array_of(UNKNOWN),
    "MultipleChoice": array_of(STRING),
    "MultipleModelChoice": array_of(UNKNOWN),
    "ManyToMany": array_of(UNKNOWN),
    "List": array_of(UNKNOWN),
    "Array": array_of(UNKNOWN),
    "Dict": MAP,
    "HStore": Shape(ShapeKind.MAP, (STRING,)),
    "StringRelated": STRING,
    "SlugRelated": STRING,
    "HyperlinkedRelated": URI,
    "HyperlinkedIdentity": URI,
    "AllValues": STRING,
    "Lookup": STRING,
    "Ordering": STRING,
    "Search": STRING,
}
"""By what stands before ``Field`` or ``Filter`` in the name of the class, or the longest end of that."""
READ_ONLY = frozenset({"ReadOnly", "SerializerMethod", "StringRelated", "HyperlinkedIdentity"})
"""Fields that are never taken from a request."""
CHOICES = frozenset({"Choice", "MultipleChoice", "TypedChoice", "TypedMultipleChoice"})
_LONGEST = max(map(len, _KINDS))


def word_of(name: str) -> str:
    """Return what stands before ``Field`` or ``Filter`` at the end of a class's name; empty for any other class."""
    last = name.removesuffix("()").rpartition(".")[2]
    for end in ("Field", "Filter"):
        if last.endswith(end):
            return last.removesuffix(end) or end
    return ""


def shape_of(word: str) -> Shape:
    """Return the shape that the longest known end of such a word has."""
    for begin in range(max(0, len(word) - _LONGEST), len(word)):
        found = _KINDS.get(word[begin:])
        if found is not None:
            return found
    return UNKNOWN
