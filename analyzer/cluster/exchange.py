"""Which services are in a graph that another tool made?"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from analyzer.cluster.cut import KERNEL_CLUSTER, Cut
from analyzer.cluster.figures.arrays import arrays_of, labels_of
from analyzer.cluster.naming.choose import name_services
from analyzer.cluster.partition import partition
from analyzer.cluster.trivial import figures_row
from analyzer.errors import NothingToAnalyseError
from analyzer.graph.weighted import Graph
from analyzer.model.exchange import ClusteringDocument, ClusteringFigures, FoundService
from analyzer.model.options import Options


def cluster_graph(graph: Graph, options: Options) -> ClusteringDocument:
    """Return the services of a graph under the options' wanted number and seed.

    Raises NothingToAnalyseError where it has no node but tables.
    """
    if all(node.kind == "table" for node in graph.nodes):
        raise NothingToAnalyseError("the graph has no class, function or module; there is nothing to cluster")
    cut = partition(graph, options)
    names = _names(graph, cut)
    members: dict[int, list[str]] = defaultdict(list)
    tables: dict[int, list[str]] = defaultdict(list)
    for node, cluster in zip(graph.nodes, cut.of_node, strict=True):
        (tables if node.kind == "table" else members)[cluster].append(node.name)
    found = [
        FoundService(names[cluster], tuple(sorted(members[cluster])), tuple(sorted(tables[cluster])))
        for cluster in names
    ]
    return ClusteringDocument(
        services=tuple(sorted(found, key=lambda one: (-len(one.members), one.name))),
        shared_kernel=tuple(sorted(members[KERNEL_CLUSTER] + tables[KERNEL_CLUSTER])),
        metrics=_figures(graph, cut),
        stability=dict(sorted((node.name, round(cut.stability[n], 3)) for n, node in enumerate(graph.nodes))),
    )


def write_clustering(document: ClusteringDocument) -> bytes:
    """Encode the services as JSON."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _names(graph: Graph, cut: Cut) -> dict[int, str]:
    """Cluster -> its name; the kernel bears none, and its words speak for nobody."""
    return {cluster: one.name for cluster, one in name_services(*cut.without_kernel(graph)).items()}


def _figures(graph: Graph, cut: Cut) -> ClusteringFigures:
    row = figures_row("", arrays_of(graph), labels_of(cut.of_node))
    return msgspec.convert(row, ClusteringFigures, from_attributes=True)
