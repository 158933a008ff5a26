"""Which service reads and writes which table, and where?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from analyzer.model.analysis import Analysis
from analyzer.model.data import Access
from analyzer.model.services import KERNEL


@dataclass(slots=True)
class Use:
    """How one service uses one table; ``accesses`` are sorted by place.

    ``writes`` are those of its own; ``along`` are of rows that go along when it deletes rows of other tables.
    """

    reads: int = 0
    writes: int = 0
    along: int = 0
    accesses: list[Access] = field(default_factory=list)

    @property
    def text(self) -> str:
        """``3 r 2 w 1 d``, without the parts that are zero."""
        counts = ((self.reads, "r"), (self.writes, "w"), (self.along, "d"))
        return " ".join(f"{number:,} {letter}" for number, letter in counts if number)

    @property
    def whole(self) -> int:
        """All its accesses."""
        return self.reads + self.writes + self.along

    @property
    def rank(self) -> tuple[int, int, int]:
        """What to sort uses by: the most writes of its own first, then what goes along, then reads."""
        return -self.writes, -self.along, -self.reads


def table_uses(analysis: Analysis) -> dict[str, dict[str, Use]]:
    """Count accesses by table and service, as the findings do.

    Left out is what stands in no service, what runs the queries of others, and what only looks for rows that go with
    others.
    """
    uses: defaultdict[str, defaultdict[str, Use]] = defaultdict(lambda: defaultdict(Use))
    for access in analysis.accesses:
        if not access.service or access.generic or access.for_others or access.looks_only:
            continue
        use = uses[access.table][access.service]
        if access.goes_along:
            use.along += 1
        elif access.operation.writes:
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
