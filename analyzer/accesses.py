"""Which accesses, statements and uses of resources do calls and assignments come to, as frameworks read them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.asking import Asking
from analyzer.link.calls import place_of
from analyzer.link.flow import Flow
from analyzer.link.found import Found, FoundAccess, FoundResource, Gap, Waiting
from analyzer.link.framework import Framework
from analyzer.link.marked import Marked
from analyzer.link.names import Names
from analyzer.link.protocol import ScopeEvents, TypedAssignment, TypedCall, TypedUse
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, Function, Type, options
from analyzer.model.code import Certainty
from analyzer.model.data import Access, RowOperation, TableStatement, Unresolved
from analyzer.model.resources import ResourceUse
from analyzer.model.syntax import Attribute, Call, Subscript
from analyzer.relays import Relays

_SURE = (Certainty.LITERAL, Certainty.TYPED, Certainty.RELATION)
_MANY = 4  # tables that one call may concern: its function runs the queries of those who call it
_SEVERAL = 2  # tables of which a loop reads the rows, where callers hand over whose


class Accesses:
    """Collects accesses, once per place, table and operation; statements; uses of resources; and gaps."""

    def __init__(self, names: Names, schema: Schema, asking: Asking, flow: Flow) -> None:
        self._names = names
        self._asking = asking
        self._schema = schema
        self._flow = flow
        self._marked = Marked(names, flow)
        self._relays = Relays(names, flow, self._marked, self.keep)
        self._best: dict[tuple[str, str, int, str, RowOperation, str], Access] = {}
        self._unsure: list[tuple[TypedCall, list[Gap]]] = []  # calls of which callers may say what they do
        self.gaps: set[Unresolved] = set()
        self.resources: set[ResourceUse] = set()
        self._together: dict[tuple[str, str, int], dict[frozenset[str], set[str]]] = {}
        self._subjects: dict[int, set[int]] = {}
        self._places: dict[int, tuple[str, str, int]] = {}
        self._looped: dict[tuple[int, int], dict[Type, int]] = {}  # by definition and line: what is read, whose rows

    def add(self, events: ScopeEvents) -> None:
        """Ask the frameworks about a scope; calls outermost first, as the end of a chain may replace its links."""
        for assignment in events.assignments:
            for framework in self._asking.assigned:
                for update in framework.assigned(assignment):
                    self.keep(assignment, update, framework.name)
        for use in events.uses:
            for framework in self._asking.used:
                for read in framework.used(use):
                    self.keep(use, read, framework.name)
                    if isinstance(read, FoundAccess) and not use.name and use.definition >= 0:
                        self._looped.setdefault((use.definition, use.line), {})[use.receiver] = read.tables[0]
        replaced: set[int] = set()
        for made in reversed(events.calls):
            self._ask(made, replaced)

    def _ask(self, made: TypedCall, replaced: set[int]) -> None:
        """Ask what a call does; ``replaced`` are the calls that others make run nothing."""
        asked = self._asking.about(made)
        if not asked:
            return
        gaps: list[Gap] = []
        is_known = is_waiting = False
        plain = list(self._flow.for_frameworks(made))
        for framework in asked:
            for call in self._relayed(made, framework) or plain:
                is_subject = True
                for found in framework.accesses(call):
                    if isinstance(found, Gap):
                        gaps.append(found)
                        continue
                    is_known = is_known or not isinstance(found, Waiting)
                    is_waiting = is_waiting or isinstance(found, Waiting)
                    if id(call.call) not in replaced:
                        self.keep(call, found, framework.name)
                        if isinstance(found, FoundAccess):
                            self._note_access(call, found, replaced, is_subject=is_subject)
                            is_subject = False
        if is_waiting and not is_known and gaps:
            self._unsure.append((made, gaps))
        else:
            self._note(made, gaps, is_known=is_known)

    def _relayed(self, made: TypedCall, framework: Framework) -> list[TypedCall]:
        """A call with marks where texts come from callers; nothing where that tells the framework no more."""
        if not framework.relays or not self._marked.tells(made):
            return []
        tried = self._marked.tried(made)
        if tried is not None:
            found = (one for call in self._flow.for_frameworks(tried) for one in framework.accesses(call))
            if next(iter(found), None) is None:
                return []
        return [call for like in self._marked.calls_like(made) for call in self._flow.for_frameworks(like)]

    def _note_access(self, call: TypedCall, found: FoundAccess, replaced: set[int], *, is_subject: bool) -> None:
        """Keep what a call may concern: tables that a query joins to its own are no further subjects."""
        if found.certainty in _SURE and (is_subject or found.operation is not RowOperation.SELECT):
            self._subjects.setdefault(id(call.call), set()).add(found.tables[0])
            self._places[id(call.call)] = (*place_of(self._names.program, call), call.line)
        if found.replaces:
            replaced.update(_links(call.call))

    def _note(self, call: TypedCall, gaps: list[Gap], *, is_known: bool) -> None:
        """Keep what stayed unresolved; of an access only where nothing else that is called there says which it is."""
        for gap in gaps:
            if gap.kind != "access" or not is_known:
                self.keep(call, gap, "")

    def finish(self, frameworks: Iterable[Framework]) -> None:
        """Add what helpers do for their callers, and what libraries do on behalf of definitions, where these begin."""
        self._relays.settle()
        for call, gaps in self._unsure:
            self._note(call, gaps, is_known=self._relays.is_resolved(call))
        for framework in frameworks:
            for implicit in framework.implicit():
                found = self._names.program.definitions[implicit.definition]
                place = TypedUse(ClassOf(found.id), "", found.head.line, found.module, found.id, False)
                self.keep(place, implicit.access, framework.name)

    def keep(self, place: TypedCall | TypedAssignment | TypedUse, found: Found, framework: str) -> None:
        """Keep what a framework found at a place."""
        match found:
            case FoundAccess():
                self._keep_access(place, found, framework)
            case FoundResource(kind=kind, name=name, operation=operation):
                path, qualname = place_of(self._names.program, place)
                self.resources.add(ResourceUse(kind, name, operation, path, qualname, place.line, framework))
            case Gap(kind=kind, what=what, reason=reason):
                path, _ = place_of(self._names.program, place)
                self.gaps.add(Unresolved(kind, what, path, place.line, reason))
            case Waiting() if isinstance(place, TypedCall):
                self._relays.wait(place, found, framework)

    def _keep_access(self, place: TypedCall | TypedAssignment | TypedUse, found: FoundAccess, framework: str) -> None:
        path, qualname = place_of(self._names.program, place)
        for table in found.tables:
            known = self._schema.tables[table]
            operation = found.operation if table == found.tables[0] else RowOperation.SELECT
            database = found.database or known.database
            access = Access(path, qualname, place.line, known.name, operation, framework, found.certainty, database)
            key = (path, qualname, place.line, known.name, operation, database)
            stands = self._best.get(key)
            if stands is None or access.certainty.rank < stands.certainty.rank:
                self._best[key] = access
        if len(found.tables) > 1:
            tables = frozenset(self._schema.tables[table].name for table in found.tables)
            kinds = self._together.setdefault((path, qualname, place.line), {}).setdefault(tables, set())
            kinds.update(kind for kind in found.how.split(";") if kind)

    @property
    def accesses(self) -> Iterator[Access]:
        """Every access, in the surest form of each; those of calls that may concern many tables are generic.

        So are those of a loop over what callers hand over to a function, where these are queries of several tables; a
        method may be of a class that only some of its callers have.
        """
        many = self._generic()
        many.update(self._loops_for_callers())
        for access in self._best.values():
            is_generic = (access.path, access.qualname, access.line) in many
            yield msgspec.structs.replace(access, generic=True) if is_generic else access

    def _generic(self) -> set[tuple[str, str, int]]:
        """The places of calls that may concern many tables, and those where the same function uses all of these."""
        found: set[tuple[str, str, int]] = set()
        subjects: dict[tuple[str, str], list[set[str]]] = {}
        for call, tables in self._subjects.items():
            if len(tables) >= _MANY:
                path, qualname, _ = place = self._places[call]
                found.add(place)
                names = {self._schema.tables[table].name for table in tables}
                subjects.setdefault((path, qualname), []).append(names)
        used: dict[tuple[str, str, int], set[str]] = {}
        for one in self._best.values():
            if (one.path, one.qualname) in subjects:
                used.setdefault((one.path, one.qualname, one.line), set()).add(one.table)
        found.update(place for place, those in used.items() if any(few <= those for few in subjects[place[:2]]))
        return found

    def _loops_for_callers(self) -> Iterator[tuple[str, str, int]]:
        for (definition, line), tables in self._looped.items():
            found = self._names.program.definitions[definition]
            is_helper = found.head.kind == "function" and len(set(tables.values())) >= _SEVERAL
            if is_helper and tables.keys() <= self._given(definition):
                place = TypedUse(ClassOf(definition), "", line, found.module, definition, False)
                yield (*place_of(self._names.program, place), line)

    def _given(self, definition: int) -> set[Type]:
        """What callers hand over to a function."""
        return {
            one
            for call in self._flow.calls_of(definition)
            for option in options(call.callee)
            if isinstance(option, Function) and option.definition == definition
            for value in self._flow.bound(call, definition, option.receiver).values()
            for one in options(value)
        }

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
