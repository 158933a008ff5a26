"""How do we, and whoever takes no trouble, cut the references?

A cut maps items to the names of services: the nodes of a graph that another tool made; or, of a program, the paths of
its modules and the names of its outermost definitions.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analyzer.cluster.figures.arrays import Integers, arrays_of, labels_of
from analyzer.cluster.figures.sizes import services_of
from analyzer.cluster.leiden import leiden, symmetric
from analyzer.cluster.partition import partition
from analyzer.cluster.services import candidate_services
from analyzer.cluster.trivial import trivial_cuts
from analyzer.graph.exchange import read_graph
from analyzer.graph.weighted import Graph, Node, build_graph, outermost_lines
from analyzer.model.code import ImportKind
from analyzer.model.facts import Facts
from analyzer.model.options import Options
from analyzer.model.services import KERNEL

OURS, IMPORTS = "ours", "Leiden, imports"
TRIVIAL = {
    "plain Leiden": "Leiden, all",
    "one service a package": "package",
    "one service a top folder": "top folder",
    "all in one": "all in one",
    "at random": "random",
}
COLUMNS = (OURS, IMPORTS, *TRIVIAL.values())

Cuts = dict[str, dict[str, str]]


def program_cuts(facts: Facts) -> Cuts:
    """Return every cut of a program; plain Leiden on imports sees modules alone, that on all the graph of ours."""
    ours = our_program_cut(facts)
    graph = build_graph(facts)
    trivial = trivial_cuts(graph, arrays_of(graph), max(len(set(ours.values()) - {KERNEL}), 1))
    found = {OURS: ours, IMPORTS: _over_imports(facts)}
    return found | {TRIVIAL[name]: _of_program(facts, graph, labels) for name, labels in trivial.items()}


def our_program_cut(facts: Facts) -> dict[str, str]:
    """Return the services of the modules (by path) and of the outermost definitions (by name) of a program."""
    placed = candidate_services(facts, build_graph(facts), Options()).facts
    found = {module.path: module.service for module in placed.modules if module.service}
    return found | {one.name: one.service for one in placed.definitions if one.service and not one.within}


def graph_cuts(document: Mapping[str, Any]) -> Cuts:
    """Return every cut of a graph; its links between code stand where a program has imports."""
    graph = graph_of(document)
    arrays = arrays_of(graph)
    ours = our_graph_cut(document)
    links = symmetric(arrays.pairs.source, arrays.pairs.target, arrays.pairs.count, arrays.nodes)
    found = {OURS: ours, IMPORTS: _of_nodes(graph, leiden(links, 1.0, 0, iterations=1).tolist())}
    trivial = trivial_cuts(graph, arrays, services_of(arrays, labels_of(numbered(graph, ours))))
    return found | {TRIVIAL[name]: _of_nodes(graph, labels.tolist()) for name, labels in trivial.items()}


def our_graph_cut(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the clusters of the nodes of a graph, but for its tables."""
    graph = graph_of(document)
    return _of_nodes(graph, partition(graph, Options()).of_node)


def graph_of(document: Mapping[str, Any]) -> Graph:
    """Return the graph of a document in the exchange format."""
    return read_graph(json.dumps(document).encode(), str(document.get("name", "graph")))


def numbered(graph: Graph, labels: Mapping[str, str]) -> list[int]:
    """Return the number of every node's service, -1 for the kernel and for what has none."""
    number = {name: place for place, name in enumerate(sorted(set(labels.values()) - {KERNEL}))}
    return [number.get(labels.get(node.name, KERNEL), -1) for node in graph.nodes]


def _over_imports(facts: Facts) -> dict[str, str]:
    """Plain Leiden on modules; a definition is where its module is."""
    modules = sorted(node.name for node in build_graph(facts).nodes if node.kind == "module")
    place = {name: number for number, name in enumerate(modules)}
    counted: Counter[tuple[int, int]] = Counter()
    for edge in facts.imports:
        a, b = place.get(edge.importer), place.get(edge.imported)
        if a is not None and b is not None and a != b and edge.kind is not ImportKind.STRING:
            counted[min(a, b), max(a, b)] += 1
    ends = np.array(sorted(counted), dtype=np.int64).reshape(-1, 2)
    weight = np.array([counted[a, b] for a, b in ends.tolist()], dtype=np.float64)
    clusters = leiden(symmetric(ends[:, 0], ends[:, 1], weight, len(modules)), 1.0, 0, iterations=1).tolist()
    found = {one.path: str(clusters[place[one.name]]) for one in facts.modules if one.name in place}
    outermost = (one for one in facts.definitions if not one.within and one.module in place)
    return found | {one.name: str(clusters[place[one.module]]) for one in outermost}


def _of_program(facts: Facts, graph: Graph, labels: Integers) -> dict[str, str]:
    """A module is where most lines of its definitions are; without any, where its own node is."""
    label = {node: str(labels[place]) for place, node in enumerate(graph.nodes)}
    lines = outermost_lines(facts.definitions)
    found: dict[str, str] = {}
    placed: dict[str, Counter[str]] = defaultdict(Counter)
    for one in facts.definitions:
        node = Node("definition", one.name)
        if not one.within and node in label:
            found[one.name] = label[node]
            placed[one.module][label[node]] += lines[one.name]
    for module in facts.modules:
        node = Node("module", module.name)
        if node in label:
            by = placed[module.name]
            found[module.path] = min(by, key=lambda name: (-by[name], name)) if by else label[node]
    return found


def _of_nodes(graph: Graph, clusters: Sequence[int]) -> dict[str, str]:
    return {
        node.name: str(cluster) if cluster >= 0 else KERNEL
        for node, cluster in zip(graph.nodes, clusters, strict=True)
        if node.kind != "table"
    }
