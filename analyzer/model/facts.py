"""What the linked and interpreted program comes to, before anything is clustered."""

from __future__ import annotations

import msgspec

from analyzer.model.code import CallEdge, Definition, Import, Module, TypeUse
from analyzer.model.data import Access, ForeignKey, Table, TableStatement, Transaction, Unresolved
from analyzer.model.entry_points import EntryPoint
from analyzer.model.history import ChangeSet, CoChange, HistoryRead
from analyzer.model.interfaces import Interfaces
from analyzer.model.live_values import LiveValue
from analyzer.model.resources import ResourceUse
from analyzer.model.teams import CodeOwners


class Inheritance(msgspec.Struct, frozen=True, order=True):
    """A class of the project and a direct base of it in the project."""

    definition: str
    base: str
    path: str
    line: int


class Facts(msgspec.Struct, frozen=True):
    """All facts of a program; every tuple is sorted.

    ``co_changes`` are between modules, by name. ``properties`` are the methods that run where an attribute is read;
    ``unnamed`` the functions outside all classes whose names are written nowhere else in the tree. ``library_heirs``
    are classes with each base outside the project, however far up; ``changing`` the methods that change their object.
    ``changes`` are the commits that count, ``owners`` what CODEOWNERS says, both by the paths of modules.
    """

    modules: tuple[Module, ...]
    definitions: tuple[Definition, ...]
    imports: tuple[Import, ...]
    calls: tuple[CallEdge, ...]
    inherits: tuple[Inheritance, ...]
    type_uses: tuple[TypeUse, ...]
    tables: tuple[Table, ...]
    foreign_keys: tuple[ForeignKey, ...]
    accesses: tuple[Access, ...]
    statements: tuple[TableStatement, ...]
    transactions: tuple[Transaction, ...]
    resources: tuple[ResourceUse, ...]
    entry_points: tuple[EntryPoint, ...]
    unresolved: tuple[Unresolved, ...]
    co_changes: tuple[CoChange, ...] = ()
    history: HistoryRead = HistoryRead()
    live_values: tuple[LiveValue, ...] = ()
    properties: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    interfaces: Interfaces = Interfaces()
    library_heirs: tuple[Inheritance, ...] = ()
    changing: tuple[str, ...] = ()
    changes: tuple[ChangeSet, ...] = ()
    owners: CodeOwners = CodeOwners()
