"""What do the figures need of a graph, as arrays that are made once for all cuts?

*Units* are the nodes that a cut is about: definitions and modules, not tables. *Links* are the edges between two units,
but for membership in a module, which is a place and no dependency. A cut is the cluster of every node, by its place; a
node with a negative one (the shared kernel) is in no service and left out of every figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analyzer.graph.weighted import PLACE, Graph

Integers: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]

WRITES, READS, CALLS, MODELS = "write", "read", "call", "model"


@dataclass(frozen=True, slots=True)
class Ends:
    """Edges by the places of their ends; ``count`` is how often each occurs."""

    source: Integers
    target: Integers
    count: Floats

    def only(self, wanted: Truths) -> Ends:
        """Return some of the edges."""
        return Ends(self.source[wanted], self.target[wanted], self.count[wanted])


@dataclass(frozen=True, slots=True)
class Arrays:
    """A graph as arrays.

    ``links`` has one entry per edge, ``pairs`` one per two units that are linked, whatever the direction and kind.
    ``calls`` are those links that are calls; ``uses`` go from a unit to a table it reads or writes, and ``maps`` from
    the class to its table. ``edges`` are all, and ``weight`` what each of them weighs in the graph.
    """

    nodes: int
    units: Truths
    links: Ends
    pairs: Ends
    calls: Ends
    uses: Ends
    writes: Truths
    maps: Ends
    edges: Ends
    weight: Floats


def arrays_of(graph: Graph) -> Arrays:
    """Return a graph as arrays."""
    number, edges = len(graph.nodes), graph.edges
    columns = chain.from_iterable(map(attrgetter("source", "target", "count", "weight"), edges))  # memory is read once
    ends = np.fromiter(columns, np.float64, 4 * len(edges)).reshape(-1, 4)
    every = Ends(ends[:, 0].astype(np.int64), ends[:, 1].astype(np.int64), ends[:, 2].copy())
    units = np.fromiter((node.kind != "table" for node in graph.nodes), np.bool_, number)
    kinds = list(map(attrgetter("kind"), edges))
    code = {kind: place for place, kind in enumerate(sorted(set(kinds)))}
    kind = np.fromiter(map(code.__getitem__, kinds), np.int64, len(edges))

    def of(*names: str) -> Truths:
        return np.isin(kind, [code[name] for name in names if name in code])

    between = units[every.source] & units[every.target] & (every.source != every.target)
    linked = between & ~of(READS, WRITES, PLACE)
    used = units[every.source] & ~units[every.target] & of(READS, WRITES)
    links = every.only(linked)
    return Arrays(
        nodes=number,
        units=units,
        links=links,
        pairs=_pairs(links, number),
        calls=every.only(between & of(CALLS)),
        uses=every.only(used),
        writes=of(WRITES)[used],
        maps=every.only(units[every.source] & ~units[every.target] & of(MODELS)),
        edges=every,
        weight=ends[:, 3].copy(),
    )


def labels_of(cut: Sequence[int]) -> Integers:
    """Return a cut as an array, its clusters numbered 0, 1, … without a gap; those below 0 become -1."""
    given = np.asarray(cut, np.int64)
    found = np.full(len(given), -1, np.int64)
    placed = given >= 0
    found[placed] = np.unique(given[placed], return_inverse=True)[1]
    return found


def sizes_of(arrays: Arrays, labels: Integers) -> Integers:
    """Return the number of units in each service that has one."""
    counted = np.bincount(labels[arrays.units & (labels >= 0)])
    return counted[counted > 0]


def placed(ends: Ends, labels: Integers) -> Ends:
    """Return the edges both ends of which are in a service."""
    return ends.only((labels[ends.source] >= 0) & (labels[ends.target] >= 0))


def _pairs(links: Ends, number: int) -> Ends:
    low, high = np.minimum(links.source, links.target), np.maximum(links.source, links.target)
    keys, where = np.unique(low * max(number, 1) + high, return_inverse=True)
    count = np.bincount(where, weights=links.count, minlength=len(keys)).astype(np.float64)
    return Ends(keys // max(number, 1), keys % max(number, 1), count)
