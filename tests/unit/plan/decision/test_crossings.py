"""What ties each two services, counted once, by hand on a few facts."""

from __future__ import annotations

from analyzer.model.decision import BorderEdges
from analyzer.model.services import ModuleToSplit, SplitPart
from cut_plans import crossings, writing
from cuts import Cut


def trips() -> Cut:
    """Billing calls and reads trip, and trip writes a bill; the kernel takes part in nothing."""
    cut = Cut(owners={"trips": "trip", "bills": "billing", "loose": ""})
    cut.call("billing.bill", "trip.price", 1).call("billing.bill", "trip.price", 2, loop=True)
    cut.call("billing.late", "trip.price", 3).call("trip.price", "trip.tax").call("kernel.log", "trip.price")
    cut.access("billing.bill", "select", "trips", 4).access("billing.bill", "select", "trips", 5)
    cut.access("trip.book", "insert", "bills", 6).access("trip.book", "insert", "trips", 7)
    cut.access("kernel.log", "select", "trips", 8).access("trip.peek", "select", "loose", 9)
    return cut.key("bills.trip_id", "trips").key("trips.parent_id", "trips").key("loose.trip_id", "trips")


def test_edges_are_pairs_of_definitions_places_and_keys() -> None:
    found = crossings(trips()).edges
    assert found == {
        ("billing", "trip"): BorderEdges(calls=2, reads=2, writes=0, foreign_keys=1),
        ("trip", "billing"): BorderEdges(calls=0, reads=0, writes=1, foreign_keys=0),
    }
    assert found["billing", "trip"].total == 5


def test_between_counts_both_directions() -> None:
    assert crossings(trips()).between == {"billing": {"trip": 6}, "trip": {"billing": 6}}


def test_calls_are_rows_and_those_of_what_a_wrapper_means_are_none() -> None:
    cut = trips().wrap("billing.sum", "trip.price", "billing.cached")
    assert [one.line for one in crossings(cut).calls["billing", "trip"]] == [1, 2, 3]


def test_tables_are_those_that_others_use_or_several_where_nobody_owns_them() -> None:
    used = {"billing", "trip"}
    assert crossings(trips()).tables == {
        "bills": ("billing", frozenset({"trip"})),
        "trips": ("trip", frozenset(used)),
    }
    assert crossings(trips().access("billing.peek", "select", "loose")).tables["loose"] == ("", frozenset(used))


def test_transactions_are_those_of_services_that_write_tables_of_several() -> None:
    cut = writing(trips(), "trip.end", "trips", "bills")
    cut = writing(writing(writing(cut, "trip.own", "trips"), "kernel.all", "trips", "bills"), "trip.some", "trips", "x")
    (one,) = crossings(cut).transactions
    assert (one.definition, one.services) == ("trip.end", ("billing", "trip"))


def test_operations_are_those_that_others_call() -> None:
    cut = Cut("trip.Trip.close", owners={"trips": "trip", "bills": "billing"})
    cut.access("trip.price", "select", "trips").call("billing.bill", "trip.price")
    cut.access("trip.idle", "select", "trips").call("trip.start", "trip.idle")
    assert [(one.name, callers) for one, callers in crossings(cut).operations] == [("price", {"billing"})]


def test_who_waits_is_who_reads_and_not_who_only_changes() -> None:
    cut = Cut(owners={"mails": "mail", "trips": "trip", "bills": "billing"})
    cut.call("trip.end", "mail.send").access("mail.send", "insert", "mails")
    cut.call("billing.bill", "mail.sent").access("mail.sent", "select", "mails")
    cut.access("mail.send", "select", "trips").access("trip.end", "insert", "bills")
    assert crossings(cut).waiting == {"mail": {"billing"}, "trip": {"mail"}}


def test_modules_are_held_by_services_and_not_by_the_kernel() -> None:
    cut = trips()
    parts = (SplitPart("trip", 2, 20, ((1, 20),)), SplitPart("billing", 1, 9, ((21, 30),)))
    cut.splits.append(ModuleToSplit("money", "money.py", (*parts, SplitPart("shared kernel", 1, 9, ((41, 50),)))))
    assert [holders for _, holders in crossings(cut).modules] == [{"trip", "billing"}]
