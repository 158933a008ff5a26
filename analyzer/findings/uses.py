"""Which services use each table, how, and where?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import msgspec
from msgspec.structs import replace

from analyzer.model.code import Certainty
from analyzer.model.data import Access
from analyzer.model.data_findings import TableUse
from analyzer.model.facts import Facts
from analyzer.model.location import Location
from analyzer.model.services import KERNEL

SEVERAL = 2
_MANY = 3


class UsedTable(msgspec.Struct, frozen=True):
    """A table, its owner, and its users: writers first, then by number of accesses and name."""

    name: str
    owner: str
    uses: tuple[TableUse, ...]
    certainty: Certainty

    @property
    def changing(self) -> tuple[str, ...]:
        """The services that change its rows, if only by deleting what these hang on."""
        return tuple(use.service for use in self.uses if use.writes)

    @property
    def writers(self) -> tuple[str, ...]:
        """The services that change its rows, and do not only delete what they hang on."""
        return tuple(use.service for use in self.uses if use.writes > use.along)


def accesses_by_table(facts: Facts) -> dict[str, list[Access]]:
    """Return the accesses that say who uses each table, by its name; the kernel is nobody.

    Accesses that run everyone's queries say nothing of their service, nor do rows that are only looked for when another
    is deleted.
    """
    by_table: dict[str, list[Access]] = defaultdict(list)
    for access in facts.accesses:
        if access.service not in ("", KERNEL) and not access.generic and not access.looks_only:
            by_table[access.table].append(access)
    return by_table


def used_tables(facts: Facts, for_others: Collection[Access] = frozenset()) -> tuple[UsedTable, ...]:
    """Return the tables that services use, by name; the facts are placed in services.

    ``for_others`` are accesses that make their service no user of another's table: of code that uses the table of its
    object, whichever that is, or that runs a query which another service handed over.
    """
    owner = {table.name: table.owner for table in facts.tables}
    found = []
    for name, accesses in sorted(accesses_by_table(facts).items()):
        owned = owner.get(name, "")
        told = [access for access in accesses if access.service == owned or access not in for_others]
        if told:
            found.append(_used(name, owned, told))
    return tuple(found)


def marked(facts: Facts, for_others: Collection[Access]) -> Facts:
    """Return the facts with those accesses marked that make their service no user of the table."""
    owner = {table.name: table.owner for table in facts.tables}
    accesses = (
        replace(one, for_others=True) if one in for_others and one.service != owner.get(one.table, "") else one
        for one in facts.accesses
    )
    return replace(facts, accesses=tuple(accesses))


def is_shared(table: UsedTable) -> bool:
    """True where two services or more change rows of a table, or three or more use or own it."""
    parties = {use.service for use in table.uses} | ({table.owner} - {"", KERNEL})
    return len(table.changing) >= SEVERAL or len(parties) >= _MANY


def _used(name: str, owner: str, accesses: list[Access]) -> UsedTable:
    by_service: dict[str, list[Access]] = defaultdict(list)
    for access in accesses:
        by_service[access.service].append(access)
    uses = [
        TableUse(
            service,
            reads=sum(not access.operation.writes for access in mine),
            writes=sum(access.operation.writes for access in mine),
            evidence=tuple(sorted({Location(access.path, access.line) for access in mine})),
            along=sum(access.goes_along for access in mine),
        )
        for service, mine in by_service.items()
    ]
    uses.sort(key=lambda use: (use.writes == 0, use.along - use.writes, -use.along, -use.reads, use.service))
    outside = [access.certainty for access in accesses if access.service != owner]
    certainty = min(outside, key=lambda one: one.rank, default=Certainty.LITERAL)
    return UsedTable(name, owner, tuple(uses), certainty)
