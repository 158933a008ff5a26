"""Does one database transaction write tables of several services?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from analyzer.findings.data import Data, less_sure, surer
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import by_owner, listed
from analyzer.model.code import Certainty
from analyzer.model.data import Transaction
from analyzer.model.data_findings import OrderedWrite, TransactionAcross
from analyzer.model.finding import Part
from analyzer.model.location import Location

_SEVERAL = 2
_WIDE = 3


def check(evidence: Evidence) -> Iterator[TransactionAcross]:
    """Yield one finding per definition of a service with such transactions."""
    data = evidence.data
    by_name: dict[str, list[Transaction]] = defaultdict(list)
    for transaction in evidence.facts.transactions:
        name = data.name(transaction.path, transaction.qualname)
        written = _written(data, name, transaction)
        if len(data.owners(written)) >= _SEVERAL and evidence.is_service(evidence.service_of.get(name, "")):
            by_name[name].append(transaction)
    for name in sorted(by_name):
        if not _repeats(data, name, by_name):
            yield _finding(evidence, name, by_name[name])


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


def _finding(evidence: Evidence, name: str, transactions: list[Transaction]) -> TransactionAcross:
    data = evidence.data
    first: dict[str, int] = {}
    for one in transactions:
        for table, line in _written(data, name, one).items():
            first.setdefault(table, line)
    path = transactions[0].path
    writes = tuple(OrderedWrite(table, data.owner(table), Location(path, line)) for table, line in first.items())
    owners = data.owners(first)
    parts = [Part(one.table, one.owner) for one in writes]
    lines = {one.line for one in transactions} | set(first.values())
    return TransactionAcross(
        subject=name,
        severity=severity("transaction", [Circumstance.WIDE] if len(owners) >= _WIDE else []),
        certainty=_certainty(data, name, first),
        services=tuple(sorted(owners | {evidence.service_of[name]})),
        message=f"{name} writes tables of {listed(sorted(owners))} in one transaction: {by_owner(parts)}.",
        evidence=tuple(sorted(Location(path, line) for line in lines)),
        definition=name,
        transaction=transactions[0].kind,
        writes=writes,
    )


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
