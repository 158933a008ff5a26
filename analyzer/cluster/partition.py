"""Which candidate service does each node belong to?

Many views of the graph are cut; what most of the runs agree on is joined, first to pure clusters, then fragments to
services. What the architect placed stays together and apart from the other services that were placed. Last, what many
services share and what only ties them together is set aside.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analyzer.cluster.anchors import apart
from analyzer.cluster.aside import set_aside
from analyzer.cluster.cohesion import cohesions
from analyzer.cluster.consensus import consensus
from analyzer.cluster.cut import Cut
from analyzer.cluster.figures.arrays import Integers
from analyzer.cluster.fragments import Fragments, Ground
from analyzer.cluster.kernel import kernel_of
from analyzer.cluster.runs import Evidence, definition_sizes, runs_of
from analyzer.cluster.sets import sets_of
from analyzer.cluster.stability import stability_of
from analyzer.cluster.strays import settled
from analyzer.cluster.structure import bonds_of, edges_of
from analyzer.errors import BadInputError
from analyzer.graph.weighted import Graph
from analyzer.model.options import Options

_AGREEMENTS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Share of the runs in which what is joined must have been together. The first holds: runs of high resolution cut most
services. The others serve who wants more services than it leaves."""

_LARGEST_VIEW = 7


def partition(graph: Graph, options: Options, placed: Mapping[int, int] | None = None) -> Cut:
    """Return the services of a graph under the options' resolution, seed and wanted number of services.

    ``placed`` maps nodes that were placed by hand to the numbers 0, 1, … of their services. Raises BadInputError where
    more services are placed than are wanted.
    """
    held = np.full(len(graph.nodes), -1, dtype=np.int64)
    for place, service in (placed or {}).items():
        held[place] = service
    steered = len(set((placed or {}).values()))
    if not options.services.automatic and steered > options.services.most:
        raise BadInputError(
            f"services = {options.services.most}, but {steered} are steered: raise the number or drop some"
        )
    edges = edges_of(graph, {wish.kind: wish.weight for wish in options.weights})
    bonds, sets = bonds_of(edges), sets_of(graph)
    evidence = Evidence(graph, edges, sets, held)
    runs = runs_of(evidence, options.resolution, options.seed)
    tables = np.array([node.kind == "table" for node in graph.nodes], dtype=bool)
    ground = Ground(definition_sizes(graph), tables, held, bonds, sets, cohesions(sets, bonds))
    labels = _renumbered(settled(graph, _services(runs, ground, options), ground), held)
    kernel = kernel_of(evidence, labels, ground.cohesion)
    may_go = (np.arange(int(labels.max()) + 1) >= steered) & options.services.automatic
    labels, nearest = set_aside(graph, labels, kernel, bonds, may_go)
    stability, runner_up, margin = stability_of(labels, runs, ground.sizes)
    shared = labels < 0
    return Cut(
        of_node=tuple(labels.tolist()),
        group_of=_groups(nearest, ground),
        stability=tuple(np.where(shared, 1.0, stability).tolist()),
        runner_up=tuple(np.where(shared, nearest, runner_up).tolist()),
        margin=tuple(margin.tolist()),
    )


def _services(runs: Integers, ground: Ground, options: Options) -> Integers:
    """Join what the runs agree on, and its fragments, within the wanted number."""
    wanted = options.services
    least = 1 if wanted.automatic else wanted.least
    for agreement in _AGREEMENTS:
        clusters = apart(consensus(runs, ground.sizes, agreement), ground.held, ground.bonds)
        if int(clusters.max()) + 1 >= least:
            break
    fragments = Fragments(clusters, ground)
    fragments.join_related(least)
    fragments.join_tiny(least)
    if not wanted.automatic:
        fragments.join_to(wanted.most)
    return fragments.labels()


def _renumbered(labels: Integers, held: Integers) -> Integers:
    """Number the services: those placed by hand as they were given, the others after them."""
    steered = int(held.max()) + 1
    number = {int(labels[held == service][0]): service for service in range(steered)}
    for label in labels.tolist():
        number.setdefault(label, len(number))
    return np.array([number[label] for label in labels.tolist()], dtype=np.int64)


def _groups(labels: Integers, ground: Ground) -> dict[int, int]:
    """The service that stands for the group of each, in the first view of at most seven groups."""
    fragments = Fragments(labels, ground)
    fragments.join_to(_LARGEST_VIEW)
    return dict(sorted(zip(labels.tolist(), fragments.labels().tolist(), strict=True)))
