"""How strongly do units hang together by calls, types and data?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers
from analyzer.cluster.modules import modules_of
from analyzer.graph.weighted import WEIGHTS, Graph

DAMPING = 2.0
"""Power of the logarithm by which the targets that many modules use are damped."""

_NOT_STRUCTURE = frozenset(("within",))  # standing in a module counts as a set, by its cohesion


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a graph as arrays: ends, number of the kind, how often; and the plain weight of each kind.

    ``home`` numbers what holds each node: its module, or itself. Edges of one module count as one user of a target.
    """

    nodes: int
    source: Integers
    target: Integers
    kind: Integers
    count: Floats
    home: Integers
    weights: Floats

    def contracted(self, unit_of: Integers, units: int) -> Edges:
        """Return the edges between units, each of which holds one or more nodes."""
        source, target = unit_of[self.source], unit_of[self.target]
        between = source != target
        kinds = len(self.weights)
        key = (source[between] * units + target[between]) * kinds + self.kind[between]
        found, place = np.unique(key, return_inverse=True)
        home = np.zeros(units, dtype=np.int64)
        home[unit_of] = self.home
        return Edges(
            nodes=units,
            source=found // kinds // units,
            target=found // kinds % units,
            kind=found % kinds,
            count=summed(place.ravel(), self.count[between], len(found)),
            home=home,
            weights=self.weights,
        )


@dataclass(frozen=True, slots=True)
class Bonds:
    """The summed weight of each pair of units that hang together, the lower number first; pairs are sorted."""

    units: int
    a: Integers
    b: Integers
    weight: Floats

    def volumes(self) -> Floats:
        """Return the weight that touches each unit."""
        return summed(self.a, self.weight, self.units) + summed(self.b, self.weight, self.units)


def summed(places: Integers, weight: Floats, length: int) -> Floats:
    """Return the sum of the weights at each place from 0 to ``length`` - 1."""
    return np.bincount(places, weights=weight, minlength=length).astype(np.float64)


def edges_of(graph: Graph, weights: Mapping[str, float]) -> Edges:
    """Return the edges of a graph; ``weights`` replaces the documented weights of some kinds."""
    kinds = {kind: number for number, kind in enumerate(WEIGHTS)}
    plain = [0.0 if kind in _NOT_STRUCTURE else weights.get(kind, WEIGHTS[kind][0]) for kind in kinds]
    module = modules_of(graph)
    return Edges(
        nodes=len(graph.nodes),
        source=np.array([edge.source for edge in graph.edges], dtype=np.int64),
        target=np.array([edge.target for edge in graph.edges], dtype=np.int64),
        kind=np.array([kinds[edge.kind] for edge in graph.edges], dtype=np.int64),
        count=np.array([edge.count for edge in graph.edges], dtype=np.float64),
        home=np.where(module >= 0, module, np.arange(len(graph.nodes))),
        weights=np.array(plain, dtype=np.float64),
    )


def bonds_of(edges: Edges) -> Bonds:
    """Return ``w * log2(1 + count) / log2(2 + users)**2`` summed over the edges of each pair.

    ``users`` is the number of modules that use the edge's target: repeats add little, and a hub that everything leans
    on says little about where one of its users belongs.
    """
    n = edges.nodes
    told = edges.weights[edges.kind] > 0
    source, target = edges.source[told], edges.target[told]
    users = np.bincount(np.unique(target * n + edges.home[source]) // n, minlength=n) if len(target) else np.zeros(n)
    weight = edges.weights[edges.kind[told]] * np.log2(1 + edges.count[told]) / np.log2(2 + users[target]) ** DAMPING
    key = np.minimum(source, target) * n + np.maximum(source, target)
    apart = source != target
    found, place = np.unique(key[apart], return_inverse=True)
    return Bonds(n, found // n, found % n, summed(place.ravel(), weight[apart], len(found)))
