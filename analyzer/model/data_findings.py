"""Findings about tables: who uses what belongs to another service."""

from __future__ import annotations

import msgspec

from analyzer.model.data import TransactionKind
from analyzer.model.finding import FindingBase, Part
from analyzer.model.location import Location


class TableUse(msgspec.Struct, frozen=True):
    """How one service uses a table: counts of reading and writing accesses, and where.

    ``along`` of the writes are of rows that go along when rows of other tables are deleted.
    """

    service: str
    reads: int
    writes: int
    evidence: tuple[Location, ...]
    along: int = 0


class SharedTable(FindingBase, frozen=True, kw_only=True, tag="shared-table"):
    """A table written by two services or more, or used by three or more, its owner counted."""

    owner: str
    uses: tuple[TableUse, ...]


class DirectAccess(FindingBase, frozen=True, kw_only=True, tag="direct-access"):
    """One other service reads, or alone writes, the table of its owner."""

    owner: str
    uses: tuple[TableUse, ...]


class ForeignKeyAcross(FindingBase, frozen=True, kw_only=True, tag="foreign-key"):
    """A foreign key whose two tables have different owners."""

    table: str
    column: str
    to_table: str


class ManyToMany(FindingBase, frozen=True, kw_only=True, tag="many-to-many"):
    """An association table whose keys lead to tables of different owners; ``ends`` are these tables."""

    table: str
    ends: tuple[Part, ...]


class JoinAcross(FindingBase, frozen=True, kw_only=True, tag="join"):
    """A definition whose statements use tables of several owners together; ``how`` says by what kinds of join."""

    definition: str
    tables: tuple[Part, ...]
    how: tuple[str, ...] = ()


class OrderedWrite(msgspec.Struct, frozen=True):
    """A table that a transaction writes, its owner, and where the scope writes it or calls what does."""

    table: str
    owner: str
    at: Location


class TransactionAcross(FindingBase, frozen=True, kw_only=True, tag="transaction"):
    """A definition whose transaction writes tables of several owners; ``writes`` are in the order of the first each."""

    definition: str
    transaction: TransactionKind
    writes: tuple[OrderedWrite, ...]


class CascadeAcross(FindingBase, frozen=True, kw_only=True, tag="cascade"):
    """A definition that deletes rows with which rows of other owners go; ``tables`` are those beyond its own."""

    definition: str
    deleted: tuple[str, ...]
    tables: tuple[Part, ...]


class SignalWrite(FindingBase, frozen=True, kw_only=True, tag="signal-write"):
    """A handler that writes tables of other owners than the services whose code fires it (``senders``)."""

    handler: str
    signals: tuple[str, ...]
    senders: tuple[str, ...]
    tables: tuple[Part, ...]


class BypassedInterface(FindingBase, frozen=True, kw_only=True, tag="bypassed-interface"):
    """A table that others use directly, though its owner has definitions that do the same and that others call.

    ``interface`` are these definitions, with a service that calls each; ``uses`` are the accesses past them.
    """

    owner: str
    interface: tuple[Part, ...]
    uses: tuple[TableUse, ...]


class UnownedTable(FindingBase, frozen=True, kw_only=True, tag="unowned-table"):
    """A table that is used and that no service has a claim to."""

    table: str


class DeadTable(FindingBase, frozen=True, kw_only=True, tag="dead-table"):
    """A table that is declared and that nothing selects or changes."""

    table: str
    model: str
