"""What says nothing about where the services are, and where does it go?

A module that has nothing to do with the others must not change how they are cut. So small islands, which at most one
other module is tied to and whose words and folders bind nothing, are left out of every count, and are given to a
service when the services are found.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import msgspec
import numpy as np

from analyzer.cluster.cohesion import cohesions
from analyzer.cluster.cut import KERNEL_CLUSTER, Cut
from analyzer.cluster.figures.arrays import Floats, Integers, Truths
from analyzer.cluster.leiden import numbered
from analyzer.cluster.sets import FOLDER, MODULE, Sets
from analyzer.cluster.structure import Bonds, summed
from analyzer.graph.weighing import modules_of
from analyzer.graph.weighted import Graph

_SHARE = 0.02  # of the nodes of the largest island; a smaller island is small
_FEW, _FEW_SHARE = 10, 0.2  # so few are few in a small graph too, unless they are so much of it or tied
_BINDS = 0.1  # cohesion times rarity from which on a word or folder binds what carries it
_HARDLY = 1e-3  # what a folder binds that is no more cohesive than chance; it speaks where nothing else does
_SILENT = 0.05  # what pulls less says nothing
_SERVICE = 2  # definitions from which on a folder of islands is a service of its own


@dataclass(frozen=True, slots=True)
class Islands:
    """The island of every node, which nodes are loose, and what the words and folders bind."""

    of_node: Integers
    loose: Truths
    worth: Floats
    sets: Sets
    bonds: Bonds


def islands_of(graph: Graph, bonds: Bonds, sets: Sets, held: Integers) -> Islands:
    """Return the islands of a graph; those that hold what was placed by hand are never loose.

    Nothing is loose in a graph without modules: who drew it meant every class.
    """
    module = modules_of(graph)
    if (module < 0).all():
        nothing = np.zeros(len(module), dtype=bool)
        return Islands(np.arange(len(module)), nothing, np.zeros(len(sets)), sets, bonds)
    unit = np.where(module >= 0, module, np.arange(len(module)))
    a, b = unit[bonds.a], unit[bonds.b]
    hanging = _hanging(a, b, module)
    firm = ~(hanging[a] | hanging[b]) | (a == b)
    island = _connected(a[firm], b[firm], len(unit))[unit]
    size = np.bincount(island)
    largest = float(size.max())
    tied = np.zeros(len(size), dtype=bool)
    tied[island[bonds.a[~firm]]] = tied[island[bonds.b[~firm]]] = True
    few = np.where(tied, 0.0, min(_FEW, _FEW_SHARE * largest))
    small = size < np.maximum(few, _SHARE * largest)
    small[island[held >= 0]] = False
    worth = _worth(sets, bonds, ~small[island])
    binds = (worth >= _BINDS) & (sets.family != MODULE)  # the modules right in a package may have little in common
    binding = small[island[sets.member]] & binds[sets.of_set]
    small[island[sets.member[binding]]] = False
    small[island[_packages(graph, ~small[island])]] = False
    return Islands(island, small[island], worth, sets, bonds)


def _hanging(a: Integers, b: Integers, module: Integers) -> Truths:
    """Return which modules are tied to one other only."""
    nodes = len(module)
    apart = a != b
    pairs = np.unique(np.concatenate((a[apart] * nodes + b[apart], b[apart] * nodes + a[apart])))
    found: Truths = (np.bincount(pairs // max(nodes, 1), minlength=nodes) == 1) & (module >= 0)
    return found


def _packages(graph: Graph, firm: Truths) -> list[int]:
    """Return the modules that are packages around something firm."""
    around: set[str] = set()
    for package in {package for package, told in zip(graph.packages, firm.tolist(), strict=True) if told}:
        name = package
        while name and name not in around:
            around.add(name)
            name = name.rpartition(".")[0]
    return [place for place, node in enumerate(graph.nodes) if node.kind == "module" and node.name in around]


def _worth(sets: Sets, bonds: Bonds, firm: Truths) -> Floats:
    """Return what each set binds, its cohesion times its rarity, as far as what is firm says."""
    units = int(firm.sum())
    new = np.cumsum(firm) - 1
    inside = firm[bonds.a] & firm[bonds.b]
    among = Bonds(units, new[bonds.a[inside]], new[bonds.b[inside]], bonds.weight[inside])
    told = firm[sets.member]
    of_set = sets.of_set[told]
    size = np.bincount(of_set, minlength=len(sets))
    left = Sets(sets.family, size, sets.names, of_set, new[sets.member[told]], sets.branch[told])
    rarity = np.log(units / np.maximum(size, 1)) / np.log(max(units, 2))
    found: Floats = np.where(size > 1, cohesions(left, among), 0.0) * rarity
    return found


def with_loose(core: Cut, graph: Graph, islands: Islands, more: int) -> Cut:
    """Return the cut of all nodes, given that of those which are not loose.

    An island goes whole to the service that it is tied to, or else has most of what its words and folders are about.
    Those of a folder that is theirs alone are a service, as long as there may be ``more``; the rest is the largest's.
    """
    loose = islands.loose
    labels = np.full(len(loose), KERNEL_CLUSTER, dtype=np.int64)
    labels[~loose] = core.of_node
    own = numbered(islands.of_node[loose])
    pulls = _pulls(labels, max(max(core.of_node, default=-1) + 1, 1), own, islands)
    first = pulls.max(axis=1)
    best = np.where(first > 0, pulls.argmax(axis=1), _largest(labels))
    pulls[np.arange(len(pulls)), np.maximum(best, 0)] = 0.0
    second = np.where(pulls.max(axis=1) > 0, pulls.argmax(axis=1), best)
    ahead = np.where(first > 0, 1 - pulls.max(axis=1) / np.maximum(first, 1e-12), 0.0)
    labels[loose] = best[own]
    found = _spread(
        core, loose, labels, {"stability": (1 + ahead[own]) / 2, "runner_up": second[own], "margin": ahead[own]}
    )
    silent = loose.copy()
    silent[loose] = (first < _SILENT)[own]
    return _apart(found, graph, silent, more)


def _largest(labels: Integers) -> int:
    placed = labels[labels >= 0]
    return int(np.bincount(placed).argmax()) if len(placed) else KERNEL_CLUSTER


def _pulls(labels: Integers, services: int, own: Integers, islands: Islands) -> Floats:
    """A row per loose island: how much of its sets, and of what it is tied to, each service has."""
    loose, sets, bonds = islands.loose, islands.sets, islands.bonds
    worth = islands.worth + np.where(sets.family == FOLDER, _HARDLY, 0.0)
    placed = labels[sets.member] >= 0
    cell = sets.of_set[placed] * services + labels[sets.member[placed]]
    have = summed(cell, np.ones(len(cell)), len(sets) * services).reshape(len(sets), services)
    share = have / np.maximum(have.sum(axis=1, keepdims=True), 1)
    number = np.full(len(labels), -1, dtype=np.int64)
    number[loose] = own
    told = loose[sets.member]
    width = max(len(sets), 1)
    keys = np.unique(number[sets.member[told]] * width + sets.of_set[told])
    found = np.zeros((int(own.max(initial=-1)) + 1, services))
    np.add.at(found, keys // width, worth[keys % width, None] * share[keys % width])
    for a, b in ((bonds.a, bonds.b), (bonds.b, bonds.a)):
        tied = (number[a] >= 0) & (labels[b] >= 0)
        np.add.at(found, (number[a[tied]], labels[b[tied]]), 1.0)
    return found


def _apart(cut: Cut, graph: Graph, silent: Truths, more: int) -> Cut:
    """Make services of the folders that hold nothing but what nothing pulls."""
    home: dict[str, list[int]] = defaultdict(list)
    for place, (node, package) in enumerate(zip(graph.nodes, graph.packages, strict=True)):
        home[package if node.kind == "module" else package.rpartition(".")[0]].append(place)
    of_node = list(cut.of_node)
    groups = dict(cut.group_of)
    for package in sorted(home):
        places = home[package]
        code = sum(graph.nodes[place].kind == "definition" for place in places)
        if package and more > 0 and code >= _SERVICE and all(silent[place] for place in places):
            number = len(groups)
            groups[number] = max(groups.values(), default=number)
            more -= 1
            for place in places:
                of_node[place] = number
    return msgspec.structs.replace(cut, of_node=tuple(of_node), group_of=groups)


def _spread(core: Cut, loose: Truths, labels: Integers, of_loose: dict[str, Floats | Integers]) -> Cut:
    """Return the cut of all nodes with the figures of the loose ones filled in."""
    figures: dict[str, tuple[float, ...]] = {}
    for name, given in of_loose.items():
        found = np.zeros(len(loose), dtype=given.dtype)
        found[~loose] = getattr(core, name)
        found[loose] = given
        figures[name] = tuple(found.tolist())
    return msgspec.structs.replace(core, of_node=tuple(labels.tolist()), **figures)


def _connected(a: Integers, b: Integers, nodes: int) -> Integers:
    """Return the number of the connected component of every node."""
    root = np.arange(nodes)
    while True:
        low = np.minimum(root[a], root[b])
        found = root.copy()
        np.minimum.at(found, root[a], low)
        np.minimum.at(found, root[b], low)
        while (found[found] != found).any():
            found = found[found]
        if (found == root).all():
            return numbered(root)
        root = found
