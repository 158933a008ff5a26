"""Which nodes of a directed graph reach each other in a circle?"""

from __future__ import annotations

from collections.abc import Iterable


def circles(edges: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return the strongly connected components of more than one node, each sorted, in order."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(sorted(set(edges)))
    found = [tuple(sorted(component)) for component in nx.strongly_connected_components(graph)]
    return sorted(component for component in found if len(component) > 1)
