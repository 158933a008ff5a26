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
    """Yield the calls between services, in the order of the facts.

    Who calls what is decorated calls its wrapper. Where that is of the same service as what it wraps, only it is asked.
    """
    for call in facts.calls:
        source, target = service_of.get(call.caller, ""), service_of.get(call.callee, "")
        asked = call.through and service_of.get(call.through, "") == target
        if source != target and source not in NOBODY and target not in NOBODY and not asked:
            yield CallAcross(call, source, target)
