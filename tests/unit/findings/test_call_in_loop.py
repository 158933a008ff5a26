"""Truth by hand: loops of one service that ask another one."""

from __future__ import annotations

from analyzer.findings.checks.call_in_loop import check
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.data import Transaction, TransactionKind
from analyzer.model.finding import Part
from cuts import Cut, places


def subjects(cut: Cut) -> list[str]:
    return [finding.subject for finding in check(cut.busy().evidence())]


def callees(cut: Cut) -> tuple[Part, ...]:
    (found,) = check(cut.evidence())
    return found.callees


def test_calls_of_a_loop_are_one_finding_of_their_caller() -> None:
    cut = Cut().call("cart.totals", "catalog.card", 9, loop=True).call("cart.totals", "tax.due", 10, loop=True)
    (found,) = check(cut.call("cart.totals", "catalog.card", 4, loop=True).busy().evidence())
    assert found.id == "call-in-loop:cart.totals"
    assert found.services == ("cart", "catalog", "tax")
    assert found.callees == (Part("catalog.card", "catalog"), Part("tax.due", "tax"))
    assert places(found.evidence) == ["cart.py:4", "cart.py:9", "cart.py:10"]
    assert found.severity == "high"
    assert found.message == (
        "cart.totals of cart calls catalog.card of catalog and tax.due of tax once for each turn of a loop."
    )


def test_many_callees_are_counted() -> None:
    cut = Cut().call("cart.totals", "tax.due", loop=True)
    for name in ("card", "name", "price"):
        cut.call("cart.totals", f"catalog.{name}", loop=True)
    (found,) = check(cut.busy().evidence())
    assert found.message == (
        "cart.totals of cart calls 3 definitions of catalog and 1 definition of tax once for each turn of a loop."
    )


def test_of_what_one_call_may_stand_for_one_is_called() -> None:
    cut = Cut().call("cart.totals", "tax.A.due", 9, loop=True).call("cart.totals", "tax.B.due", 9, loop=True)
    (found,) = check(cut.busy().evidence())
    assert found.message == (
        "cart.totals of cart calls tax.A.due of tax or tax.B.due of tax once for each turn of a loop."
    )
    cut.call("cart.totals", "tax.A.due", 12, loop=True).call("cart.totals", "tax.C.due", 12, loop=True)
    (found,) = check(cut.call("cart.totals", "catalog.card", 14, loop=True).busy().evidence())
    assert found.message == (
        "cart.totals of cart calls 1 definition of catalog and 1 definition of tax once for each turn of a loop."
    )


def test_a_base_that_calls_its_subclass_asks_itself() -> None:
    cut = Cut().call("views.Page.post", "order.Detail.do_reorder", loop=True)
    assert subjects(cut) == ["views.Page.post"]
    assert not subjects(cut.derive("order.Detail", "views.Page"))


def test_calls_that_stay_inside_or_lead_to_the_kernel_are_none() -> None:
    cut = Cut().call("cart.totals", "catalog.card").call("cart.totals", "cart.line", loop=True)
    assert not subjects(cut.call("cart.totals", "kernel.log", loop=True).call("kernel.seed", "cart.totals", loop=True))


def test_it_is_as_sure_as_the_surest_call_of_each_service_that_it_names() -> None:
    cut = Cut().call("cart.totals", "catalog.card", 1, loop=True, certainty="guessed")
    cut.call("cart.totals", "catalog.name", 2, loop=True)
    assert [finding.certainty.value for finding in check(cut.busy().evidence())] == ["typed"]
    cut.call("cart.totals", "tax.due", 3, loop=True, certainty="guessed")
    assert [finding.certainty.value for finding in check(cut.busy().evidence())] == ["guessed"]


def test_a_loop_in_a_transaction_holds_its_rows_while_it_waits() -> None:
    cut = Cut().call("billing.place", "stock.reserve", 7, loop=True)
    assert [finding.severity.value for finding in check(cut.busy().evidence())] == ["medium"]
    cut.transactions.append(Transaction("billing.py", "place", 5, TransactionKind.BLOCK, ("levels",), (7,)))
    assert [finding.severity.value for finding in check(cut.busy().evidence())] == ["high"]


def test_what_is_done_where_the_object_is_asks_nobody() -> None:
    cut = Cut().call("web.page", "trip.Booking.km", loop=True).call("web.page", "trip.Booking.__str__", loop=True)
    cut.call("web.page", "trip.Booking", loop=True).call("web.page", "trip.Booking.__init__", loop=True)
    cut.classes.add("trip.Booking")
    cut.properties.append("trip.Booking.km")
    assert not subjects(cut)
    assert subjects(cut.call("web.page", "trip.Booking.cancel", loop=True)) == ["web.page"]


def test_a_method_that_classes_of_others_inherit_is_not_one_of_its_own_service() -> None:
    cut = Cut().call("web.page", "base.Model.save", loop=True).derive("base.Log", "base.Model")
    assert subjects(cut) == ["web.page"]
    assert not subjects(cut.derive("trip.Ride", "base.Log"))


def test_a_call_that_may_be_of_several_services_is_shown_of_none() -> None:
    cut = Cut().call("web.page", "trip.Ride.cost", 3, loop=True).call("web.page", "web.Tip.cost", 3, loop=True)
    assert not subjects(cut)
    assert subjects(cut.call("web.page", "trip.Ride.cost", 4, loop=True)) == ["web.page"]


def test_what_needs_no_data_is_done_where_its_code_is() -> None:
    cut = Cut().call("web.page", "text.slug", loop=True)
    assert not list(check(cut.evidence()))
    (found,) = check(cut.hold("text.slug", "entity", "booking", certainty="typed").evidence())
    assert found.subject == "web.page"


def test_what_runs_while_modules_are_imported_asks_nobody() -> None:
    cut = Cut().call("web.Page", "trip.field", loop=True).call("web", "trip.field", loop=True)
    cut.classes.add("web.Page")
    assert not subjects(cut)


def test_who_calls_what_is_decorated_asks_for_what_is_wrapped() -> None:
    cut = Cut().call("web.page", "trip.checked", 4, loop=True)
    cut.calls.append(
        CallEdge("web.page", "trip.pay", "web.py", 4, Certainty.TYPED, in_loop=True, through="trip.checked")
    )
    cut.call("trip.pay", "trip.cents")
    assert [part.name for part in callees(cut.access("trip.checked", "update", "rows"))] == ["trip.checked"]
    assert [part.name for part in callees(cut.busy())] == ["trip.pay"]
