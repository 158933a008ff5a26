"""Who calls an operation today, and from within what?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from analyzer.contracts.enclosing import enclosing
from analyzer.findings.evidence import Evidence
from analyzer.model.code import CallEdge
from analyzer.model.contracts import Caller
from analyzer.model.data import TransactionKind

_WHOLE = (TransactionKind.DECORATOR, TransactionKind.REQUEST)


class Callers:
    """Makes callers of calls: their service, and whether they stand in a loop or a transaction."""

    def __init__(self, evidence: Evidence) -> None:
        """Take what is judged."""
        self._evidence = evidence

    def of(self, calls: Iterable[CallEdge]) -> tuple[Caller, ...]:
        """Return the places of calls, sorted; a place that several calls share stands once."""
        return tuple(sorted(set(map(self._caller, calls))))

    def _caller(self, call: CallEdge) -> Caller:
        own = self._is_inside(call)
        around = "" if own else self._around.get(call.caller, "")
        service = self._evidence.service_of.get(call.caller, "")
        return Caller(call.caller, service, call.path, call.line, call.in_loop, own or bool(around), around)

    @cached_property
    def _around(self) -> Mapping[str, str]:
        """Whose transaction a definition runs in that begins none itself."""
        return enclosing(self._evidence, self._is_inside)

    def _is_inside(self, call: CallEdge) -> bool:
        place = (call.path, call.line)
        if place in self._evidence.lines_in_transactions:
            return True
        scopes = self._scopes.get(call.caller, ())
        return any(first <= call.line <= last for first, last in scopes)

    @cached_property
    def _scopes(self) -> dict[str, list[tuple[int, int]]]:
        """The lines of each definition that surely run in a transaction: all of it, or to the last write of a block."""
        ends = {(one.path, one.qualname): one.end_line for one in self._evidence.facts.definitions}
        found: dict[str, list[tuple[int, int]]] = {}
        for one in self._evidence.facts.transactions:
            last = ends.get((one.path, one.qualname), 0) if one.kind in _WHOLE else max(one.at, default=0)
            name = self._evidence.name_at.get((one.path, one.qualname), "")
            first = 0 if one.kind in _WHOLE else one.line
            found.setdefault(name, []).append((first, last))
        return found
