"""Truth by hand: transactions, deletions and handlers that write tables of several owners."""

from __future__ import annotations

from analyzer.findings.checks import cascade, signal_write, transaction
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.data import Transaction, TransactionKind
from analyzer.model.entry_points import EntryKind, EntryPoint
from cuts import Cut, path_of, places

OWNERS = {"trips": "trip", "stops": "trip", "riders": "rider", "invoices": "billing"}


def cut_with(*names: str) -> Cut:
    return Cut(*names, owners=OWNERS)


def atomic(cut: Cut, name: str, line: int, *writes: tuple[str, int]) -> Cut:
    qualname = name.partition(".")[2]
    tables, lines = tuple(table for table, _ in writes), tuple(line for _, line in writes)
    cut.transactions.append(Transaction(path_of(name), qualname, line, TransactionKind.BLOCK, tables, lines))
    return cut


def finishing() -> Cut:
    cut = cut_with().access("trip.finish", "update", "trips", 12).call("trip.finish", "billing.issue", 14)
    cut.access("billing.issue", "insert", "invoices", 3, certainty="relation")
    return atomic(cut, "trip.finish", 10, ("trips", 12), ("invoices", 14))


def test_a_transaction_that_writes_tables_of_two_owners() -> None:
    (finding,) = transaction.check(finishing().evidence())
    assert finding.id == "transaction:trip.finish"
    assert finding.services == ("billing", "trip")
    assert finding.severity.value == "medium"
    assert finding.certainty.value == "relation"
    assert [(one.table, one.owner, str(one.at)) for one in finding.writes] == [
        ("trips", "trip", "trip.py:12"),
        ("invoices", "billing", "trip.py:14"),
    ]
    assert finding.message == (
        "trip.finish writes tables of billing and trip in one transaction: trips of trip; invoices of billing."
    )
    assert places(finding.evidence) == ["trip.py:10", "trip.py:12", "trip.py:14"]


def test_a_third_owner_makes_it_worse() -> None:
    cut = finishing().access("trip.finish", "update", "riders", 16)
    atomic(cut, "trip.finish", 15, ("trips", 12), ("riders", 16))
    (finding,) = transaction.check(cut.evidence())
    assert finding.severity.value == "high"
    assert [one.table for one in finding.writes] == ["trips", "invoices", "riders"]


def test_one_owner_and_the_kernel_are_no_finding() -> None:
    cut = cut_with().access("trip.start", "update", "trips", 2).access("trip.start", "insert", "stops", 3)
    atomic(cut, "trip.start", 1, ("trips", 2), ("stops", 3))
    cut.access("kernel.seed", "insert", "trips", 2).access("kernel.seed", "insert", "riders", 3)
    atomic(cut, "kernel.seed", 1, ("trips", 2), ("riders", 3))
    assert list(transaction.check(cut.evidence())) == []


def test_a_method_that_writes_the_table_of_whoever_it_is_called_on_writes_one_of_them() -> None:
    cut = cut_with("trip.Base").derive("trip.Trip", "trip.Base").access("trip.Base.save", "update", "trips", 5)
    cut.access("trip.Base.save", "update", "riders", 5).call("billing.pay", "trip.Base.save", 2)
    cut.access("billing.pay", "insert", "invoices", 3)
    atomic(cut, "trip.Base.save", 4, ("riders", 5), ("trips", 5))
    atomic(cut, "billing.pay", 1, ("riders", 2), ("trips", 2), ("invoices", 3))
    assert list(transaction.check(cut.evidence())) == []


EITHER = "One line writes them all: where the table is handed in, each run writes only one of them."


def test_a_line_that_deletes_from_any_of_several_tables_is_a_guess() -> None:
    cut = cut_with().access("trip.clean", "delete", "trips", 5).access("trip.clean", "delete", "riders", 5)
    (finding,) = transaction.check(atomic(cut, "trip.clean", 4, ("riders", 5), ("trips", 5)).evidence())
    assert finding.certainty.value == "guessed"
    assert finding.message.endswith(EITHER)


def test_a_line_that_writes_tables_in_several_ways_writes_all_of_them() -> None:
    cut = cut_with().access("trip.rate", "update", "trips", 5).access("trip.rate", "insert", "riders", 5)
    cut.access("trip.end", "delete", "trips", 8).access("trip.end", "delete", "riders", 8, certainty="cascade")
    atomic(atomic(cut, "trip.rate", 4, ("riders", 5), ("trips", 5)), "trip.end", 7, ("trips", 8), ("riders", 8))
    found = list(transaction.check(cut.evidence()))
    assert [(one.subject, one.certainty.value) for one in found] == [("trip.end", "cascade"), ("trip.rate", "typed")]
    assert not [one for one in found if EITHER in one.message]


def test_what_is_only_guessed_is_no_finding() -> None:
    cut = cut_with().access("trip.finish", "update", "trips", 12)
    cut.access("trip.finish", "insert", "invoices", 13, certainty="guessed")
    atomic(cut, "trip.finish", 10, ("trips", 12), ("invoices", 13))
    assert list(transaction.check(cut.evidence())) == []


def test_a_scope_that_adds_nothing_to_what_it_calls_is_not_told_again() -> None:
    cut = finishing().call("rider.finish", "trip.finish", 8)
    atomic(cut, "rider.finish", 7, ("trips", 8), ("invoices", 8))
    assert [finding.subject for finding in transaction.check(cut.evidence())] == ["trip.finish"]
    cut.access("rider.finish", "update", "riders", 9)
    cut.transactions.pop()
    atomic(cut, "rider.finish", 7, ("trips", 8), ("invoices", 8), ("riders", 9))
    assert [finding.subject for finding in transaction.check(cut.evidence())] == ["rider.finish", "trip.finish"]


def test_a_deletion_that_takes_rows_of_another_owner_along() -> None:
    cut = cut_with().access("rider.erase", "delete", "riders", 7)
    cut.access("rider.erase", "delete", "trips", 7, certainty="cascade")
    cut.access("rider.erase", "delete", "stops", 7, certainty="cascade")
    cut.key("trips.rider_id", "riders", 3).key("stops.trip_id", "trips", 4).key("stops.kind_id", "kinds", 5)
    (finding,) = cascade.check(cut.evidence())
    assert finding.id == "cascade:rider.erase"
    assert finding.services == ("rider", "trip")
    assert finding.certainty.value == "cascade"
    assert finding.deleted == ("riders",)
    assert [part.name for part in finding.tables] == ["stops", "trips"]
    assert places(finding.evidence) == ["models.py:3", "models.py:4", "rider.py:7"]
    assert finding.message == "rider.erase deletes rows of riders; with them go rows of stops and trips of trip."


def test_rows_of_a_relation_that_the_line_deletes_go_along() -> None:
    cut = cut_with().access("rider.erase", "delete", "riders", 7)
    cut.access("rider.erase", "delete", "trips", 7, certainty="relation").key("trips.rider_id", "riders", 3)
    (finding,) = cascade.check(cut.evidence())
    assert finding.deleted == ("riders",)
    assert [part.name for part in finding.tables] == ["trips"]


def test_what_is_deleted_by_itself_or_by_its_own_owner_is_no_cascade() -> None:
    cut = cut_with().access("rider.erase", "delete", "trips", 6).access("rider.erase", "delete", "riders", 7)
    cut.access("trip.drop", "delete", "trips", 2).access("trip.drop", "delete", "stops", 2, certainty="cascade")
    cut.access("rider.look", "delete", "riders", 9).access("rider.look", "select", "trips", 9, certainty="cascade")
    cut.key("trips.rider_id", "riders", 3)
    assert list(cascade.check(cut.evidence())) == []


def handler(cut: Cut, name: str, *fired_at: tuple[str, int]) -> Cut:
    cut.entries.append(EntryPoint(EntryKind.SIGNAL, "post_save of Trip", name, path_of(name), 2, "django"))
    for caller, line in fired_at:
        edge = CallEdge(caller, name, path_of(caller), line, Certainty.TYPED, False, "django.post_save")
        cut.calls.append(edge)
    return cut


def test_a_handler_that_writes_for_another_owner_than_its_senders() -> None:
    cut = cut_with("trip.finish", "billing.count").call("billing.count", "billing.note", 4)
    cut.access("billing.note", "update", "invoices", 6).access("billing.count", "update", "trips", 5)
    (finding,) = signal_write.check(handler(cut, "billing.count", ("trip.finish", 9)).evidence())
    assert finding.id == "signal-write:billing.count"
    assert finding.senders == ("trip",)
    assert finding.services == ("billing", "trip")
    assert [part.name for part in finding.tables] == ["invoices"]
    assert finding.signals == ("post_save of Trip",)
    assert finding.message == "billing.count runs when trip sends post_save of Trip, and writes invoices of billing."
    assert finding.severity.value == "medium"
    assert places(finding.evidence) == ["billing.py:2", "trip.py:9"]


def test_a_handler_that_nobody_is_known_to_fire_or_that_writes_for_its_senders_is_no_finding() -> None:
    cut = cut_with("trip.finish", "billing.count").access("billing.count", "update", "invoices", 4)
    assert list(signal_write.check(handler(cut, "billing.count").evidence())) == []
    cut.call("trip.finish", "billing.count", 9)
    assert list(signal_write.check(cut.evidence())) == []
    own = cut_with("trip.finish", "trip.count").access("trip.count", "update", "stops", 4)
    assert list(signal_write.check(handler(own, "trip.count", ("trip.finish", 9)).evidence())) == []


def test_code_that_deletes_rows_of_any_table_is_told_for_none() -> None:
    cut = cut_with("rider.Base").derive("rider.Rider", "rider.Base").access("rider.Base.drop", "delete", "riders", 7)
    cut.access("rider.Base.drop", "delete", "invoices", 7)
    cut.access("rider.Base.drop", "delete", "trips", 7, certainty="cascade").key("trips.rider_id", "riders", 3)
    assert list(cascade.check(cut.evidence())) == []


def logging(*services: str) -> Cut:
    """Each service changes a table of its own and adds a row to the log, which the audit keeps."""
    cut = Cut(owners={"log": "audit", **{f"{name}s": name for name in services}})
    for name in services:
        cut.access(f"{name}.work", "update", f"{name}s", 2).call(f"{name}.work", "audit.add", 3)
        atomic(cut, f"{name}.work", 1, (f"{name}s", 2), ("log", 3))
    return cut.access("audit.add", "insert", "log", 5)


def severities(cut: Cut) -> list[str]:
    return [finding.severity.value for finding in transaction.check(cut.evidence())]


def test_a_log_that_many_services_write_is_the_least_of_worries() -> None:
    assert severities(logging("trip", "rider", "bill")) == ["medium"] * 3
    assert severities(logging("trip", "rider", "bill", "mail")) == ["low"] * 4
    changed = logging("trip", "rider", "bill", "mail").access("audit.mend", "update", "log", 9)
    assert severities(changed) == ["medium"] * 4
