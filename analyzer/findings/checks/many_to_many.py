"""Does an association table link tables of different services?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import severity
from analyzer.model.data_findings import ManyToMany
from analyzer.model.finding import Part
from analyzer.model.location import Location

_ENDS = 2


def check(evidence: Evidence) -> Iterator[ManyToMany]:
    """Yield one finding per association table whose two ends have different owners.

    A model that stands between two others may have more keys, to who made the link, say: its ends are its first two.
    """
    data = evidence.data
    seen: set[str] = set()
    for table in evidence.facts.tables:
        if not table.association or table.name in seen:
            continue
        seen.add(table.name)
        keys = sorted(data.keys_of.get(table.name, ()), key=lambda key: (key.path, key.line, key.column))
        links = list({key.column: key for key in reversed(keys)}.values())[::-1][:_ENDS]
        ends = tuple(dict.fromkeys(Part(key.to_table, data.owner(key.to_table)) for key in links))
        owners = {end.service for end in ends} - {""}
        if len(owners) < _ENDS:
            continue
        places = {Location(key.path, key.line) for key in links} | {Location(table.path, table.line)}
        yield ManyToMany(
            subject=table.name,
            severity=severity("many-to-many"),
            certainty=table.certainty,
            services=tuple(sorted(owners | data.owners([table.name]))),
            message=f"Table {table.name} links {ends[0].name} of {ends[0].service} with {ends[1].name} of"
            f" {ends[1].service}.",
            evidence=tuple(sorted(places)),
            table=table.name,
            ends=ends,
        )
