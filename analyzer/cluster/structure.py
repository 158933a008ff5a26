"""How strongly do units hang together by calls, types and data?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers
from analyzer.graph.weighing import damped, homes_of
from analyzer.graph.weighted import PLACE, WEIGHTS, Graph

KINDS = (*WEIGHTS, PLACE)
"""The kinds of edges, as arrays number them."""


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
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    plain = [weights.get(kind, weight) for kind, (weight, _) in WEIGHTS.items()]
    return Edges(
        nodes=len(graph.nodes),
        source=np.array([edge.source for edge in graph.edges], dtype=np.int64),
        target=np.array([edge.target for edge in graph.edges], dtype=np.int64),
        kind=np.array([kinds[edge.kind] for edge in graph.edges], dtype=np.int64),
        count=np.array([edge.count for edge in graph.edges], dtype=np.float64),
        home=homes_of(graph),
        weights=np.array([*plain, 0.0], dtype=np.float64),
    )


def bonds_of(edges: Edges) -> Bonds:
    """Return the summed weight of the edges of each pair, by ``damped``; what weighs nothing is no bond."""
    n = edges.nodes
    told = (edges.weights[edges.kind] > 0) & (edges.source != edges.target)
    source, target, plain = edges.source[told], edges.target[told], edges.weights[edges.kind[told]]
    weight = damped(plain, edges.count[told], source, target, edges.home)
    found, place = np.unique(np.minimum(source, target) * n + np.maximum(source, target), return_inverse=True)
    return Bonds(n, found // n, found % n, summed(place.ravel(), weight, len(found)))
