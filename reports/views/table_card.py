"""Who uses one shared table, where, and which keys tie it to others?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.data import Access, ForeignKey, Table
from analyzer.model.findings import Finding
from analyzer.model.location import Location
from analyzer.model.plan import Remedy
from analyzer.model.services import TableOwnership
from reports.views.concerned import findings_by_table
from reports.views.remedies import remedies_by_finding, remedy_line
from reports.views.rich import Line, joined, places, service
from reports.views.uses import Use

PLACES = 10
KEYS = 8
PARTNERS = 6
FINDINGS = 12


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """How one service uses the table; ``accesses`` are the first places, ``more`` counts the rest."""

    service: str
    owns: bool
    text: str
    accesses: tuple[Access, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Key:
    """A foreign key seen from the table: the other table and its owner, the column, and where it is declared."""

    table: str
    owner: str
    column: str
    place: str


@dataclass(frozen=True, slots=True)
class TableCard:
    """Everything about one shared table; ``table`` is None if only accesses name it.

    ``together`` are the tables used in one statement with it, ``written_with`` those written in one transaction;
    ``claim`` says who owns it and who comes next. ``findings`` are the worst of those about it, ``remedies`` what can
    be done about its being shared.
    """

    name: str
    table: Table | None
    uses: tuple[ServiceUse, ...]
    keys_out: tuple[Key, ...]
    keys_in: tuple[Key, ...]
    more_keys: int
    together: tuple[tuple[str, int], ...]
    written_with: tuple[tuple[str, int], ...]
    claim: TableOwnership | None = None
    findings: tuple[Finding, ...] = ()
    more_findings: int = 0
    remedies: tuple[Line, ...] = ()
    for_others: Line = ()
    """Where code of services that are no users works on rows or runs queries of another class or service."""


def table_cards(analysis: Analysis, names: list[str], uses: dict[str, dict[str, Use]]) -> tuple[TableCard, ...]:
    """Describe the named tables, in the order given."""
    tables = {table.name: table for table in analysis.tables}
    keys_out: defaultdict[str, list[Key]] = defaultdict(list)
    keys_in: defaultdict[str, list[Key]] = defaultdict(list)
    for key in sorted(analysis.foreign_keys):
        keys_out[key.table].append(_key(key.to_table, key, tables))
        keys_in[key.to_table].append(_key(key.table, key, tables))
    together = _partners((statement.tables for statement in analysis.statements), names)
    written_with = _partners((transaction.tables for transaction in analysis.transactions), names)
    claims = {one.table: one for one in analysis.ownership}
    about = findings_by_table(analysis.findings)
    remedies = remedies_by_finding(analysis)
    for_others: defaultdict[str, list[Access]] = defaultdict(list)
    for access in analysis.accesses:
        if access.for_others:
            for_others[access.table].append(access)
    return tuple(
        TableCard(
            name,
            tables.get(name),
            _uses(uses[name], tables[name].owner if name in tables else ""),
            tuple(keys_out[name][:KEYS]),
            tuple(keys_in[name][:KEYS]),
            max(0, len(keys_out[name]) - KEYS) + max(0, len(keys_in[name]) - KEYS),
            _most_frequent(together[name]),
            _most_frequent(written_with[name]),
            claims.get(name),
            about.get(name, ())[:FINDINGS],
            max(0, len(about.get(name, ())) - FINDINGS),
            _remedies(name, about.get(name, ()), remedies),
            _places(for_others[name]),
        )
        for name in names
    )


def _places(accesses: list[Access]) -> Line:
    if not accesses:
        return ()
    names = sorted({access.service for access in accesses})
    found = sorted({Location(access.path, access.line) for access in accesses})
    return (*joined(map(service, names)), *places(found))


def _remedies(name: str, findings: tuple[Finding, ...], remedies: Mapping[str, tuple[Remedy, ...]]) -> tuple[Line, ...]:
    """What can be done about the findings that have the table as their subject."""
    own = [one for one in findings if one.subject == name and one.id in remedies]
    return tuple(remedy_line(remedy) for one in own for remedy in remedies[one.id])


def _partners(groups: Iterable[tuple[str, ...]], names: list[str]) -> defaultdict[str, Counter[str]]:
    """Count for each named table in how many groups each other one stands with it."""
    wanted = set(names)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for tables in groups:
        for name in wanted.intersection(tables):
            found[name].update(other for other in tables if other != name)
    return found


def _most_frequent(partners: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(partners.items(), key=lambda item: (-item[1], item[0]))[:PARTNERS])


def _key(other: str, key: ForeignKey, tables: dict[str, Table]) -> Key:
    return Key(other, tables[other].owner if other in tables else "", key.column, f"{key.path}:{key.line}")


def _uses(by_service: dict[str, Use], owner: str) -> tuple[ServiceUse, ...]:
    ranked = sorted(by_service.items(), key=lambda item: (item[1].rank, item[0]))
    return tuple(
        ServiceUse(
            service,
            service == owner,
            use.text,
            tuple(_writes_first(use.accesses)[:PLACES]),
            max(0, len(use.accesses) - PLACES),
        )
        for service, use in ranked
    )


def _writes_first(accesses: list[Access]) -> list[Access]:
    return sorted(accesses, key=lambda access: (not access.operation.writes, access.goes_along))
