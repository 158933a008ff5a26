"""Are figures that are two things told apart where they stand? Worked out by hand on the shop."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from example import access, function, shop

from analyzer.model.analysis import Analysis
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.contracts import Border, Caller, OperationKind
from analyzer.model.data import RowOperation, Transaction, TransactionKind
from analyzer.model.decision import OptionKind, PlanOption
from analyzer.model.finding import Severity
from analyzer.model.run_findings import BlastRadius
from analyzer.model.services import KERNEL
from contracts_by_hand import operation
from reports.render.formats import render
from reports.views.across import crossing_operations
from reports.views.beside import besides, callers_line, kernel_line
from reports.views.contract_line import contract_lines
from reports.views.contracts import contracts_page
from reports.views.days import days_of_whole, whole_efforts
from reports.views.decision import decision_page
from reports.views.readiness import readiness_grid
from reports.views.roadmap import roadmap_page
from reports.views.services import services_page
from reports.views.shared_data import shared_data_page
from reports.views.table_card import table_cards
from reports.views.transactions import transactions_page
from reports.views.uses import table_uses


def changed(**said: Any) -> Analysis:
    return msgspec.structs.replace(shop(), **said)


def calling(caller: str, callee: str, line: int, through: str = "") -> CallEdge:
    path = f"{caller.rpartition('.')[0].replace('.', '/')}.py"
    return CallEdge(caller, callee, path, line, Certainty.TYPED, False, through)


def by_kernel() -> Analysis:
    """The kernel calls catalog when it is imported, and from a function; three entry points of others wait for it."""
    calls = (
        *shop().calls,
        CallEdge("shop.money", "shop.catalog.browse", "shop/money.py", 2, Certainty.TYPED, False),
        calling("shop.money.rounded", "shop.catalog.browse", 9),
    )
    down = BlastRadius(
        subject="catalog",
        severity=Severity.HIGH,
        certainty=Certainty.TYPED,
        services=("billing", "catalog", "shipping"),
        message="When catalog is down, 3 entry points fail.",
        evidence=(),
        service="catalog",
        lost=(("billing", 2, 2), ("shipping", 1, 1)),
    )
    definitions = (*shop().definitions, function("shop.money", "rounded", KERNEL))
    return changed(calls=calls, definitions=definitions, findings=(*shop().findings, down))


SAID = (
    "tthe shared kernel, of which each service has a copy, calls it:",
    "t ",
    "pshop/money.py:9",
    "l and 1 more",
    "t; when it is down, 3 entry points of 2 other services stop working",
)


def test_calls_of_the_shared_kernel_are_told_on_every_page() -> None:
    analysis = by_kernel()
    assert kernel_line(besides(analysis)["catalog"]) == SAID
    assert {card.name: card.kernel for card in services_page(analysis).cards} == {
        "billing": (),
        "catalog": SAID,
        "shipping": (),
    }
    assert {row[0]: row[3] for row in roadmap_page(analysis).readiness.rows}[
        "catalog"
    ] == "–; the shared kernel calls it"
    with_card = msgspec.structs.replace(analysis.contracts[1], operations=(operation("look", service="catalog"),))
    cards = contracts_page(msgspec.structs.replace(analysis, contracts=(with_card,))).cards
    assert [card.kernel for card in cards] == [SAID]


def test_without_calls_of_the_kernel_nothing_is_said() -> None:
    assert besides(shop()) == {}
    assert (kernel_line(None), callers_line(None)) == ((), ())
    assert readiness_grid(()).rows == ()


def test_who_calls_and_asks_nothing_is_named_beside_who_asks() -> None:
    calls = (
        *shop().calls,
        calling("shop.catalog.browse", "shop.billing.refund", 7),
        calling("shop.catalog.browse", "shop.shipping.send", 8, through="shop.money.rounded"),
    )
    (one,) = besides(changed(calls=calls)).values()
    assert callers_line(one)[1:] == ("scatalog", "t ", "pshop/catalog.py:7")


def way(*left: str) -> PlanOption:
    chosen = next(one for one in shop().decision.options if one.kind is OptionKind.EXTRACT)  # type: ignore[union-attr]
    return msgspec.structs.replace(chosen, extracted=left)


@pytest.mark.parametrize(
    ("left", "theirs", "rest"),
    [(("billing",), ["refund"], ["send"]), (("catalog",), [], []), ((), [], []), (("billing", "shipping"), 2, 0)],
)
def test_operations_that_cross_are_of_what_leaves_or_of_the_rest(left: tuple[str, ...], theirs: Any, rest: Any) -> None:
    found = crossing_operations(shop(), way(*left))
    names = [[one.name for one in those] for those in (found.theirs, found.of_rest)]
    assert names == [theirs, rest] or [len(those) for those in names] == [theirs, rest]


def test_the_pages_say_whose_operations_cross() -> None:
    decision = shop().decision
    assert decision is not None
    options = tuple(way("billing") if one.chosen else one for one in decision.options)
    options = tuple(msgspec.structs.replace(one, chosen=one.extracted == ("billing",)) for one in options)
    analysis = changed(decision=msgspec.structs.replace(decision, options=options))
    assert decision_page(analysis).operations == "2 operations, of which what leaves offers 1 and the rest 1"
    assert contracts_page(analysis).way == (
        "On the chosen way 2 operations would cross a border: what leaves promises 1, the rest must offer it 1."
    )


def test_events_of_others_are_received_and_are_no_operations() -> None:
    callers = (Caller("shop.billing.charge", "billing", "shop/billing.py", 5),)
    event = operation("on_paid", service="shipping", kind=OperationKind.EVENT, callers=callers)
    contract = msgspec.structs.replace(shop().contracts[2], operations=(*shop().contracts[2].operations, event))
    page = contracts_page(changed(contracts=(contract,)))
    assert page.operations == 1
    (card,) = page.cards
    assert (card.across, card.all_endpoints, card.all_received) == (1, 0, 1)
    assert card.received == (("con_paid", "t from ", "sbilling", "t ", "pshop/billing.py:5"),)


def test_a_contract_counts_what_others_call_and_tells_its_own_apart() -> None:
    billing = msgspec.structs.replace(
        shop().contracts[0], border=Border(3, 1, 9, 5, 1.7, 1, 3, 0), across=Border(1, 0, 4, 1, 1.0, 1, 1, 0)
    )
    analysis = changed(contracts=(billing,))
    page = contracts_page(analysis)
    places = {column.title: place for place, column in enumerate(page.matrix.columns)}
    assert [page.matrix.rows[0][places[title]] for title in ("Fields", "Callers", "Of these live")] == [4, 1, 1]
    assert page.cards[0].border == billing.across
    assert contract_lines(analysis)["billing"] == (
        "1 operation (1 called in loops, 1 with live objects), 4 fields, 1 calling definition, "
        "2 more operations for its own entry points"
    )


def test_all_entry_points_of_a_service_are_told_beside_those_that_do_the_work() -> None:
    (billing,) = (card for card in contracts_page(shop()).cards if card.name == "billing")
    assert (billing.name, billing.entry_points, billing.all_endpoints) == ("billing", 2, 1)


def test_part_of_a_remedy_is_told_with_the_whole() -> None:
    assert days_of_whole((0.6, 1.6), (4.0, 11.5)) == "0.6–1.6 of 4–12"
    assert days_of_whole((4.0, 11.5), (4.0, 11.5)) == "4–12"
    assert (days_of_whole((0.0, 0.0), (4.0, 11.5)), days_of_whole((1.0, 2.0), None)) == ("", "1–2")
    one = shop().remedies[0]
    assert whole_efforts(shop().remedies)[one.finding, str(one.remedy)] == (one.effort_low, one.effort_high)


def test_code_that_works_for_others_is_no_user_of_a_table() -> None:
    kept = shop().accesses
    other = msgspec.structs.replace(
        access("shop/catalog.py:5", "parcels", RowOperation.UPDATE, "catalog", "browse"), for_others=True
    )
    looked = msgspec.structs.replace(
        access("shop/billing.py:9", "parcels", RowOperation.SELECT, "billing", "charge"), certainty=Certainty.CASCADE
    )
    analysis = changed(accesses=(*kept, other, looked))
    assert set(table_uses(analysis)["parcels"]) == {"shipping"}
    assert shared_data_page(analysis).shared == shared_data_page(shop()).shared == 1
    (card,) = table_cards(analysis, ["parcels"], table_uses(analysis))
    assert card.for_others == ("scatalog", "t ", "pshop/catalog.py:5")


def test_transactions_that_are_not_told_are_counted() -> None:
    bill = Transaction("shop/billing.py", "charge", 2, TransactionKind.BLOCK, ("orders", "parcels"), (2, 3))
    own = Transaction("shop/catalog.py", "browse", 2, TransactionKind.BLOCK, ("orders", "ghosts"), (2, 3))
    analysis = changed(transactions=(*shop().transactions, bill, own))
    assert (transactions_page(shop()).left_out, transactions_page(analysis).left_out) == (0, 1)


def test_who_leaves_is_told_with_the_step() -> None:
    page = contracts_page(shop())
    assert [(card.name, card.place, card.step) for card in page.cards] == [("shipping", 1, 2), ("billing", 0, 0)]
    assert [row[1] for row in page.matrix.rows] == ["step 2", ""]


def test_services_of_the_matrix_that_owe_nothing_are_told_beside_those_that_do() -> None:
    """Billing and shipping are asked; catalog has an entry point alone."""
    door = operation("browse", service="catalog", kind=OperationKind.ENDPOINT)
    catalog = msgspec.structs.replace(shop().contracts[1], operations=(door,))
    analysis = changed(contracts=(shop().contracts[0], catalog, shop().contracts[2]))
    assert (contracts_page(shop()).providers, contracts_page(shop()).quiet) == (2, 0)
    page = contracts_page(analysis)
    assert (page.providers, page.quiet, len(page.matrix.rows)) == (2, 1, 3)
    text = bytes(render(analysis, "html")).decode()  # type: ignore[arg-type]
    assert "1 more service of the table owes none, and has entry points, messages or operations of its own." in text


def test_outermost_definitions_add_up() -> None:
    """Four of six outermost definitions are in services, with one method; two are in the kernel."""
    inner = msgspec.structs.replace(function("shop.billing", "charge.tally", "billing"), within="shop.billing.charge")
    kernel = (function("shop.money", "Rate", KERNEL), function("shop.money", "rounded", KERNEL))
    page = services_page(changed(definitions=(*shop().definitions, inner, *kernel)))
    assert (page.outermost, page.kernel.definitions, page.kernel.outermost) == (4, 2, 6)
