"""Which definitions use data or resources of their own service, by themselves or by what they call in it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.touching import innermost
from analyzer.model.live_values import LiveKind, LiveRole
from analyzer.model.resources import ResourceKind, ResourceOperation

_HIDDEN = ("access", "resource", "sql", "import")


def using_own(evidence: Evidence) -> frozenset[str]:
    """Return the definitions that come to what their own service keeps, or to what is not known to be another's.

    A setting counts where it is set; what is read of it is in each service. Code that is named at run time may use
    anything.
    """
    facts, service_of = evidence.facts, evidence.service_of
    found = set(_by_themselves(evidence))
    found.update(innermost(facts, _HIDDEN))
    found.update(
        one.definition for one in facts.live_values if one.role is LiveRole.RESULT and one.what is LiveKind.ENTITY
    )
    callers: dict[str, list[str]] = defaultdict(list)
    for call in facts.calls:
        here, there = service_of.get(call.caller, ""), service_of.get(call.callee, "")
        if here == there or not evidence.is_service(there):
            callers[call.callee].append(call.caller)
    pending = list(found)
    while pending:
        new = [one for one in callers.get(pending.pop(), ()) if one not in found]
        found.update(new)
        pending += new
    return frozenset(found)


def _by_themselves(evidence: Evidence) -> Iterator[str]:
    owner_of, name_at, service_of = evidence.owner_of, evidence.name_at, evidence.service_of
    for access in evidence.facts.accesses:
        if not access.generic and owner_of.get(access.table, "") in ("", access.service):
            yield name_at.get((access.path, access.qualname), "")
    for use in evidence.facts.resources:
        name = name_at.get((use.path, use.qualname), "")
        if use.kind is ResourceKind.SETTING:
            if use.operation is ResourceOperation.WRITE:
                yield name
        elif use.kind is not ResourceKind.STATE or _home(use.name, service_of) in ("", use.service):
            yield name


def _home(place: str, service_of: dict[str, str]) -> str:
    """Return the service of the module or class that holds a value; nothing where it is not known."""
    while place:
        if place in service_of:
            return service_of[place]
        place = place.rpartition(".")[0]
    return ""
