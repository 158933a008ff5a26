"""Does the diagram of a service's tables draw the keys within and across its border, and who crosses to them?"""

from __future__ import annotations

import msgspec
import pytest
from example import EMPTY, access, service, shop, table
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model.analysis import Analysis
from analyzer.model.data import ForeignKey, RowOperation
from analyzer.model.services import KERNEL
from reports.render.formats import render
from reports.views.page import Diagram
from reports.views.table_diagram import FOREIGN, OWNED, USERS, TableDiagrams
from reports.views.uses import table_uses

READ, WRITE = RowOperation.SELECT, RowOperation.UPDATE


def _key(source: str, column: str, target: str) -> ForeignKey:
    return ForeignKey(source, column, target, "id", "shop/models.py", 3)


def _drawn(analysis: Analysis, number: int = 0) -> Diagram | None:
    return TableDiagrams(analysis, table_uses(analysis)).of(analysis.services[number], "tables-0")


def _boxes(diagram: Diagram) -> list[tuple[str, str, str]]:
    return [(node.label, node.note, node.kind.value) for node in diagram.nodes]


def _arrows(diagram: Diagram) -> set[tuple[str, str, str, str]]:
    nodes = diagram.nodes
    return {(nodes[e.source].label, nodes[e.target].label, e.label, e.kind.value) for e in diagram.edges}


def _sales() -> Analysis:
    return msgspec.structs.replace(
        EMPTY,
        services=(service("sales", 2, ("lines", "orders", "notes")), service("post", 1, ("parcels",)), service("desk")),
        tables=(
            *(table(name, "sales") for name in ("lines", "orders", "notes")),
            table("parcels", "post"),
            table("lost"),
        ),
        foreign_keys=(
            _key("lines", "order_id", "orders"),
            _key("lost", "order_id", "orders"),
            _key("notes", "about_id", "orders"),
            _key("notes", "answers_id", "orders"),
            _key("notes", "parent_id", "notes"),
            _key("parcels", "order_id", "orders"),
        ),
        accesses=(
            access("a.py:1", "orders", READ, "sales"),
            access("a.py:2", "orders", READ, "desk"),
            access("a.py:3", "orders", WRITE, "desk"),
            access("a.py:4", "lines", READ, "post"),
            access("a.py:5", "lines", READ, KERNEL),
        ),
    )


def test_keys_within_and_across_the_border_and_who_crosses() -> None:
    diagram = _drawn(_sales())
    assert diagram
    assert _boxes(diagram) == [
        ("orders", "", "owned"),
        ("lines", "", "owned"),
        ("notes", "refers to itself by parent_id", "owned"),
        ("desk", "", "service"),
        ("post", "", "service"),
        ("lost", "no owner", "foreign"),
        ("parcels", "of post", "foreign"),
    ]
    assert _arrows(diagram) == {
        ("lines", "orders", "order_id", "key"),
        ("notes", "orders", "2 keys", "key"),
        ("lost", "orders", "order_id", "key"),
        ("parcels", "orders", "order_id", "key"),
        ("desk", "orders", "1 r 1 w", "data"),
        ("post", "lines", "1 r", "data"),
    }


@pytest.mark.parametrize(
    "analysis",
    [
        msgspec.structs.replace(EMPTY, services=(service("none"),)),
        msgspec.structs.replace(EMPTY, services=(service("own", 1, ("t",)),), tables=(table("t", "own"),)),
    ],
)
def test_nothing_is_drawn_where_there_is_no_table_or_nothing_about_it(analysis: Analysis) -> None:
    assert _drawn(analysis) is None


def test_what_does_not_fit_is_counted_and_the_most_crossed_come_first() -> None:
    owned = tuple(f"t{number:02d}" for number in range(20))
    others = tuple(f"f{number:02d}" for number in range(10))
    users = [f"u{number}" for number in range(9)]
    analysis = msgspec.structs.replace(
        EMPTY,
        services=(service("hub", 9, owned),),
        tables=(*(table(name, "hub") for name in owned), *(table(name, "other") for name in others)),
        foreign_keys=tuple(_key("t07", f"{name}_id", name) for name in others),
        accesses=tuple(access("a.py:1", "t19", READ, user) for user in users),
    )
    diagram = _drawn(analysis)
    assert diagram
    labels = [node.label for node in diagram.nodes]
    assert labels[:3] == ["t07", "t19", "t00"]
    assert [label for label in labels if "more" in label] == [
        "8 more tables",
        "3 more services",
        "3 more foreign tables",
    ]
    assert len(labels) == OWNED + USERS + FOREIGN + 3


def test_it_stands_below_the_neighbours_on_the_card() -> None:
    content = render(shop(), "html")
    assert isinstance(content, bytes)
    card = content.decode().partition('id="/service/billing"')[2].partition("</article>")[0]
    assert card.index('id="around-0-t"') < card.index('id="tables-0-t"')
    assert '<a class="owned" href="#/table/orders"><rect ' in card
    assert '<path class="key w3"' in card


TABLES = st.sampled_from([f"t{number}" for number in range(30)])


@given(
    st.dictionaries(TABLES, st.sampled_from(["a", "b", "c", ""])),
    st.lists(st.tuples(TABLES, st.sampled_from("xyz"), TABLES), max_size=80),
    st.lists(st.tuples(TABLES, st.sampled_from("abcdefghijk")), max_size=80),
)
def test_no_diagram_is_a_hairball(
    owners: dict[str, str], keys: list[tuple[str, str, str]], uses: list[tuple[str, str]]
) -> None:
    analysis = msgspec.structs.replace(
        EMPTY,
        services=tuple(
            service(name, 1, tuple(sorted(one for one, owner in owners.items() if owner == name))) for name in "abc"
        ),
        tables=tuple(table(name, owner) for name, owner in owners.items()),
        foreign_keys=tuple(_key(*one) for one in keys),
        accesses=tuple(access("a.py:1", name, READ, user) for name, user in uses),
    )
    for number, one in enumerate(analysis.services):
        diagram = _drawn(analysis, number)
        if diagram is None:
            continue
        assert one.tables
        assert len(diagram.nodes) <= 60
        assert len(diagram.edges) <= 150
        assert len({node.label for node in diagram.nodes}) == len(diagram.nodes)
        assert all(edge.source != edge.target for edge in diagram.edges)
