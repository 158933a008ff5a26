"""Which services are in a graph that another tool made?"""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec

from analyzer.cluster.cut import KERNEL_CLUSTER, Cut
from analyzer.cluster.leiden import modularity
from analyzer.cluster.partition import partition
from analyzer.cluster.why import cut_of_clusters
from analyzer.cluster.words import choose_names, speaking_words
from analyzer.errors import NothingToAnalyseError
from analyzer.graph.weighted import Graph
from analyzer.model.exchange import ClusteringDocument, ClusteringFigures, FoundService
from analyzer.model.options import Options
from analyzer.model.services import KERNEL

_TABLE_WORD, _WORD = 4, 1  # how much a word says by where it stands


def cluster_graph(graph: Graph, options: Options) -> ClusteringDocument:
    """Return the services of a graph under the options' wanted number and seed.

    Raises NothingToAnalyseError where it has no node but tables.
    """
    if all(node.kind == "table" for node in graph.nodes):
        raise NothingToAnalyseError("the graph has no class, function or module; there is nothing to cluster")
    cut = _cut(graph, options)
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


def _cut(graph: Graph, options: Options) -> Cut:
    """Run the engine; the one place that knows which."""
    clusters = partition(graph, options)
    return cut_of_clusters(graph, clusters.of_node, clusters.group_of)


def _names(graph: Graph, cut: Cut) -> dict[int, str]:
    """Cluster -> its name, by the words of its nodes; the largest cluster chooses first."""
    counts: dict[str, Counter[str]] = {str(cluster): Counter() for cluster in sorted(set(cut.of_node))}
    counts.pop(str(KERNEL_CLUSTER), None)
    for place, cluster in enumerate(cut.of_node):
        if cluster != KERNEL_CLUSTER:
            weight = _TABLE_WORD if graph.nodes[place].kind == "table" else _WORD
            counts[str(cluster)].update(dict.fromkeys(graph.words[place], weight))
    sizes = Counter(cut.of_node)
    order = sorted(counts, key=lambda label: (-sizes[int(label)], int(label)))
    return {int(label): name for label, name in choose_names(speaking_words(counts), order, taken={KERNEL}).items()}


def _figures(graph: Graph, cut: Cut) -> ClusteringFigures:
    sizes = Counter(c for n, c in enumerate(cut.of_node) if c != KERNEL_CLUSTER and graph.nodes[n].kind != "table")
    whole = sum(node.kind != "table" for node in graph.nodes)
    return ClusteringFigures(
        services=len(set(cut.of_node) - {KERNEL_CLUSTER}),
        largest=round(max(sizes.values(), default=0) / whole, 3),
        modularity=round(modularity(graph, dict(enumerate(cut.of_node))), 3) + 0.0,
    )
