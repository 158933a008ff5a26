"""What is read of another tool's graph, and what is said of a bad one."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from analyzer.errors import BadInputError
from analyzer.graph.exchange import read_graph
from analyzer.graph.weighted import Graph, Node

A: dict[str, Any] = {"id": "shop.billing.Invoice", "kind": "class"}
B: dict[str, Any] = {"id": "shop.billing.pay", "kind": "function"}
CALL: dict[str, Any] = {"source": B["id"], "target": A["id"], "kind": "call"}
FORM = "the form is in docs/guide/graph-exchange.md"


def read(nodes: list[Any], edges: list[Any], **more: Any) -> Graph:
    return read_graph(json.dumps({"nodes": nodes, "edges": edges, **more}).encode(), "g.json")


def edges_of(graph: Graph) -> list[tuple[str, str, str, int, float]]:
    name = [node.name for node in graph.nodes]
    return [(name[e.source], name[e.target], e.kind, e.count, round(e.weight, 4)) for e in graph.edges]


def test_nodes_edges_words_and_packages() -> None:
    table = {"id": "invoices", "kind": "table", "words": ["InvoiceLines"], "package": "db"}
    module = {"id": "shop.billing", "kind": "module", "color": "red"}
    write = {"source": B["id"], "target": "invoices", "kind": "write", "weight": 3, "since": 2019}
    graph = read([B, A, table, module], [write, CALL], name="shop", licence={"a": [1]})
    assert graph.nodes == (
        Node("definition", "shop.billing.Invoice"),
        Node("definition", "shop.billing.pay"),
        Node("module", "shop.billing"),
        Node("table", "invoices"),
    )
    assert graph.packages == ("shop.billing", "shop.billing", "shop", "db")
    assert graph.words == (
        ("shop", "billing", "invoice"),
        ("shop", "billing", "pay"),
        ("shop", "billing"),
        ("invoice", "line"),
    )
    damped = math.log2(3) ** 2  # one edge arrives at each
    assert edges_of(graph) == [
        ("shop.billing.Invoice", "shop.billing", "within", 1, 0.0),
        ("shop.billing.pay", "shop.billing.Invoice", "call", 1, round(1 / damped, 4)),
        ("shop.billing.pay", "shop.billing", "within", 1, 0.0),
        ("shop.billing.pay", "invoices", "write", 3, round(4 * 2 / damped, 4)),  # log2(1 + 3) = 2
    ]


@pytest.mark.parametrize(
    ("name", "package", "words"),
    [
        ("com.shop.Trade$QuotePrice", "com.shop", ("com", "shop", "trade", "quote", "price")),
        ("src/billing/invoice_lines", "src.billing", ("src", "billing", "invoice", "line")),
        ("src/billing/tax.ts#TaxRate", "src.billing.tax.ts", ("src", "billing", "tax", "tax", "rate")),
        ("App\\Models\\UserGroup", "App.Models", ("app", "model", "user", "group")),
        ("shop::orders::Order", "shop.orders", ("shop", "order", "order")),
        ("Owner", "", ("owner",)),
    ],
)
def test_ids_of_other_languages(name: str, package: str, words: tuple[str, ...]) -> None:
    graph = read([{"id": name, "kind": "class"}], [])
    assert (graph.packages, graph.words) == ((package,), (words,))


def test_a_table_has_the_package_that_is_told() -> None:
    nodes = [{"id": "public.orders", "kind": "table"}, {"id": "public.users", "kind": "table", "package": "people"}]
    assert read(nodes, []).packages == ("", "people")


def test_equal_edges_are_added_up_and_those_without_direction_meet() -> None:
    together = [
        {"source": A["id"], "target": B["id"], "kind": "co_change", "weight": 0.25},
        {"source": B["id"], "target": A["id"], "kind": "co_change", "weight": 0.5},
        {"source": A["id"], "target": A["id"], "kind": "call"},
        {"source": A["id"], "target": B["id"], "kind": "call", "weight": 0},
    ]
    ((_, _, kind, count, weight),) = edges_of(read([A, B], together))
    assert (kind, count) == ("co_change", 1)
    assert weight == round(0.5 * math.log2(1.75) / math.log2(3) ** 2, 4)


def test_order_of_nodes_and_edges_says_nothing() -> None:
    other = {"source": A["id"], "target": B["id"], "kind": "type_use", "weight": 2}
    assert read([A, B], [CALL, other, CALL]) == read([B, A], [CALL, CALL, other])


@pytest.mark.parametrize(
    ("nodes", "edges", "says"),
    [
        (
            [A | {"kind": "clas"}],
            [],
            "the node 'shop.billing.Invoice' has the unknown kind 'clas'; did you mean 'class'?",
        ),
        (
            [A | {"kind": "xyz"}],
            [],
            "the node 'shop.billing.Invoice' has the unknown kind 'xyz'; known are class, function, module, table",
        ),
        (
            [A, B],
            [CALL | {"kind": "calls"}],
            "the edge 'shop.billing.pay' -> 'shop.billing.Invoice' has the unknown kind 'calls'; did you mean 'call'?",
        ),
        (
            [A],
            [CALL],
            "the edge 'shop.billing.pay' -> 'shop.billing.Invoice' starts at 'shop.billing.pay', "
            "but there is no node of that id",
        ),
        (
            [B],
            [CALL],
            "the edge 'shop.billing.pay' -> 'shop.billing.Invoice' ends at 'shop.billing.Invoice', "
            "but there is no node of that id",
        ),
        ([A, B, A | {"kind": "table"}], [], "two nodes have the id 'shop.billing.Invoice'; give each its own"),
        *(
            (
                [A, B],
                [CALL, CALL | {"weight": weight}],
                f"the edge 'shop.billing.pay' -> 'shop.billing.Invoice' has the weight {shown}; "
                "a weight is a number from 0 to 1e15",
            )
            for weight, shown in (
                (-1, "-1"),
                (float("nan"), "NaN"),
                (float("inf"), "Infinity"),
                ("3", '"3"'),
                (None, "null"),
                (True, "true"),
                (1e30, "1e+30"),
            )
        ),
        (
            [{"kind": "class"}],
            [],
            f"not a graph: Object missing required field `id` - at `$.nodes[0]`; {FORM}",
        ),
        (
            [A | {"id": ""}],
            [],
            f"not a graph: Expected `str` of length >= 1 - at `$.nodes[0].id`; {FORM}",
        ),
        (
            [A],
            ["x"],
            f"not a graph: Expected `object`, got `str` - at `$.edges[0]`; {FORM}",
        ),
    ],
)
def test_what_cannot_be_meant_is_an_error_that_names_it(nodes: list[Any], edges: list[Any], says: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read(nodes, edges)
    assert str(caught.value) == f"g.json: {says}"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not valid JSON: Input data was truncated"),
        (b"{]", "not valid JSON: JSON is malformed: "),
        (b"[]", "not a graph: Expected `object`, got `array`; the form is in docs/guide/graph-exchange.md"),
        (b'{"nodes": []}', "not a graph: Object missing required field `edges`"),
        (b'{"nodes": [], "edges": [], "x": NaN}', "not valid JSON: JSON is malformed: "),
        (b'{"nodes": [{"id": "\xff", "kind": "class"}], "edges": []}', "not valid JSON: "),
        (b'{"nodes": [{"id": "\\ud800", "kind": "class"}], "edges": []}', "not valid JSON: "),
        (b'{"nodes": [], "edges": [], "x": ' + b"[" * 100_000, "not "),
    ],
)
def test_what_is_no_graph(content: bytes, says: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_graph(content, "g.json")
    assert str(caught.value).startswith(f"g.json: {says}")


def test_a_byte_order_mark_is_passed_over_and_long_ids_are_cut_in_messages() -> None:
    assert read_graph(b'\xef\xbb\xbf{"nodes": [], "edges": []}', "g.json") == Graph((), ())
    with pytest.raises(BadInputError) as caught:
        read([A | {"id": "x" * 10_000, "kind": "thing"}], [])
    assert len(str(caught.value)) < 200
