"""What do the facts mean to the frameworks in use? The registry, and the one loop that asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from analyzer.frameworks.django.plugin import Django
from analyzer.frameworks.raw_sql import RawSql
from analyzer.frameworks.sqlalchemy.plugin import SqlAlchemy
from analyzer.link.calls import CallCollector, place_of
from analyzer.link.flow import Flow
from analyzer.link.names import Names
from analyzer.link.protocol import (
    FoundAccess,
    Framework,
    Gap,
    ImplicitAccess,
    ScopeEvents,
    TypedAssignment,
    TypedCall,
    TypedUse,
)
from analyzer.link.schema import DeclaredTable, Schema
from analyzer.link.types import ClassOf
from analyzer.model.analysis import Count
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.data import Access, ForeignKey, RowOperation, Table, TableStatement, Unresolved
from analyzer.model.syntax import Attribute, Call, Subscript
from analyzer.progress import Progress

FRAMEWORKS: tuple[Callable[[Names, Schema], Framework], ...] = (Django, SqlAlchemy, RawSql)
"""A new framework is one module in ``analyzer.frameworks`` and one entry here."""


class Interpretation(msgspec.Struct, frozen=True):
    """What the program does, by framework: tables, keys, accesses, statements, calls, and what stayed unresolved."""

    tables: tuple[Table, ...]
    foreign_keys: tuple[ForeignKey, ...]
    accesses: tuple[Access, ...]
    statements: tuple[TableStatement, ...]
    calls: tuple[CallEdge, ...]
    unresolved: tuple[Unresolved, ...]
    frameworks: tuple[str, ...]
    calls_project: int
    calls_external: int
    call_reasons: tuple[Count, ...]


def interpret(names: Names, progress: Progress) -> Interpretation:
    """Declare tables, let types flow through every scope, and collect what the calls mean."""
    schema = Schema()
    frameworks = [make(names, schema) for make in FRAMEWORKS]
    for framework in frameworks:
        framework.declare()
    found = _Accesses(names, schema)
    flow = Flow(names, frameworks)
    flow.run(progress.step)
    collector = CallCollector(names, flow.members())
    for events in flow.events():
        collector.add(events)
        found.add(events, frameworks, flow)
    for framework in frameworks:
        for implicit in framework.implicit():
            found.add_implicit(implicit, framework.name)
    in_use = {table.framework for table in schema.tables} | {access.framework for access in found.accesses}
    return Interpretation(
        tables=tuple(sorted(_tables(schema, found.accesses), key=lambda one: (one.name, one.database, one.path))),
        foreign_keys=_foreign_keys(schema),
        accesses=tuple(sorted(found.accesses, key=_access_order)),
        statements=found.statements(),
        calls=collector.edges(),
        unresolved=tuple(sorted({*schema.unresolved, *found.gaps, *collector.gaps})),
        frameworks=tuple(sorted(in_use)),
        calls_project=collector.project,
        calls_external=collector.external,
        call_reasons=collector.reasons(),
    )


class _Accesses:
    """Collects accesses, once per place, table and operation."""

    def __init__(self, names: Names, schema: Schema) -> None:
        self._names = names
        self._schema = schema
        self._best: dict[tuple[str, str, int, str, RowOperation, str], Access] = {}
        self.gaps: set[Unresolved] = set()
        self._together: set[TableStatement] = set()

    def add(self, events: ScopeEvents, frameworks: list[Framework], flow: Flow) -> None:
        """Ask each framework about a scope; calls outermost first, as the end of a chain may replace its links."""
        for assignment in events.assignments:
            for framework in frameworks:
                for update in framework.assigned(assignment):
                    self._keep(assignment, update, framework.name)
        for use in events.uses:
            for framework in frameworks:
                for read in framework.used(use):
                    self._keep(use, read, framework.name)
        replaced: set[int] = set()
        for made in reversed(events.calls):
            gaps: list[Gap] = []
            is_known = False
            for call in flow.for_frameworks(made):
                for framework in frameworks:
                    for found in framework.accesses(call):
                        if isinstance(found, Gap):
                            gaps.append(found)
                            continue
                        is_known = True
                        if id(call.call) not in replaced:
                            self._keep(call, found, framework.name)
                            if found.replaces:
                                replaced.update(_links(call.call))
            self._note(made, gaps, is_known=is_known)

    def _note(self, call: TypedCall, gaps: list[Gap], *, is_known: bool) -> None:
        """Keep what stayed unresolved; of an access only where nothing else that is called there says which it is."""
        for gap in gaps:
            if gap.kind != "access" or not is_known:
                path, _ = place_of(self._names.program, call)
                self.gaps.add(Unresolved(gap.kind, gap.what, path, call.line, gap.reason))

    def add_implicit(self, implicit: ImplicitAccess, framework: str) -> None:
        """Add what a library does on behalf of a definition, where that begins."""
        found = self._names.program.definitions[implicit.definition]
        self._keep(
            TypedUse(ClassOf(found.id), "", found.head.line, found.module, found.id, False), implicit.access, framework
        )

    def _keep(self, call: TypedCall | TypedAssignment | TypedUse, found: FoundAccess, framework: str) -> None:
        path, qualname = place_of(self._names.program, call)
        for table in found.tables:
            known = self._schema.tables[table]
            operation = found.operation if table == found.tables[0] else RowOperation.SELECT
            database = found.database or known.database
            access = Access(path, qualname, call.line, known.name, operation, framework, found.certainty, database)
            key = (path, qualname, call.line, known.name, operation, database)
            stands = self._best.get(key)
            if stands is None or access.certainty.rank < stands.certainty.rank:
                self._best[key] = access
        if len(found.tables) > 1:
            tables = {self._schema.tables[table].name for table in found.tables}
            self._together.add(TableStatement(path, qualname, call.line, tuple(sorted(tables))))

    @property
    def accesses(self) -> Iterable[Access]:
        """Every access, in the surest form of each."""
        return self._best.values()

    def statements(self) -> tuple[TableStatement, ...]:
        """Return the statements that use several tables; of two at one place the one that holds the other is told."""
        at: dict[tuple[str, str, int], list[TableStatement]] = {}
        for one in sorted(self._together):
            at.setdefault((one.path, one.qualname, one.line), []).append(one)
        found = []
        for together in at.values():
            sets = [frozenset(one.tables) for one in together]
            found += [one for one, own in zip(together, sets, strict=True) if not any(own < other for other in sets)]
        return tuple(found)


def _links(call: Call) -> Iterator[int]:
    """Yield the identities of the calls below the end of a chain, which run nothing by themselves."""
    node = call.function
    while True:
        match node:
            case Call(function=function):
                yield id(node)
                node = function
            case Attribute(value=value) | Subscript(value=value):
                node = value
            case _:
                return


def _access_order(access: Access) -> tuple[str, str, int, str, str, int]:
    return access.path, access.qualname, access.line, access.table, access.operation.value, access.certainty.rank


def _tables(schema: Schema, accesses: Iterable[Access]) -> Iterator[Table]:
    """The tables that the program declares, and those it uses without a declaration."""
    used = {(access.table, access.database) for access in accesses}
    for table in schema.tables:
        if table.certainty is not Certainty.GUESSED or table.columns or (table.name, table.database) in used:
            yield _table(table)


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


def _foreign_keys(schema: Schema) -> tuple[ForeignKey, ...]:
    found = set()
    for table in schema.tables:
        for key in table.keys:
            target = schema.named(key.to_table)
            column = key.to_column or (_first_column(schema, target) if target is not None else "")
            found.add(ForeignKey(table.name, key.column, key.to_table, column, key.path, key.line))
    return tuple(sorted(found))


def _first_column(schema: Schema, table: int) -> str:
    columns = schema.tables[table].columns
    return columns[0] if columns else ""
