"""Which tables are there after a program's own DDL has run, and which of them are views or live for a session only?

Statements are applied in order: what is created, altered, renamed and dropped. A table that is there already stays as
it is. Code that may run at any time does not drop what others create: only a folder of changes does, and a function
that drops what it has itself created. A table whose rows are kept in a temporary table before it is dropped will be
made again, be it by code that says so in no text; and one that a later change copies or alters has been.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.frameworks.raw_sql.changes import Change
from analyzer.frameworks.raw_sql.columns import Reference
from analyzer.frameworks.raw_sql.identifiers import is_named, without_default_schema

_MOST_COLUMNS = 2_000


class Applied(msgspec.Struct, frozen=True, gc=False):
    """A change, the place where it stands, and ``owner``: the scope that makes it, empty where it is always made."""

    change: Change
    path: str
    line: int
    owner: str = ""


class Made(msgspec.Struct):
    """A table as it stands; ``sources`` are those of a view."""

    name: str
    path: str
    line: int
    columns: list[str]
    references: list[Reference]
    owner: str = ""
    sources: tuple[str, ...] = ()


class MadeTables:
    """The tables so far, by their names in small letters."""

    def __init__(self) -> None:
        self.tables: dict[str, Made] = {}
        self._brief: set[str] = set()
        self._gone: set[str] = set()
        self._kept: set[tuple[str, str]] = set()  # files that keep the rows of a table, and its name
        self._referring: dict[str, list[Made]] = {}

    @property
    def others(self) -> set[str]:
        """Names of what is no table: of a sequence, of a table that lives for a session, or that is gone."""
        return self._brief | self._gone

    def apply(self, changes: Iterable[Applied]) -> None:
        """Apply changes in order."""
        for one in changes:
            for change in (one.change, *one.change.more):
                self._apply(change, one)

    def _apply(self, change: Change, place: Applied) -> None:
        name = without_default_schema(change.table)
        if not is_named(name):
            return
        if change.kind in ("create", "view", "sequence"):
            self._create(name, change, place)
        elif change.kind == "drop":
            for dropped in (change.table, *change.tables):
                self._drop(without_default_schema(dropped).lower(), place)
        elif change.kind == "rename":
            self._rename(name.lower(), without_default_schema(change.other), place.owner)
        elif (table := self.tables.get(name.lower())) is not None:
            self._alter(table, change)
        elif not place.owner:
            self._gone.discard(name.lower())

    def _create(self, name: str, change: Change, place: Applied) -> None:
        if change.is_temporary or change.kind == "sequence":
            self._brief.add(name.rpartition(".")[2].lower())
            self._keep(change, place)
            return
        if name.lower() in self.tables:
            return
        sources = change.sources if change.kind == "view" else ()
        made = Made(name, place.path, place.line, [], [], place.owner, sources)
        self.tables[name.lower()] = made
        like = self.tables.get(without_default_schema(change.other).lower())
        if like is not None:
            made.columns += like.columns
        self._add(made, change)

    def _keep(self, change: Change, place: Applied) -> None:
        """Note whose rows a table for a session keeps."""
        for source in change.sources if change.kind == "create" else ():
            name = without_default_schema(source).lower()
            self._kept.add((place.path, name))
            if not place.owner:
                self._gone.discard(name)

    def _drop(self, name: str, place: Applied) -> None:
        made = self.tables.get(name)
        if not place.owner or (made is not None and made.owner == place.owner):
            self.tables.pop(name, None)
            if (place.path, name) not in self._kept:
                self._gone.add(name)

    def _rename(self, old: str, new: str, owner: str) -> None:
        if not is_named(new):
            return
        made = self.tables.pop(old, None)
        self._gone.add(old)
        if made is None:
            return
        made.name = new
        made.owner = owner  # who moves a table out of the way may drop it
        stands = self.tables.setdefault(new.lower(), made)
        if stands is not made:
            return
        for other in self._referring.pop(old, ()):
            other.references = [
                Reference(one.column, new, one.to_column) if _target(one) == old else one for one in other.references
            ]
            self._referring.setdefault(new.lower(), []).append(other)

    def _alter(self, table: Made, change: Change) -> None:
        names = {column.name.lower() for column in change.columns}
        if change.kind == "add":
            self._add(table, change)
        elif change.kind == "drop column":
            table.columns = [column for column in table.columns if column.lower() not in names]
            table.references = [one for one in table.references if one.column.lower() not in names]
        elif change.kind == "rename column" and is_named(change.other):
            table.columns = [change.other if column.lower() in names else column for column in table.columns]
            table.references = [
                Reference(change.other, one.to_table, one.to_column) if one.column.lower() in names else one
                for one in table.references
            ]

    def _add(self, table: Made, change: Change) -> None:
        there = {column.lower() for column in table.columns}
        for column in change.columns:
            if is_named(column.name) and column.name.lower() not in there and len(there) < _MOST_COLUMNS:
                there.add(column.name.lower())
                table.columns.append(column.name)
        for reference in change.references:
            if is_named(reference.to_table) and is_named(reference.column) and reference not in table.references:
                if len(table.references) == _MOST_COLUMNS:
                    break
                table.references.append(reference)
                self._referring.setdefault(_target(reference), []).append(table)


def _target(reference: Reference) -> str:
    return without_default_schema(reference.to_table).lower()
