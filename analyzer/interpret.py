"""What do the facts mean to the frameworks in use? The one loop that asks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from analyzer.accesses import Accesses
from analyzer.asking import Asking
from analyzer.frameworks.django.transactions import DjangoTransactions
from analyzer.interfaces.collect import InterfaceCollector
from analyzer.link.calls import CallCollector
from analyzer.link.flow import Flow
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.protocol import ScopeEvents
from analyzer.link.schema import Schema
from analyzer.link.type_uses import TypeUses
from analyzer.link.types import Method, Union
from analyzer.live.collect import LiveValues
from analyzer.model.analysis import Count, PluginUse
from analyzer.model.chains import last_name
from analyzer.model.code import CallEdge, TypeUse
from analyzer.model.data import Access, ForeignKey, Table, TableStatement, Transaction, Unresolved
from analyzer.model.entry_points import EntryPoint
from analyzer.model.interfaces import Interfaces, Promises
from analyzer.model.live_values import LiveValue
from analyzer.model.resources import ResourceUse
from analyzer.plugins import outside_frameworks
from analyzer.progress import Progress
from analyzer.registry import FRAMEWORKS, TRANSACTION_RULES
from analyzer.state.collect import State
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
    type_uses: tuple[TypeUse, ...]
    live_values: tuple[LiveValue, ...]
    unresolved: tuple[Unresolved, ...]
    frameworks: tuple[str, ...]
    calls_project: int
    calls_external: int
    call_reasons: tuple[Count, ...]
    interfaces: Interfaces
    promises: Promises
    plugins: tuple[PluginUse, ...] = ()


def interpret(names: Names, progress: Progress, openers: tuple[str, ...] = ()) -> Interpretation:
    """Declare tables, let types flow through every scope, and collect what the calls mean.

    ``openers`` are the decorators and context managers that the user says begin transactions. Where a plug-in fails,
    all is done again without it, so that nothing of what it said before is left.
    """
    failed: list[PluginUse] = []
    while True:
        schema = Schema()
        out = {one.name for one in failed}
        outside = [one for one in outside_frameworks(names, schema) if one.use.name not in out]
        frameworks = frameworks_in_use(names, schema, outside)
        found = _interpreted(names, schema, frameworks, progress, openers)
        failing = [one.use for one in outside if one.use.failed]
        if not failing:
            return msgspec.structs.replace(found, plugins=tuple(sorted([*failed, *(one.use for one in outside)])))
        failed += failing
        for use in failing:
            progress.note(f"plug-in {use.name} of {use.distribution} {use.version} failed: {use.failed}")
        progress = Progress()


def _interpreted(
    names: Names, schema: Schema, frameworks: list[Framework], progress: Progress, openers: tuple[str, ...]
) -> Interpretation:
    asking = Asking(frameworks)
    flow = _flowed(names, frameworks, progress)
    found = Accesses(names, schema, asking, flow)
    transactions = Transactions(names, (DjangoTransactions(names), *(make() for make in TRANSACTION_RULES)), openers)
    collector = CallCollector(names, flow.members())
    type_uses = TypeUses(names)
    promising = InterfaceCollector(names, schema, frameworks)
    for events in flow.events():
        collector.add(events)
        type_uses.add(events)
        found.add(events)
        _add_hidden(events, asking, flow, collector, promising)
        transactions.add(events)
        promising.add(events)
    calls = collector.edges()
    accesses = _finished(found, frameworks)
    tables = _tables(names, schema, accesses)
    entry_points = tuple(sorted(_entry_points(frameworks, names)))
    return Interpretation(
        tables=tables,
        foreign_keys=declared_keys(schema, accesses),
        accesses=accesses,
        statements=found.statements(),
        transactions=transactions.found(flow.body, Done(accesses, calls, tables)),
        resources=tuple(sorted({*found.resources, *State(names, calls).uses()})),
        entry_points=entry_points,
        calls=calls,
        type_uses=type_uses.found(calls),
        live_values=LiveValues(names, schema, flow.settled()).found(),
        unresolved=tuple(sorted({*schema.unresolved, *found.gaps, *collector.gaps})),
        frameworks=_in_use(schema, accesses, found.resources, entry_points),
        calls_project=collector.project,
        calls_external=collector.external,
        call_reasons=collector.reasons(),
        interfaces=promising.found(flow.settled()),
        promises=promising.promised(flow.settled(), calls, entry_points),
    )


def _flowed(names: Names, frameworks: list[Framework], progress: Progress) -> Flow:
    flow = Flow(names, frameworks)
    flow.run(progress.step)
    return flow


def _finished(found: Accesses, frameworks: Sequence[Framework]) -> tuple[Access, ...]:
    found.finish(frameworks)
    return tuple(sorted(found.accesses, key=_access_order))


def _tables(names: Names, schema: Schema, accesses: tuple[Access, ...]) -> tuple[Table, ...]:
    paths = frozenset(module.path for module in names.program.modules) | names.program.documents.sql.keys()
    return used_tables(schema, accesses, paths)


def frameworks_in_use(names: Names, schema: Schema, outside: Sequence[Framework] = ()) -> list[Framework]:
    """Return the frameworks that the program uses, after they declared their tables: the registry's, then others."""
    known = (*(make(names, schema) for make in FRAMEWORKS), *outside)
    frameworks = [one for one in known if one.is_used()]
    for framework in frameworks:
        framework.declare()
    return frameworks


def _in_use(
    schema: Schema, accesses: Iterable[Access], resources: Iterable[ResourceUse], entries: Iterable[EntryPoint]
) -> tuple[str, ...]:
    """Return the frameworks that anything is known by, sorted."""
    by_data = {table.framework for table in schema.tables} | {access.framework for access in accesses}
    by_use = {use.framework for use in resources} | {entry.framework for entry in entries}
    return tuple(sorted(by_data | by_use))


def _add_hidden(
    events: ScopeEvents, asking: Asking, flow: Flow, collector: CallCollector, promising: InterfaceCollector
) -> None:
    for made in events.calls:
        for framework in asking.noticing(made):
            framework.notice(made)
        if isinstance(made.callee, (Method, Union)) or last_name(made.call.function) in asking.sending:
            for call in flow.for_frameworks(made):
                for framework in asking.hidden:
                    for definition, through in framework.hidden(call):
                        collector.add_hidden(call, definition, through)
                for framework in asking.behind:
                    for definition in framework.behind(call):
                        promising.add_behind(call, definition)


def _entry_points(frameworks: Iterable[Framework], names: Names) -> set[EntryPoint]:
    program = names.program
    return {
        EntryPoint(
            one.kind, one.name, program.definitions[one.definition].name,
            one.path or program.modules[one.module].path, one.line, framework.name,
        )
        for framework in frameworks
        for one in framework.entry_points()
    }  # fmt: skip


def _access_order(access: Access) -> tuple[str, str, int, str, str, int]:
    return access.path, access.qualname, access.line, access.table, access.operation.value, access.certainty.rank
