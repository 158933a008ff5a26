"""Does one database transaction write tables of several services?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from analyzer.findings.data import Data, less_sure, surer
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import by_owner, listed
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation, Transaction
from analyzer.model.data_findings import OrderedWrite, TransactionAcross
from analyzer.model.finding import Part
from analyzer.model.location import Location

_SEVERAL = 2
_WIDE = 3
_CHANGES = (RowOperation.UPDATE, RowOperation.DELETE)
_OWN = (Certainty.LITERAL, Certainty.TYPED)
_LOOSE = (Certainty.CASCADE, Certainty.GUESSED)
_MANY = 4
"""From so many services on that only add rows to another's table in their transactions, it is a log."""
_EITHER = " One line writes them all: where the table is handed in, each run writes only one of them."


def check(evidence: Evidence) -> Iterator[TransactionAcross]:
    """Yield one finding per definition of a service with such transactions."""
    data = evidence.data
    by_name: dict[str, list[Transaction]] = defaultdict(list)
    for transaction in evidence.facts.transactions:
        name = data.name(transaction.path, transaction.qualname)
        written = _written(data, name, transaction)
        if len(data.owners(written)) >= _SEVERAL and evidence.is_service(evidence.service_of.get(name, "")):
            by_name[name].append(transaction)
    logs = _logs(evidence, by_name)
    for name in sorted(by_name):
        if not _repeats(data, name, by_name):
            yield _finding(evidence, name, by_name[name], logs)


def _logs(evidence: Evidence, by_name: Mapping[str, list[Transaction]]) -> set[tuple[str, str]]:
    """Each service with the tables of others that are logs to it: many like it add rows there and change none.

    Rows that go or are cleared with others are not changed. What its owner changes is no log, nor is what ties two
    tables together.
    """
    data = evidence.data
    adding: dict[str, set[str]] = defaultdict(set)
    for name, transactions in by_name.items():
        service = evidence.service_of[name]
        for one in transactions:
            for table in _written(data, name, one):
                adding[table].add(service)
    changing: dict[str, set[str]] = defaultdict(set)
    for access in evidence.facts.accesses:
        if access.operation in _CHANGES and access.certainty not in _LOOSE:
            changing[access.table].add(access.service)
    between = {table.name for table in evidence.facts.tables if table.association}
    found = set()
    for table, services in adding.items():
        others = services - changing[table] - {data.owner(table)}
        if len(others) >= _MANY and data.owner(table) not in changing[table] and table not in between:
            found |= {(service, table) for service in others}
    return found


def _written(data: Data, name: str, transaction: Transaction) -> dict[str, int]:
    """The tables that a transaction writes by more than a guess, in order, and the line that leads to each."""
    guessed = {table for table, certainty in data.written_by(name).items() if certainty is Certainty.GUESSED}
    guessed |= data.maybe_written_by(name)
    pairs = zip(transaction.tables, transaction.at, strict=True)
    return {table: line for table, line in pairs if table not in guessed}


def _repeats(data: Data, name: str, by_name: Mapping[str, list[Transaction]]) -> bool:
    """True where all that a scope writes is written by one line that calls a scope with the same finding."""
    tables = {table for one in by_name[name] for table in _written(data, name, one)}
    lines = {line for one in by_name[name] for line in one.at}
    if len(lines) > 1:
        return False
    callees = {call.callee for call in data.calls_from.get(name, ()) if call.line in lines} - {name}
    return any(tables == {t for one in by_name.get(c, ()) for t in _written(data, c, one)} for c in callees)


def _finding(
    evidence: Evidence, name: str, transactions: list[Transaction], logs: set[tuple[str, str]]
) -> TransactionAcross:
    data = evidence.data
    first: dict[str, int] = {}
    for one in transactions:
        for table, line in _written(data, name, one).items():
            first.setdefault(table, line)
    path = transactions[0].path
    writes = tuple(OrderedWrite(table, data.owner(table), Location(path, line)) for table, line in first.items())
    service, owners = evidence.service_of[name], data.owners(first)
    parts = [Part(one.table, one.owner) for one in writes]
    either = _may_write_one_of(data, name, path, first)
    lines = {one.line for one in transactions} | set(first.values())
    return TransactionAcross(
        subject=name,
        severity=severity(
            "transaction", _circumstances(data.owners(one for one in first if (service, one) not in logs))
        ),
        certainty=Certainty.GUESSED if either else _certainty(data, name, first),
        services=tuple(sorted(owners | {service})),
        message=f"{name} writes tables of {listed(sorted(owners))} in one transaction: {by_owner(parts)}."
        f"{_EITHER if either else ''}",
        evidence=tuple(sorted(Location(path, line) for line in lines)),
        definition=name,
        transaction=transactions[0].kind,
        writes=writes,
    )


def _may_write_one_of(data: Data, name: str, path: str, tables: Mapping[str, int]) -> bool:
    """True where one line changes rows of every table itself, all in the same way: it may be handed the table."""
    if len(set(tables.values())) > 1:
        return False
    if name in data.runs_others:
        return True
    line = min(tables.values())
    here = [one for one in data.accesses_of.get(name, ()) if (one.path, one.line) == (path, line)]
    ways = [{one.operation for one in here if one.table == table and one.certainty in _OWN} for table in tables]
    return bool(ways[0]) and ways[0].issubset(_CHANGES) and all(way == ways[0] for way in ways)


def _circumstances(owners: set[str]) -> Iterator[Circumstance]:
    """``owners`` are those of the tables that are no logs."""
    if len(owners) >= _SEVERAL:
        yield Circumstance.WRITE
    if len(owners) >= _WIDE:
        yield Circumstance.WIDE


def _certainty(data: Data, name: str, tables: dict[str, int]) -> Certainty:
    """Two owners make the claim: of the surest write to each one's tables, the second counts."""
    written = data.written_by(name)
    best: dict[str, Certainty] = {}
    for table in tables:
        owner = data.owner(table)
        if owner:
            certainty = written.get(table, Certainty.IMPLICIT)
            best[owner] = surer(best.get(owner, certainty), certainty)
    first, second = sorted(best.values(), key=lambda one: one.rank)[:2]
    return less_sure(first, second)
