"""What do the facts mean to the frameworks in use? The one loop that asks them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.accesses import Accesses
from analyzer.asking import Asking
from analyzer.frameworks.django.transactions import DjangoTransactions
from analyzer.link.calls import CallCollector
from analyzer.link.flow import Flow
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.protocol import ScopeEvents
from analyzer.link.schema import Schema
from analyzer.link.types import Method, Union
from analyzer.model.analysis import Count
from analyzer.model.code import CallEdge
from analyzer.model.data import Access, ForeignKey, Table, TableStatement, Transaction, Unresolved
from analyzer.model.entry_points import EntryPoint
from analyzer.model.resources import ResourceUse
from analyzer.progress import Progress
from analyzer.registry import FRAMEWORKS, TRANSACTION_RULES
from analyzer.tables import declared_keys, used_tables
from analyzer.transactions.scopes import Transactions
from analyzer.transactions.writes import Done


class Interpretation(msgspec.Struct, frozen=True):
    """What the program does, by framework: data, calls, resources, entry points, and what stayed unresolved."""

    tables: tuple[Table, ...]
    foreign_keys: tuple[ForeignKey, ...]
    accesses: tuple[Access, ...]
    statements: tuple[TableStatement, ...]
    transactions: tuple[Transaction, ...]
    resources: tuple[ResourceUse, ...]
    entry_points: tuple[EntryPoint, ...]
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
    frameworks = frameworks_in_use(names, schema)
    asking = Asking(frameworks)
    flow = Flow(names, frameworks)
    flow.run(progress.step)
    found = Accesses(names, schema, asking, flow)
    transactions = Transactions(names, (DjangoTransactions(names), *(make() for make in TRANSACTION_RULES)), openers)
    collector = CallCollector(names, flow.members())
    for events in flow.events():
        collector.add(events)
        found.add(events)
        _add_hidden(events, asking, flow, collector)
        transactions.add(events)
    found.finish(frameworks)
    calls = collector.edges()
    accesses = tuple(sorted(found.accesses, key=_access_order))
    tables = used_tables(schema, accesses, frozenset(module.path for module in names.program.modules))
    entry_points = tuple(sorted(_entry_points(frameworks, names)))
    in_use = {table.framework for table in schema.tables} | {access.framework for access in accesses}
    in_use |= {use.framework for use in found.resources} | {entry.framework for entry in entry_points}
    return Interpretation(
        tables=tables,
        foreign_keys=declared_keys(schema, accesses),
        accesses=accesses,
        statements=found.statements(),
        transactions=transactions.found(flow.body, Done(accesses, calls, tables)),
        resources=tuple(sorted(found.resources)),
        entry_points=entry_points,
        calls=calls,
        unresolved=tuple(sorted({*schema.unresolved, *found.gaps, *collector.gaps})),
        frameworks=tuple(sorted(in_use)),
        calls_project=collector.project,
        calls_external=collector.external,
        call_reasons=collector.reasons(),
    )


def frameworks_in_use(names: Names, schema: Schema) -> list[Framework]:
    """Return the frameworks that the program uses, in the order of the registry, after they declared their tables."""
    frameworks = [one for make in FRAMEWORKS if (one := make(names, schema)).is_used()]
    for framework in frameworks:
        framework.declare()
    return frameworks


def _add_hidden(events: ScopeEvents, asking: Asking, flow: Flow, collector: CallCollector) -> None:
    for made in events.calls:
        for framework in asking.noticing(made):
            framework.notice(made)
        if isinstance(made.callee, (Method, Union)):
            for call in flow.for_frameworks(made):
                for framework in asking.hidden:
                    for definition, through in framework.hidden(call):
                        collector.add_hidden(call, definition, through)


def _entry_points(frameworks: Iterable[Framework], names: Names) -> set[EntryPoint]:
    program = names.program
    return {
        EntryPoint(
            one.kind, one.name, program.definitions[one.definition].name, program.modules[one.module].path, one.line,
            framework.name,
        )
        for framework in frameworks
        for one in framework.entry_points()
    }  # fmt: skip


def _access_order(access: Access) -> tuple[str, str, int, str, str, int]:
    return access.path, access.qualname, access.line, access.table, access.operation.value, access.certainty.rank
