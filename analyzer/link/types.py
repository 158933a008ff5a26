"""What can the value of an expression be?

A few kinds of type, small and hashable; ``None`` stands for *unknown* wherever a type is optional. Definitions are
the integer ids of ``analyzer.link.program``.
"""

from __future__ import annotations

import msgspec


class ClassOf(msgspec.Struct, frozen=True, gc=False):
    """The class itself."""

    definition: int


class Instance(msgspec.Struct, frozen=True, gc=False):
    """An object of a class of the project; ``fresh`` where it was just constructed."""

    definition: int
    fresh: bool = False


class Function(msgspec.Struct, frozen=True, gc=False):
    """A function or method of the project; ``typed`` where it was reached through the type of a receiver."""

    definition: int
    typed: bool = False


class Super(msgspec.Struct, frozen=True, gc=False):
    """``super()`` inside a class."""

    definition: int


class ModuleOf(msgspec.Struct, frozen=True, gc=False):
    """A module of the project, or a package that leads to one."""

    name: str


class External(msgspec.Struct, frozen=True, gc=False):
    """Something outside the project by its dotted name; what a call of ``a.b`` returns is ``a.b()``."""

    name: str


class Literal(msgspec.Struct, frozen=True, gc=False):
    """A known string."""

    value: str
    line: int


class Container(msgspec.Struct, frozen=True, gc=False):
    """A list, tuple, set or iterator of one kind of item."""

    item: Type


class TableOf(msgspec.Struct, frozen=True, gc=False):
    """A table object without a class, by its index in the schema."""

    table: int


class Column(msgspec.Struct, frozen=True, gc=False):
    """A column or relation of a mapped class."""

    definition: int
    name: str


class Query(msgspec.Struct, frozen=True, gc=False):
    """A manager, query or statement over tables, not yet run.

    ``entity`` is the class whose objects it yields (-1: none known); ``tables`` are indexes in the schema, in the
    order they joined; ``operation`` is what running it does.
    """

    framework: str
    entity: int
    tables: tuple[int, ...]
    operation: str = "select"


class Method(msgspec.Struct, frozen=True, gc=False):
    """An attribute of a framework's type, about to be called."""

    receiver: Type
    name: str


Type = (
    ClassOf
    | Instance
    | Function
    | Super
    | ModuleOf
    | External
    | Literal
    | Container
    | TableOf
    | Column
    | Query
    | Method
)
