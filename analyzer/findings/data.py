"""What do definitions do to tables, and what hangs on what? Indexes that several checks of data ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from analyzer.model.code import CallEdge, Certainty
from analyzer.model.data import Access, ForeignKey, RowOperation, TableStatement
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

    @cached_property
    def runs_others(self) -> frozenset[str]:
        """The definitions that run the queries of whoever calls them."""
        return frozenset(self.name(one.path, one.qualname) for one in self._facts.accesses if one.generic)

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
        unsure: list[str] = []
        waiting: dict[Certainty, list[str]] = {certainty: [] for certainty in Certainty}
        waiting[Certainty.LITERAL].append(start)
        for so_far in Certainty:  # surest ways first: what is met again is met less surely
            stack = waiting[so_far]
            while stack:
                name = stack.pop()
                if name in met:
                    continue
                met.add(name)
                for access in self._writes_of.get(name, ()):
                    if access in self.alternatives:
                        maybe.add(access.table)
                    else:
                        known = found.get(access.table, Certainty.GUESSED)
                        found[access.table] = surer(known, less_sure(so_far, access.certainty))
                for call in self._leading_from.get(name, ()):
                    if call in self._dispatched:
                        unsure.append(call.callee)
                    elif call.callee not in met:
                        waiting[less_sure(so_far, call.certainty)].append(call.callee)
        maybe |= self._any_written(unsure, met)
        return found, frozenset(maybe - found.keys())

    def _any_written(self, names: list[str], met: set[str]) -> set[str]:
        """Return the tables that definitions not ``met`` yet write, and what they call."""
        found: set[str] = set()
        while names:
            name = names.pop()
            if name not in met:
                met.add(name)
                found.update(access.table for access in self._writes_of.get(name, ()))
                names += [call.callee for call in self._leading_from.get(name, ())]
        return found

    @cached_property
    def _writes_of(self) -> dict[str, tuple[Access, ...]]:
        return _grouped(
            (access for access in self._told if access.operation.writes),
            lambda access: self.name(access.path, access.qualname),
        )

    @cached_property
    def _leading_from(self) -> dict[str, tuple[CallEdge, ...]]:
        """The calls, by caller, that lead to a write sooner or later."""
        leading = set(self._writes_of)
        waiting = list(leading)
        while waiting:
            new = {call.caller for call in self.calls_to.get(waiting.pop(), ())} - leading
            leading |= new
            waiting += new
        return _grouped((call for call in self._facts.calls if call.callee in leading), lambda call: call.caller)

    @cached_property
    def _dispatched(self) -> frozenset[CallEdge]:
        """Calls of a line to methods of one name in several classes: which runs depends on the object."""
        found: set[CallEdge] = set()
        for name in self._leading_from:
            methods = (one for one in self._leading_from[name] if not one.through and _is_method(one.callee))
            for those in _grouped(methods, lambda one: (one.line, one.callee.rpartition(".")[2])).values():
                if len({one.callee for one in those}) > 1:
                    found.update(those)
        return frozenset(found)

    @cached_property
    def alternatives(self) -> frozenset[Access]:
        """Accesses of one line of a class with heirs to several tables: to its object's table, whichever that is.

        What goes along with rows that may be of several tables is no surer than these.
        """
        bases = {one.base for one in self._facts.inherits}
        found: set[Access] = set()
        in_methods = (one for one in self._told if "." in one.qualname)
        for place, here in _grouped(in_methods, lambda one: (one.path, one.qualname, one.line)).items():
            if len(here) == 1 or self.name(*place[:2]).rpartition(".")[0] not in bases:
                continue
            able = [one for one in here if _may_be_any(one)]
            together = self._joined.get(place, ())
            alike = _grouped(able, lambda one: one.operation.writes)
            if any(_apart({one.table for one in those}, () if does else together) for does, those in alike.items()):
                found.update(able)
                if any(one.operation is RowOperation.DELETE for one in able):
                    found.update(one for one in here if one.certainty is Certainty.CASCADE)
        return frozenset(found)

    @cached_property
    def _joined(self) -> dict[Place, tuple[TableStatement, ...]]:
        """The statements of each place."""
        return _grouped(self._facts.statements, lambda one: (one.path, one.qualname, one.line))


def _is_method(name: str) -> bool:
    """True for a method by its dotted name; a constructor is called by the name of its class."""
    parts = name.split(".")
    return len(parts) > 1 and parts[-2][:1].isupper() and parts[-1] != "__init__"


def _may_be_any(access: Access) -> bool:
    """True where an access may be one of several: a read that names its table is not."""
    return access.certainty in _OWN if access.operation.writes else access.certainty is Certainty.TYPED


def _apart(tables: set[str], statements: Iterable[TableStatement]) -> bool:
    """True for tables of which some are used in no statement together with the others."""
    together = {min(tables)} if tables else set()
    joined = [{*one.tables} for one in statements]
    while any(together & one and not one <= together for one in joined):
        together = together.union(*(one for one in joined if together & one))
    return not tables <= together


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
