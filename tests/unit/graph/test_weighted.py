from __future__ import annotations

import math
from pathlib import Path

import pytest

from analyzer.cluster.structure import bonds_of, edges_of
from analyzer.graph.weighted import Edge, Graph, Node, build_graph, networkx_graph, weighted_graph, with_weights
from analyzer.model.analysis import Analysis
from analyzer.model.code import TypeUse
from analyzer.model.facts import Facts
from trees import analysed

FILES = {
    "trips.py": """
        def hail(session):
            session.execute("INSERT INTO trips (id) VALUES (1)")
            def inner(): fare()
        def fare(): ...
        """,
    "web.py": "import trips\ndef page(): trips.hail(None)\n",
}


def graph_of(tmp_path: Path) -> Graph:
    return build_graph(facts_of(analysed(tmp_path, FILES), ()))


def facts_of(result: Analysis, type_uses: tuple[TypeUse, ...]) -> Facts:
    return Facts(
        modules=result.modules,
        definitions=result.definitions,
        imports=result.imports,
        calls=result.calls,
        inherits=(),
        type_uses=type_uses,
        tables=result.tables,
        foreign_keys=result.foreign_keys,
        accesses=result.accesses,
        statements=result.statements,
        transactions=result.transactions,
        resources=result.resources,
        entry_points=result.entry_points,
        unresolved=result.unresolved,
    )


def test_nested_definitions_count_for_the_outermost(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)
    named = {(graph.nodes[e.source].name, graph.nodes[e.target].name, e.kind) for e in graph.edges}
    assert named == {
        ("trips.hail", "trips", "within"),
        ("trips.fare", "trips", "within"),
        ("web.page", "web", "within"),
        ("trips.hail", "trips", "write"),
        ("trips.hail", "trips.fare", "call"),
        ("web.page", "trips.hail", "call"),
        ("web", "trips", "import"),
    }
    assert sorted(node.kind for node in graph.nodes) == ["definition"] * 3 + ["module"] * 2 + ["table"]


def test_type_uses_join_outermost_definitions_and_modules(tmp_path: Path) -> None:
    result = analysed(tmp_path, FILES)
    uses = (
        TypeUse("trips.hail.<locals>.inner", "web.page", "trips.py", 4),
        TypeUse("web.page", "trips", "web.py", 2),
        TypeUse("web", "trips.fare", "web.py", 1),
    )
    graph = build_graph(facts_of(result, uses))
    found = {(graph.nodes[e.source].name, graph.nodes[e.target].name) for e in graph.edges if e.kind == "type_use"}
    assert found == {("trips.hail", "web.page"), ("web.page", "trips"), ("web", "trips.fare")}


def test_weights_follow_the_documented_formula(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)
    weight = {(graph.nodes[e.source].name, e.kind): e.weight for e in graph.edges}
    # w * log2(1 + 1) / log2(2 + 1)**2 with one module that uses it; standing in a module is no evidence
    assert weight["trips.hail", "write"] == pytest.approx(4.0 / 1.5849625**2)
    assert weight["trips.hail", "within"] == 0.0


def test_users_are_counted_by_module_and_by_what_weighs_something() -> None:
    nodes = tuple(Node("definition", name) for name in ("a.one", "a.two", "b.three", "c.used"))
    nodes += tuple(Node("module", name) for name in ("a", "b"))
    graph = Graph(nodes, (), ("a", "a", "b", "c", "", ""))
    counted = {(0, 3, "call"): 1.0, (1, 3, "call"): 3.0, (2, 3, "type_use"): 1.0, (0, 4, "within"): 1.0}
    found = weighted_graph(graph, counted)
    two = 2.0  # modules a and b use it: log2(2 + 2)
    assert [(e.source, e.kind, e.weight) for e in found.edges] == [
        (0, "call", pytest.approx(1 / two**2)),
        (0, "within", 0.0),
        (1, "call", pytest.approx(2 / two**2)),  # log2(1 + 3) = 2
        (2, "type_use", pytest.approx(0.5 / two**2)),
    ]
    alone = with_weights(found, {"type_use": 0.0})
    assert [e.weight for e in alone.edges] == pytest.approx([1 / math.log2(3) ** 2, 0, 2 / math.log2(3) ** 2, 0])
    bonds = bonds_of(edges_of(found, {}))
    pairs = zip(bonds.a.tolist(), bonds.b.tolist(), bonds.weight.tolist(), strict=True)
    assert list(pairs) == [(0, 3, 1 / 4), (1, 3, 2 / 4), (2, 3, 0.5 / 4)]  # what the engine cuts by is the same


def test_what_holds_a_node_and_the_words_of_its_whole_name(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/orders.py": """
            def place_orders(session):
                session.execute("INSERT INTO order_lines (id) VALUES (1)")
                def inner(): ...
            """,
    }
    graph = build_graph(facts_of(analysed(tmp_path, files), ()))
    told = zip((node.name for node in graph.nodes), graph.packages, graph.words, strict=True)
    assert list(told) == [
        ("shop.orders.place_orders", "shop.orders", ("shop", "order", "place", "order")),
        ("shop", "", ("shop",)),
        ("shop.orders", "shop", ("shop", "order")),
        ("order_lines", "", ("order", "line")),
    ]


def test_what_is_left_keeps_its_package_and_words() -> None:
    nodes = (Node("definition", "a.x"), Node("definition", "a.y"), Node("table", "t"))
    graph = Graph(nodes, (Edge(0, 1, "call", 1, 1.0), Edge(1, 2, "read", 1, 2.0)), ("a", "b", ""), (("x",), ("y",), ()))
    assert graph.without({nodes[0]}) == Graph(nodes[1:], (Edge(0, 1, "read", 1, 2.0),), ("b", ""), (("y",), ()))
    assert graph.without(()) is graph
    assert Graph(nodes, ()).without({nodes[0]}) == Graph(nodes[1:], ())


def test_the_border_to_networkx_keeps_nodes_and_weights() -> None:
    graph = Graph(
        (Node("definition", "a"), Node("definition", "b"), Node("table", "t")),
        (Edge(0, 1, "call", 1, 1.0), Edge(1, 0, "call", 1, 0.5), Edge(1, 2, "read", 1, 2.0)),
    )
    found = networkx_graph(graph)
    assert found.nodes[2] == {"kind": "table", "name": "t"}
    assert found.edges[0, 1]["weight"] == pytest.approx(1.5)
    assert found.number_of_edges() == 2
