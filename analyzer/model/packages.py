"""What is known of classes and tables that installed packages bring along."""

from __future__ import annotations

from typing import Literal as OneOf

import msgspec

Naming = OneOf["", "snake_case", "lower"]
Kind = OneOf["base", "mixin", "model"]


class PackageKey(msgspec.Struct, frozen=True):
    """A foreign key, or a many-to-many field whose ``between`` is the table between the two.

    ``column`` is the column, or the attribute of a many-to-many field. ``between`` is empty where the table is named
    after the model that the field comes to stand in.
    """

    column: str
    to_table: str
    to_column: str
    between: str = ""


class PackageTable(msgspec.Struct, frozen=True):
    """A table and its columns; ``name`` is empty for the columns of a mixin."""

    name: str = ""
    columns: tuple[str, ...] = ()
    keys: tuple[PackageKey, ...] = ()
    many: tuple[PackageKey, ...] = ()


class PackageClass(msgspec.Struct, frozen=True):
    """A class of a package by its dotted name.

    A ``base`` is what mapped classes derive from: ``naming`` is how it names their tables, ``option`` the keyword of
    the class statement that makes a table (``table=True``), ``annotated`` says that plain annotated names are columns.
    A ``mixin`` adds columns to classes that derive from it, and a ``model`` has a table of its own. ``parents`` are
    other classes, of this package or another.
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


class Package(msgspec.Struct, frozen=True):
    """A package by the name it is imported by: its classes, tables without a class, and functions that name things."""

    name: str
    framework: str
    classes: tuple[PackageClass, ...] = ()
    tables: tuple[PackageTable, ...] = ()
    functions: tuple[tuple[str, str], ...] = ()
