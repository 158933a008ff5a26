"""Small graphs for the figures."""

from __future__ import annotations

from hypothesis import strategies as st

from analyzer.graph.weighted import Edge, Graph, Node

KINDS = ("call", "import", "inherit", "read", "write", "within", "model")


def five_and_two() -> Graph:
    """Definitions a to e (places 0 to 4) and the tables t and u (5 and 6); every edge weighs 1."""
    nodes = (*(Node("definition", f"p.m.{name}") for name in "abcde"), Node("table", "t"), Node("table", "u"))
    edges = (
        Edge(0, 1, "call", 3, 1.0),
        Edge(1, 0, "call", 1, 1.0),
        Edge(1, 2, "inherit", 1, 1.0),
        Edge(2, 3, "call", 1, 1.0),
        Edge(3, 4, "call", 2, 1.0),
        Edge(0, 5, "write", 1, 1.0),
        Edge(3, 5, "read", 1, 1.0),
        Edge(4, 6, "read", 1, 1.0),
    )
    return Graph(nodes, tuple(sorted(edges)))


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Graphs of up to eight definitions and three tables."""
    units, tables = draw(st.integers(1, 8)), draw(st.integers(0, 3))
    nodes = [Node("definition", f"p{n % 3}.m.d{n}") for n in range(units)] + [
        Node("table", f"t{n}") for n in range(tables)
    ]
    every = st.integers(0, len(nodes) - 1)
    drawn = draw(st.sets(st.tuples(every, every, st.sampled_from(KINDS), st.integers(1, 5)), max_size=25))
    edges = {(a, b, kind): Edge(a, b, kind, count, float(count)) for a, b, kind, count in sorted(drawn) if a != b}
    return Graph(tuple(sorted(nodes)), tuple(sorted(edges.values())))


@st.composite
def cut_graphs(draw: st.DrawFn, least: int = -1) -> tuple[Graph, list[int]]:
    """Graphs with a cut into up to four clusters; -1 is the kernel."""
    graph = draw(graphs())
    return graph, draw(st.lists(st.integers(least, 3), min_size=len(graph.nodes), max_size=len(graph.nodes)))
