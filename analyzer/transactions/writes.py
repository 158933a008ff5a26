"""Which tables does a scope write, its callees included, and in which order?

What each definition writes is computed once, callees before callers; definitions that call each other in a circle are
computed together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from analyzer.circles import circles
from analyzer.link.names import Names
from analyzer.model.chains import last_name
from analyzer.model.code import CallEdge
from analyzer.model.data import Access, Table
from analyzer.model.syntax import Call
from analyzer.transactions.house import House
from analyzer.transactions.notice import Item, functions
from analyzer.transactions.order import Order

Place = tuple[int, int]
_SESSION = re.compile(r"(^|_)(session|connection|conn|uow)$", re.IGNORECASE)
_WIDEST_CIRCLE = 40
"""Definitions in one circle of calls that are followed from each of them; in a larger one all write the same."""


class Event:
    """A write of a table, or a call of a definition (by its name), at a place and line of a scope.

    ``rank`` orders what stands at one place: calls of arguments, the write, then what a library calls because of it.
    """

    __slots__ = ("callee", "line", "place", "rank", "table")

    def __init__(self, place: int, line: int, table: str, callee: str, rank: int = 0) -> None:  # a slot
        self.place = place
        self.line = line
        self.table = table
        self.callee = callee
        self.rank = 1 if table else rank


class Done(msgspec.Struct, frozen=True):
    """What the program does, as found: accesses and calls, sorted, and the tables there are."""

    accesses: tuple[Access, ...]
    edges: tuple[CallEdge, ...]
    tables: tuple[Table, ...]


class Writes:
    """Answers what scopes write."""

    def __init__(self, names: Names, house: House, done: Done) -> None:
        self._program = names.program
        self._house = house
        self._accesses: dict[str, list[Access]] = defaultdict(list)
        self._edges: dict[str, list[CallEdge]] = defaultdict(list)
        self._wrapped: dict[str, set[str]] = defaultdict(set)
        self._events: dict[str, list[Event]] = {}
        self._tables: dict[str, tuple[str, ...]] = {}
        modules = {module.path: module.name for module in self._program.modules}
        for access in done.accesses:
            if access.operation.writes:
                module = modules[access.path]
                name = module if access.qualname == "<module>" else f"{module}.{access.qualname}"
                self._accesses[name].append(access)
        for edge in done.edges:
            self._edges[edge.caller].append(edge)
            if edge.through in self._program.by_name:
                self._wrapped[edge.through].add(edge.callee)
        self._decorated = {callee for wrapped in self._wrapped.values() for callee in wrapped}
        self._own_table = {f"{table.model}.__init__": table.name for table in done.tables if table.model}
        self._useful = _reaching(self._accesses, self._edges)

    def writes(self, name: str) -> bool:
        """True where a definition may write something, itself or through its callees."""
        return name in self._useful

    def of(self, chosen: Iterable[Event]) -> dict[str, int]:
        """Return the tables that some events of a scope write, in order, each with the line that leads to it."""
        events = list(chosen)
        self._compute(event.callee for event in events if event.callee)
        found: dict[str, int] = {}
        for event in events:
            if event.table:
                found.setdefault(event.table, event.line)
            for table in self._tables.get(event.callee, ()):
                found.setdefault(table, event.line)
        return found

    def by_library(self, name: str) -> dict[str, int]:
        """Return the tables that a library writes on behalf of a class, with the lines that say so."""
        ordered = sorted(self._accesses.get(name, ()), key=lambda access: access.line)
        found: dict[str, int] = {}
        for access in ordered:
            found.setdefault(access.table, access.line)
        return found

    def events(self, name: str) -> list[Event]:
        """Return what a scope does that may write, in order; callees that commit by themselves are left out."""
        if name not in self._events:
            self._events[name] = self._read(name) if name in self._useful else []
        return self._events[name]

    def _read(self, name: str) -> list[Event]:
        module, definition = self._of(name)
        if module < 0 or (definition >= 0 and self._program.definitions[definition].head.kind == "class"):
            return []
        order = self._house.order(module, definition)
        found = [
            Event(place, access.line, access.table, "")
            for access in self._accesses.get(name, ())
            if (place := order.of_access(access.line)) is not None
        ]
        found += self._calls(name, order)
        found.sort(key=lambda event: (event.place, event.rank))
        return found

    def _calls(self, name: str, order: Order) -> Iterator[Event]:
        """Of decorated callees on a line those count whose name stands there: wrappers of one decorator look alike."""
        wrapped = self._wrapped.get(name, ())
        passed = self._house.passed(self._of(name)[1])
        made = [
            (edge, order.of_callee(edge.line, _simple(edge.callee)))
            for edge in self._edges.get(name, ())
            if edge.callee not in wrapped
        ]
        named = {edge.line for edge, entry in made if entry is not None and entry.name == _simple(edge.callee)}
        for edge, entry in made:
            if entry is None or entry.name in passed or edge.callee not in self._useful:
                continue
            alike = edge.callee in self._decorated and edge.line in named and entry.name != _simple(edge.callee)
            if not alike and not self._stands_alone(edge.callee, entry.call):
                by_library = bool(edge.through) and edge.through not in self._program.by_name
                place = order.of_access(edge.line) if by_library else entry.place  # after the write that makes it call
                if place is not None:
                    yield Event(place, edge.line, "", edge.callee, 2 if by_library else 0)

    def _stands_alone(self, callee: str, call: Call | None) -> bool:
        """True where a callee commits by itself, or opens a session of its own, unless it is handed one."""
        _, definition = self._of(callee)
        if definition < 0 or not self._house.is_apart(definition):
            return False
        return call is None or not _hands_session(call)

    def _of(self, name: str) -> Place:
        definition = self._program.by_name.get(name, -1)
        if definition >= 0:
            return self._program.definitions[definition].module, definition
        return self._program.module_index.get(name, -1), -1

    def _left_out(self, name: str) -> Sequence[int]:
        """The blocks of a scope that are transactions of their own."""
        module, definition = self._of(name)
        return self._house.apart_blocks(module, definition) if module >= 0 else ()

    def by_makers(self, item: Item) -> list[Event]:
        """Return the calls of the context managers that an item enters: they may write while they leave."""
        names = [self._program.definitions[one].name for one in functions(item.made_by)]
        return [Event(0, item.line, "", name) for name in names if name in self._useful]

    def joined(self, name: str, inside: int = 0) -> list[Event]:
        """Return the events of a scope but for those in blocks that are transactions of their own.

        ``inside`` is the block that is looked at, which counts in any case, as do those around it.
        """
        module, definition = self._of(name)
        events = self.events(name)
        apart = self._left_out(name) if events else ()
        if not apart:
            return events
        order = self._house.order(module, definition)
        around = {block for block in apart if inside and order.is_in(order.spans[inside][0], block)}
        return [event for event in events if not any(order.is_in(event.place, b) for b in apart if b not in around)]

    def _compute(self, names: Iterable[str]) -> None:
        def callees(name: str) -> list[str]:
            return [event.callee for event in self.joined(name) if event.callee]

        for circle in circles(sorted(set(names)), callees, self._tables):
            if len(circle) == 1:
                self._tables[circle[0]] = tuple(self._follow(circle[0], set(circle)))
            elif len(circle) <= _WIDEST_CIRCLE:
                found = {name: tuple(self._follow(name, set(circle))) for name in circle}
                self._tables.update(found)
            else:
                self._tables.update(dict.fromkeys(circle, tuple(self._follow(circle[0], set(circle)))))

    def _follow(self, start: str, circle: set[str]) -> dict[str, None]:
        """Return the tables that a definition writes, depth first; in its circle, each definition once.

        Constructing a row's object fills it, and writes nothing yet.
        """
        found: dict[str, None] = {}
        met = {start}
        stack = [iter(self.joined(start))]
        filling = [self._own_table.get(start, "")]
        while stack:
            event = next(stack[-1], None)
            if event is None:
                stack.pop()
                filling.pop()
            elif event.callee in circle:
                if event.callee not in met:
                    met.add(event.callee)
                    stack.append(iter(self.joined(event.callee)))
                    filling.append(self._own_table.get(event.callee, ""))
            else:
                tables = (event.table,) if event.table else self._tables.get(event.callee, ())
                found.update(dict.fromkeys(table for table in tables if table not in filling))
        return found


def _simple(callee: str) -> str:
    """The name by which a definition is called: a constructor by its class."""
    parts = callee.rsplit(".", 2)
    return parts[-2] if parts[-1] == "__init__" and len(parts) > 1 else parts[-1]


def _hands_session(call: Call) -> bool:
    """True for a call that passes a session or connection on, which what is called then uses."""
    names = [last_name(arg) for arg in call.args]
    for given in call.keywords:
        names += [given.name, last_name(given.value)]
    return any(_SESSION.search(name) for name in names)


def _reaching(writers: Iterable[str], edges: dict[str, list[CallEdge]]) -> frozenset[str]:
    """Return the names of all that write or call, however far, something that does."""
    callers: dict[str, list[str]] = defaultdict(list)
    for caller, made in edges.items():
        for edge in made:
            callers[edge.callee].append(caller)
    found = set(writers)
    waiting = list(found)
    while waiting:
        for caller in callers.get(waiting.pop(), ()):
            if caller not in found:
                found.add(caller)
                waiting.append(caller)
    return frozenset(found)
