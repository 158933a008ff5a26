"""How ready is each service to leave, and which are the best to begin with?

A service that leaves first has all its edges broken, so the fewer the better: real extractions were nearly one-way.
What speaks against leaving are stated bounds, each of which can be read off the other pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from analyzer.model.contracts import Effect, Operation
from analyzer.model.decision import BorderEdges, Readiness
from analyzer.model.services import Service
from analyzer.model.teams import ServiceChange
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.isolation import Isolation
from analyzer.plan.recipe import percent, plural

SMALL = 0.25  # of the lines of the mean service
MIDDLE = 0.25  # of all edges between services
OVER_MEAN = 1.5  # times the edges of the mean service, where there are so many that this is less
INSIDE = 0.5  # of the weight of the edges that touch it
STABLE = 0.7  # of the runs in which its definitions are together
FRONT = 0.5  # of the entry points of a service that nobody asks
WAITING = 0.5  # of the other services
LIBRARY = 0.5  # of the operations that others call
TIED = 0.5  # of the transactions that would cross
MANY = 10  # sagas: fewer are work, as many are a reason to stay
SEVERAL = 3  # services that wait, or operations that are called, before a share of them says anything
AT_ONCE = 3
QUARTER = 4  # one of so many services leaves
NO_TABLE = "it owns no table"


def readiness(crossings: Crossings, changes: Mapping[str, ServiceChange]) -> tuple[Readiness, ...]:
    """Return every service, most ready first; ``changes`` are empty without history."""
    judge = _Judge(crossings)
    judged = [judge.readiness(one, changes.get(one.name)) for one in crossings.services.values()]
    return tuple(sorted(judged, key=_rank))


def best(ranked: Sequence[Readiness], crossings: Crossings) -> tuple[str, ...]:
    """Return the services to begin with, first to last: at most three, and a quarter of those that own tables.

    One that another of them asks leaves before it, unless each asks the other.
    """
    owning = sum(bool(one.tables) for one in crossings.services.values())
    left = [one.service for one in ranked if one.is_ready][: min(AT_ONCE, owning // QUARTER)]
    ordered: list[str] = []
    while left:
        free = [name for name in left if not any(_asks(name, other, crossings) for other in left)]
        ordered.append((free or left)[0])
        left.remove(ordered[-1])
    return tuple(ordered)


def elimination(first: Sequence[str], ranked: Sequence[Readiness], crossings: Crossings) -> tuple[str, ...]:
    """Return all services in the order in which they leave a full split; the last one is what remains.

    After the ``first`` ones always the one with the fewest edges to those that are still there; of equals the most
    ready one.
    """
    rank = {one.service: number for number, one in enumerate(ranked)}
    there = set(crossings.services) - set(first)
    edges = {name: sum(number for other, number in crossings.between[name].items() if other in there) for name in there}
    order = list(first)
    while there:
        leaving = min(there, key=lambda name: (edges[name], rank[name]))
        there.remove(leaving)
        order.append(leaving)
        for other, number in crossings.between[leaving].items():
            if other in there:
                edges[other] -= number
    return tuple(order)


def _asks(one: str, other: str, crossings: Crossings) -> bool:
    return (one, other) in crossings.calls and (other, one) not in crossings.calls


def _rank(one: Readiness) -> tuple[bool, int, int, str]:
    return not one.is_ready, one.edges, one.inbound.total, one.service


class _Judge:
    """Holds what is the same for all services."""

    def __init__(self, crossings: Crossings) -> None:
        self._crossings = crossings
        self._isolation = Isolation(crossings.grounds)
        self._edges = sum(one.total for one in crossings.edges.values())
        self._inbound: dict[str, list[BorderEdges]] = defaultdict(list)
        self._outbound: dict[str, list[BorderEdges]] = defaultdict(list)
        for (source, target), edges in crossings.edges.items():
            self._outbound[source].append(edges)
            self._inbound[target].append(edges)
        services = crossings.services.values()
        self._middle = min(MIDDLE, OVER_MEAN * 2 / max(len(services), 1))  # each edge is one of two services
        self._mean = sum(one.lines for one in services) / max(len(services), 1)

    def readiness(self, service: Service, change: ServiceChange | None) -> Readiness:
        """Return the figures of one service, and what speaks against it."""
        name = service.name
        inbound, outbound = _sum(self._inbound[name]), _sum(self._outbound[name])
        operations = self._crossings.grounds.promised.across(name)
        share = (inbound.total + outbound.total) / self._edges if self._edges else 0.0
        return Readiness(
            service=name,
            inbound=inbound,
            outbound=outbound,
            share=round(share, 3),
            transactions=self._transactions(name),
            operations=len(operations),
            stability=service.stability,
            changes=change.commits if change else 0,
            alone=change.alone if change else 0,
            against=tuple(self._against(service, operations, share)),
        )

    def _against(self, service: Service, operations: Sequence[Operation], share: float) -> Iterator[str]:
        if not service.tables:
            yield NO_TABLE
        if service.lines < SMALL * self._mean:
            yield f"its {plural(service.lines, 'line')} are less than a quarter of the mean of {self._mean:.0f}"
        if not operations:
            yield from self._unasked(service.name)
        free = sum(one.effect is Effect.NONE for one in operations)
        if len(operations) >= SEVERAL and free > LIBRARY * len(operations):
            yield f"{free} of the {len(operations)} operations that others call use no data: it is a library to them"
        waiting = len(self._crossings.waiting.get(service.name, ()))
        others = len(self._crossings.services) - 1
        if waiting >= max(SEVERAL, WAITING * others):
            yield f"{waiting} of the {others} others need what it knows: each would wait for it"
        if share > self._middle:
            told = f"{percent(share)} of all edges between services are its own, more than {percent(self._middle)}"
            yield f"{told}: it is woven in"
        torn, crossing = self._transactions(service.name), len(self._crossings.transactions)
        if torn >= MANY and torn > TIED * crossing:
            yield f"{torn} of the {crossing} transactions that would cross are its own: each would become a saga"
        if service.cohesion < INSIDE:
            yield f"only {percent(service.cohesion)} of the weight of its edges stays inside"
        if service.stability < STABLE:
            yield f"its definitions are together in {percent(service.stability)} of the runs only"

    def _transactions(self, name: str) -> int:
        return sum(name in one.services for one in self._crossings.transactions)

    def _unasked(self, name: str) -> Iterator[str]:
        entries, needing = self._isolation.entries(name), self._isolation.needing(name)
        if not entries:
            yield "nobody calls it, and it has no entry point of its own"
        elif len(needing) > FRONT * len(entries):
            told = f"{len(needing)} of its {plural(len(entries), 'entry point')} need others"
            yield f"nobody calls it, and {told}: it is a front of the system"


def _sum(several: Sequence[BorderEdges]) -> BorderEdges:
    return BorderEdges(
        calls=sum(one.calls for one in several),
        reads=sum(one.reads for one in several),
        writes=sum(one.writes for one in several),
        foreign_keys=sum(one.foreign_keys for one in several),
    )
