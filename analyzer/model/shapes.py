"""What does a value look like once it has crossed the border of a process, and how is that known?"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class ShapeKind(StrEnum):
    """What a shape is.

    ``unknown`` where nothing says; ``null`` to ``string`` as in JSON; ``binary`` bytes; ``array`` a list, set, tuple of
    one kind, iterator or query of what is ``of[0]``; ``tuple`` one value of each shape in ``of``; ``map`` an object
    with any keys whose values are ``of[0]``; ``union`` one of the shapes in ``of``; ``constants`` one of ``values``;
    ``data`` an object of the data type ``name``; ``live`` something that cannot cross (``name`` is its
    ``LiveKind``): a session, a file, a callable.
    """

    UNKNOWN = "unknown"
    NULL = "null"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    BINARY = "binary"
    ARRAY = "array"
    TUPLE = "tuple"
    MAP = "map"
    UNION = "union"
    CONSTANTS = "constants"
    DATA = "data"
    LIVE = "live"


class Shape(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """The form of a value.

    ``format`` is that of JSON Schema for a string or number (``date``, ``date-time``, ``time``, ``duration``, ``uuid``,
    ``uri``, ``email``, ``decimal``, ``ipv4`` …), empty where there is none. ``name`` is the dotted name of the class
    of a ``data`` shape, or the kind of a ``live`` one. ``values`` are constants as JSON texts.
    """

    kind: ShapeKind
    of: tuple[Shape, ...] = ()
    format: str = ""
    name: str = ""
    values: tuple[str, ...] = ()


UNKNOWN = Shape(ShapeKind.UNKNOWN)
NULL = Shape(ShapeKind.NULL)


class Origin(StrEnum):
    """By what the shape of a value is known, surest first.

    ``annotation`` also a declared field of a form, a serializer or a route's converter; ``column`` the column of a
    mapped class; ``default`` the value that stands where none is given; ``flow`` what callers hand over or what is
    returned; ``docstring`` a text for people; ``unknown`` nothing says.
    """

    ANNOTATION = "annotation"
    COLUMN = "column"
    DEFAULT = "default"
    FLOW = "flow"
    DOCSTRING = "docstring"
    UNKNOWN = "unknown"


class DataKind(StrEnum):
    """What declares a data type: a kind of record, an enumeration, a mapped class, what reads requests, any class."""

    DATACLASS = "dataclass"
    PYDANTIC = "pydantic"
    TYPED_DICT = "typed_dict"
    NAMED_TUPLE = "named_tuple"
    ATTRS = "attrs"
    STRUCT = "struct"
    ENUM = "enum"
    ENTITY = "entity"
    SERIALIZER = "serializer"
    FORM = "form"
    GRAPHQL = "graphql"
    CLASS = "class"


class DataField(msgspec.Struct, frozen=True, order=True):
    """A field of a data type.

    ``written`` is the annotation, or the class of the column, as the source has it, empty without one; ``default`` the
    source text of the value that stands where none is given. ``column`` is that of the table for a column of an entity;
    ``refers`` the dotted name of the other class where the field leads to another entity, whose key then crosses.
    ``key`` for the primary key. ``alias`` is the name under which it crosses, where that is
    another. ``path`` and ``line`` are where it is declared. ``read_only`` is given and never
    taken, ``write_only`` taken and never given.
    """

    name: str
    shape: Shape
    written: str = ""
    origin: Origin = Origin.UNKNOWN
    required: bool = True
    default: str = ""
    about: str = ""
    column: str = ""
    refers: str = ""
    key: bool = False
    path: str = ""
    line: int = 0
    alias: str = ""
    read_only: bool = False
    write_only: bool = False


class DataType(msgspec.Struct, frozen=True, order=True):
    """A class whose objects can cross a border as data.

    ``fields`` stand in the order of the source, those of bases first; ``values`` are the constants of an enumeration as
    JSON texts, in their order; ``table`` is that of an entity. ``bases`` are the project's classes it derives from.
    ``whole`` is false where the source does not show all fields. ``shows`` is the mapped class of which it is a view: a
    field of it whose shape is unknown has that of the entity's field of the same name.
    """

    definition: str
    kind: DataKind
    fields: tuple[DataField, ...]
    path: str
    line: int
    values: tuple[str, ...] = ()
    table: str = ""
    about: str = ""
    whole: bool = True
    bases: tuple[str, ...] = ()
    shows: str = ""
