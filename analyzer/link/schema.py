"""Which tables does the program declare, and which class stands for which?

Filled by the frameworks before types flow; a table is an integer, its place in ``Schema.tables``.
"""

from __future__ import annotations

import msgspec

from analyzer.model.code import Certainty
from analyzer.model.data import Unresolved


class DeclaredKey(msgspec.Struct, frozen=True):
    """A foreign key as declared; ``to_column`` may be empty until the other table is known."""

    column: str
    to_table: str
    to_column: str
    path: str
    line: int


class DeclaredTable(msgspec.Struct, frozen=True):
    """A table as declared; ``definition`` is the id of its class, -1 without one.

    ``if_used``: it is not known to be there, so that the result has it only if something accesses it. ``nullable`` are
    the columns of a package's table that may be null.
    """

    name: str
    framework: str
    definition: int
    model: str
    path: str
    line: int
    columns: tuple[str, ...]
    keys: tuple[DeclaredKey, ...]
    database: str
    certainty: Certainty = Certainty.LITERAL
    association: bool = False
    if_used: bool = False
    nullable: tuple[str, ...] = ()


class Schema:
    """The tables of all frameworks, looked up by class or by name."""

    def __init__(self) -> None:
        self.tables: list[DeclaredTable] = []
        self.of_class: dict[int, int] = {}
        self.of_outside: dict[str, int] = {}
        """Table of each mapped class that is not in the source, by its dotted name."""
        self.unresolved: list[Unresolved] = []
        self._by_name: dict[tuple[str, str], int] = {}
        self._first_by_name: dict[str, int] = {}

    def add(self, table: DeclaredTable) -> int:
        """Add a table and return its index; a second declaration of one name in one database is the first."""
        key = (table.database, table.name)
        index = self._by_name.setdefault(key, len(self.tables))
        if index == len(self.tables):
            self.tables.append(table)
            self._first_by_name.setdefault(table.name.lower(), index)
        if table.definition >= 0:
            self.of_class.setdefault(table.definition, index)
        return index

    def stands_between(self, index: int) -> None:
        """Note that a table stands between those of a many-to-many relation."""
        self.tables[index] = msgspec.structs.replace(self.tables[index], association=True)

    def named(self, name: str) -> int | None:
        """Return the first table of a name, whatever its case or database."""
        return self._first_by_name.get(name.lower())

    def known_or_new(self, name: str, framework: str, path: str, line: int) -> int:
        """Return the table of a name; one that nothing declares is added as guessed, so that its users are seen."""
        found = self.named(name)
        if found is not None:
            return found
        table = DeclaredTable(name, framework, -1, "", path, line, (), (), "default", Certainty.GUESSED, if_used=True)
        return self.add(table)
