"""Where does belong what nothing is bound to?

A module of constants that nobody imports, or a table that no code uses, is no service of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers, Truths
from analyzer.cluster.fragments import Ground
from analyzer.cluster.sets import WORD, Sets
from analyzer.cluster.structure import summed
from analyzer.graph.weighted import Graph


def settled(graph: Graph, labels: Integers, ground: Ground) -> Integers:
    """Return the clusters without those that hold no definition: each node of them goes where its like is.

    A module goes to the cluster with most definitions of the nearest package, a table to the one whose definitions
    carry most of its words; whatever is like nothing goes to the largest. A service that was placed by hand stays.
    """
    sizes, sets = ground.sizes, ground.sets
    size = summed(labels, sizes, int(labels.max()) + 1)
    steered = np.isin(labels, labels[ground.held >= 0])
    homeless = np.flatnonzero((size[labels] == 0) & ~steered)
    if not len(homeless) or not size.any():
        return labels
    found = labels.copy()
    largest = int(size.argmax())
    inside = by_package(graph, labels, sizes > 0)
    bearers = _by_word(labels, sizes, sets)
    words = defaultdict(list)
    for number, member in zip(sets.of_set.tolist(), sets.member.tolist(), strict=True):
        words[member].append(number)
    for place in homeless.tolist():
        near = nearest_package(graph.packages[place] if graph.packages else "", inside)
        like: Counter[int] = near or sum((bearers[word] for word in words[place]), Counter())
        found[place] = min(like, key=lambda cluster: (-like[cluster], cluster), default=largest)
    return found


def by_package(graph: Graph, labels: Integers, counted: Truths) -> dict[str, Counter[int]]:
    """Return how many of the counted nodes each cluster has in every package, those below it too."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for place in np.flatnonzero(counted).tolist():
        around = graph.packages[place] if graph.packages else ""
        while around:
            found[around][int(labels[place])] += 1
            around = around.rpartition(".")[0]
    return found


def nearest_package(package: str, inside: Mapping[str, Counter[int]]) -> Counter[int]:
    """Return what the package, or else the nearest around it that holds anything, has of each cluster."""
    while package:
        if package in inside:
            return inside[package]
        package = package.rpartition(".")[0]
    return Counter()


def _by_word(labels: Integers, sizes: Floats, sets: Sets) -> dict[int, Counter[int]]:
    found: dict[int, Counter[int]] = defaultdict(Counter)
    told = (sizes[sets.member] > 0) & (sets.family[sets.of_set] == WORD)
    for number, member in zip(sets.of_set[told].tolist(), sets.member[told].tolist(), strict=True):
        found[number][int(labels[member])] += 1
    return found
