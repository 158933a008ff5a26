"""Which calls between services would be requests, each a trip over the network?

Not all are, once the services are apart (``asking.py``); a base class that calls what its subclass fills in asks
itself; and a call that may be of several services may be of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from analyzer.findings.across import CallAcross
from analyzer.findings.asking import Asking
from analyzer.findings.heirs import Heirs
from analyzer.model.code import CallEdge
from analyzer.model.facts import Facts


def requests(
    facts: Facts, service_of: Mapping[str, str], calls_across: Sequence[CallAcross], heirs: Heirs
) -> Iterator[CallAcross]:
    """Yield the calls that ask another service for something, in the order of the facts."""
    asking = Asking(facts, heirs)
    meant: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    lines = {(one.call.path, one.call.line) for one in calls_across}
    for call in facts.calls:
        if (call.path, call.line) in lines:
            meant[_written(call)].add(service_of.get(call.callee, ""))
    for one in calls_across:
        of_itself = heirs.derives(one.call.callee.rpartition(".")[0], _home(one.call.caller))
        if not of_itself and len(meant[_written(one.call)]) == 1 and asking.asks(one.call.callee, one.target):
            yield one


def _written(call: CallEdge) -> tuple[str, int, str]:
    """Where a call stands, and what name is called there."""
    return call.path, call.line, call.callee.rpartition(".")[-1]


def _home(name: str) -> str:
    """Return what a function is written in, a nested one that of the outer one: the class of a method."""
    return name.partition(".<locals>")[0].rpartition(".")[0]
