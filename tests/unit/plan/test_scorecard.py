"""The six figures of services, worked out by hand on a few facts."""

from __future__ import annotations

import msgspec
import pytest

from analyzer.contracts.contracts import make_contracts
from analyzer.findings.find import find
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.interfaces import Parameter
from analyzer.model.plan import Principle, Score
from analyzer.model.services import Word
from analyzer.model.shapes import NULL, Shape, ShapeKind
from analyzer.plan.grounds import Grounds
from analyzer.plan.scorecard import scorecard
from cuts import Cut, places


def scores(cut: Cut) -> dict[tuple[str, str], Score]:
    evidence = cut.evidence()
    found = scorecard(Grounds(evidence, find(evidence), make_contracts(evidence, cut.promises())))
    names = sorted({score.service for score in found})
    assert [(one.service, one.principle) for one in found] == [(name, one) for name in names for one in Principle]
    return {(score.service, score.principle.name): score for score in found}


def entered(cut: Cut, *names: str) -> Cut:
    for name in names:
        service = name.partition(".")[0]
        cut.entries.append(EntryPoint(EntryKind.HTTP, f"GET /{name}", name, f"{service}.py", 90, "flask", service))
    return cut


def shop() -> Cut:
    """Trip makes 4 accesses, 3 of them to its own table; billing writes one row of trips; nobody needs mail."""
    cut = Cut("mail.send", owners={"trips": "trip", "bills": "billing", "cars": "trip"})
    cut.access("trip.book", "insert", "trips", 1).access("trip.book", "select", "trips", 2)
    cut.access("trip.book", "update", "trips", 3).access("trip.peek", "select", "bills", 4)
    cut.access("billing.bill", "update", "trips", 5).access("billing.keep", "insert", "bills", 6)
    cut.access("kernel.run", "select", "trips", 7)
    cut.call("billing.bill", "trip.book", 8).call("mail.send", "trip.book", 9).call("mail.send", "trip.Trip.close", 9)
    return cut


def test_data_autonomy_is_the_share_of_own_accesses_to_own_tables() -> None:
    trip = scores(shop())["trip", "DATA_AUTONOMY"]
    assert (trip.part, trip.whole, trip.figure) == (3, 5, 0.6)  # 4 it makes, 4 to its tables, 3 both
    assert trip.formula.endswith("3 of 4 that it makes, 3 of 4 to its tables")
    assert places(trip.evidence) == ["billing.py:5", "trip.py:4"]
    assert (trip.better, scores(shop())["mail", "DATA_AUTONOMY"].figure) == ("more", 1.0)


def test_deployability_is_the_share_of_services_that_are_not_tied() -> None:
    found = scores(shop())
    trip = found["trip", "INDEPENDENT_DEPLOYABILITY"]
    assert (trip.part, trip.whole, trip.figure) == (0, 2, 0.0)
    assert trip.formula == (
        "0 of 2 other services can be released without it; tied by calls with 2, direct-access with 1, "
        "shared-table with 1"
    )
    assert found["mail", "INDEPENDENT_DEPLOYABILITY"].figure == 1.0
    billing = found["billing", "INDEPENDENT_DEPLOYABILITY"]
    assert (billing.part, billing.whole) == (1, 2)


def test_readers_of_one_table_are_tied_to_its_owner_and_not_to_each_other() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.book", "insert", "trips")
    for reader in ("billing", "mail"):
        cut.access(f"{reader}.look", "select", "trips")
    found = scores(cut)
    parts = {name: found[name, "INDEPENDENT_DEPLOYABILITY"].part for name in ("billing", "mail", "trip")}
    assert parts == {"billing": 1, "mail": 1, "trip": 0}


@pytest.mark.parametrize(
    ("calls", "free"),
    [
        ([], 2),
        ([("trip.a", "billing.x")], 1),
        ([("trip.a", "trip.c"), ("trip.c", "billing.x")], 1),
        ([("trip.a", "kernel.k"), ("kernel.k", "trip.c")], 2),  # a copy of the kernel, and back
        ([("trip.a", "kernel.k"), ("kernel.k", "billing.x")], 1),
        ([("trip.Pages.get", "billing.x")], 1),  # the class is the entry point
        ([("billing.x", "trip.a")], 2),
    ],
)
def test_entry_points_that_reach_no_other_service_are_free(calls: list[tuple[str, str]], free: int) -> None:
    cut = entered(Cut("trip.a", "trip.Pages.get", "billing.x", "trip.c", "kernel.k"), "trip.a", "trip.Pages")
    for source, target in calls:
        cut.call(source, target)
    trip = scores(cut)["trip", "FAULT_ISOLATION"]
    assert (trip.part, trip.whole) == (free, 2)


def test_a_table_of_another_is_needed_too() -> None:
    cut = entered(shop(), "trip.book", "trip.peek")
    trip = scores(cut)["trip", "FAULT_ISOLATION"]
    assert (trip.part, trip.whole, trip.figure, places(trip.evidence)) == (1, 2, 0.5, ["trip.py:90"])


def test_scaling_is_the_share_of_tables_that_others_do_not_write() -> None:
    trip = scores(entered(shop(), "trip.book"))["trip", "SCALING"]
    assert (trip.part, trip.whole, trip.figure, places(trip.evidence)) == (1, 2, 0.5, ["billing.py:5"])
    assert trip.formula == (
        "1 of its 2 tables written by no other service; it has 1 entry point, and 2 other services call it"
    )


def test_entry_points_are_told_beside_the_definitions_that_they_lead_to() -> None:
    found = scores(entered(shop(), "trip.book", "trip.book", "trip.peek"))
    assert found["trip", "FAULT_ISOLATION"].formula == (
        "1 of the 2 definitions that its 3 entry points lead to reach no definition and no table of another service"
    )
    assert "it has 3 entry points" in found["trip", "SCALING"].formula


def test_who_calls_is_told_with_the_shared_kernel() -> None:
    called = scores(shop().call("kernel.run", "mail.send"))["mail", "SCALING"]
    assert called.formula.endswith("it has 0 entry points, and 0 other services call it, as does the shared kernel")
    wrapped = scores(Cut().call("bill.pay", "trip.price").wrap("mail.send", "trip.price", "kernel.cached"))
    assert wrapped["trip", "SCALING"].formula.endswith("and 1 other service calls it")


def test_rows_that_are_written_for_others_have_no_other_writer() -> None:
    cut = shop().call("mail.send", "billing.keep", 10)
    cut.derive("billing.Note", "mail.Row").derive("trip.Note", "mail.Row")
    for table in ("bills", "cars"):
        cut.access("mail.Row.save", "update", table, 9)
    assert (scores(cut)["billing", "SCALING"].part, scores(cut)["trip", "SCALING"].part) == (1, 1)


def test_contract_size_counts_what_others_call() -> None:
    trip = scores(shop())["trip", "CONTRACT_SIZE"]
    assert (trip.figure, trip.part, trip.better) == (2.0, 2, "less")
    assert trip.formula == (
        "2 operations called by other services, in 2 definitions of theirs; 2 fields taken and given, 2 of them unknown"
    )
    assert places(trip.evidence) == ["trip.py:20", "trip.py:70"]


def test_contract_size_leaves_out_what_only_the_own_entry_points_use() -> None:
    cut = Cut(owners={"trips": "trip"}).entry("trip__web.show")
    cut.access("trip.find", "select", "trips").call("trip__web.show", "trip.find").call("mail.send", "trip.close")
    number, text = Shape(ShapeKind.INTEGER), Shape(ShapeKind.STRING)
    given = (Parameter("trip_id", "positional", number), Parameter("by", "positional", text))
    cut.sign("trip.close", *given, result=NULL).hold("trip.close", "entity", "by")
    cut.call("trip__web.show", "trip.close").access("trip.close", "update", "trips")
    trip = scores(cut)["trip", "CONTRACT_SIZE"]
    assert (trip.figure, trip.part, trip.whole) == (1.0, 1, 2)
    assert trip.formula == (
        "1 operation called by other services, in 1 definition of theirs; 2 fields taken and given; 1 take or give "
        "what cannot leave the process; 1 more for its own entry points alone"
    )


def test_purity_is_the_share_of_names_with_its_words_that_are_its_own() -> None:
    evidence = Cut("trip.fare_of", "billing.add_fare", "billing.other").evidence()
    worded = [
        msgspec.structs.replace(one, words=(Word("fare", 3, 1),) if one.name == "trip" else ())
        for one in evidence.candidates.services
    ]
    evidence.candidates = msgspec.structs.replace(evidence.candidates, services=tuple(worded))
    found = {(one.service, one.principle): one for one in scorecard(Grounds(evidence, (), ()))}
    trip = found["trip", Principle.CAPABILITY_PURITY]
    assert (trip.part, trip.whole, trip.figure, places(trip.evidence)) == (3, 4, 0.75, ["billing.py:20"])
    assert found["billing", Principle.CAPABILITY_PURITY].figure == 0.0
