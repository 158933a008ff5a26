"""What is known of classes, tables and functions that installed packages bring along."""

from __future__ import annotations

from typing import Literal as OneOf

import msgspec

from analyzer.model.data import RowOperation

Naming = OneOf["", "snake_case", "lower"]
Kind = OneOf["base", "mixin", "model"]
OnDelete = OneOf["", "CASCADE", "PROTECT", "RESTRICT", "SET_NULL", "SET_DEFAULT", "SET", "DO_NOTHING"]
PackageFieldKind = OneOf["column", "one", "only", "many"]
"""A plain column; a key to one object that has many, or only one; many to many."""


class PackageKey(msgspec.Struct, frozen=True):
    """A foreign key, or a many-to-many field whose ``between`` is the table between the two.

    ``column`` is the column, or the attribute of a many-to-many field. ``between`` is empty where the table is named
    after the model that the field comes to stand in.
    """

    column: str
    to_table: str
    to_column: str
    between: str = ""

    @property
    def field(self) -> str:
        """The name of the field that Django would make the column for: ``owner`` for ``owner_id``."""
        return self.column.removesuffix("_id")


class PackageTable(msgspec.Struct, frozen=True):
    """A table and its columns, of which ``nullable`` may be null; ``name`` is empty for the columns of a mixin."""

    name: str = ""
    columns: tuple[str, ...] = ()
    keys: tuple[PackageKey, ...] = ()
    many: tuple[PackageKey, ...] = ()
    nullable: tuple[str, ...] = ()


class PackageRelation(msgspec.Struct, frozen=True):
    """What else is known of the relation that a key or a many-to-many field is, by the name of its field."""

    name: str
    on_delete: OnDelete = ""
    related_name: str = ""
    related_query_name: str = ""
    one_to_one: bool = False


class PackageMethods(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Methods of a class: those that yield ``many`` or ``one`` of its objects, and what they do to its table."""

    many: tuple[str, ...] = ()
    one: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    insert: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()


class PackageClass(msgspec.Struct, frozen=True):
    """A class of a package by its dotted name.

    A ``base`` is what mapped classes derive from: ``naming`` is how it names their tables, ``option`` the keyword of
    the class statement that makes a table (``table=True``), ``annotated`` says that plain annotated names are columns.
    A ``mixin`` adds columns to classes that derive from it (with Django, an abstract model), and a ``model`` has a
    table of its own. ``parents`` are other classes, of this package or another.
    """

    name: str
    kind: Kind
    framework: str
    package: str
    table: PackageTable = PackageTable()
    parents: tuple[str, ...] = ()
    naming: Naming = ""
    option: str = ""
    annotated: bool = False
    relations: tuple[PackageRelation, ...] = ()
    methods: PackageMethods = PackageMethods()


class PackageEffect(msgspec.Struct, frozen=True):
    """A statement that a call runs, and all tables that it uses.

    ``user.NAME`` is the table between the user model and what its field of that name leads to.
    """

    operation: RowOperation
    tables: tuple[str, ...]


class PackageFunction(msgspec.Struct, frozen=True):
    """A function by its dotted name, or a method by its own: how it names what it is given, and what it does."""

    name: str
    yields: Naming = ""
    does: tuple[PackageEffect, ...] = ()


class PackageHistory(msgspec.Struct, frozen=True):
    """A class whose objects, as attributes of a model, ask for a table of its former rows.

    The table has the model's columns and those of ``table``, under a name with a prefix, or that of an argument.
    """

    name: str
    prefix: str
    table: PackageTable
    table_argument: str = ""


class Package(msgspec.Struct, frozen=True):
    """A package by the name it is imported by.

    Its classes, tables without a class, functions, methods by name alone, histories, and kinds of fields by how the
    names of their classes end. ``label`` is that of its Django app where it is not its last name.
    """

    name: str
    framework: str
    label: str = ""
    classes: tuple[PackageClass, ...] = ()
    tables: tuple[PackageTable, ...] = ()
    functions: tuple[PackageFunction, ...] = ()
    methods: tuple[PackageFunction, ...] = ()
    histories: tuple[PackageHistory, ...] = ()
    fields: tuple[tuple[str, PackageFieldKind], ...] = ()
