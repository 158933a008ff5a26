"""Does a deletion take rows of other services along?

Rows go along where a framework says so, and where they are deleted by a relation of rows that the same line deletes.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.findings.data import Data, less_sure, surer
from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.findings.words import by_owner, listed
from analyzer.model.code import Certainty
from analyzer.model.data import Access, RowOperation
from analyzer.model.data_findings import CascadeAcross
from analyzer.model.location import Location

_WIDE = 3


class _Deletion(msgspec.Struct, frozen=True):
    """Of one line: the tables whose rows are deleted, those whose rows go along, and which of these are others'."""

    deleted: tuple[str, ...]
    along: tuple[str, ...]
    others: tuple[str, ...]
    certainty: Certainty


def check(evidence: Evidence) -> Iterator[CascadeAcross]:
    """Yield one finding per definition of a service with such deletions."""
    data = evidence.data
    for name in sorted(data.accesses_of):
        mine = [one for one in data.accesses_of[name] if one not in data.alternatives]
        deletes = [one for one in mine if one.operation is RowOperation.DELETE]
        service = evidence.service_of.get(name, "")
        if not evidence.is_service(service):
            continue
        found = {line: one for line, one in _by_line(data, deletes) if one.others}
        if found:
            yield _finding(data, name, service, deletes[0].path, found)


def _by_line(data: Data, deletes: list[Access]) -> Iterator[tuple[int, _Deletion]]:
    """Without a known root of a deletion nothing can be said of what goes with it."""
    for line in sorted({one.line for one in deletes}):
        here = [one for one in deletes if one.line == line]
        sure = any(one.certainty.rank < Certainty.RELATION.rank for one in here)
        roots = [one for one in here if not _goes_along(data, one, here if sure else [])]
        deleted = sorted({one.table for one in roots})
        along = sorted({one.table for one in here} - set(deleted))
        owners = data.owners(deleted)
        if owners:
            others = tuple(table for table in along if data.owner(table) and data.owner(table) not in owners)
            certainty = less_sure(Certainty.CASCADE, surer(*(one.certainty for one in roots)))
            yield line, _Deletion(tuple(deleted), tuple(along), others, certainty)


def _goes_along(data: Data, deletion: Access, here: list[Access]) -> bool:
    """True for a cascade, and for rows of a relation of what ``here`` deletes: they refer to its rows."""
    if deletion.certainty is not Certainty.RELATION:
        return deletion.certainty is Certainty.CASCADE
    others = {one.table for one in here} - {deletion.table}
    return any(key.to_table in others for key in data.keys_of.get(deletion.table, ()))


def _finding(data: Data, name: str, service: str, path: str, found: dict[int, _Deletion]) -> CascadeAcross:
    deleted = sorted({table for one in found.values() for table in one.deleted})
    others = sorted({table for one in found.values() for table in one.others})
    services = sorted({service} | data.owners(deleted) | data.owners(others))
    places = {Location(path, line) for line in found}
    places |= {key for one in found.values() for key in _keys(data, one)}
    return CascadeAcross(
        subject=name,
        severity=severity("cascade", [Circumstance.WIDE] if len(services) >= _WIDE else []),
        certainty=min((one.certainty for one in found.values()), key=lambda one: one.rank),
        services=tuple(services),
        message=f"{name} deletes rows of {listed(deleted)}; with them go rows of {by_owner(data.parts(others))}.",
        evidence=tuple(sorted(places)),
        definition=name,
        deleted=tuple(deleted),
        tables=data.parts(others),
    )


def _keys(data: Data, deletion: _Deletion) -> Iterator[Location]:
    """Yield where the keys stand by which rows of others hang on rows that go."""
    going = {*deletion.deleted, *deletion.along}
    for table in deletion.others:
        for key in data.keys_of.get(table, ()):
            if key.to_table in going:
                yield Location(key.path, key.line)
