"""What crosses between two services, counted by hand on a few facts."""

from __future__ import annotations

from analyzer.cluster.profile import service_edges
from analyzer.model.services import ServiceEdge
from cuts import Cut, places


def edges(cut: Cut) -> dict[tuple[str, str], ServiceEdge]:
    return {(one.source, one.target): one for one in service_edges(cut.facts())}


def test_a_call_of_what_is_decorated_counts_once() -> None:
    cut = Cut().call("bill.pay", "trip.price", 1).wrap("bill.pay", "trip.price", "kernel.cached")
    assert edges(cut)["bill", "trip"].calls == 1
    assert edges(cut.call("bill.pay", "trip.price", 2))["bill", "trip"].calls == 2


def test_what_is_reached_through_a_wrapper_alone_couples_and_is_no_call() -> None:
    found = edges(Cut().wrap("bill.pay", "trip.price", "kernel.cached"))["bill", "trip"]
    assert (found.calls, places(found.evidence), found.call_evidence) == (0, ["bill.py:1"], ())
