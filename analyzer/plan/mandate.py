"""Does each service keep the API mandate? Four checks, each passed unless a finding speaks against it.

By hand: take the rows of findings.csv of the kinds in ``BLAME``. A finding speaks against the services that stand
there: the users of a table that are not its owner, the service of the definition that is the subject (for
``live-object`` that is whoever offers it), or all services of the row. Calls to private names are rows of calls.csv
whose callee is of another service (definitions.csv) and has a segment that begins with one underscore. Against the last
check speak also the operations of the contract with a caller of another service and something in ``live``, or that
return a live object: a finding names what a call hands over, and an operation may be called on a row as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

import msgspec

from analyzer.findings.across import CallAcross
from analyzer.findings.words import listed
from analyzer.model.code_findings import InheritanceAcross
from analyzer.model.data_findings import BypassedInterface, DirectAccess, SharedTable
from analyzer.model.findings import Finding
from analyzer.model.location import Location
from analyzer.model.plan import Mandate, MandateCheck
from analyzer.plan.grounds import Grounds
from analyzer.plan.recipe import plural

SHOWN = 20  # places; the findings hold all
_PRIVATE = re.compile(r"(?:^|\.)_(?!_)")

_Blame = Callable[[Grounds, Finding], Mapping[str, tuple[Location, ...]]]


def mandate(grounds: Grounds) -> tuple[MandateCheck, ...]:
    """Return the four checks of every service: services by name, checks in their order."""
    against = _against(grounds)
    private = _private_calls(grounds)
    names = sorted(service.name for service in grounds.evidence.candidates.services)
    beyond = {(name, Mandate.INTERFACE): _private(private[name]) for name in names}
    beyond |= {(name, Mandate.BORDER): _alive(name, grounds) for name in names}
    return tuple(
        _check(name, check, against[name, check], beyond.get((name, check), _Beyond()))
        for name in names
        for check in Mandate
    )


class _Count(msgspec.Struct, frozen=True):
    """What one finding says against a service."""

    kind: str
    places: tuple[Location, ...]


class _Beyond(msgspec.Struct, frozen=True):
    """What speaks against a service beyond its findings: in words, and where; ``told`` are findings counted in it.

    ``aside`` is said of what does not speak against it.
    """

    said: tuple[str, ...] = ()
    places: tuple[Location, ...] = ()
    told: frozenset[str] = frozenset()
    aside: str = ""


def _check(service: str, check: Mandate, spoken: dict[str, _Count], beyond: _Beyond) -> MandateCheck:
    kinds = Counter(count.kind for name, count in spoken.items() if name not in beyond.told)
    counted = [*beyond.said, *(plural(number, *NOUNS[kind]) for kind, number in sorted(kinds.items()))]
    places = sorted({place for count in spoken.values() for place in count.places} | set(beyond.places))
    found = f"{listed(counted, len(counted))}, at {plural(len(places), 'place')}."
    return MandateCheck(
        service=service,
        check=check,
        passed=not places and not spoken,
        message=(found if places or spoken else "Nothing speaks against it.") + beyond.aside,
        findings=tuple(sorted(spoken)),
        evidence=tuple(places[:SHOWN]),
    )


def _private(calls: list[CallAcross]) -> _Beyond:
    said = (f"{plural(len(calls), 'call')} to private definitions of others",) if calls else ()
    return _Beyond(said, tuple(Location(one.call.path, one.call.line) for one in calls))


def _alive(service: str, grounds: Grounds) -> _Beyond:
    """Say which operations could not cross; those for the service's own entry points alone stay in its process."""
    across = [one for one in grounds.promised.across(service) if one.is_live]
    own = sum(one.is_live for one in grounds.promised.operations(service)) - len(across)
    names = {name for one in across for name in one.definitions}
    callers = {caller for one in across for caller in one.callers if caller.service != service}
    places = {Location(one.path, one.line) for one in callers} | {one.at for one in across}
    return _Beyond(
        (f"{plural(len(across), 'operation')} with live objects",) if across else (),
        tuple(places),
        frozenset(one.id for one in grounds.findings if one.kind == "live-object" and one.subject in names),
        f" {own} with live objects {'is' if own == 1 else 'are'} for its own entry points alone." if own else "",
    )


def _against(grounds: Grounds) -> dict[tuple[str, Mandate], dict[str, _Count]]:
    found: dict[tuple[str, Mandate], dict[str, _Count]] = defaultdict(dict)
    for finding in grounds.findings:
        for check, blame in BLAME.get(finding.kind, ()):
            for service, places in blame(grounds, finding).items():
                found[service, check][finding.id] = _Count(finding.kind, places)
    return found


def _private_calls(grounds: Grounds) -> dict[str, list[CallAcross]]:
    found: dict[str, list[CallAcross]] = defaultdict(list)
    for one in grounds.evidence.calls_across:
        if _PRIVATE.search(one.call.callee):
            found[one.source].append(one)
    return found


def _users(_grounds: Grounds, finding: Finding) -> Mapping[str, tuple[Location, ...]]:
    if not isinstance(finding, SharedTable | DirectAccess | BypassedInterface):
        return {}
    return {use.service: use.evidence for use in finding.uses if use.service != finding.owner}


def _who_does(grounds: Grounds, finding: Finding) -> Mapping[str, tuple[Location, ...]]:
    service = grounds.evidence.service_of.get(finding.subject, "")
    return {service: finding.evidence} if grounds.evidence.is_service(service) else {}


def _heirs(grounds: Grounds, finding: Finding) -> Mapping[str, tuple[Location, ...]]:
    """Whoever derives: the class that is the subject, or those of which the subject is the base."""
    if isinstance(finding, InheritanceAcross) and finding.heirs:
        return dict.fromkeys((heir.service for heir in finding.heirs), finding.evidence)
    return _who_does(grounds, finding)


def _all(_grounds: Grounds, finding: Finding) -> Mapping[str, tuple[Location, ...]]:
    return dict.fromkeys(finding.services, finding.evidence)


BLAME: Mapping[str, tuple[tuple[Mandate, _Blame], ...]] = {
    "bypassed-interface": ((Mandate.INTERFACE, _users),),
    "inheritance": ((Mandate.INTERFACE, _heirs),),
    "shared-table": ((Mandate.DATA, _users), (Mandate.RESOURCES, _all)),
    "direct-access": ((Mandate.DATA, _users),),
    "join": ((Mandate.DATA, _who_does),),
    "cascade": ((Mandate.DATA, _who_does),),
    "signal-write": ((Mandate.DATA, _who_does),),
    "foreign-key": ((Mandate.RESOURCES, _all),),
    "many-to-many": ((Mandate.RESOURCES, _all),),
    "transaction": ((Mandate.RESOURCES, _all),),
    "shared-queue": ((Mandate.RESOURCES, _all),),
    "shared-topic": ((Mandate.RESOURCES, _all),),
    "shared-cache": ((Mandate.RESOURCES, _all),),
    "shared-file": ((Mandate.RESOURCES, _all),),
    "shared-bucket": ((Mandate.RESOURCES, _all),),
    "shared-index": ((Mandate.RESOURCES, _all),),
    "shared-state": ((Mandate.RESOURCES, _all),),
    "live-object": ((Mandate.BORDER, _who_does),),
}
"""Kind of finding -> against which check it speaks, and whom it blames. The others say nothing of the mandate."""
NOUNS: Mapping[str, tuple[str, ...]] = {
    "bypassed-interface": ("bypassed interface",),
    "inheritance": ("inheritance",),
    "shared-table": ("shared table",),
    "direct-access": ("direct access", "direct accesses"),
    "join": ("join",),
    "cascade": ("cascade",),
    "signal-write": ("write behind a signal", "writes behind signals"),
    "foreign-key": ("foreign key",),
    "many-to-many": ("many-to-many relation",),
    "transaction": ("transaction",),
    "shared-queue": ("shared queue",),
    "shared-topic": ("shared topic",),
    "shared-cache": ("shared cache",),
    "shared-file": ("shared file",),
    "shared-bucket": ("shared bucket",),
    "shared-index": ("shared index", "shared indexes"),
    "shared-state": ("shared value in memory", "shared values in memory"),
    "live-object": (
        "definition with live objects that its contract leaves out",
        "definitions with live objects that its contract leaves out",
    ),
}
"""Kind of finding -> what one is called, and several where that is not regular."""
