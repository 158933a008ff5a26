"""Truth by hand: what one service hands another that cannot leave the process."""

from __future__ import annotations

import pytest

from analyzer.findings.checks.live_object import check
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.finding import Part
from cuts import Cut, places


def subjects(cut: Cut) -> list[str]:
    return [finding.subject for finding in check(cut.evidence())]


def test_takes_and_returns_are_one_finding_of_the_definition() -> None:
    cut = Cut("billing.issue").call("trip.complete", "billing.issue", 111).call("web.pay", "billing.issue", 7)
    cut.hold("billing.issue", "session", "session").hold("billing.issue", "entity", "trip")
    (found,) = check(cut.hold("billing.issue", "entity").call("billing.again", "billing.issue", 9).evidence())
    assert (found.id, found.severity) == ("live-object:billing.issue", "high")
    assert found.services == ("billing", "trip", "web")
    assert found.callers == (Part("trip.complete", "trip"), Part("web.pay", "web"))
    assert places(found.evidence) == ["billing.py:10", "trip.py:111", "web.py:7"]
    assert found.message == (
        "billing.issue of billing, which trip and web call, takes a mapped object and a session and returns a mapped "
        "object: that cannot leave its process."
    )


def test_an_object_that_holds_a_live_one_is_told_as_such() -> None:
    cut = Cut().call("web.page", "ship.method").hold("ship.method", "entity", kept=True)
    (found,) = check(cut.hold("ship.method", "session", "session").evidence())
    assert found.message.endswith(
        "takes a session and returns what holds a mapped object: that cannot leave its process."
    )
    (found,) = check(cut.hold("ship.method", "entity").hold("ship.method", "query", kept=True).evidence())
    assert "returns a mapped object and what holds a query: that" in found.message


@pytest.mark.parametrize(
    ("what", "severity"),
    [("session", "high"), ("connection", "high"), ("entity", "medium"), ("generator", "medium"), ("file", "medium")],
)
def test_what_holds_a_transaction_open_is_worse(what: str, severity: str) -> None:
    cut = Cut().call("web.page", "trip.load").hold("trip.load", what)
    assert [finding.severity.value for finding in check(cut.evidence())] == [severity]


def test_calls_inside_a_service_and_of_the_kernel_hand_nothing_over() -> None:
    cut = Cut().call("trip.page", "trip.load").hold("trip.load", "entity")
    cut.call("web.page", "kernel.open").hold("kernel.open", "session").call("kernel.seed", "trip.load")
    assert not subjects(cut)
    assert subjects(cut.call("web.page", "trip.load")) == ["trip.load"]


def test_handlers_take_what_the_framework_hands_them() -> None:
    cut = Cut().call("billing.pay", "mail.on_paid").hold("mail.on_paid", "entity", "instance")
    assert subjects(cut) == ["mail.on_paid"]
    cut.entries.append(EntryPoint(EntryKind.SIGNAL, "post_save", "mail.on_paid", "mail.py", 1, "django"))
    assert not subjects(cut)


def test_a_session_that_a_wrapper_opens_is_handed_over_by_no_caller() -> None:
    cut = Cut().wrap("web.page", "trip.end", "kernel.transactional").hold("trip.end", "session", "session")
    assert not subjects(cut)
    cut.hold("trip.end", "entity", "trip")
    (finding,) = check(cut.evidence())
    assert [one.name for one in finding.values] == ["trip"]
    assert finding.severity.value == "medium"
    cut.call("billing.pay", "trip.end")  # calls it without the wrapper
    (finding,) = check(cut.evidence())
    assert sorted(one.name for one in finding.values) == ["session", "trip"]


def test_it_is_as_sure_as_the_surest_value_and_call() -> None:
    cut = Cut().call("web.page", "trip.load", certainty="literal").hold("trip.load", "query", certainty="typed")
    assert [finding.certainty.value for finding in check(cut.evidence())] == ["typed"]
    cut.hold("trip.load", "session", "session")
    assert [finding.certainty.value for finding in check(cut.evidence())] == ["literal"]
    cut.call("mail.send", "trip.load", certainty="guessed")
    assert [finding.certainty.value for finding in check(cut.evidence())] == ["guessed"]
