"""Which accesses does each service make, and which go to its tables?"""

from __future__ import annotations

from collections import Counter, defaultdict

from analyzer.model.data import Access
from analyzer.plan.grounds import Grounds


class Shares:
    """The counted accesses by who makes them, and by who owns the table."""

    def __init__(self, grounds: Grounds) -> None:
        """Count once."""
        self._owner = grounds.evidence.owner_of
        self.made: dict[str, list[Access]] = defaultdict(list)
        self.received: dict[str, list[Access]] = defaultdict(list)
        self.both: Counter[str] = Counter()
        self._for_others = grounds.evidence.for_others
        self._foreign_writes: dict[tuple[str, str], list[Access]] = defaultdict(list)
        for table in sorted(grounds.accesses):
            owner = self._owner.get(table, "")
            for access in grounds.accesses[table]:
                self._count(access, owner)

    def _count(self, access: Access, owner: str) -> None:
        self.made[access.service].append(access)
        if owner:
            self.received[owner].append(access)
        if access.service == owner:
            self.both[owner] += 1
        elif access.operation.writes and access not in self._for_others:
            self._foreign_writes[owner, access.table].append(access)

    def crosses(self, access: Access) -> bool:
        """True where an access goes to a table of another service, or of nobody."""
        return self._owner.get(access.table, "") != access.service

    def foreign_writes(self, owner: str, table: str) -> list[Access]:
        """Return the accesses of others that write a table."""
        return self._foreign_writes.get((owner, table), [])
