"""Do the statements of a definition use tables of several services together?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzer.findings.data import Data
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import listed
from analyzer.model.code import Certainty
from analyzer.model.data import TableStatement
from analyzer.model.data_findings import JoinAcross
from analyzer.model.location import Location

_SEVERAL = 2
_WIDE = 3


def check(evidence: Evidence) -> Iterator[JoinAcross]:
    """Yield one finding per definition of a service with such statements."""
    data = evidence.data
    by_name: dict[str, list[TableStatement]] = defaultdict(list)
    for statement in evidence.facts.statements:
        place = (statement.path, statement.qualname, statement.line)
        if place in data.accesses_at and len(data.owners(statement.tables)) >= _SEVERAL:
            by_name[data.name(statement.path, statement.qualname)].append(statement)
    for name in sorted(by_name):
        service = evidence.service_of.get(name, "")
        if evidence.is_service(service):
            yield _finding(data, name, service, by_name[name])


def _finding(data: Data, name: str, service: str, statements: list[TableStatement]) -> JoinAcross:
    tables = sorted({table for statement in statements for table in statement.tables})
    owners = data.owners(tables)
    return JoinAcross(
        subject=name,
        severity=severity("join", [Circumstance.WIDE] if len(owners) >= _WIDE else []),
        certainty=min((_certainty(data, one) for one in statements), key=lambda one: one.rank),
        services=tuple(sorted(owners | {service})),
        message=f"{name} reads tables of {listed(sorted(owners))} in one statement: {listed(tables)}.",
        evidence=tuple(sorted({Location(one.path, one.line) for one in statements})),
        definition=name,
        tables=data.parts(tables),
        how=tuple(sorted({how for one in statements for how in one.how.split(";") if how})),
    )


def _certainty(data: Data, statement: TableStatement) -> Certainty:
    """The surest pair of tables of two owners counts: of the owners' surest tables, the second."""
    place = (statement.path, statement.qualname, statement.line)
    best: dict[str, Certainty] = {}
    for table in statement.tables:
        owner = data.owner(table)
        certainty = data.certainty_at(place, table) or Certainty.GUESSED
        if owner and (owner not in best or certainty.rank < best[owner].rank):
            best[owner] = certainty
    return _in_order(best.values())[1]


def _in_order(certainties: Iterable[Certainty]) -> list[Certainty]:
    return sorted(certainties, key=lambda one: one.rank)
