"""How are seeds, and what is kept from a service, obeyed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analyzer.cluster.belonging import Belonging
from analyzer.cluster.consensus import consensus
from analyzer.cluster.figures.arrays import Floats, Integers, Truths
from analyzer.cluster.steering import Steering
from analyzer.cluster.structure import summed
from analyzer.cluster.ties import Ties
from analyzer.graph.weighted import Graph

LEAVES = 2.0
"""A seed leaves for the service that pulls it at least so many times as much as the one it was given to."""

_ROUNDS = 10  # one seed that left may draw others after it
_TOGETHER = 0.5  # share of the runs in which what is kept from a service must be together to stay so
_FEWEST = 2  # definitions; fewer are no service


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was said beside the places of nodes, by the numbers of nodes and steered services.

    ``seeds`` are nodes that may leave their service, ``kept`` maps nodes to the services that they never join,
    ``apart`` holds pairs of services that share no group.
    """

    seeds: frozenset[int] = frozenset()
    kept: Mapping[int, frozenset[int]] = field(default_factory=dict)
    apart: tuple[tuple[int, int], ...] = ()

    def among(self, places: Sequence[int]) -> Wishes:
        """Return the wishes for some nodes, which are numbered anew in their order."""
        new = {place: number for number, place in enumerate(places)}
        return Wishes(
            frozenset(new[place] for place in self.seeds if place in new),
            {new[place]: services for place, services in self.kept.items() if place in new},
            self.apart,
        )


def wishes_of(graph: Graph, steering: Steering, numbers: Mapping[str, int]) -> Wishes:
    """Return the wishes for a graph; ``numbers`` are those of the services in which a node was placed."""
    kept = {
        place: frozenset(numbers[service] for service in steering.kept_from[node] if service in numbers)
        for place, node in enumerate(graph.nodes)
        if node in steering.kept_from
    }
    return Wishes(
        seeds=frozenset(place for place, node in enumerate(graph.nodes) if node in steering.seed_of),
        kept={place: services for place, services in kept.items() if services},
        apart=tuple((numbers[a], numbers[b]) for a, b in steering.apart if a in numbers and b in numbers),
    )


def split_off(labels: Integers, wishes: Wishes, runs: Integers, sizes: Floats) -> Integers:
    """Take out of each steered service what is kept from it; what most runs see together stays together.

    The number of a steered service is that of its cluster.
    """
    found = labels.copy()
    for service in sorted({service for services in wishes.kept.values() for service in services}):
        strays = np.array(
            [place for place in sorted(wishes.kept) if service in wishes.kept[place] and labels[place] == service],
            dtype=np.int64,
        )
        if len(strays):
            found[strays] = int(found.max()) + 1 + consensus(runs[strays], sizes[strays], _TOGETHER)
    return found


def barred(labels: Integers, wishes: Wishes) -> tuple[Integers, Integers]:
    """Return the pairs of clusters that must not join because one holds what is kept from the other."""
    pairs = sorted({(int(labels[place]), service) for place, services in wishes.kept.items() for service in services})
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@dataclass(frozen=True, slots=True)
class Settling:
    """What the last moves are decided by: evidence, runs, what each node counts, the wishes, and who was placed."""

    belonging: Belonging
    runs: Integers
    sizes: Floats
    wishes: Wishes
    held: Integers

    def settled(self, labels: Integers, least: int) -> Integers:
        """Return the services after the last moves; at least so many stay.

        Seeds leave for a service that pulls them at least ``LEAVES`` times as much, by bonds, words, folders and
        modules, but never the last of a service. What is kept from a service and too small for one of its own goes
        where most evidence pulls it, else where most runs put it. Labels below 0 are in no service; the others are
        numbered without a gap, and stay in their order.
        """
        found = labels.copy()
        for _ in range(_ROUNDS if self.wishes.seeds else 0):
            seeds = np.array(sorted(self.wishes.seeds), dtype=np.int64)
            if not self._leave(found, seeds[found[seeds] == self.held[seeds]]):
                break
        for place in sorted(self.wishes.kept):
            if self._is_stray(found, place, least):
                pulls = self._pulls(np.array([place]), found)[0]
                self._forbid(pulls, place, int(found[place]))
                if pulls.max() <= 0:
                    pulls = self._sightings(place, found)
                    self._forbid(pulls, place, int(found[place]))
                if pulls.max() > 0:
                    found[place] = int(pulls.argmax())
        inside = found >= 0
        found[inside] = np.unique(found[inside], return_inverse=True)[1].ravel()
        return found

    def _leave(self, labels: Integers, seeds: Integers) -> bool:
        """Move the seeds that are clearly pulled elsewhere; say whether one moved."""
        pulls = self._pulls(seeds, labels)
        own = pulls[np.arange(len(seeds)), labels[seeds]]
        for row, place in enumerate(seeds.tolist()):
            self._forbid(pulls[row], place, int(labels[place]))
        best = pulls.argmax(axis=1)
        most = pulls.max(axis=1, initial=0.0)
        going = (most > 0) & (most >= LEAVES * own)
        for service in np.unique(labels[seeds[going]]).tolist():
            members = labels == service
            members[seeds[going]] = False
            counted = self.sizes[labels == service].any()
            if not (self.sizes[members].any() if counted else members.any()):
                going &= labels[seeds] != service  # nobody leaves, or nothing would be left
        labels[seeds[going]] = best[going]
        return bool(going.any())

    def _is_stray(self, labels: Integers, place: int, least: int) -> bool:
        """True for what stands where it must not, and for what is alone beside a service that it is kept from."""
        label = int(labels[place])
        if label < 0:
            return False
        if label in self.wishes.kept[place]:
            return True
        if label <= self.held.max(initial=-1):
            return False  # the last of a service that was placed by hand stays
        beside = np.flatnonzero(labels == label)
        alone = self.sizes[beside].sum() < _FEWEST and (self.held[beside] < 0).all()
        return bool(alone) and len(beside) == 1 and len(np.unique(labels)) > max(least, 1)

    def _forbid(self, pulls: Floats, place: int, own: int) -> None:
        pulls[own] = -1.0
        pulls[sorted(self.wishes.kept.get(place, ()))] = -1.0

    def _pulls(self, nodes: Integers, labels: Integers) -> Floats:
        """The pull of each of some nodes to every service."""
        services, bonds = int(labels.max()) + 1, self.belonging.bonds
        row = np.full(len(labels), -1, dtype=np.int64)
        row[nodes] = np.arange(len(nodes))
        found = np.zeros(len(nodes) * services)
        for here, there in ((bonds.a, bonds.b), (bonds.b, bonds.a)):
            told: Truths = (row[here] >= 0) & (labels[there] >= 0)
            found += summed(row[here[told]] * services + labels[there[told]], bonds.weight[told], len(found))
        units: list[Sequence[int]] = [(place,) for place in nodes.tolist()]
        return found.reshape(-1, services) + Ties(self.belonging.sets, self.belonging.worth, labels, units).pulls()

    def _sightings(self, place: int, labels: Integers) -> Floats:
        """How much of a node's clusters in the runs stands in every service."""
        services = int(labels.max()) + 1
        found = np.zeros(services)
        for column in self.runs.T:
            beside = labels[(column == column[place]) & (labels >= 0)]
            found += np.bincount(beside, minlength=services) / max(len(beside), 1)
        return found
