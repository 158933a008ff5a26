"""Which tables and foreign keys does the result have, of all that frameworks declared or saw used?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.link.schema import DeclaredTable, Schema
from analyzer.model.data import Access, ForeignKey, Table


def used_tables(schema: Schema, accesses: Iterable[Access], paths: frozenset[str]) -> tuple[Table, ...]:
    """Return the tables that the program declares, and those it uses without a declaration: where it first does.

    ``paths`` are the files of the program; the rows are sorted.
    """
    first: dict[tuple[str, str], Access] = {}
    for access in accesses:
        first.setdefault((access.table, access.database), access)
    found = []
    for declared in _declared(schema, accesses):
        table = _table(declared)
        use = first.get((table.name, table.database))
        if table.path not in paths and use is not None:
            table = msgspec.structs.replace(table, path=use.path, line=use.line)
        found.append(table)
    return tuple(sorted(found, key=lambda one: (one.name, one.database, one.path)))


def _declared(schema: Schema, accesses: Iterable[Access]) -> Iterator[DeclaredTable]:
    used = {(access.table, access.database) for access in accesses}
    yield from (table for table in schema.tables if not table.if_used or (table.name, table.database) in used)


def _table(table: DeclaredTable) -> Table:
    return Table(
        name=table.name,
        model=table.model,
        path=table.path,
        line=table.line,
        columns=table.columns,
        database=table.database,
        certainty=table.certainty,
        framework=table.framework,
        association=table.association,
    )


def declared_keys(schema: Schema, accesses: Iterable[Access]) -> tuple[ForeignKey, ...]:
    """Return the foreign keys of those tables, sorted; what does not name its column means the first."""
    found = set()
    for table in _declared(schema, accesses):
        for key in table.keys:
            target = schema.named(key.to_table)
            column = key.to_column or (_first_column(schema, target) if target is not None else "")
            found.add(ForeignKey(table.name, key.column, key.to_table, column, key.path, key.line))
    return tuple(sorted(found))


def _first_column(schema: Schema, table: int) -> str:
    columns = schema.tables[table].columns
    return columns[0] if columns else ""
