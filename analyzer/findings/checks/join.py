"""Do the statements of a definition use tables of several services together?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from analyzer.findings.data import Data
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import by_owner, listed
from analyzer.model.code import Certainty
from analyzer.model.data import TableStatement
from analyzer.model.data_findings import JoinAcross
from analyzer.model.location import Location

_SEVERAL = 2
_WIDE = 3
_SAID = 3


def check(evidence: Evidence) -> Iterator[JoinAcross]:
    """Yield one finding per definition of a service with such statements that are more than a guess."""
    data = evidence.data
    by_name: dict[str, list[TableStatement]] = defaultdict(list)
    for statement in evidence.facts.statements:
        place = (statement.path, statement.qualname, statement.line)
        told = [one for one in data.accesses_at.get(place, ()) if one not in data.alternatives]
        if told and len(data.owners(_tables(data, statement))) >= _SEVERAL:
            by_name[data.name(statement.path, statement.qualname)].append(statement)
    links = {table.name for table in evidence.facts.tables if table.association}
    for name in sorted(by_name):
        service = evidence.service_of.get(name, "")
        own = [one for one in by_name[name] if not _follows(data, one, links) and not _runs(data, name, one, by_name)]
        own = [one for one in own if _certainty(data, one) is not Certainty.GUESSED]
        if own and evidence.is_service(service):
            yield _finding(data, name, service, own)


def _tables(data: Data, statement: TableStatement) -> tuple[str, ...]:
    """The tables of a statement, and those that are loaded along with its rows, if nothing else is read there."""
    if "eager" not in statement.how.split(";"):
        return statement.tables
    here = data.accesses_at.get((statement.path, statement.qualname, statement.line), ())
    along = {one.table for one in here if one.certainty is Certainty.RELATION and not one.operation.writes}
    if any(one.table not in statement.tables and one.table not in along for one in here):
        return statement.tables
    return tuple(sorted({*statement.tables, *along}))


def _follows(data: Data, statement: TableStatement, links: set[str]) -> bool:
    """True for a step along a many-to-many relation: the finding of the table between tells it."""
    if statement.how != "secondary":
        return False
    between = [table for table in statement.tables if table in links]
    ends = {key.to_table for table in between for key in data.keys_of.get(table, ())}
    return bool(between) and {*statement.tables} <= {*between, *ends}


def _runs(data: Data, name: str, statement: TableStatement, by_name: Mapping[str, list[TableStatement]]) -> bool:
    """True where a definition only runs what another has put together, which tells it."""
    tables = {*statement.tables}
    callees = {call.callee for call in data.calls_from.get(name, ())} - {name}
    return any(tables <= {*one.tables} for callee in callees for one in by_name.get(callee, ()))


def _finding(data: Data, name: str, service: str, statements: list[TableStatement]) -> JoinAcross:
    tables = sorted({table for one in statements for table in _tables(data, one)})
    owners = data.owners(tables)
    return JoinAcross(
        subject=name,
        severity=severity("join", [Circumstance.WIDE] if len(owners) >= _WIDE else []),
        certainty=min((_certainty(data, one) for one in statements), key=lambda one: one.rank),
        services=tuple(sorted(owners | {service})),
        message=f"{name} uses tables of {_together(data, statements)}: {by_owner(data.parts(tables))}.",
        evidence=tuple(sorted({Location(one.path, one.line) for one in statements})),
        definition=name,
        tables=data.parts(tables),
        how=tuple(sorted({how for one in statements for how in one.how.split(";") if how})),
    )


def _together(data: Data, statements: list[TableStatement]) -> str:
    """Say which owners single statements bring together, each set that is no part of another's."""
    sets = {frozenset(data.owners(_tables(data, one))) for one in statements}
    said = sorted(listed(sorted(one)) for one in sets if not any(one < other for other in sets))
    if len(said) > _SAID:
        return listed(sorted({owner for one in sets for owner in one})) + " together, a few at a time"
    return ", and of ".join(said) + " together"


def _certainty(data: Data, statement: TableStatement) -> Certainty:
    """The surest pair of tables of two owners counts: of the owners' surest tables, the second."""
    place = (statement.path, statement.qualname, statement.line)
    best: dict[str, Certainty] = {}
    for table in _tables(data, statement):
        owner = data.owner(table)
        certainty = data.certainty_at(place, table) or Certainty.GUESSED
        if owner and (owner not in best or certainty.rank < best[owner].rank):
            best[owner] = certainty
    return _in_order(best.values())[1]


def _in_order(certainties: Iterable[Certainty]) -> list[Certainty]:
    return sorted(certainties, key=lambda one: one.rank)
