"""Which calls go from one service to another?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from analyzer.model.code import CallEdge
from analyzer.model.facts import Facts
from analyzer.model.services import KERNEL

NOBODY = ("", KERNEL)
"""What stands for no service: the shared kernel is none, for each service has a copy of it."""


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
