"""What do the facts mean to the frameworks in use? The registry, and the one loop that asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from analyzer.accesses import Accesses
from analyzer.frameworks.django.plugin import Django
from analyzer.frameworks.django.transactions import DjangoTransactions
from analyzer.frameworks.raw_sql import RawSql
from analyzer.frameworks.sql_transactions import SqlTransactions
from analyzer.frameworks.sqlalchemy.plugin import SqlAlchemy
from analyzer.frameworks.sqlalchemy.transactions import SqlAlchemyTransactions
from analyzer.link.calls import CallCollector
from analyzer.link.flow import Flow
from analyzer.link.names import Names
from analyzer.link.protocol import (
    Framework,
    ScopeEvents,
)
from analyzer.link.schema import DeclaredTable, Schema
from analyzer.link.types import Method, Union
from analyzer.model.analysis import Count
from analyzer.model.code import CallEdge
from analyzer.model.data import Access, ForeignKey, Table, TableStatement, Transaction, Unresolved
from analyzer.progress import Progress
from analyzer.transactions.scopes import Transactions
from analyzer.transactions.writes import Done

_TRANSACTIONS = (SqlAlchemyTransactions, SqlTransactions)
FRAMEWORKS: tuple[Callable[[Names, Schema], Framework], ...] = (Django, SqlAlchemy, RawSql)
"""A new framework is one module in ``analyzer.frameworks`` and one entry here."""


class Interpretation(msgspec.Struct, frozen=True):
    """What the program does, by framework: tables, keys, accesses, statements, calls, and what stayed unresolved."""

    tables: tuple[Table, ...]
    foreign_keys: tuple[ForeignKey, ...]
    accesses: tuple[Access, ...]
    statements: tuple[TableStatement, ...]
    transactions: tuple[Transaction, ...]
    calls: tuple[CallEdge, ...]
    unresolved: tuple[Unresolved, ...]
    frameworks: tuple[str, ...]
    calls_project: int
    calls_external: int
    call_reasons: tuple[Count, ...]


def interpret(names: Names, progress: Progress, openers: tuple[str, ...] = ()) -> Interpretation:
    """Declare tables, let types flow through every scope, and collect what the calls mean.

    ``openers`` are the decorators and context managers that the user says begin transactions.
    """
    schema = Schema()
    frameworks = [one for make in FRAMEWORKS if (one := make(names, schema)).is_used()]
    for framework in frameworks:
        framework.declare()
    found = Accesses(names, schema, frameworks)
    flow = Flow(names, frameworks)
    flow.run(progress.step)
    transactions = Transactions(names, (DjangoTransactions(names), *(make() for make in _TRANSACTIONS)), openers)
    collector = CallCollector(names, flow.members())
    for events in flow.events():
        collector.add(events)
        found.add(events, frameworks, flow)
        _add_hidden(events, frameworks, flow, collector)
        transactions.add(events)
    for framework in frameworks:
        for implicit in framework.implicit():
            found.add_implicit(implicit, framework.name)
    calls = collector.edges()
    paths = frozenset(module.path for module in names.program.modules)
    accesses = tuple(sorted(found.accesses, key=_access_order))
    tables = tuple(sorted(_tables(schema, accesses, paths), key=lambda one: (one.name, one.database, one.path)))
    in_use = {table.framework for table in schema.tables} | {access.framework for access in accesses}
    return Interpretation(
        tables=tables,
        foreign_keys=_foreign_keys(schema, accesses),
        accesses=accesses,
        statements=found.statements(),
        transactions=transactions.found(flow.body, Done(accesses, calls, tables)),
        calls=calls,
        unresolved=tuple(sorted({*schema.unresolved, *found.gaps, *collector.gaps})),
        frameworks=tuple(sorted(in_use)),
        calls_project=collector.project,
        calls_external=collector.external,
        call_reasons=collector.reasons(),
    )


def _add_hidden(events: ScopeEvents, frameworks: list[Framework], flow: Flow, collector: CallCollector) -> None:
    for made in events.calls:
        if isinstance(made.callee, (Method, Union)):
            for call in flow.for_frameworks(made):
                for framework in frameworks:
                    for definition, through in framework.hidden(call):
                        collector.add_hidden(call, definition, through)


def _access_order(access: Access) -> tuple[str, str, int, str, str, int]:
    return access.path, access.qualname, access.line, access.table, access.operation.value, access.certainty.rank


def _tables(schema: Schema, accesses: Iterable[Access], paths: frozenset[str]) -> Iterator[Table]:
    """The tables that the program declares, and those it uses without a declaration: where it first does."""
    first: dict[tuple[str, str], Access] = {}
    for access in accesses:
        first.setdefault((access.table, access.database), access)
    for declared in _declared(schema, accesses):
        table = _table(declared)
        use = first.get((table.name, table.database))
        if table.path not in paths and use is not None:
            table = msgspec.structs.replace(table, path=use.path, line=use.line)
        yield table


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


def _foreign_keys(schema: Schema, accesses: Iterable[Access]) -> tuple[ForeignKey, ...]:
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
