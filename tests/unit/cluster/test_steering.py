"""What the architect placed stays there, whatever the numbers say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.cluster.partition import partition
from analyzer.cluster.steering import steer
from analyzer.errors import BadInputError
from analyzer.graph.weighted import Edge, Graph, Node
from analyzer.model.options import Options, ServiceRange, SteeredService
from analyzer.model.services import KERNEL
from trees import analysed

NODES = (
    Node("definition", "shop.models.Invoice"),
    Node("definition", "shop.models.InvoiceLine"),
    Node("definition", "shop.tax.rates.find"),
    Node("definition", "shop.taxonomy.Tree"),
    Node("module", "shop.models"),
    Node("module", "shop.tax.rates"),
    Node("table", "shop_invoice"),
)
GRAPH = Graph(NODES, ())


def placed(*services: SteeredService, shared_kernel: tuple[str, ...] = ()) -> dict[str, str]:
    found = steer(GRAPH, Options(service=services, shared_kernel=shared_kernel)).service_of
    return {node.name: service for node, service in found.items()}


@pytest.mark.parametrize(
    ("pattern", "held"),
    [
        ("shop.models.Invoice", {"shop.models.Invoice"}),
        ("shop.models.Inv*", {"shop.models.Invoice", "shop.models.InvoiceLine"}),
        ("shop.tax", {"shop.tax.rates", "shop.tax.rates.find"}),
        ("shop.tax.*", {"shop.tax.rates", "shop.tax.rates.find"}),
        ("shop.tax.**", {"shop.tax.rates", "shop.tax.rates.find"}),
        ("shop.models.*", {"shop.models", "shop.models.Invoice", "shop.models.InvoiceLine"}),
        ("*.find", {"shop.tax.rates.find"}),
        ("shop_invoice", set()),
    ],
)
def test_a_pattern_holds_what_it_names_and_what_stands_below(pattern: str, held: set[str]) -> None:
    assert set(placed(SteeredService("billing", (pattern,)))) == held


def test_the_more_exact_pattern_wins() -> None:
    found = placed(SteeredService("billing", ("shop.models.Invoice",)), SteeredService("sales", ("shop.**",)))
    assert found["shop.models.Invoice"] == "billing"
    assert found["shop.models.InvoiceLine"] == found["shop.models"] == found["shop.tax.rates"] == "sales"


def test_the_kernel_and_tables_are_placed_too() -> None:
    found = placed(SteeredService("billing", tables=("shop_invoice",)), shared_kernel=("shop.tax",))
    assert found == {"shop_invoice": "billing", "shop.tax.rates": KERNEL, "shop.tax.rates.find": KERNEL}


def test_two_patterns_of_one_exactness_are_an_error() -> None:
    with pytest.raises(BadInputError, match=r"shop\.models\.Invoice is pinned to a by .* and to b by"):
        placed(SteeredService("a", ("shop.models.*voice",)), SteeredService("b", ("shop.models.Invoi*",)))


def test_what_fits_nothing_is_said() -> None:
    wishes = (SteeredService("a", ("shop.gone",), ("gone",)),)
    assert steer(GRAPH, Options(service=wishes, shared_kernel=("old.*",))).notes == (
        "pin of service a: 'shop.gone' fits no definition or module",
        "shared_kernel: 'old.*' fits no definition or module",
        "tables of service a: there is no table 'gone'",
    )


def chain(weights: list[float]) -> Graph:
    nodes = tuple(Node("definition", f"m.n{n:02d}") for n in range(len(weights) + 1))
    return Graph(nodes, tuple(Edge(n, n + 1, "call", 1, weight) for n, weight in enumerate(weights)))


def test_a_cluster_of_two_steered_services_is_shared_at_its_weakest_bond() -> None:
    # 0 -3- 1 -1- 2 -3- 3: the ends are held, the middle parts where it is weakest
    assert partition(chain([3.0, 1.0, 3.0]), Options(), {0: 0, 3: 1}).of_node == (0, 0, 1, 1)


def test_steered_services_are_neither_merged_nor_dropped() -> None:
    found = partition(chain([1.0] * 11), Options(services=ServiceRange(2, 2)), {0: 0, 1: 1})
    assert set(found.of_node) == {0, 1}
    with pytest.raises(BadInputError, match="services = 1, but 2 are steered"):
        partition(chain([1.0] * 11), Options(services=ServiceRange(1, 1)), {0: 0, 1: 1})


@given(st.data())
def test_every_placed_node_keeps_its_place(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 14))
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.floats(0.1, 5))
    pairs = data.draw(st.lists(pair, max_size=30))
    wish = data.draw(st.dictionaries(st.integers(0, count - 1), st.integers(0, 3)))
    numbers = sorted(set(wish.values()))
    held = {node: numbers.index(number) for node, number in wish.items()}
    nodes = tuple(Node("definition", f"m.n{n:02d}") for n in range(count))
    found = partition(
        Graph(nodes, tuple(sorted({Edge(a, b, "call", 1, w) for a, b, w in pairs if a != b}))), Options(), held
    )
    assert all(found.of_node[node] == number for node, number in held.items())
    assert len(found.of_node) == count
    assert set(found.of_node) == set(found.group_of)


SHOP = {
    "shop/__init__.py": "",
    "shop/orm.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n",
    "shop/money.py": """
        from sqlalchemy.orm import Mapped, mapped_column
        from shop.orm import Base
        class Invoice(Base):
            __tablename__ = "invoice"
            id: Mapped[int] = mapped_column(primary_key=True)
        def bill(session):
            session.add(Invoice())
    """,
    "shop/mail.py": """
        from shop.money import Invoice, bill
        from shop.tools import ask
        def remind(session):
            ask(session, Invoice)
            bill(session)
            return session.query(Invoice).all()
    """,
    "shop/tools.py": """
        from shop.money import Invoice
        def ask(session, what):
            return session.query(Invoice).all()
    """,
}


def test_the_experts_cut_decides_owners_findings_and_modules(tmp_path: Path) -> None:
    wishes = (
        SteeredService("billing", ("shop.money",)),
        SteeredService("mailing", ("shop.mail",), ("invoice",)),
    )
    result = analysed(tmp_path, SHOP, Options(jobs=1, service=wishes, shared_kernel=("shop.tools", "shop.orm", "shop")))
    assert {service.name for service in result.services} == {"billing", "mailing"}
    assert {m.name: m.service for m in result.modules} == {
        "shop": KERNEL,
        "shop.mail": "mailing",
        "shop.money": "billing",
        "shop.orm": KERNEL,
        "shop.tools": KERNEL,
    }
    assert [table.owner for table in result.tables] == ["mailing"]
    assert {a.qualname: a.service for a in result.accesses} == {"ask": KERNEL, "bill": "billing", "remind": "mailing"}
    assert [(edge.source, edge.target, edge.calls) for edge in result.service_edges] == [
        ("billing", "mailing", 0),
        ("mailing", "billing", 1),
    ]
    assert [(f.id, f.services) for f in result.findings] == [("direct-access:invoice", ("billing", "mailing"))]
    assert result.project.unmet == ()


def test_all_code_in_the_kernel_leaves_no_service(tmp_path: Path) -> None:
    result = analysed(tmp_path, SHOP, Options(jobs=1, shared_kernel=("shop",)))
    assert {m.service for m in result.modules} == {KERNEL}
    assert result.services == ()
    assert [table.owner for table in result.tables] == [""]
