"""Truth by hand: two or three services around a table or a call."""

from __future__ import annotations

import pytest

from analyzer.findings.checks import call_cycle, direct_access, foreign_key, shared_table
from analyzer.findings.evidence import Evidence
from analyzer.model.data import TableStatement, Transaction, TransactionKind
from cuts import Cut, places


def used(owner: str, **uses: tuple[int, int]) -> Evidence:
    """One table, ``service=(reads, writes)``."""
    cut = Cut(owners={"trips": owner})
    for name, (reads, writes) in uses.items():
        for line in range(1, reads + writes + 1):
            cut.access(f"{name}.work", "select" if line <= reads else "update", "trips", line)
    return cut.evidence()


def calling(*calls: tuple[str, str, int]) -> Cut:
    cut = Cut()
    for step, (source, target, number) in enumerate(calls):
        for line in range(1, number + 1):
            cut.call(f"{source}.ask", f"{target}.give", step * 10 + line)
    return cut


@pytest.mark.parametrize(
    ("evidence", "severity"),
    [
        (used("trip", trip=(1, 2), billing=(0, 1)), ["high"]),
        (used("trip", trip=(1, 2), billing=(1, 0), mail=(1, 0)), ["medium"]),
        (used("trip", trip=(1, 2), billing=(1, 0)), []),
        (used("trip", trip=(1, 2)), []),
    ],
)
def test_a_table_is_shared_by_two_writers_or_three_users(evidence: Evidence, severity: list[str]) -> None:
    assert [finding.severity.value for finding in shared_table.check(evidence)] == severity


@pytest.mark.parametrize(
    ("evidence", "severity"),
    [
        (used("trip", trip=(1, 2), billing=(1, 0)), ["low"]),
        (used("trip", trip=(3, 0), billing=(0, 1)), ["medium"]),
        (used("trip", trip=(1, 2), billing=(0, 1)), []),
        (used("trip", trip=(1, 2)), []),
    ],
)
def test_one_other_user_is_a_direct_access(evidence: Evidence, severity: list[str]) -> None:
    assert [finding.severity.value for finding in direct_access.check(evidence)] == severity


def test_a_write_of_anothers_table_is_worse_in_a_transaction() -> None:
    cut = (
        Cut(owners={"trips": "trip"}).access("trip.read", "select", "trips").access("billing.pay", "update", "trips", 7)
    )
    cut.transactions.append(Transaction("billing.py", "pay", 5, TransactionKind.BLOCK, ("trips",), (7,)))
    (finding,) = direct_access.check(cut.evidence())
    assert finding.severity.value == "high"


def test_a_shared_tables_message_names_writers_first() -> None:
    (finding,) = shared_table.check(used("trip", trip=(0, 2), mail=(0, 1), billing=(4, 0)))
    assert finding.message == "Table trips is written by trip, mail and read by billing."
    assert finding.id == "shared-table:trips"


def test_who_only_deletes_what_rows_hang_on_is_told_apart_from_writers() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.ride", "insert", "trips").access("mail.read", "select", "trips")
    cut.access("billing.close", "delete", "trips", 3, certainty="cascade")
    cut.access("rider.leave", "delete", "trips", 4, certainty="cascade").access("rider.leave", "update", "trips", 5)
    (finding,) = shared_table.check(cut.evidence())
    assert finding.message == (
        "Table trips is written by rider, trip, changed along with deletions by billing and read by mail."
    )
    assert [(use.service, use.writes, use.along) for use in finding.uses] == [
        ("rider", 2, 1),
        ("trip", 1, 0),
        ("billing", 1, 1),
        ("mail", 0, 0),
    ]
    assert finding.severity.value == "high"


def test_a_table_whose_rows_only_go_along_has_no_writer_in_its_message() -> None:
    cut = Cut(owners={"trips": "trip"}).access("billing.close", "delete", "trips", 3, certainty="cascade")
    cut.access("rider.leave", "delete", "trips", 4, certainty="cascade").access("trip.ride", "select", "trips")
    (finding,) = shared_table.check(cut.evidence())
    assert finding.message == ("Table trips is changed along with deletions by billing, rider and read by trip.")
    assert finding.severity.value == "high"


def test_a_key_between_owners_is_found_once() -> None:
    cut = Cut(owners={"trips": "trip", "riders": "passenger", "unclaimed": ""})
    cut.key("trips.rider_id", "riders", 7).key("trips.rider_id", "riders", 9)
    cut.key("trips.parent_id", "trips", 8).key("trips.what_id", "unclaimed", 10)
    (finding,) = foreign_key.check(cut.evidence())
    assert finding.id == "foreign-key:trips.rider_id"
    assert places(finding.evidence) == ["models.py:7"]


def test_services_that_call_each_other() -> None:
    cut = calling(("billing", "trip", 5), ("trip", "billing", 1), ("trip", "mail", 2))
    (finding,) = call_cycle.check(cut.busy().evidence())
    assert finding.id == "call-cycle:billing <> trip"
    assert finding.calls == (("billing", "trip", 5), ("trip", "billing", 1))
    assert "weakest direction has 1 call." in finding.message
    assert finding.severity.value == "medium"


def test_what_is_done_where_the_caller_is_closes_no_circle() -> None:
    cut = calling(("billing", "trip", 5)).call("trip.ask", "billing.Form.__str__").call("trip.ask", "billing.Form")
    cut.call("trip", "billing.Form.__init_subclass__").derive("trip.Form", "billing.Form")
    assert list(call_cycle.check(cut.busy().evidence())) == []


def test_helpers_close_no_circle_unless_they_take_live_objects() -> None:
    cut = calling(("billing", "trip", 2), ("trip", "billing", 3)).access("trip.give", "select", "trips")
    assert list(call_cycle.check(cut.evidence())) == []
    (finding,) = call_cycle.check(cut.hold("billing.give", "entity", "trip").evidence())
    assert finding.subject == "billing <> trip"


def test_a_circle_is_as_sure_as_its_least_sure_step() -> None:
    cut = calling(("billing", "trip", 2)).call("trip.ask", "billing.give", certainty="guessed")
    (finding,) = call_cycle.check(cut.busy().evidence())
    assert finding.certainty.value == "guessed"
    (finding,) = call_cycle.check(cut.call("trip.ask", "billing.give", 9).busy().evidence())
    assert finding.certainty.value == "typed"


def test_a_cycle_is_worse_with_two_calls_each_way() -> None:
    (finding,) = call_cycle.check(calling(("billing", "trip", 2), ("trip", "billing", 3)).busy().evidence())
    assert finding.severity.value == "high"


def test_a_cycle_is_worse_with_a_loop_in_it() -> None:
    cut = calling(("billing", "trip", 5)).call("trip.ask", "billing.give", loop=True)
    (finding,) = call_cycle.check(cut.busy().evidence())
    assert finding.severity.value == "high"


def test_a_call_that_needs_no_data_is_no_call_back() -> None:
    cut = calling(("billing", "trip", 5), ("trip", "mail", 2)).access("trip.give", "select", "rows")
    cut.call("trip.ask", "billing.is_valid")
    assert not list(call_cycle.check(cut.evidence()))
    (finding,) = call_cycle.check(cut.access("billing.is_valid", "select", "rows").evidence())
    assert finding.id == "call-cycle:billing <> trip"


def test_a_circle_is_as_sure_as_the_surest_call_of_each_direction() -> None:
    cut = calling(("billing", "trip", 1)).call("trip.ask", "billing.give", 1, certainty="guessed")
    (finding,) = call_cycle.check(cut.busy().evidence())
    assert finding.certainty.value == "guessed"
    (finding,) = call_cycle.check(cut.call("trip.ask", "billing.pay", 2).busy().evidence())
    assert finding.certainty.value == "typed"


def test_what_only_needs_a_copy_of_the_others_code_makes_no_cycle() -> None:
    cut = (
        calling(("billing", "trip", 2))
        .access("trip.give", "select", "rows")
        .call("trip.ask", "billing.rounded")
        .call("billing.rounded", "billing.cents")
    )
    cut.call("trip.ask", "billing.Money").call("trip", "billing.give_billing")
    cut.classes.add("billing.Money")
    assert not list(call_cycle.check(cut.evidence()))
    (finding,) = call_cycle.check(cut.access("billing.cents", "select", "rates").evidence())
    assert finding.calls == (("billing", "trip", 2), ("trip", "billing", 1))


def test_a_larger_circle_without_a_mutual_pair() -> None:
    cut = calling(("a", "b", 1), ("b", "c", 1), ("c", "a", 1), ("c", "d", 1))
    (finding,) = call_cycle.check(cut.busy().evidence())
    assert finding.services == ("a", "b", "c")
    assert finding.severity.value == "high"


def test_a_larger_circle_that_holds_a_mutual_pair_is_told_by_the_pair() -> None:
    cut = calling(("a", "b", 1), ("b", "c", 1), ("c", "d", 1), ("d", "a", 1), ("a", "c", 1), ("c", "a", 1))
    assert [finding.services for finding in call_cycle.check(cut.busy().evidence())] == [("a", "c")]


def test_code_that_uses_the_table_of_its_object_makes_its_service_no_user_of_others_tables() -> None:
    cut = Cut("base.Base", owners={"trips": "trip", "riders": "rider"}).derive("trip.Trip", "base.Base")
    cut.access("base.Base.save", "update", "trips", 5).access("base.Base.save", "update", "riders", 5)
    cut.access("base.Base.load", "select", "trips", 7).access("base.Base.load", "select", "riders", 7)
    assert list(direct_access.check(cut.evidence())) == []
    cut.access("base.Base.count", "select", "trips", 9)
    (finding,) = direct_access.check(cut.evidence())
    assert finding.message == "Service base reads table trips of trip directly."


def test_tables_that_a_statement_joins_are_all_read() -> None:
    cut = Cut("mail.Box", owners={"trips": "trip", "riders": "rider"}).derive("mail.Big", "mail.Box")
    cut.access("mail.Box.load", "select", "trips", 7).access("mail.Box.load", "select", "riders", 7)
    cut.statements.append(TableStatement("mail.py", "Box.load", 7, ("riders", "trips"), "join"))
    assert [finding.subject for finding in direct_access.check(cut.evidence())] == ["riders", "trips"]


def test_a_read_where_any_table_may_be_written_is_of_any_table_too() -> None:
    cut = Cut("base.Base", owners={"trips": "trip", "riders": "rider"}).derive("trip.Trip", "base.Base")
    cut.access("base.Base.drop", "delete", "trips", 5).access("base.Base.drop", "delete", "riders", 5)
    cut.access("base.Base.drop", "select", "trips", 5)
    assert list(direct_access.check(cut.evidence())) == []


def test_two_statements_of_one_line_of_a_base_are_of_two_heirs() -> None:
    owners = {"trips": "trip", "stops": "trip", "riders": "rider", "cards": "rider"}
    cut = Cut("base.Base", owners=owners).derive("trip.Trip", "base.Base")
    for table in owners:
        cut.access("base.Base.load", "select", table, 7)
    cut.statements += [
        TableStatement("base.py", "Base.load", 7, ("cards", "riders"), "join"),
        TableStatement("base.py", "Base.load", 7, ("stops", "trips"), "join"),
    ]
    assert list(direct_access.check(cut.evidence())) == []
