"""How do many views cut the graph?

Every view cuts it twice: definition by definition, and with the modules that hold together as units. A large graph is
cut through fewer views, by its size alone, so that the time stays in bounds.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from analyzer.cluster.anchors import weighted_down
from analyzer.cluster.cohesion import cohesions
from analyzer.cluster.figures.arrays import Floats, Integers
from analyzer.cluster.leiden import leiden, numbered
from analyzer.cluster.modules import units_of
from analyzer.cluster.sets import Sets
from analyzer.cluster.structure import Edges, bonds_of
from analyzer.cluster.views import VIEWS, Scene, View
from analyzer.graph.weighing import modules_of
from analyzer.graph.weighted import Graph
from analyzer.model.options import Options
from analyzer.source.workers import cores

_MUCH = 400_000  # edges and memberships; so many are cut through every view
_FEWEST_VIEWS = 4
_FEWEST_RUNS = 5
_NEVER_MANY = 4  # clusters; a tiny graph may have as many
_LEAST_MEAN = 5.0  # definitions in a cluster; a finer run says nothing about services


@dataclass(frozen=True, slots=True)
class Evidence:
    """A graph as the views see it; ``held`` is the number of the steered service of each node, -1 for none."""

    graph: Graph
    edges: Edges
    sets: Sets
    held: Integers


def runs_of(evidence: Evidence, options: Options) -> Integers:
    """Return a row per node and a column per run with the number of the node's cluster.

    What is held by one service is one unit in every run. The resolution of the options multiplies that of every view.
    """
    graph, held = evidence.graph, evidence.held
    sizes = definition_sizes(graph)
    views = _affordable(len(evidence.edges.source) + len(evidence.sets.member))
    alone = np.arange(len(graph.nodes))
    fine = _cut(evidence, _with_held(alone, held), views, options)
    module = modules_of(graph)
    if (module < 0).all():
        return _telling(fine, sizes)
    coarse = _cut(evidence, _with_held(units_of(graph, module, fine, sizes), held), views, options)
    return _telling(np.concatenate((fine, coarse), axis=1), sizes)


def definition_sizes(graph: Graph) -> Floats:
    """Return what each node counts in the size of a cluster: a definition 1, a table or a module's own code nothing.

    Where there is no definition each module counts 1.
    """
    counted = "definition" if any(node.kind == "definition" for node in graph.nodes) else "module"
    return np.array([float(node.kind == counted) for node in graph.nodes])


def _affordable(size: int) -> tuple[View, ...]:
    """Return the views for a graph of so many edges and memberships: every second, third … of a large one."""
    step = max(1, min(size // _MUCH, len(VIEWS) // _FEWEST_VIEWS))
    return VIEWS[::step]


def _with_held(unit: Integers, held: Integers) -> Integers:
    return numbered(np.where(held >= 0, len(unit) + held, unit))


def _cut(evidence: Evidence, unit: Integers, views: tuple[View, ...], options: Options) -> Integers:
    """Cut the units through every view, several at once, and return the clusters of the nodes."""
    units = int(unit.max()) + 1
    whole = units == len(unit)
    edges = evidence.edges if whole else evidence.edges.contracted(unit, units)
    sets = evidence.sets if whole else evidence.sets.contracted(unit, units)
    bonds = bonds_of(edges)
    cohesion = cohesions(sets, bonds)
    scene = Scene(weighted_down(bonds, bonds_of(evidence.edges), unit, evidence.held), sets, cohesion)

    def cut(number: int) -> Integers:
        resolution = views[number].resolution * options.resolution
        return numbered(leiden(scene.through(views[number]), resolution, options.seed + number)[:units])

    jobs = options.jobs or cores()
    if jobs == 1:
        return np.stack([*map(cut, range(len(views)))], axis=1)[unit]
    with ThreadPoolExecutor(jobs) as threads:  # Leiden runs without Python's lock
        return np.stack([*threads.map(cut, range(len(views)))], axis=1)[unit]


def _telling(runs: Integers, sizes: Floats) -> Integers:
    """Leave out the runs whose clusters are too small for services; a few of the coarsest always stay."""
    counted = sizes > 0
    number = np.array([len(np.unique(column[counted])) for column in runs.T])
    kept = np.flatnonzero(number <= max(counted.sum() / _LEAST_MEAN, _NEVER_MANY))
    if len(kept) < _FEWEST_RUNS:
        kept = np.sort(np.argsort(number, kind="stable")[:_FEWEST_RUNS])
    return runs[:, kept]
