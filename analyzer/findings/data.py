"""What do definitions do to tables, and what hangs on what? Indexes that several checks of data ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from analyzer.model.code import CallEdge, Certainty
from analyzer.model.data import Access, ForeignKey, RowOperation
from analyzer.model.facts import Facts
from analyzer.model.finding import Part
from analyzer.model.services import KERNEL

Place = tuple[str, str, int]
_Key = TypeVar("_Key", bound=Hashable)
_Row = TypeVar("_Row")
_OWN = (Certainty.LITERAL, Certainty.TYPED, Certainty.IMPLICIT)


class Data:
    """The accesses, keys and calls of a cut program by what they belong to; each index is made when first asked for.

    Accesses of infrastructure that runs everyone's queries are left out: they say nothing of their definition.
    """

    def __init__(self, facts: Facts, name_at: Mapping[tuple[str, str], str]) -> None:
        """``name_at`` gives the dotted name of what stands at a path and qualname."""
        self._facts = facts
        self._name_at = name_at
        self._owner_of = {table.name: table.owner for table in facts.tables if table.owner != KERNEL}
        self._written: dict[str, tuple[dict[str, Certainty], frozenset[str]]] = {}

    def owner(self, table: str) -> str:
        """Return the service that owns a table; nothing where none does."""
        return self._owner_of.get(table, "")

    def owners(self, tables: Iterable[str]) -> set[str]:
        """Return the services that own some of the tables."""
        return {self.owner(table) for table in tables} - {""}

    def parts(self, tables: Iterable[str]) -> tuple[Part, ...]:
        """Return tables with their owners, sorted, without repeats."""
        return tuple(Part(table, self.owner(table)) for table in sorted(set(tables)))

    def name(self, path: str, qualname: str) -> str:
        """Return the dotted name of what stands at a path and qualname; nothing where nothing does."""
        return self._name_at.get((path, qualname), "")

    @cached_property
    def accesses_of(self) -> dict[str, tuple[Access, ...]]:
        """The accesses of each definition, and of each module's own code, by dotted name."""
        return _grouped(self._told, lambda access: self.name(access.path, access.qualname))

    @cached_property
    def accesses_at(self) -> dict[Place, tuple[Access, ...]]:
        """The accesses by path, qualname and line."""
        return _grouped(self._told, lambda access: (access.path, access.qualname, access.line))

    @cached_property
    def keys_of(self) -> dict[str, tuple[ForeignKey, ...]]:
        """The foreign keys of each table."""
        return _grouped(self._facts.foreign_keys, lambda key: key.table)

    @cached_property
    def calls_from(self) -> dict[str, tuple[CallEdge, ...]]:
        """The calls that each definition makes."""
        return _grouped(self._facts.calls, lambda call: call.caller)

    @cached_property
    def calls_to(self) -> dict[str, tuple[CallEdge, ...]]:
        """The calls of each definition."""
        return _grouped(self._facts.calls, lambda call: call.callee)

    @cached_property
    def _told(self) -> tuple[Access, ...]:
        return tuple(access for access in self._facts.accesses if not access.generic)

    def certainty_at(self, place: Place, table: str) -> Certainty | None:
        """Return how sure it is that the code of a line uses a table; None where nothing says so."""
        found = [access.certainty for access in self.accesses_at.get(place, ()) if access.table == table]
        return min(found, key=lambda one: one.rank, default=None)

    def written_by(self, name: str) -> Mapping[str, Certainty]:
        """Return the tables that a definition writes, its callees included, each with its surest way's least sure step.

        Where one line of a method may write one of several tables, by whose object it is called on, it counts for none.
        """
        return self._followed(name)[0]

    def maybe_written_by(self, name: str) -> frozenset[str]:
        """Return the tables of such lines that a definition is not known to write in another way."""
        return self._followed(name)[1]

    def _followed(self, name: str) -> tuple[dict[str, Certainty], frozenset[str]]:
        if name not in self._written:
            self._written[name] = self._follow(name)
        return self._written[name]

    def _follow(self, start: str) -> tuple[dict[str, Certainty], frozenset[str]]:
        found: dict[str, Certainty] = {}
        maybe: set[str] = set()
        met: set[str] = set()
        waiting: dict[Certainty, list[str]] = {certainty: [] for certainty in Certainty}
        waiting[Certainty.LITERAL].append(start)
        for so_far in Certainty:  # surest ways first: what is met again is met less surely
            stack = waiting[so_far]
            while stack:
                name = stack.pop()
                if name in met:
                    continue
                met.add(name)
                for access in self.accesses_of.get(name, ()):
                    if access in self._alternatives:
                        maybe.add(access.table)
                    elif access.operation.writes:
                        known = found.get(access.table, Certainty.GUESSED)
                        found[access.table] = surer(known, less_sure(so_far, access.certainty))
                for call in self.calls_from.get(name, ()):
                    if call.callee not in met:
                        waiting[less_sure(so_far, call.certainty)].append(call.callee)
        return found, frozenset(maybe - found.keys())

    @cached_property
    def _alternatives(self) -> frozenset[Access]:
        """Writes of one line of a method to several tables alike: of its object's table, whichever that is.

        What goes along with rows that may be of several tables is no surer than these.
        """
        found: set[Access] = set()
        in_methods = (one for one in self._told if one.operation.writes and "." in one.qualname)
        for here in _grouped(in_methods, lambda one: (one.path, one.qualname, one.line)).values():
            by_operation = _grouped((one for one in here if one.certainty in _OWN), lambda one: one.operation)
            alike = [those for those in by_operation.values() if len({one.table for one in those}) > 1]
            found.update(one for those in alike for one in those)
            if any(those[0].operation is RowOperation.DELETE for those in alike):
                found.update(one for one in here if one.certainty is Certainty.CASCADE)
        return frozenset(found)


def less_sure(*certainties: Certainty) -> Certainty:
    """Return the least sure of several."""
    return max(certainties, key=lambda one: one.rank)


def surer(*certainties: Certainty) -> Certainty:
    """Return the surest of several."""
    return min(certainties, key=lambda one: one.rank)


def _grouped(rows: Iterable[_Row], key: Callable[[_Row], _Key]) -> dict[_Key, tuple[_Row, ...]]:
    found: dict[_Key, list[_Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {one: tuple(those) for one, those in found.items()}
