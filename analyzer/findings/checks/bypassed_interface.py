"""Is a table used from outside, though its owner has a function for that which other services call?

Understands: functions that read rows of one table and do no more, and functions that insert into one table, or delete
from it; definitions of others that do just that to the same table.
Does not understand: updates (which columns a function sets is not known), reads of several tables in one statement,
and rows that relations lead to: nothing is said of them. Methods are no interface here: most need a row, a query or a
request at hand.
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
    RowOperation.SELECT: ("reads", "read"),
    RowOperation.INSERT: ("inserts into", "insert into"),
    RowOperation.DELETE: ("deletes from", "delete from"),
}
_ASKS = re.compile(r"_?(is|has|have|can|may|check|validate|ensure|count|exists?|keep)(_|$)")
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
    """Yield the accesses of services that do one thing to one table: a read of what is changed next is no read."""
    data = evidence.data
    joined: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for statement in evidence.facts.statements:
        joined[statement.path, statement.qualname, statement.line].update(statement.tables)
    for name in sorted(data.accesses_of):
        changed = {access.table for access in data.accesses_of[name] if access.operation.writes}
        for access in data.accesses_of[name]:
            is_alone = access.table not in joined.get((access.path, access.qualname, access.line), ())
            is_whole = access.operation.writes or access.table not in changed
            if is_alone and is_whole and access.certainty in _SURE and evidence.is_service(access.service):
                yield access


def _finding(data: Data, table: str, passed: list[Access], offers: _Offers) -> BypassedInterface:
    owner = data.owner(table)
    uses = tuple(_use(service, passed) for service in sorted({access.service for access in passed}))
    done = {access.operation for access in passed}
    said = [_said(table, operation, passed, offers) for operation in _DOES if operation in done]
    found = sorted({one for access in passed for one in offers[table, access.operation]})
    return BypassedInterface(
        subject=table,
        severity=severity("bypassed-interface", [Circumstance.WRITE] if any(use.writes for use in uses) else []),
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
    """Return what a function does, if it is one task on one table: it only reads it, or only inserts or deletes.

    One that answers a question about rows, by its name, does not hand them out.
    """
    accesses = data.accesses_of.get(name, ())
    written = [access for access in accesses if access.operation.writes]
    does = written or accesses
    if len({(access.table, access.operation) for access in does}) != 1 or _ASKS.match(name.rpartition(".")[2]):
        return []
    if not data.written_by(name).keys() <= {access.table for access in written}:
        return []
    return [access for access in does if access.certainty in _SURE and access.operation in _DOES]
