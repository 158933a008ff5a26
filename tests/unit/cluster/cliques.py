"""Graphs whose services are plain to see."""

from __future__ import annotations

from analyzer.graph.weighted import Graph, Node, weighted_graph, words_of


def cliques(count: int, size: int, more: dict[tuple[str, str, str], float] | None = None) -> Graph:
    """``count`` cliques of ``size`` definitions that call each other, a module each, and a call from each to each.

    ``more`` are edges by the names of their ends and their kind; ends that there are not are modules and definitions
    of their own.
    """
    names = [[f"p{c}.m{c}.n{c}x{n:02d}" for n in range(size)] for c in range(count)]
    calls = {(some[a], some[b], "call"): 1.0 for some in names for a in range(size) for b in range(a + 1, size)}
    calls |= {(names[a][b % size], names[b][a % size], "call"): 1.0 for a in range(count) for b in range(a + 1, count)}
    calls |= more or {}
    return graph_of({name for a, b, _ in calls for name in (a, b)} | {name for some in names for name in some}, calls)


def graph_of(definitions: set[str], calls: dict[tuple[str, str, str], float]) -> Graph:
    """Return the graph of definitions and their modules."""
    modules = {name.rpartition(".")[0] for name in definitions}
    nodes = tuple(
        sorted([Node("definition", name) for name in definitions] + [Node("module", name) for name in modules])
    )
    place = {node.name: number for number, node in enumerate(nodes)}
    counted = {(place[a], place[b], kind): times for (a, b, kind), times in calls.items()}
    counted |= {(place[name], place[name.rpartition(".")[0]], "within"): 1.0 for name in definitions}
    packages = tuple(node.name.rpartition(".")[0] for node in nodes)
    return weighted_graph(Graph(nodes, (), packages, tuple(words_of(n.name.split(".")) for n in nodes)), counted)
