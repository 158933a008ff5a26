"""Which candidate service does each node belong to?

Many views of the graph are cut; what most of the runs agree on is joined, first to pure clusters, then fragments to
services. What the architect placed stays together and apart from the other services that were placed. Last, what many
services share and what only ties them together is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from analyzer.cluster.anchors import apart
from analyzer.cluster.aside import set_aside
from analyzer.cluster.belonging import Belonging, belonging_of
from analyzer.cluster.consensus import MOST_ATOMS, consensus
from analyzer.cluster.cut import Cut
from analyzer.cluster.figures.arrays import Integers
from analyzer.cluster.fragments import Fragments, Ground
from analyzer.cluster.kernel import kernel_of
from analyzer.cluster.loose import islands_of, with_loose
from analyzer.cluster.pulled import follow_pulls
from analyzer.cluster.refine import refined
from analyzer.cluster.runs import Evidence, definition_sizes, runs_of
from analyzer.cluster.stability import stability_of
from analyzer.cluster.steered import Settling, Wishes, barred, split_off
from analyzer.cluster.strays import settled
from analyzer.errors import BadInputError
from analyzer.graph.weighted import Graph
from analyzer.model.options import Options, ServiceRange

_AGREEMENTS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Share of the runs in which what is joined must have been together. The first holds: runs of high resolution cut most
services. The others serve who wants more services than it leaves."""

_LARGEST_VIEW = 7


def partition(
    graph: Graph,
    options: Options,
    placed: Mapping[int, int] | None = None,
    wishes: Wishes | None = None,
    belonging: Belonging | None = None,
) -> Cut:
    """Return the services of a graph under the options' resolution, seed and wanted number of services.

    ``placed`` maps nodes that were placed by hand to the numbers 0, 1, … of their services; ``wishes`` say what
    else was said of nodes, ``belonging`` is the evidence where it is known. Raises BadInputError where the wanted
    number of services cannot be had.
    """
    held = np.full(len(graph.nodes), -1, dtype=np.int64)
    for place, service in (placed or {}).items():
        held[place] = service
    steered = len(set((placed or {}).values()))
    if not options.services.automatic and steered > options.services.most:
        raise BadInputError(
            f"services = {options.services.most}, but {steered} are steered: raise the number or drop some"
        )
    told, said = belonging or belonging_of(graph, options), wishes or Wishes()
    spoken_of = held.copy()
    spoken_of[sorted({*said.seeds, *said.kept})] = 0
    islands = islands_of(graph, told.bonds, told.sets, spoken_of)
    if not islands.loose.any():
        return _cut(graph, options, held, said, told)
    core = graph.without({graph.nodes[place] for place in np.flatnonzero(islands.loose)})
    firm = np.flatnonzero(~islands.loose)
    cut = _cut(core, options, held[firm], said.among(firm.tolist()), belonging_of(core, options))
    more = len(graph.nodes) if options.services.automatic else options.services.most - len(cut.group_of)
    return with_loose(cut, graph, islands, more)


def _cut(graph: Graph, options: Options, held: Integers, said: Wishes, told: Belonging) -> Cut:
    """Return the services of a graph that has nothing loose."""
    steered = int(held.max(initial=-1)) + 1
    evidence = Evidence(graph, told.edges, told.sets, held)
    runs = runs_of(evidence, options)
    tables = np.array([node.kind == "table" for node in graph.nodes], dtype=bool)
    ground = Ground(definition_sizes(graph), tables, held, told.bonds, told.sets, told.cohesion)
    labels = _renumbered(settled(graph, _services(runs, ground, options, said), ground), held)
    labels = refined(evidence, runs, labels)
    labels = Settling(told, runs, ground.sizes, said, held).settled(labels, _least(options))
    labels = follow_pulls(told, runs, ground, labels, said.kept)
    kernel = kernel_of(evidence, labels, ground.cohesion)
    may_go = (np.arange(int(labels.max()) + 1) >= steered) & options.services.automatic
    labels, nearest = set_aside(graph, labels, kernel, told.bonds, may_go)
    stability, runner_up, margin = stability_of(labels, runs, ground.sizes)
    shared = labels < 0
    return Cut(
        of_node=tuple(labels.tolist()),
        group_of=_groups(nearest, ground, said),
        stability=tuple(np.where(shared, 1.0, stability).tolist()),
        runner_up=tuple(np.where(shared, nearest, runner_up).tolist()),
        margin=tuple(margin.tolist()),
    )


def _least(options: Options) -> int:
    return 1 if options.services.automatic else options.services.least


def _services(runs: Integers, ground: Ground, options: Options, wishes: Wishes) -> Integers:
    """Join what the runs agree on, and its fragments, within the wanted number."""
    wanted, least = options.services, _least(options)
    counted = (ground.sizes > 0) | (ground.held >= 0)
    for clusters in _ever_finer(runs, ground, wishes):
        if len(np.unique(clusters[counted])) >= least:
            break
    fragments = Fragments(clusters, ground)
    fragments.keep_apart(*barred(clusters, wishes))
    fragments.join_related(least)
    fragments.join_tiny(least)
    if not wanted.automatic:
        fragments.join_to(wanted.most)
        _check_number(fragments.number, wanted)
    return fragments.labels()


def _ever_finer(runs: Integers, ground: Ground, wishes: Wishes) -> Iterator[Integers]:
    """Yield pure clusters by ever more agreement, at last every node by itself, as far as all can be compared."""
    for agreement in _AGREEMENTS:
        clusters = apart(consensus(runs, ground.sizes, agreement), ground.held, ground.bonds)
        yield split_off(clusters, wishes, runs, ground.sizes)
    if len(runs) <= MOST_ATOMS:
        yield apart(np.arange(len(runs)), ground.held, ground.bonds)


def _check_number(found: int, wanted: ServiceRange) -> None:
    told = wanted.most if wanted.least == wanted.most else f"{wanted.least}..{wanted.most}"
    if found > wanted.most:
        raise BadInputError(f"services = {told}, but never_with keeps {found} apart: raise the number or drop some")
    if found < wanted.least:
        raise BadInputError(f"services = {told}, but only {found} can be told apart: lower the number")


def _renumbered(labels: Integers, held: Integers) -> Integers:
    """Number the services: those placed by hand as they were given, the others after them."""
    steered = int(held.max()) + 1
    number = {int(labels[held == service][0]): service for service in range(steered)}
    for label in labels.tolist():
        number.setdefault(label, len(number))
    return np.array([number[label] for label in labels.tolist()], dtype=np.int64)


def _groups(labels: Integers, ground: Ground, wishes: Wishes) -> dict[int, int]:
    """The service that stands for the group of each, in the first view of at most seven groups."""
    fragments = Fragments(labels, replace(ground, held=np.full(len(labels), -1, dtype=np.int64)))
    fragments.keep_apart(*np.array(wishes.apart, dtype=np.int64).reshape(-1, 2).T)
    fragments.join_to(_LARGEST_VIEW)
    return dict(sorted(zip(labels.tolist(), fragments.labels().tolist(), strict=True)))
