"""Tables, keys, accesses and what stayed unresolved."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analyzer.model.code import Certainty


class RowOperation(StrEnum):
    """What an access does to rows."""

    SELECT = "select"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"

    @property
    def writes(self) -> bool:
        """True for everything but ``select``."""
        return self is not RowOperation.SELECT


class Table(msgspec.Struct, frozen=True):
    """A database table under its real name; ``model`` is the mapped class, empty where there is none."""

    name: str
    model: str
    path: str
    line: int
    columns: tuple[str, ...]
    database: str
    certainty: Certainty
    framework: str
    owner: str = ""
    association: bool = False


class ForeignKey(msgspec.Struct, frozen=True, order=True):
    """A column of a table that refers to a column of another."""

    table: str
    column: str
    to_table: str
    to_column: str
    path: str
    line: int


class Access(msgspec.Struct, frozen=True):
    """A definition (by path and qualname; ``<module>`` outside all) selects or changes rows of a table.

    ``generic`` where the definition is infrastructure: it runs the queries of whoever calls it, and owns no table.
    ``for_others`` where it makes its service no user of another's table: the code of a base class that uses the table
    of its object, whichever that is, or what runs a query that another service handed over.
    """

    path: str
    qualname: str
    line: int
    table: str
    operation: RowOperation
    framework: str
    certainty: Certainty
    database: str
    service: str = ""
    generic: bool = False
    for_others: bool = False

    @property
    def goes_along(self) -> bool:
        """True where rows go, or lose their key, because rows that they refer to are deleted."""
        return self.certainty is Certainty.CASCADE and self.operation.writes

    @property
    def looks_only(self) -> bool:
        """True where rows are only looked for, because rows that they might refer to are deleted."""
        return self.certainty is Certainty.CASCADE and not self.operation.writes


class TableStatement(msgspec.Struct, frozen=True, order=True):
    """Two or more tables that one statement uses together; ``how`` says by what kind of join, if that is known."""

    path: str
    qualname: str
    line: int
    tables: tuple[str, ...]
    how: str = ""


class TransactionKind(StrEnum):
    """What makes a scope one transaction.

    A ``with`` block, a decorator, the request it serves, a session that commits at the end of its block, or a commit
    that ends a part of a function.
    """

    BLOCK = "block"
    DECORATOR = "decorator"
    REQUEST = "request"
    SESSION = "session"
    COMMIT = "commit"


class Transaction(msgspec.Struct, frozen=True, order=True):
    """A scope that runs in one database transaction, and the tables it writes, its callees included.

    ``tables`` are in the order of the first write to each; ``at`` holds for each the line of the scope that makes the
    write or the call that leads to it.
    """

    path: str
    qualname: str
    line: int
    kind: TransactionKind
    tables: tuple[str, ...]
    at: tuple[int, ...]


class Unresolved(msgspec.Struct, frozen=True, order=True):
    """Something the analysis saw and could not resolve.

    ``kind`` says of what something is missing: ``access`` (which table a call reads or writes), ``entry_point`` (a
    route that is computed, or is one too many), ``foreign_key`` (the table that it refers to), ``import`` (a module
    that is not there or is named at run time), ``model`` (a table's name, or the database that it lies in),
    ``resource`` (which topic, key or task a call uses), ``row`` (of which of many tables the row is that is changed as
    ``what`` says), ``sql`` (the text that is run). Plug-ins of other distributions
    may use others. ``service`` is that of the code at the place, empty where it belongs to none.
    """

    kind: str
    what: str
    path: str
    line: int
    reason: str
    service: str = ""
