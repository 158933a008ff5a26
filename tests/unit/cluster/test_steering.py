"""What the architect placed stays there, whatever the numbers say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cluster.partition import partition
from analyzer.cluster.patterns import Pattern, Patterns, fits
from analyzer.cluster.steering import steer
from analyzer.errors import BadInputError
from analyzer.graph.weighted import Edge, Graph, Node
from analyzer.model.options import Options, Origin, ServiceRange, SteeredService
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


def origins(**lines: int) -> tuple[Origin, ...]:
    """Origins of ``service_key=line`` for the only pattern of each."""
    texts = {"a_pin": "shop.models.*voice", "b_pin": "shop.models.Invoi*", "b_seed": "shop.models.Invoi*"}
    texts |= {"a_never_with": "shop.models.Invoi*"}
    return tuple(
        Origin(("service", *what.split("_", 1), texts[what]), "seamline.toml", line) for what, line in lines.items()
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            Options(
                service=(SteeredService("a", ("shop.models.*voice",)), SteeredService("b", ("shop.models.Invoi*",))),
                origins=origins(a_pin=31, b_pin=12),
            ),
            (
                "seamline.toml:12 and :31: shop.models.Invoice is pinned to a by 'shop.models.*voice' and pinned to b "
                "by 'shop.models.Invoi*': make one of the two patterns more exact"
            ),
        ),
        (
            Options(
                service=(
                    SteeredService("a", ("shop.models.*voice",)),
                    SteeredService("b", seed=("shop.models.Invoi*",)),
                ),
                origins=origins(a_pin=3, b_seed=0),
            ),
            (
                "seamline.toml: shop.models.Invoice is pinned to a by 'shop.models.*voice' and seeded for b "
                "by 'shop.models.Invoi*': make one of the two patterns more exact"
            ),
        ),
        (
            Options(
                service=(SteeredService("a", ("shop.models.*voice",), never_with=("shop.models.Invoi*",)),),
                origins=origins(a_pin=3, a_never_with=4),
            ),
            (
                "seamline.toml:3 and :4: shop.models.Invoice is pinned to a by 'shop.models.*voice' and kept from a "
                "by 'shop.models.Invoi*': make one of the two patterns more exact"
            ),
        ),
        (
            Options(
                service=(SteeredService("a", seed=("shop.models.*voice",)),), shared_kernel=("shop.models.Invoi*",)
            ),
            (
                "shop.models.Invoice is put into shared kernel by 'shop.models.Invoi*' and seeded for a "
                "by 'shop.models.*voice': make one of the two patterns more exact"
            ),
        ),
    ],
)
def test_two_patterns_of_one_exactness_are_an_error_that_names_both_lines(options: Options, message: str) -> None:
    with pytest.raises(BadInputError) as refused:
        steer(GRAPH, options)
    assert str(refused.value) == message


def test_a_name_is_more_exact_than_a_pattern_of_as_many_characters() -> None:
    found = placed(SteeredService("a", ("shop.models.Invoice*",)), SteeredService("b", ("shop.models.Invoice",)))
    assert found == {"shop.models.Invoice": "b", "shop.models.InvoiceLine": "a"}


def test_more_steered_services_than_wanted_are_an_error() -> None:
    services = (SteeredService("a", ("shop.models",)), SteeredService("b", seed=("shop.tax",)), SteeredService("c"))
    lines = (Origin(("service", "b"), "seamline.toml", 7), Origin(("services",), "seamline.toml", 1))
    with pytest.raises(BadInputError) as refused:
        steer(GRAPH, Options(services=ServiceRange(1, 1), service=services, origins=lines))
    assert str(refused.value) == (
        "seamline.toml:1 and :7: services = 1, but 2 are steered: raise the number or drop some"
    )
    assert steer(GRAPH, Options(services=ServiceRange(2, 2), service=services)).seed_of


def named(nodes: Mapping[Node, object]) -> dict[str, object]:
    return {node.name: value for node, value in nodes.items()}


def test_a_seed_holds_the_definition_it_names_and_draws_what_it_fits() -> None:
    found = steer(GRAPH, Options(service=(SteeredService("a", seed=("shop.models.Invoice", "shop.tax", "*.Tree")),)))
    assert named(found.service_of) == {"shop.models.Invoice": "a"}
    assert named(found.seed_of) == {"shop.tax.rates.find": "a", "shop.tax.rates": "a", "shop.taxonomy.Tree": "a"}
    assert found.notes == ()


def test_a_more_exact_pin_takes_a_part_of_a_seed() -> None:
    services = (SteeredService("a", seed=("shop",)), SteeredService("b", ("shop.tax",)))
    found = steer(GRAPH, Options(service=services))
    assert named(found.service_of) == {"shop.tax.rates.find": "b", "shop.tax.rates": "b"}
    assert set(named(found.seed_of)) == {
        "shop.models.Invoice",
        "shop.models.InvoiceLine",
        "shop.models",
        "shop.taxonomy.Tree",
    }


def test_a_more_exact_seed_frees_a_part_of_another_services_pin_but_not_of_its_own() -> None:
    seeded = SteeredService("a", ("shop.models",), seed=("shop.models.Inv*", "shop.tax.*"))
    found = steer(GRAPH, Options(service=(seeded, SteeredService("b", ("shop",)))))
    assert {name for name, service in named(found.service_of).items() if service == "a"} == {
        "shop.models.Invoice",
        "shop.models.InvoiceLine",
        "shop.models",
    }
    assert named(found.seed_of) == {"shop.tax.rates.find": "a", "shop.tax.rates": "a"}


def test_never_with_names_another_service_or_code() -> None:
    services = (
        SteeredService("billing", ("shop.models",), never_with=("sales", "shop.tax", "shop.models.InvoiceLine")),
        SteeredService("sales", seed=("shop.tax.rates.*",), never_with=("billing", "shop.tax")),
    )
    found = steer(GRAPH, Options(service=services))
    assert found.apart == (("billing", "sales"),)
    assert named(found.service_of) == {"shop.models.Invoice": "billing", "shop.models": "billing"}
    assert named(found.seed_of) == {"shop.tax.rates.find": "sales", "shop.tax.rates": "sales"}
    assert named(found.kept_from) == {
        "shop.models.InvoiceLine": {"billing"},
        "shop.tax.rates.find": {"billing"},
        "shop.tax.rates": {"billing"},
    }
    assert found.notes == ()


def test_code_in_the_kernel_is_kept_from_nothing() -> None:
    found = steer(
        GRAPH, Options(service=(SteeredService("a", never_with=("shop.tax",)),), shared_kernel=("shop.tax.*",))
    )
    assert set(found.service_of.values()) == {KERNEL}
    assert found.kept_from == {}


def test_what_fits_nothing_is_said_with_the_nearest_name() -> None:
    wishes = (
        SteeredService(
            "a",
            (
                "shop.gone",
                "shop.models.Invoices",
                "shop.models.Invoice.pay",
                "shop.bills.InvoiceLine",
                "shop.taxonomi.*",
            ),
            ("gone", "shop_invoices"),
            ("*.Nothing",),
            ("sail", "shop.model"),
        ),
        SteeredService("sales", team="Sales"),
    )
    assert steer(GRAPH, Options(service=wishes, shared_kernel=("old.*",))).notes == (
        "pin of service a: 'shop.models.Invoice.pay' fits no definition or module; the nearest name is "
        "'shop.models.Invoice'",
        "pin of service a: 'shop.bills.InvoiceLine' fits no definition or module; the nearest name is "
        "'shop.models.InvoiceLine'",
        "pin of service a: 'shop.models.Invoices' fits no definition or module; the nearest name is "
        "'shop.models.Invoice'",
        "pin of service a: 'shop.taxonomi.*' fits no definition or module; the nearest name is 'shop.taxonomy'",
        "never_with of service a: 'shop.model' names no steered service and fits no definition or module; "
        "the nearest name is 'shop.models'",
        "pin of service a: 'shop.gone' fits no definition or module",
        "seed of service a: '*.Nothing' fits no definition or module",
        "never_with of service a: 'sail' names no steered service and fits no definition or module; "
        "the nearest name is 'sales'",
        "shared_kernel: 'old.*' fits no definition or module",
        "tables of service a: there is no table 'gone'",
        "tables of service a: there is no table 'shop_invoices'; the nearest name is 'shop_invoice'",
        "service sales: it has no pin, seed or tables, so that nothing ties it to code",
    )


PARTS = st.text("ab.*", max_size=6)


@given(PARTS, st.text("ab.", max_size=8))
def test_a_pattern_fits_as_the_regular_expression_it_stands_for(text: str, name: str) -> None:
    runs = ".*".join(re.escape(part) for part in re.split(r"\*+", text))
    expected = re.fullmatch(runs if text.endswith("*") else rf"{runs}(\..*)?", name) is not None
    assert fits(text, name) == expected
    found = Patterns([Pattern("a", "pin", text)]).fitting(Node("definition", name))
    assert bool(found) == expected or not text.rstrip(".*")


def test_a_pattern_with_many_stars_takes_no_time() -> None:
    assert not fits("*a" * 60 + "b", "a" * 4000)


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


@settings(max_examples=50)
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
    assert [(f.id, f.services) for f in result.findings] == [
        ("kernel-too-large:shared kernel", ("billing", "mailing")),
        ("direct-access:invoice", ("billing", "mailing")),
    ]
    assert result.project.unmet == ()


def test_all_code_in_the_kernel_leaves_no_service(tmp_path: Path) -> None:
    result = analysed(tmp_path, SHOP, Options(jobs=1, shared_kernel=("shop",)))
    assert {m.service for m in result.modules} == {KERNEL}
    assert result.services == ()
    assert [table.owner for table in result.tables] == [""]
