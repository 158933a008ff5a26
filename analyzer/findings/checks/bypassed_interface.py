"""Is a table used from outside, though its owner has a definition for that which other services call?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from analyzer.findings.data import Data, less_sure, surer
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import listed
from analyzer.model.code import Certainty
from analyzer.model.data import Access, RowOperation
from analyzer.model.data_findings import BypassedInterface, TableUse
from analyzer.model.finding import Part
from analyzer.model.location import Location

_MOST_NAMED = 3
_SURE = (Certainty.LITERAL, Certainty.TYPED, Certainty.RELATION)


class _Offer(msgspec.Struct, frozen=True, order=True):
    """A definition of a table's owner, a service that calls it, and what it does to the table."""

    definition: str
    caller: str
    certainty: Certainty


def check(evidence: Evidence) -> Iterator[BypassedInterface]:
    """Yield one finding per table that is used past its interface."""
    offers = _offers(evidence)
    by_table: dict[str, list[Access]] = defaultdict(list)
    for access in evidence.facts.accesses:
        owner = evidence.data.owner(access.table)
        outside = evidence.is_service(access.service) and owner and access.service != owner and not access.generic
        if outside and access.certainty in _SURE and (access.table, access.operation) in offers:
            by_table[access.table].append(access)
    for table in sorted(by_table):
        passed = by_table[table]
        found = [one for operation in sorted({a.operation for a in passed}) for one in offers[table, operation]]
        yield _finding(evidence.data, table, passed, sorted(set(found)))


def _finding(data: Data, table: str, passed: list[Access], offers: list[_Offer]) -> BypassedInterface:
    owner = data.owner(table)
    uses = tuple(_use(service, passed) for service in sorted({access.service for access in passed}))
    names = sorted({offer.definition for offer in offers})
    users = [use.service for use in uses]
    certainty = less_sure(surer(*(one.certainty for one in passed)), surer(*(one.certainty for one in offers)))
    return BypassedInterface(
        subject=table,
        severity=severity("bypassed-interface", [Circumstance.WRITE] if any(use.writes for use in uses) else []),
        certainty=certainty,
        services=tuple(sorted({owner, *users})),
        message=f"{listed(users)} {'uses' if len(users) == 1 else 'use'} table {table} directly, though {owner} has"
        f" {listed(names, _MOST_NAMED)} for it, which {listed(sorted({offer.caller for offer in offers}))}"
        f" {'calls' if len({offer.caller for offer in offers}) == 1 else 'call'}.",
        evidence=tuple(sorted({place for use in uses for place in use.evidence})),
        owner=owner,
        interface=tuple(sorted({Part(offer.definition, offer.caller) for offer in offers})),
        uses=uses,
    )


def _use(service: str, passed: list[Access]) -> TableUse:
    mine = [access for access in passed if access.service == service]
    return TableUse(
        service,
        reads=sum(not access.operation.writes for access in mine),
        writes=sum(access.operation.writes for access in mine),
        evidence=tuple(sorted({Location(access.path, access.line) for access in mine})),
    )


def _offers(evidence: Evidence) -> dict[tuple[str, RowOperation], list[_Offer]]:
    """What owners' definitions do to one table and are called for, by table and operation.

    One that reads must write nothing by itself, and one that writes must write that table only: more is another task.
    A method of a mapped class, and what the class is made by, is no interface: it needs the row at hand.
    """
    models = {table.model for table in evidence.facts.tables if table.model}
    found: dict[tuple[str, RowOperation], list[_Offer]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for one in evidence.calls_across:
        name = one.call.callee
        if (name, one.source) in seen or name in models or name.rpartition(".")[0] in models:
            continue
        seen.add((name, one.source))
        mine = [access for access in evidence.data.accesses_of.get(name, ()) if access.certainty in _SURE]
        written = {access.table for access in mine if access.operation.writes}
        for access in mine:
            is_task = written <= {access.table} and access.operation.writes == bool(written)
            if is_task and evidence.data.owner(access.table) == one.target:
                certainty = less_sure(access.certainty, one.call.certainty)
                found[access.table, access.operation].append(_Offer(name, one.source, certainty))
    return found
