"""Which service reads and writes which table, and where?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from analyzer.model.analysis import Analysis
from analyzer.model.code import Certainty
from analyzer.model.data import Access
from analyzer.model.services import KERNEL


@dataclass(slots=True)
class Use:
    """How one service uses one table; ``accesses`` are sorted by place."""

    reads: int = 0
    writes: int = 0
    accesses: list[Access] = field(default_factory=list)

    @property
    def text(self) -> str:
        """``3 r 2 w``, without the part that is zero."""
        return " ".join(
            part for part in (f"{self.reads:,} r" * bool(self.reads), f"{self.writes:,} w" * bool(self.writes)) if part
        )


def table_uses(analysis: Analysis) -> dict[str, dict[str, Use]]:
    """Count accesses by table and service, as the findings do.

    Left out is what stands in no service, what runs the queries of others, and what only looks for rows that go with
    others.
    """
    uses: defaultdict[str, defaultdict[str, Use]] = defaultdict(lambda: defaultdict(Use))
    for access in analysis.accesses:
        looks_only = access.certainty is Certainty.CASCADE and not access.operation.writes
        if not access.service or access.generic or access.for_others or looks_only:
            continue
        use = uses[access.table][access.service]
        if access.operation.writes:
            use.writes += 1
        else:
            use.reads += 1
        use.accesses.append(access)
    for by_service in uses.values():
        for use in by_service.values():
            use.accesses.sort(key=lambda access: (access.path, access.line, access.operation))
    return {table: dict(by_service) for table, by_service in uses.items()}


def unwritten_tables(analysis: Analysis) -> tuple[str, ...]:
    """Name the tables that are used across services and of which no writer was seen, anywhere."""
    owners = {table.name: table.owner for table in analysis.tables}
    written = {access.table for access in analysis.accesses if access.operation.writes}
    found = []
    for table, by_service in table_uses(analysis).items():
        users = by_service.keys() - {KERNEL}
        if table not in written and (len(users) > 1 or (owners.get(table) and users - {owners[table]})):
            found.append(table)
    return tuple(sorted(found))
