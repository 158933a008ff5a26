from __future__ import annotations

from pathlib import Path

from analyzer.cluster.naming.evidence import Extra, Said, Source, extra_evidence, names_of_nodes
from analyzer.graph.weighted import Graph, Node


def said(graph: Graph, extra: Extra | None = None) -> list[list[tuple[str, str]]]:
    return [[(one.source.value, one.name) for one in names] for names in names_of_nodes(graph, extra or Extra())]


def test_every_node_speaks_by_its_folders_and_its_own_name() -> None:
    nodes = (
        Node("definition", "shop.basket.views.Add"),
        Node("definition", "shop.tax.rate_of"),
        Node("module", "shop.tax"),
        Node("table", "public.orders"),
    )
    assert said(Graph(nodes, ())) == [
        [("package", "basket"), ("package", "views"), ("class", "Add")],
        [("package", "tax"), ("function", "rate_of")],
        [("package", "tax")],
        [("table", "orders")],
    ]
