"""Does the coupling matrix count, order and tell what couples services?"""

from __future__ import annotations

import msgspec
from example import EMPTY, service, shop
from hypothesis import given
from hypothesis import strategies as st
from large import large
from test_upkeep import with_teams

from analyzer.model.analysis import Analysis
from analyzer.model.services import Service, ServiceEdge
from analyzer.model.teams import ChangedWith, ServiceChange
from reports.render.formats import render
from reports.views.matrix import SHOWN, matrix_page
from reports.views.matrix_order import coupling, most_coupled, near_the_diagonal
from reports.views.matrix_pairs import NAMED, coupled_pairs

NAMES = st.sampled_from("abcdef")


def _text(analysis: Analysis) -> str:
    return bytes(render(analysis, "html")).decode()  # type: ignore[arg-type]


def _grouped(name: str, group: str) -> Service:
    return msgspec.structs.replace(service(name), group=group)


def _edge(source: str, target: str, calls: int) -> ServiceEdge:
    return ServiceEdge(source, target, calls, 0, 0, 0, 0, 0, ())


def _changed(one: str, **others: int) -> ServiceChange:
    return ServiceChange(one, 9, 1, tuple(ChangedWith(other, number) for other, number in others.items()))


def _numbers(analysis: Analysis) -> dict[str, list[int]]:
    return {row.service: [cell.number if cell else 0 for cell in row.cells] for row in matrix_page(analysis).rows}


def test_rows_call_columns() -> None:
    page = matrix_page(shop())
    assert _numbers(shop()) == {"billing": [0, 1, 0], "shipping": [1, 0, 0], "catalog": [0, 0, 0]}
    assert [(row.all_out, row.all_in) for row in page.rows] == [(1, 1), (1, 1), (0, 0)]
    assert [cell.mutual for row in page.rows for cell in row.cells if cell] == [True, True]
    assert (page.calling, page.possible, page.mutual) == (2, 6, (("billing", "shipping", 1, 1, True),))
    assert page.hidden == ()
    assert not page.grouped


def test_pairs_that_call_each_other_are_told_apart_from_circles_of_calls() -> None:
    """A circle is counted of calls that need data; of two pairs that call each other here one is no circle."""
    edges = (*shop().service_edges, _edge("catalog", "billing", 2), _edge("billing", "catalog", 3))
    page = matrix_page(msgspec.structs.replace(shop(), service_edges=edges))
    assert page.mutual == (("billing", "catalog", 3, 2, False), ("billing", "shipping", 1, 1, True))
    assert (page.asking, page.other_circles) == (1, 0)
    only = msgspec.structs.replace(shop(), service_edges=(_edge("catalog", "billing", 2),))
    assert (matrix_page(only).asking, matrix_page(only).other_circles) == (0, 1)
    assert "1 more circle of calls leads through a third service" in _text(only)
    without = msgspec.structs.replace(shop(), findings=())
    assert (matrix_page(without).asking, len(matrix_page(without).mutual)) == (0, 1)
    assert "In none of them each needs data of the other" in _text(without)


def test_pairs_are_told_with_what_they_use_and_where() -> None:
    pairs = {one.ends: one for one in coupled_pairs(shop())}
    there, back = pairs["billing", "shipping"], pairs["shipping", "billing"]
    together = ("tone transaction: ", "ftransaction:shop.shipping.send", "t ", "pshop/shipping.py:3")
    assert there.lines[:2] == (
        ("tcalls ", "cshop.shipping.send", "t ", "pshop/billing.py:5"),
        ("timports ", "cshop.shipping", "t ", "pshop/billing.py:1"),
    )
    assert back.lines[:3] == (
        ("tcalls ", "cshop.billing.refund", "t ", "pshop/shipping.py:8"),
        ("twrites ", "dorders", "t ", "pshop/shipping.py:4"),
        ("cparcels.order_id", "t refers to ", "dorders", "t ", "pshop/models.py:12"),
    )
    assert there.lines[2][:3] == back.lines[3][:3] == together[:3]
    assert (there.transactions, back.transactions) == (1, 1)
    assert pairs["catalog", "billing"].lines == (("treads ", "dorders", "t ", "pshop/catalog.py:3"),)


def test_what_is_used_most_comes_first_and_the_rest_is_counted() -> None:
    one = shop().calls[0]
    many = tuple(
        msgspec.structs.replace(one, callee=f"shop.shipping.s{n}", line=line) for n in range(5) for line in range(n + 1)
    )
    placed = shop().definitions[2]
    definitions = tuple(msgspec.structs.replace(placed, name=f"shop.shipping.s{n}") for n in range(5))
    analysis = msgspec.structs.replace(shop(), calls=many, definitions=(*shop().definitions, *definitions))
    told = next(one.lines for one in coupled_pairs(analysis) if one.ends == ("billing", "shipping"))
    assert [line[1] for line in told[:3]] == ["cshop.shipping.s4", "cshop.shipping.s3", "cshop.shipping.s2"]
    assert told[0][-1] == "l and 3 more"
    assert told[3] == ("land 2 more of what it calls",)


def test_history_is_a_mode_where_there_is_any() -> None:
    assert [mode.title for mode in matrix_page(shop()).modes] == ["calls", "imports", "data", "transactions"]
    changes = (
        _changed("billing", shipping=4, catalog=2),
        _changed("catalog", billing=2, shipping=1),
        _changed("shipping", billing=4, catalog=1),
    )
    analysis = msgspec.structs.replace(shop(), changes=changes)
    page = matrix_page(analysis)
    assert page.modes[-1].title == "change"
    assert page.pairs.columns[9].title == "Commits"
    assert {row[:2]: row[9] for row in page.pairs.rows} == {
        ("billing", "shipping"): 4,
        ("shipping", "billing"): 4,
        ("catalog", "billing"): 2,
        ("catalog", "shipping"): 1,
    }
    assert coupled_pairs(analysis)[-1].lines == ()
    assert matrix_page(with_teams()).rows


def test_modes_add_columns_of_numbers() -> None:
    page = matrix_page(msgspec.structs.replace(shop(), changes=(_changed("billing", shipping=4),)))
    titles = [column.title for column in page.pairs.columns]
    assert {mode.title: [titles[column] for column in mode.columns] for mode in page.modes} == {
        "calls": ["Calls"],
        "imports": ["Imports", "Base classes"],
        "data": ["Reads", "Writes", "Keys"],
        "transactions": ["Transactions"],
        "change": ["Commits"],
    }
    assert [titles[mode.tint] for mode in page.modes if mode.tint >= 0] == ["Writes"]


def test_groups_stand_together_and_what_couples_stands_near() -> None:
    services = (_grouped("a", "x"), _grouped("b", "y"), _grouped("c", "x"), _grouped("d", "y"))
    edges = (_edge("a", "b", 9), _edge("b", "d", 2), _edge("c", "a", 1), _edge("d", "c", 1))
    page = matrix_page(msgspec.structs.replace(EMPTY, services=services, service_edges=edges))
    assert [row.service for row in page.rows] == ["b", "d", "a", "c"]
    assert [row.begins for row in page.rows] == [False, False, True, False]
    assert page.grouped
    alone = coupling((("a", "b", 9), ("b", "d", 2), ("c", "a", 1), ("d", "c", 1)))
    assert near_the_diagonal([service(name) for name in "abcd"], alone) == ["b", "a", "d", "c"]


@given(st.lists(st.tuples(NAMES, NAMES, st.integers(0, 9)).filter(lambda one: one[0] != one[1])))
def test_the_order_holds_every_service_once_however_the_pairs_come(amounts: list[tuple[str, str, int]]) -> None:
    services = [_grouped(name, "xy"[index % 2]) for index, name in enumerate("abcdef")]
    order = near_the_diagonal(services, coupling(amounts))
    assert sorted(order) == list("abcdef")
    assert order == near_the_diagonal(services[::-1], coupling(amounts[::-1]))
    assert len({name in "ace" for name in order[:3]}) == 1
    assert most_coupled(services, coupling(amounts), 3) == most_coupled(services[::-1], coupling(amounts[::-1]), 3)


def test_a_large_system_shows_those_that_couple_most() -> None:
    analysis = large(services=60, tables=20, modules=120, calls=200)
    page = matrix_page(analysis)
    assert (len(page.rows), len(page.hidden)) == (SHOWN, 20)
    first = page.rows[0]
    assert first.all_out == sum(one.calls for one in analysis.service_edges if one.source == first.service)
    pairs = coupled_pairs(analysis)
    assert len(pairs) > NAMED
    unnamed = next(one for one in pairs[NAMED:] if one.calls)
    assert unnamed.lines[0] == ("tseen at", "t ", f"papp/{unnamed.source}.py:3".replace(" ", "_"))
    text = bytes(render(analysis, "html")).decode()  # type: ignore[arg-type]
    assert "The matrix holds the 40 services that couple most" in text


def test_what_is_empty_says_so() -> None:
    assert "fewer than two services" in matrix_page(EMPTY).pairs.empty
    assert matrix_page(EMPTY).rows == ()
    apart = msgspec.structs.replace(EMPTY, services=(service("a"), service("b")))
    assert "Nothing lies between" in matrix_page(apart).pairs.empty
    assert matrix_page(apart).rows == ()
