"""Which candidate service does each node belong to?

Many views of the graph are cut; what most of the runs agree on is joined, first to pure clusters, then fragments to
services. What the architect placed stays together and apart from the other services that were placed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analyzer.cluster.anchors import apart
from analyzer.cluster.cohesion import cohesions
from analyzer.cluster.consensus import consensus
from analyzer.cluster.cut import Cut
from analyzer.cluster.figures.arrays import Integers
from analyzer.cluster.fragments import Fragments, Ground
from analyzer.cluster.loose import islands_of, with_loose, without_empty
from analyzer.cluster.runs import Evidence, definition_sizes, runs_of
from analyzer.cluster.sets import sets_of
from analyzer.cluster.stability import stability_of
from analyzer.cluster.strays import settled
from analyzer.cluster.structure import Edges, bonds_of, edges_of
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
    bonds, sets = bonds_of(_edges(graph, options)), sets_of(graph)
    islands = islands_of(graph, bonds, sets, held)
    core = graph.without({graph.nodes[place] for place in np.flatnonzero(islands.loose)})
    cut = _cut(core, options, held[~islands.loose])
    least = 1 if options.services.automatic else options.services.least
    cut, islands = without_empty(cut, islands, definition_sizes(graph), held, least)
    if not islands.loose.any():
        return cut
    more = len(graph.nodes) if options.services.automatic else options.services.most - len(cut.group_of)
    return with_loose(cut, graph, islands, more)


def _edges(graph: Graph, options: Options) -> Edges:
    return edges_of(graph, {wish.kind: wish.weight for wish in options.weights})


def _cut(graph: Graph, options: Options, held: Integers) -> Cut:
    """Return the services of a graph that has nothing loose."""
    edges = _edges(graph, options)
    bonds, sets = bonds_of(edges), sets_of(graph)
    runs = runs_of(Evidence(graph, edges, sets, held), options.resolution, options.seed)
    tables = np.array([node.kind == "table" for node in graph.nodes], dtype=bool)
    ground = Ground(definition_sizes(graph), tables, held, bonds, sets, cohesions(sets, bonds))
    labels = _renumbered(settled(graph, _services(runs, ground, options), ground), held)
    stability, runner_up, margin = stability_of(labels, runs, ground.sizes)
    return Cut(
        of_node=tuple(labels.tolist()),
        group_of=_groups(labels, ground),
        stability=tuple(stability.tolist()),
        runner_up=tuple(runner_up.tolist()),
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
