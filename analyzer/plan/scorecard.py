"""How good a service would each candidate be? Six figures, each of things that can be counted by hand.

Accesses are the rows of accesses.csv but for those with ``generic`` set, selects with certainty ``cascade``, and those
of the shared kernel or of no service. Calls are the rows of calls.csv (and in the JSON those ``through`` the wrapper of
a decorator); their services stand in definitions.csv and modules.csv.

- data autonomy: accesses and the owner in tables.csv. Whole: accesses of the service, or to tables that it owns; part:
  those that are both.
- independent deployability. Whole: the other services; part: those that are not tied to it. Tied are the services that
  stand with it in a row of findings.csv of a kind in ``TIES`` (of a table its owner with each of the others), and
  those that call it.
- fault isolation: entry_points.csv. Whole: its distinct definitions, to each of which several rows may lead; part:
  those from which calls through the service and the kernel reach no definition of another service and no access to a
  table that another owns.
- capability purity: services.csv, column ``words``, each ``word=inside/all``. Part: the sum of ``inside``; whole: that
  of ``all``.
- scaling. Whole: its tables; part: those that no other service writes, rows with ``for_others`` set left out.
- contract size: the operations of the service's contract with a caller of another service; beside it the leaves of what
  these take and give.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

import msgspec

from analyzer.model.contracts import Border
from analyzer.model.data_findings import DirectAccess, SharedTable
from analyzer.model.findings import Finding
from analyzer.model.location import Location
from analyzer.model.plan import Principle, Score
from analyzer.model.services import Service
from analyzer.plan.grounds import Grounds
from analyzer.plan.isolation import Isolation
from analyzer.plan.recipe import places, plural
from analyzer.plan.shares import Shares

_SHOWN = 20  # places; the CSV files hold all
TIES = ("call-cycle", "shared-table", "direct-access", "transaction", "inheritance", "module-to-split")
"""The kinds of finding whose services must be released together."""

Ties = dict[str, dict[str, set[str]]]
"""Service -> other service that is tied to it -> by what."""


def scorecard(grounds: Grounds) -> tuple[Score, ...]:
    """Return the six figures of every service: services by name, principles in their order."""
    services = sorted(grounds.evidence.candidates.services, key=lambda service: service.name)
    shares, isolation = Shares(grounds), Isolation(grounds)
    ties = _ties(grounds)
    return tuple(
        score
        for service in services
        for score in (
            _autonomy(service.name, shares),
            _deployability(service.name, ties, len(services) - 1, grounds),
            _isolated(service.name, isolation),
            _purity(service, grounds),
            _scaling(service, shares, grounds),
            _contract(service.name, grounds),
        )
    )


def _autonomy(name: str, shares: Shares) -> Score:
    made, received, both = shares.made[name], shares.received[name], shares.both[name]
    whole = len(made) + len(received) - both
    formula = (
        f"{both} of the {whole} accesses that it makes or that go to its tables are its own to its own tables: {both} "
        f"of {len(made)} that it makes, {both} of {len(received)} to its tables"
    )
    foreign = places(one for one in (*made, *received) if shares.crosses(one))
    return _share(name, Principle.DATA_AUTONOMY, (both, whole), formula, foreign)


def _deployability(name: str, ties: Ties, others: int, grounds: Grounds) -> Score:
    tied = ties[name]
    by_tie = Counter(kind for kinds in tied.values() for kind in kinds)
    told = ", ".join(f"{kind} with {number}" for kind, number in sorted(by_tie.items()))
    free = others - len(tied)
    formula = f"{free} of {plural(others, 'other service')} can be released without it"
    evidence = {Location(one.call.path, one.call.line) for one in grounds.calls_to.get(name, ())}
    tied_by = f"; tied by {told}" if told else ""
    return _share(name, Principle.INDEPENDENT_DEPLOYABILITY, (free, others), formula + tied_by, evidence)


def _isolated(name: str, isolation: Isolation) -> Score:
    entries, needing = isolation.entries(name), isolation.needing(name)
    free = len(entries) - len(needing)
    rows = isolation.announced(name)
    told = plural(len(entries), "definition") + f" that its {plural(rows, 'entry point')} lead to"
    those = f"its {plural(rows, 'entry point')}" if rows == len(entries) else f"the {told}"
    formula = f"{free} of {those} reach no definition and no table of another service"
    evidence = [isolation.place_of(one) for one in needing]
    return _share(name, Principle.FAULT_ISOLATION, (free, len(entries)), formula, evidence)


def _purity(service: Service, grounds: Grounds) -> Score:
    inside = sum(word.inside for word in service.words)
    whole = inside + sum(word.outside for word in service.words)
    words = ", ".join(word.word for word in service.words)
    formula = (
        f"{inside} of {whole} names with its words ({words}) are its own" if words else "it has no words of its own"
    )
    elsewhere = {
        Location(one.path, one.line)
        for word in service.words
        for one in grounds.bearing.get(word.word, ())
        if one.service != service.name
    }
    score = _share(service.name, Principle.CAPABILITY_PURITY, (inside, whole), formula, elsewhere)
    return score if whole else msgspec.structs.replace(score, figure=0.0)  # without words it has no capability to show


def _scaling(service: Service, shares: Shares, grounds: Grounds) -> Score:
    written = [table for table in service.tables if shares.foreign_writes(service.name, table)]
    callers = grounds.callers_of(service.name)
    entries = sum(one.service == service.name for one in grounds.facts.entry_points)
    call = "calls" if len(callers) == 1 else "call"
    kernel = ", as does the shared kernel" if grounds.calls_of_kernel.get(service.name) else ""
    free = len(service.tables) - len(written)
    formula = (
        f"{free} of its {plural(len(service.tables), 'table')} written by no other service; it has "
        f"{plural(entries, 'entry point')}, and {plural(len(callers), 'other service')} {call} it{kernel}"
    )
    evidence = places(one for table in written for one in shares.foreign_writes(service.name, table))
    return _share(service.name, Principle.SCALING, (free, len(service.tables)), formula, evidence)


def _contract(name: str, grounds: Grounds) -> Score:
    """Count what other services call; what its own entry points alone hand over to is no part of its border."""
    operations = grounds.promised.across(name)
    whole = len(grounds.promised.operations(name))
    return Score(
        service=name,
        principle=Principle.CONTRACT_SIZE,
        figure=float(len(operations)),
        part=len(operations),
        whole=whole,
        formula=_promises(grounds.promised.border(name), whole - len(operations)),
        better="less",
        evidence=tuple(sorted({one.at for one in operations})[:_SHOWN]),
    )


def _promises(figures: Border, own: int) -> str:
    """Say how many operations other services call, and what crosses; ``own`` are for its own entry points alone."""
    unknown = f", {figures.unknown_fields} of them unknown" * bool(figures.unknown_fields)
    told = [f"{plural(figures.operations, 'operation')} called by other services"]
    if figures.operations:
        told[0] = f"{told[0]}, in {plural(figures.callers, 'definition')} of theirs"
        told.append(f"{plural(figures.fields, 'field')} taken and given{unknown}")
    if figures.live:
        told.append(f"{figures.live} take or give what cannot leave the process")
    if own:
        told.append(f"{own} more for its own entry points alone")
    return "; ".join(told)


def _ties(grounds: Grounds) -> Ties:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for finding in grounds.findings:
        for one, other in _tied(finding):
            found[one][other].add(finding.kind)
            found[other][one].add(finding.kind)
    for call in grounds.evidence.calls_across:
        found[call.target][call.source].add("calls")
    return found


def _tied(finding: Finding) -> Iterable[tuple[str, str]]:
    """Of a table its owner is tied to each user; the users are not to each other, for only the owner changes it."""
    if finding.kind not in TIES:
        return ()
    if isinstance(finding, SharedTable | DirectAccess) and finding.owner:
        return [(finding.owner, service) for service in finding.services if service != finding.owner]
    return combinations(finding.services, 2)


def _share(
    service: str, principle: Principle, counted: tuple[int, int], formula: str, evidence: Iterable[Location]
) -> Score:
    """A share of which nothing is missing where there is nothing to share."""
    part, whole = counted
    figure = round(part / whole, 3) if whole else 1.0
    return Score(service, principle, figure, part, whole, formula, "more", tuple(sorted(set(evidence))[:_SHOWN]))
