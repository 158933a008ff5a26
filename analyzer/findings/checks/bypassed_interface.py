"""Are rows of a table made or deleted from outside, though its owner has a function for that which others call?

Understands: functions that insert into one table, or delete from it, and write nothing else; definitions of others that
do just that to the same table.
Does not understand: reads and updates, as it is not known which rows a reader wants and which columns are set; and rows
that relations lead to: nothing is said of them. Methods are no interface here: most need a row, a query or a request at
hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from analyzer.findings.data import Data, less_sure, surer
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import listed
from analyzer.model.code import Certainty, DefinitionKind
from analyzer.model.data import Access, RowOperation
from analyzer.model.data_findings import BypassedInterface, TableUse
from analyzer.model.finding import Part
from analyzer.model.location import Location

_MOST_NAMED = 3
_SURE = (Certainty.LITERAL, Certainty.TYPED)
_DOES = {
    RowOperation.INSERT: ("inserts into", "insert into"),
    RowOperation.DELETE: ("deletes from", "delete from"),
}
_OTHERWISE = {
    RowOperation.INSERT: re.compile(r"(^|_)(delete|remove|purge|clear|cancel)"),
    RowOperation.DELETE: re.compile(r"(^|_)(add|create|insert|update)"),
}
"""What the name of a function says that does such a thing besides."""
_Offers = dict[tuple[str, RowOperation], list["_Offer"]]


class _Offer(msgspec.Struct, frozen=True, order=True):
    """A function of a table's owner, a service that calls it, and how sure all that is."""

    definition: str
    caller: str
    certainty: Certainty


def check(evidence: Evidence) -> Iterator[BypassedInterface]:
    """Yield one finding per table that is used past its interface."""
    offers = _offers(evidence)
    by_table: dict[str, list[Access]] = defaultdict(list)
    for access in _plain(evidence):
        owner = evidence.data.owner(access.table)
        if owner and access.service != owner and (access.table, access.operation) in offers:
            by_table[access.table].append(access)
    for table in sorted(by_table):
        yield _finding(evidence.data, table, by_table[table], offers)


def _plain(evidence: Evidence) -> Iterator[Access]:
    """Yield the accesses of services to rows that no relation leads to."""
    for name in sorted(evidence.data.accesses_of):
        for access in evidence.data.accesses_of[name]:
            if access.certainty in _SURE and evidence.is_service(access.service):
                yield access


def _finding(data: Data, table: str, passed: list[Access], offers: _Offers) -> BypassedInterface:
    owner = data.owner(table)
    uses = tuple(_use(service, passed) for service in sorted({access.service for access in passed}))
    done = {access.operation for access in passed}
    said = [_said(table, operation, passed, offers) for operation in _DOES if operation in done]
    found = sorted({one for access in passed for one in offers[table, access.operation]})
    return BypassedInterface(
        subject=table,
        severity=severity("bypassed-interface", [Circumstance.WRITE]),
        certainty=less_sure(surer(*(one.certainty for one in passed)), surer(*(one.certainty for one in found))),
        services=tuple(sorted({owner, *(use.service for use in uses)})),
        message=f"Table {table} of {owner} is used past its interface: {'; '.join(said)}.",
        evidence=tuple(sorted({place for use in uses for place in use.evidence})),
        owner=owner,
        interface=tuple(sorted({Part(one.definition, one.caller) for one in found})),
        uses=uses,
    )


def _said(table: str, operation: RowOperation, passed: list[Access], offers: _Offers) -> str:
    users = sorted({access.service for access in passed if access.operation is operation})
    names = sorted({one.definition for one in offers[table, operation]})
    callers = sorted({one.caller for one in offers[table, operation]})
    does = _DOES[operation][len(users) > 1]
    asks = "asks" if len(callers) == 1 else "ask"
    return f"{listed(users)} {does} it directly, where {listed(callers)} {asks} {listed(names, _MOST_NAMED)}"


def _use(service: str, passed: list[Access]) -> TableUse:
    mine = [access for access in passed if access.service == service]
    return TableUse(
        service,
        reads=sum(not access.operation.writes for access in mine),
        writes=sum(access.operation.writes for access in mine),
        evidence=tuple(sorted({Location(access.path, access.line) for access in mine})),
    )


def _offers(evidence: Evidence) -> _Offers:
    """What owners' functions do to one table and are called for, by table and operation."""
    functions = {one.name for one in evidence.facts.definitions if one.kind is DefinitionKind.FUNCTION}
    found: _Offers = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for one in evidence.calls_across:
        name = one.call.callee
        if name in functions and (name, one.source) not in seen and not one.call.through:
            seen.add((name, one.source))
            certainty = one.call.certainty
            for access in _task(evidence.data, name):
                if evidence.data.owner(access.table) == one.target:
                    offer = _Offer(name, one.source, less_sure(access.certainty, certainty))
                    found[access.table, access.operation].append(offer)
    return {key: sorted(set(offers)) for key, offers in found.items()}


def _task(data: Data, name: str) -> list[Access]:
    """Return what a function does, if it is one task on one table."""
    written = [access for access in data.accesses_of.get(name, ()) if access.operation.writes]
    if len({(access.table, access.operation) for access in written}) != 1 or name in data.runs_others:
        return []
    operation, table = written[0].operation, written[0].table
    more = {*data.written_by(name), *data.maybe_written_by(name)} - {table}
    if more or operation not in _DOES or _OTHERWISE[operation].search(name.rpartition(".")[2]):
        return []
    return [access for access in written if access.certainty in _SURE]
