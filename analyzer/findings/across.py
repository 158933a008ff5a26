"""Which calls go from one service to another?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from analyzer.model.code import CallEdge
from analyzer.model.facts import Facts
from analyzer.model.services import KERNEL

NOBODY = ("", KERNEL)
"""What stands for no service: the shared kernel is none, for each service has a copy of it."""

Wrapping = tuple[str, int, str]
"""A caller, a line, and the wrapper that is called there."""


class CallAcross(msgspec.Struct, frozen=True):
    """A call from one service to another."""

    call: CallEdge
    source: str
    target: str


def calls_across(facts: Facts, service_of: Mapping[str, str]) -> Iterator[CallAcross]:
    """Yield the calls between services, in the order of the facts."""
    for call in facts.calls:
        source, target = service_of.get(call.caller, ""), service_of.get(call.callee, "")
        if source != target and source not in NOBODY and target not in NOBODY:
            yield CallAcross(call, source, target)


def wrapping(calls: Iterable[CallEdge], service: Callable[[str], str]) -> frozenset[Wrapping]:
    """Return the calls of wrappers that stand beside one of what they wrap, of the same service.

    Who calls what is decorated calls its wrapper and comes to what it wraps, and asks their service once.
    """
    return frozenset(
        (call.caller, call.line, call.through)
        for call in calls
        if call.through and service(call.through) == service(call.callee)
    )
