"""What is left of a program when its names say nothing? The same facts, with a number for every name.

Every distinct *prefix* of a dotted name or path has a number of its own: ``shop.orders.models`` may become ``1.2.3``
and ``shop.users.models`` ``1.8.9``. So the tree of folders and modules stays, and what stands in what, but no two
places share a word: ``models`` here and ``models`` there are two numbers, as are a class and its table, or one column
name in two tables. ``__init__.py``, ``.py``, ``<module>`` and ``<locals>`` stay, since they say what a file or a scope
is. Identities stay too: two uses of one queue have one number; and so does the alphabetical order of names, which is
all that ties are broken by, so that a cut changes for want of words alone. Texts that may quote names (reasons, what
stayed unresolved) are emptied.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from analyzer.model.code import Definition, Module
from analyzer.model.data import Access, ForeignKey, Table, TableStatement, Transaction, Unresolved
from analyzer.model.entry_points import EntryPoint
from analyzer.model.facts import Facts
from analyzer.model.resources import ResourceUse

_DIGITS = 8
_KEPT = frozenset(("", "<module>", "<locals>", "__init__.py"))

Scope = TypeVar("Scope", TableStatement, Transaction)
replace = msgspec.structs.replace


class Pseudonyms:
    """Gives every name its number, in the order in which names are asked for, all with as many digits."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], str] = {}

    def number(self, *name: str) -> str:
        """Return the number of a name as a whole; its first part says what it names."""
        return self._numbers.setdefault(name, f"{len(self._numbers) + 1:0{_DIGITS}}")

    def dotted(self, name: str) -> str:
        """Return the numbers of a dotted name, one for every prefix of it."""
        return self._prefixes("name", name, ".")

    def path(self, path: str) -> str:
        """Return the numbers of a path, one for every prefix of it, with its suffix if it is of Python."""
        return self._prefixes("path", path, "/")

    def within(self, path: str, qualname: str) -> str:
        """Return the numbers of a qualified name in a file."""
        return self._prefixes(f"in {path}", qualname, ".")

    def table(self, name: str) -> str:
        """Return the number of a table."""
        return self.number("table", name) if name else ""

    def column(self, table: str, name: str) -> str:
        """Return the number of a column of a table."""
        return self.number("column", table, name) if name else ""

    def learn(self, facts: Facts) -> None:
        """Number all names, paths and tables in their order, so that sorted things stay in the order they were in."""
        named: list[Module | Definition] = [*facts.modules, *facts.definitions]
        for name in sorted({*(one.name for one in named), *(one.imported for one in facts.imports)}):
            self.dotted(name)
        for path in sorted({one.path for one in named}):
            self.path(path)
        for table in sorted({one.name for one in facts.tables}):
            self.table(table)

    def _prefixes(self, kind: str, name: str, mark: str) -> str:
        found: list[str] = []
        so_far = ""
        for part in name.split(mark):
            so_far += mark + part
            suffix = ".py" if mark == "/" and part.endswith(".py") else ""
            found.append(part if part in _KEPT else self.number(kind, so_far) + suffix)
        return mark.join(found)


def anonymous(facts: Facts, names: Pseudonyms | None = None) -> Facts:
    """Return the facts with a number for every name, path segment and word; every tuple is sorted again."""
    names = names or Pseudonyms()
    names.learn(facts)
    return Facts(
        modules=_sorted((_module(one, names) for one in facts.modules), "name", "path"),
        definitions=_sorted((_definition(one, names) for one in facts.definitions), "name", "path", "line"),
        imports=tuple(
            sorted(
                replace(
                    one,
                    importer=names.dotted(one.importer),
                    imported=names.dotted(one.imported),
                    path=names.path(one.path),
                )
                for one in facts.imports
            )
        ),
        calls=_sorted(
            (
                replace(
                    one,
                    caller=names.dotted(one.caller),
                    callee=names.dotted(one.callee),
                    path=names.path(one.path),
                    through=names.dotted(one.through),
                )
                for one in facts.calls
            ),
            *("caller", "callee", "path", "line"),
        ),
        inherits=tuple(
            sorted(
                replace(
                    one, definition=names.dotted(one.definition), base=names.dotted(one.base), path=names.path(one.path)
                )
                for one in facts.inherits
            )
        ),
        type_uses=tuple(
            sorted(
                replace(one, user=names.dotted(one.user), used=names.dotted(one.used), path=names.path(one.path))
                for one in facts.type_uses
            )
        ),
        tables=_sorted((_table(one, names) for one in facts.tables), "name", "path", "line"),
        foreign_keys=tuple(sorted(_key(one, names) for one in facts.foreign_keys)),
        accesses=_sorted((_access(one, names) for one in facts.accesses), "path", "qualname", "line", "table"),
        statements=tuple(sorted(_tables(one, names) for one in facts.statements)),
        transactions=tuple(sorted(_tables(one, names) for one in facts.transactions)),
        resources=tuple(sorted(_resource(one, names) for one in facts.resources)),
        entry_points=tuple(sorted(_entry_point(one, names) for one in facts.entry_points)),
        unresolved=tuple(sorted(_unresolved(one, names) for one in facts.unresolved)),
        co_changes=tuple(
            sorted(replace(one, a=names.dotted(one.a), b=names.dotted(one.b)) for one in facts.co_changes)
        ),
        history=replace(facts.history, reason=""),
    )


def anonymous_graph(document: Mapping[str, Any], names: Pseudonyms) -> dict[str, Any]:
    """Return a graph of the exchange format with a number for every name; words that were given are left out."""
    for one in sorted(node["id"] for node in document["nodes"]):
        names.dotted(one)
    nodes = [
        {"id": names.dotted(one["id"]), "kind": one["kind"]}
        | ({"package": names.dotted(one["package"])} if "package" in one else {})
        for one in document["nodes"]
    ]
    edges = [
        one | {"source": names.dotted(one["source"]), "target": names.dotted(one["target"])}
        for one in document["edges"]
    ]
    truth = {names.dotted(one): service for one, service in document.get("truth", {}).items()}
    return {**document, "nodes": nodes, "edges": edges, "truth": truth}


def _module(one: Module, names: Pseudonyms) -> Module:
    return replace(one, name=names.dotted(one.name), path=names.path(one.path), reason="")


def _definition(one: Definition, names: Pseudonyms) -> Definition:
    return replace(
        one,
        name=names.dotted(one.name),
        module=names.dotted(one.module),
        qualname=names.within(one.path, one.qualname),
        path=names.path(one.path),
        within=names.dotted(one.within),
    )


def _table(one: Table, names: Pseudonyms) -> Table:
    return replace(
        one,
        name=names.table(one.name),
        model=names.dotted(one.model),
        path=names.path(one.path),
        columns=tuple(names.column(one.name, column) for column in one.columns),
        database=names.number("database", one.database) if one.database else "",
    )


def _key(one: ForeignKey, names: Pseudonyms) -> ForeignKey:
    return replace(
        one,
        table=names.table(one.table),
        column=names.column(one.table, one.column),
        to_table=names.table(one.to_table),
        to_column=names.column(one.to_table, one.to_column),
        path=names.path(one.path),
    )


def _access(one: Access, names: Pseudonyms) -> Access:
    return replace(
        one,
        path=names.path(one.path),
        qualname=names.within(one.path, one.qualname),
        table=names.table(one.table),
        database=names.number("database", one.database) if one.database else "",
    )


def _tables(one: Scope, names: Pseudonyms) -> Scope:
    return replace(
        one,
        path=names.path(one.path),
        qualname=names.within(one.path, one.qualname),
        tables=tuple(names.table(table) for table in one.tables),
    )


def _resource(one: ResourceUse, names: Pseudonyms) -> ResourceUse:
    return replace(
        one,
        name=names.number("resource", one.kind.value, one.name),
        path=names.path(one.path),
        qualname=names.within(one.path, one.qualname),
    )


def _entry_point(one: EntryPoint, names: Pseudonyms) -> EntryPoint:
    return replace(
        one,
        name=names.number("entry point", one.name),
        definition=names.dotted(one.definition),
        path=names.path(one.path),
    )


def _unresolved(one: Unresolved, names: Pseudonyms) -> Unresolved:
    return replace(one, what="", path=names.path(one.path), reason="")


def _sorted(rows: Any, *keys: str) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda row: tuple(getattr(row, key) for key in keys)))
