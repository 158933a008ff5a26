"""What has to be done to the data when a service leaves: transactions, shared tables, keys, its own tables?

Of a remedy that answers a finding about a table each step bears a share, and the shares of all steps of a full split
add up to the whole: the definitions of others that use it are what changes; when its owner leaves, those of all that
are still there; when a user leaves before the owner, its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.data_findings import DirectAccess, SharedTable
from analyzer.model.decision import WorkItem, WorkKind
from analyzer.model.location import Location
from analyzer.plan.decision.code_work import facade
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.decision.items import Items, Task, everything, listed
from analyzer.plan.decision.transaction_work import TransactionWork
from analyzer.plan.recipe import definitions, places, plural

TableFinding = SharedTable | DirectAccess


class DataWork:
    """The items of one service that leaves, while some others are still there."""

    def __init__(self, crossings: Crossings, items: Items) -> None:
        """Index once what each service has a part in."""
        self._crossings = crossings
        self._items = items
        self._tables: dict[str, list[TableFinding]] = defaultdict(list)
        self._transactions = TransactionWork(crossings, items)
        self._places = {one.name: Location(one.path, one.line) for one in crossings.grounds.facts.tables}
        for one in crossings.grounds.findings:
            if isinstance(one, SharedTable | DirectAccess):
                users = {access.service for access in crossings.grounds.accesses.get(one.subject, ())}
                for service in sorted({*users, one.owner}):  # more than the finding names: those that are handed rows
                    self._tables[service].append(one)

    def items(self, service: str, there: frozenset[str]) -> Iterator[WorkItem]:
        """Yield what it takes to part the data of a service from that of those that are still ``there``."""
        yield from self._transactions.items(service, there)
        yield from sorted(self._of_tables(service, there), key=lambda one: (one.effort_high, one.name))
        yield from self._keys(service, there)
        own = self._crossings.services[service].tables
        if own:
            yield self._items.counted(
                Task(
                    WorkKind.TABLES,
                    f"tables of {service}",
                    f"move {plural(len(own), 'table')} into a database of {service}: {listed(own)}",
                    after=tuple(map(everything, (WorkKind.TRANSACTION, WorkKind.DATA, WorkKind.FOREIGN_KEY))),
                    sites=tuple(self._places[one] for one in own if one in self._places),
                ),
                {"table moved": len(own)},
            )

    def merging(self, service: str, there: frozenset[str]) -> Iterator[str]:
        """Yield the findings of which merging this service with one that is there would be the better remedy."""
        for one in (*self._transactions.of[service], *self._tables[service]):
            tied = {*one.services, one.owner} if isinstance(one, SharedTable | DirectAccess) else set(one.services)
            if service in tied and tied & there and self._items.is_merging_better(one.id):
                yield one.id

    def _of_tables(self, service: str, there: frozenset[str]) -> Iterator[WorkItem]:
        for one in self._tables[service]:
            remedy = self._items.remedy_of(one.id)
            accesses = self._crossings.grounds.accesses.get(one.subject, ())
            foreign = [access for access in accesses if access.service != one.owner]
            crossing = [access for access in foreign if access.service in self._leaving(one, service, there)]
            if remedy is None or not crossing:
                continue
            changed = definitions(crossing)
            yield self._items.shared(
                Task(
                    WorkKind.DATA,
                    f"table {one.subject}",
                    f"{remedy.remedy}, for {plural(len(changed), 'definition')} "
                    f"of {listed(access.service for access in crossing)} "
                    f"that use {one.subject} of {one.owner or 'nobody'} today",
                    after=(facade(one.owner or service),),
                    sites=places(crossing),
                ),
                remedy,
                len(changed) / len(definitions(foreign)),
            )

    def _leaving(self, finding: TableFinding, service: str, there: frozenset[str]) -> frozenset[str]:
        """Return the services whose accesses to a table begin to cross."""
        if finding.owner == service:
            return there
        return frozenset((service,)) if finding.owner in there or not finding.owner else frozenset()

    def _keys(self, service: str, there: frozenset[str]) -> Iterator[WorkItem]:
        for other in self._crossings.neighbours(service):
            pairs = ((service, other), (other, service))
            keys = (
                [key for pair in pairs for key in self._crossings.foreign_keys.get(pair, ())] if other in there else []
            )
            if keys:
                columns = sorted({(key.table, key.column) for key in keys})
                yield self._items.counted(
                    Task(
                        WorkKind.FOREIGN_KEY,
                        f"keys between {service} and {other}",
                        f"drop {plural(len(columns), 'foreign key')}: {listed('.'.join(column) for column in columns)}",
                        after=(everything(WorkKind.DATA),),
                        sites=tuple(Location(key.path, key.line) for key in keys),
                        findings=tuple(f"foreign-key:{table}.{column}" for table, column in columns),
                    ),
                    {"foreign key": len(columns)},
                )
