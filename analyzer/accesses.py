"""Which accesses and statements do calls, assignments and uses come to, as frameworks read them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from analyzer.link.calls import place_of
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
from analyzer.link.schema import Schema
from analyzer.link.types import (
    ClassOf,
    Collection,
    Container,
    External,
    Function,
    Keyed,
    Literal,
    Method,
    Query,
    Row,
    Type,
    Union,
)
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import Access, RowOperation, TableStatement, Unresolved
from analyzer.model.syntax import Attribute, Call, Subscript

_PLAIN = (Collection, Container, Row, Keyed, Literal, External)
_LONGEST = 8  # letters that tell whether a framework reads a text
_MANY = 4  # tables that one call may concern: its function runs the queries of those who call it


class Accesses:
    """Collects accesses, once per place, table and operation; statements; and gaps."""

    def __init__(self, names: Names, schema: Schema, frameworks: Sequence[Framework]) -> None:
        self._names = names
        self._watched = frozenset(name for framework in frameworks for name in framework.watched)
        self._outside = tuple(start for framework in frameworks for start in framework.outside)
        self._texts = tuple(start for framework in frameworks for start in framework.texts)
        self._schema = schema
        self._best: dict[tuple[str, str, int, str, RowOperation, str], Access] = {}
        self.gaps: set[Unresolved] = set()
        self._together: dict[tuple[str, str, int], dict[frozenset[str], set[str]]] = {}
        self._subjects: dict[int, set[int]] = {}
        self._places: dict[int, tuple[str, str, int]] = {}

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
            if self._is_watched(made):
                self._ask(made, frameworks, flow, replaced)

    def _ask(self, made: TypedCall, frameworks: list[Framework], flow: Flow, replaced: set[int]) -> None:
        """Ask what a call does; ``replaced`` are the calls that others make run nothing."""
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
                        if found.certainty in (Certainty.LITERAL, Certainty.TYPED):
                            self._subjects.setdefault(id(call.call), set()).add(found.tables[0])
                            self._places[id(call.call)] = (*place_of(self._names.program, call), call.line)
                        if found.replaces:
                            replaced.update(_links(call.call))
        self._note(made, gaps, is_known=is_known)

    def _note(self, call: TypedCall, gaps: list[Gap], *, is_known: bool) -> None:
        """Keep what stayed unresolved; of an access only where nothing else that is called there says which it is."""
        for gap in gaps:
            if gap.kind != "access" or not is_known:
                path, _ = place_of(self._names.program, call)
                self.gaps.add(Unresolved(gap.kind, gap.what, path, call.line, gap.reason))

    def _is_watched(self, call: TypedCall) -> bool:
        """Return whether a call may do something to tables: most calls cannot."""
        match call.callee:
            case Union() | ClassOf():
                return True
            case Method(receiver=receiver) if not isinstance(receiver, _PLAIN):
                return True
            case External(name=name) if name.startswith(self._outside):
                return True
            case Function(receiver=Query()):
                return True
        function = call.call.function
        if last_name(function) in self._watched:
            return True
        if isinstance(function, Attribute) and last_name(function.value) in self._watched:
            return True
        return any(map(self._reads, call.args)) or any(self._reads(value) for _, value in call.keywords)

    def _reads(self, value: Type | None) -> bool:
        """Return whether a value is a text that a framework reads."""
        return isinstance(value, Literal) and value.value.lstrip()[:_LONGEST].lower().startswith(self._texts)

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
            tables = frozenset(self._schema.tables[table].name for table in found.tables)
            kinds = self._together.setdefault((path, qualname, call.line), {}).setdefault(tables, set())
            kinds.update(kind for kind in found.how.split(";") if kind)

    @property
    def accesses(self) -> Iterator[Access]:
        """Every access, in the surest form of each; those of calls that may concern many tables are generic."""
        many = {self._places[call] for call, tables in self._subjects.items() if len(tables) >= _MANY}
        for access in self._best.values():
            is_generic = (access.path, access.qualname, access.line) in many
            yield msgspec.structs.replace(access, generic=True) if is_generic else access

    def statements(self) -> tuple[TableStatement, ...]:
        """Return the tables used together, per place; what is part of a larger statement there is not its own."""
        found = []
        for place, together in self._together.items():
            for tables, kinds in together.items():
                if len(tables) > 1 and not any(tables < other for other in together):
                    found.append(TableStatement(*place, tuple(sorted(tables)), ";".join(sorted(kinds))))
        return tuple(sorted(found))


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
