"""What can the value of an expression be?

A few kinds of type, small and hashable; ``None`` stands for *unknown* wherever a type is optional. Definitions are
the integer ids of ``analyzer.link.program``.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.link.alternatives import covering


class ClassOf(msgspec.Struct, frozen=True, gc=False):
    """The class itself."""

    definition: int


class Instance(msgspec.Struct, frozen=True, gc=False):
    """An object of a class of the project.

    ``fresh`` where it was just constructed; ``assumed`` where only the place of a method says so: it may be of any
    subclass; ``guessed`` where no more than a name says so.
    """

    definition: int
    fresh: bool = False
    assumed: bool = False
    guessed: bool = False


class Function(msgspec.Struct, frozen=True, gc=False):
    """A function or method of the project.

    ``typed`` where it was reached through a value rather than by its name; ``receiver`` is what its first parameter is
    bound to; ``captured`` are the arguments that the function around it was called with, where it was returned.
    """

    definition: int
    typed: bool = False
    receiver: Type | None = None
    captured: tuple[tuple[str, Type], ...] = ()


class LambdaOf(msgspec.Struct, frozen=True, gc=False):
    """A lambda, by its number in the heap."""

    site: int


class Partial(msgspec.Struct, frozen=True, gc=False):
    """A callable with arguments put aside: ``functools.partial``."""

    function: Type
    args: tuple[Type | None, ...]
    keywords: tuple[tuple[str, Type | None], ...]


class Super(msgspec.Struct, frozen=True, gc=False):
    """``super()`` inside a class, for an object (or class, if ``bound`` is ClassOf) of the class or a subclass."""

    definition: int
    bound: Type


class ModuleOf(msgspec.Struct, frozen=True, gc=False):
    """A module of the project, or a package that leads to one."""

    name: str


class External(msgspec.Struct, frozen=True, gc=False):
    """Something outside the project by its dotted name; what a call of ``a.b`` returns is ``a.b()``.

    ``about`` is the text that a value was made with where that tells it from its like: the path of a ``Path``, the name
    of a queue; its unknown parts are written as ``analyzer.link.patterns`` says. What is read from the value keeps it.
    ``made`` numbers the place that made the value, or the value whose attribute it is, where a framework tells such
    values apart.
    """

    name: str
    made: int = -1
    about: str = ""


class Literal(msgspec.Struct, frozen=True, gc=False):
    """A known string."""

    value: str
    line: int


class CallableOf(msgspec.Struct, frozen=True, gc=False):
    """Something that can be called, of which only the annotation says what it yields."""

    result: Type


class Pattern(msgspec.Struct, frozen=True, gc=False):
    """A string of which parts are not known: a blank stands for each (``analyzer.link.patterns``)."""

    value: str
    line: int


class Container(msgspec.Struct, frozen=True, gc=False):
    """A list, set, iterator or dict of one kind of item, as an annotation or a library describes it."""

    item: Type
    kind: str = "list"


class Row(msgspec.Struct, frozen=True, gc=False):
    """A tuple, item by item."""

    items: tuple[Type | None, ...]


class Keyed(msgspec.Struct, frozen=True, gc=False):
    """The keyword arguments of a call, key by key."""

    items: tuple[tuple[str, Type], ...]


class Collection(msgspec.Struct, frozen=True, gc=False):
    """A list, set or dict that the program builds, by its number in the heap."""

    site: int


class Union(msgspec.Struct, frozen=True, gc=False):
    """One of several types, two or more, in the order they were found."""

    options: tuple[Type, ...]


class TableOf(msgspec.Struct, frozen=True, gc=False):
    """A table object without a class, by its index in the schema."""

    table: int


class Column(msgspec.Struct, frozen=True, gc=False):
    """A column or relation of a mapped class."""

    definition: int
    name: str


class Query(msgspec.Struct, frozen=True, gc=False):
    """A manager, query or statement over tables, not yet run; without an entity also a condition for one.

    ``entity`` is the class whose objects it yields (-1: none known); ``tables`` are indexes in the schema, in the
    order they joined; ``operation`` is what running it does; ``related`` where it was reached from another object;
    ``plain`` where it yields values instead of objects; ``managers`` are classes of the project with methods for it;
    ``between`` is the table between the two sides of a many-to-many relation (-1: none); ``eager`` are tables that join
    it where whole objects are loaded, ``beside`` those that statements of their own then read; ``using`` is the
    database that it was told to use; ``guessed`` as in ``Instance``; ``paths`` are lookups that wait for the entity
    they start from. ``form`` says which of a framework's values it is, where that has several: an expression over
    columns is a clause. ``rows`` is what each of its rows holds; ``loads`` says how attributes are loaded with it (a
    way, a class, an attribute each); ``how`` as in ``FoundAccess``.
    """

    framework: str
    entity: int
    tables: tuple[int, ...]
    operation: str = "select"
    related: bool = False
    plain: bool = False
    managers: tuple[int, ...] = ()
    between: int = -1
    eager: tuple[int, ...] = ()
    beside: tuple[int, ...] = ()
    using: str = ""
    guessed: bool = False
    form: str = ""
    rows: tuple[Type | None, ...] = ()
    loads: tuple[tuple[str, int, str], ...] = ()
    how: str = ""
    paths: tuple[str, ...] = ()


class Method(msgspec.Struct, frozen=True, gc=False):
    """An attribute of a framework's type, about to be called."""

    receiver: Type
    name: str


Type = (
    ClassOf
    | Instance
    | Function
    | LambdaOf
    | CallableOf
    | Partial
    | Super
    | ModuleOf
    | External
    | Literal
    | Pattern
    | Container
    | Row
    | Keyed
    | Collection
    | Union
    | TableOf
    | Column
    | Query
    | Method
)

WIDEST = 12
"""A value that may be more things than this, texts aside, is unknown: what follows from it would be no evidence."""


def options(value: Type | None) -> tuple[Type, ...]:
    """Return what a value may be: nothing for an unknown one."""
    if value is None:
        return ()
    return value.options if value.__class__ is Union else (value,)


def join(first: Type | None, second: Type | None) -> Type | None:
    """Return the type of a value that is one or the other; what is unknown adds nothing."""
    if first is None or first is second:
        return second
    if second is None:
        return first
    held = first.options if first.__class__ is Union else (first,)
    if second.__class__ is Union:
        added = tuple([one for one in second.options if one not in held])
    else:
        added = () if second in held else (second,)
    if not added:
        return first
    return Union((*held, *added)) if len(held) + len(added) <= WIDEST else _texts((*held, *added))


def _texts(found: tuple[Type, ...]) -> Type | None:
    """Return the type of one of many texts; unknown where they are too many, or something else is among them."""
    texts = [one.value for one in found if isinstance(one, (Literal, Pattern))]
    kept = covering(texts) if len(texts) == len(found) else []
    if len(kept) < 2:  # noqa: PLR2004  # a union is of two
        return found[kept[0]] if kept else None
    return Union(tuple([found[place] for place in kept]))


def is_expression(value: Type) -> bool:
    """Return whether a value is a column, or an expression over columns, whose operators yield another."""
    if isinstance(value, Method):
        return isinstance(value.receiver, TableOf) or is_expression(value.receiver)
    return isinstance(value, Column) or (isinstance(value, Query) and value.form == "clause")


def union(found: Iterable[Type]) -> Type | None:
    """Return the type of a value that is one of several; unknown where there are none, or more than ``WIDEST``."""
    distinct = tuple(dict.fromkeys(found))
    if len(distinct) == 1:
        return distinct[0]
    return Union(distinct) if 0 < len(distinct) <= WIDEST else _texts(distinct)
