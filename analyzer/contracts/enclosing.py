"""In whose transaction does a definition run that begins none itself, because its callers are in one?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from analyzer.findings.evidence import Evidence
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.live_values import LiveKind, LiveRole

_OPENED = (LiveKind.SESSION, LiveKind.CONNECTION)


def enclosing(evidence: Evidence, is_inside: Callable[[CallEdge], bool]) -> Mapping[str, str]:
    """Return for definitions the nearest one whose transaction they run in, by name where several are as near.

    ``is_inside`` says whether a call stands in a transaction of its caller. From there calls are followed, each
    definition once, nearest first, but for guesses, and those of wrappers, which call whatever they were given. What
    begins a transaction or opens a session is left by it, unless it is handed a session.
    """
    calls: dict[str, set[str]] = defaultdict(set)
    first: dict[str, str] = {}
    joining = _Joining(evidence)
    wrappers = {call.through for call in evidence.facts.calls}
    for call in evidence.facts.calls:
        if call.certainty is Certainty.GUESSED or call.callee in wrappers or not joining.joins(call.callee):
            continue
        calls[call.caller].add(call.callee)
        if is_inside(call):
            first[call.callee] = min(call.caller, first.get(call.callee, call.caller))
    found, near = dict(first), first
    while near:
        further: dict[str, str] = {}
        for name, opener in near.items():
            for callee in calls.get(name, ()):
                if callee not in found and callee != opener:
                    further[callee] = min(opener, further.get(callee, opener))
        found |= further
        near = further
    return found


class _Joining:
    """Tells what takes part in the transaction of its caller."""

    def __init__(self, evidence: Evidence) -> None:
        live = evidence.facts.live_values
        giving = {one.definition for one in live if one.role is LiveRole.RESULT and one.what in _OPENED}
        self._handed = {one.definition for one in live if one.role is LiveRole.PARAMETER and one.what in _OPENED}
        self._apart = {call.caller for call in evidence.facts.calls if call.callee in giving}
        self._apart.update(evidence.name_at.get((one.path, one.qualname), "") for one in evidence.facts.transactions)

    def joins(self, name: str) -> bool:
        """True for what is handed a session, or neither begins a transaction nor opens a session."""
        return name in self._handed or name not in self._apart
