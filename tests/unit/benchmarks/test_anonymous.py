"""A program without names: what goes, and what stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from analyzer.graph.weighted import build_graph
from analyzer.model.facts import Facts
from analyzer.model.options import Options
from analyzer.pipeline import facts_of
from benchmarks.anonymous import Pseudonyms, anonymous, anonymous_graph
from trees import write

SHOP = {
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": """
        from sqlalchemy import ForeignKey, String
        from sqlalchemy.orm import DeclarativeBase, mapped_column

        class Base(DeclarativeBase):
            pass

        class Invoice(Base):
            __tablename__ = "invoice"
            id = mapped_column(String, primary_key=True)
            buyer_id = mapped_column(ForeignKey("buyer.id"))

        class Buyer(Base):
            __tablename__ = "buyer"
            id = mapped_column(String, primary_key=True)
    """,
    "shop/users/__init__.py": "",
    "shop/users/models.py": """
        from sqlalchemy import select
        from shop.orders.models import Invoice

        def latest(session):
            def pick():
                return session.execute(select(Invoice)).first()
            return pick()
    """,
}
WORDS = ("shop", "order", "model", "user", "invoice", "buyer", "latest", "pick", "sqlalchemy.orm", "Base")


def facts(tmp_path: Path) -> Facts:
    return facts_of(write(tmp_path, SHOP), Options(jobs=1, cache=False))


def texts(value: object) -> Iterator[str]:
    """Return every text in a record but the names of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def test_no_word_is_left(tmp_path: Path) -> None:
    before = facts(tmp_path)
    assert before.accesses
    assert before.foreign_keys
    text = " ".join(texts(msgspec.to_builtins(anonymous(before)))).lower()
    assert [word for word in WORDS if word.lower() in text] == []
    assert "sqlalchemy" in text  # the framework of an access, which is a word of ours


def test_the_tree_stays_and_no_two_places_share_a_number(tmp_path: Path) -> None:
    names = Pseudonyms()
    found = anonymous(facts(tmp_path), names)
    orders, users = names.dotted("shop.orders.models").split("."), names.dotted("shop.users.models").split(".")
    assert orders[0] == users[0]
    assert orders[1] != users[1]
    assert orders[2] != users[2]
    assert names.dotted("shop.orders.models.Invoice").startswith(".".join(orders))
    assert names.path("shop/orders/__init__.py").endswith("/__init__.py")
    assert names.path("shop/orders/models.py").endswith(".py")
    assert names.table("invoice") != names.dotted("shop.orders.models.Invoice").split(".")[-1]
    assert {module.name for module in found.modules} >= {".".join(orders), ".".join(users)}


def test_a_column_of_two_tables_is_two_numbers_and_keys_still_fit(tmp_path: Path) -> None:
    found = anonymous(facts(tmp_path))
    columns = {table.name: set(table.columns) for table in found.tables}
    assert not set.intersection(*columns.values())
    (key,) = found.foreign_keys
    assert key.column in columns[key.table]
    assert key.to_column in columns[key.to_table]


def test_relations_stay(tmp_path: Path) -> None:
    before = facts(tmp_path)
    graphs = [build_graph(before), build_graph(anonymous(before))]
    kinds = [Counter((edge.kind, edge.count) for edge in graph.edges if edge.kind != "word") for graph in graphs]
    assert kinds[0] == kinds[1]
    assert [node.kind for node in graphs[0].nodes] == [node.kind for node in graphs[1].nodes]
    assert any(edge.kind == "read" for edge in graphs[1].edges)


def test_sorted_things_stay_in_their_order(tmp_path: Path) -> None:
    before, names = facts(tmp_path), Pseudonyms()
    after = anonymous(before, names)
    assert [names.dotted(one.name) for one in before.modules] == [one.name for one in after.modules]
    assert [names.dotted(one.name) for one in before.definitions] == [one.name for one in after.definitions]


def test_a_graph_of_another_tool() -> None:
    names = Pseudonyms()
    document = {
        "name": "g",
        "nodes": [
            {"id": "shop.Order", "kind": "class", "words": ["order"], "package": "shop"},
            {"id": "orders", "kind": "table"},
        ],
        "edges": [{"source": "shop.Order", "target": "orders", "kind": "write", "weight": 2}],
        "truth": {"shop.Order": "ordering"},
    }
    found = anonymous_graph(document, names)
    order, orders = names.dotted("shop.Order"), names.dotted("orders")
    assert found["nodes"] == [
        {"id": order, "kind": "class", "package": order.partition(".")[0]},
        {"id": orders, "kind": "table"},
    ]
    assert found["edges"] == [{"source": order, "target": orders, "kind": "write", "weight": 2}]
    assert found["truth"] == {order: "ordering"}
