"""Which remedies apply and which is recommended: truth by hand, on a few services around a table or a transaction."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cluster.services import Candidates
from analyzer.contracts.contracts import make_contracts
from analyzer.findings.evidence import Evidence
from analyzer.findings.find import find
from analyzer.model.code import Certainty
from analyzer.model.data import TableStatement, TransactionKind
from analyzer.model.data_findings import OrderedWrite, TransactionAcross
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.facts import Facts
from analyzer.model.finding import Severity
from analyzer.model.findings import Finding
from analyzer.model.location import Location
from analyzer.model.options import EffortWish, Options, RemedyWish
from analyzer.model.plan import Remedy, RemedyKind
from analyzer.model.shapes import Shape, ShapeKind
from analyzer.plan.plan import make_plan
from cuts import Cut, places

NOTHING_CHANGES = "Nothing changes: one service, one database, one transaction."


def planned(cut: Cut, *more: Finding, options: Options = Options()) -> dict[str, list[Remedy]]:  # noqa: B008  # frozen
    """Finding -> its remedies, the recommended one first."""
    evidence = cut.evidence()
    found: dict[str, list[Remedy]] = {}
    contracts = make_contracts(evidence, cut.promises())
    for remedy in make_plan(evidence, (*find(evidence), *more), contracts, options).remedies:
        found.setdefault(remedy.finding, []).append(remedy)
    return found


def best(cut: Cut, finding: str, *more: Finding) -> Remedy:
    return planned(cut, *more)[finding][0]


def kinds(remedies: list[Remedy]) -> list[str]:
    return [remedy.remedy.name for remedy in remedies]


def crossing(cut: Cut, definition: str, *writes: tuple[str, int]) -> TransactionAcross:
    """A transaction of a definition that writes tables of others at lines of its file."""
    path = f"{definition.partition('.')[0]}.py"
    ordered = tuple(OrderedWrite(table, cut.owners[table], Location(path, line)) for table, line in writes)
    return TransactionAcross(
        subject=definition,
        severity=Severity.MEDIUM,
        certainty=Certainty.TYPED,
        services=tuple(sorted({write.owner for write in ordered})),
        message="",
        evidence=tuple(sorted(write.at for write in ordered)),
        definition=definition,
        transaction=TransactionKind.BLOCK,
        writes=ordered,
    )


def test_few_reads_are_answered_by_an_operation_of_the_owner() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.book", "insert", "trips")
    cut.access("billing.bill", "select", "trips", 4).access("billing.check", "select", "trips", 9)
    single, *others = planned(cut)["direct-access:trips"]
    assert kinds(others) == ["REPLICATE", "SHARED_REPLICA"]
    assert single == Remedy(
        finding="direct-access:trips",
        remedy=RemedyKind.SINGLE_OWNER,
        recommended=True,
        reason="few definitions read it: an operation of the owner answers them",
        sites=(Location("billing.py", 4), Location("billing.py", 9)),
        consistency="Others see what trip answers at that moment.",
        effort_low=1.4,  # 1 operation, 2 call sites
        effort_high=4.0,
        steps=("operation of trip: read trips (2 places of billing)",),
        counted=(("operation", 1), ("call site", 2)),
    )
    assert others[0].counted == (("event", 1), ("outbox", 1), ("consumer", 1), ("copy", 1), ("call site", 3))
    assert (others[0].effort_low, others[0].effort_high) == (5.6, 13.5)
    assert places(others[0].sites) == ["billing.py:4", "billing.py:9", "trip.py:1"]
    assert others[0].steps == (
        "event of trip: trips changed, published at 1 place",
        "copy of trips in billing, which reads it at 2 places",
    )
    assert (others[1].effort_low, others[1].effort_high, others[1].counted) == (1.0, 2.0, (("replica", 1),))


ROWS = Shape(ShapeKind.ARRAY, (Shape(ShapeKind.MAP),))


def test_an_operation_that_others_call_already_is_named() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.find", "select", "trips").call("mail.send", "trip.find")
    cut.access("billing.bill", "select", "trips", 4).sign("trip.find", result=ROWS)
    found = best(cut, "direct-access:trips")
    by = "by find, GET /trips, which its contract has"
    assert found.steps == (f"operation of trip: read trips (1 place of billing) {by}",)
    assert found.counted == (("call site", 1),)  # nothing is to be offered that is not offered


@pytest.mark.parametrize("more", ["bills", ""])
def test_an_operation_that_reads_more_or_gives_no_rows_is_no_answer(more: str) -> None:
    cut = Cut(owners={"trips": "trip", "bills": "trip"}).access("trip.find", "select", "trips")
    cut.call("mail.send", "trip.find").access("billing.bill", "select", "trips")
    if more:
        cut.access("trip.find", "select", more).sign("trip.find", result=ROWS)
    found = best(cut, "direct-access:trips")
    near = "near it is find, GET /trips" if more else "near it is find, GET /trips/find"
    assert found.steps == (f"operation of trip: read trips (1 place of billing); {near}",)
    assert found.counted == (("operation", 1), ("call site", 1))


def test_a_read_behind_an_operation_is_that_of_the_operation() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip._load", "select", "trips").call("trip.find", "trip._load")
    cut.call("mail.send", "trip.find").access("billing.bill", "select", "trips", 4).sign("trip.find", result=ROWS)
    found = best(cut, "direct-access:trips")
    assert found.steps[0].endswith("by find, GET /trips, which its contract has")


def test_of_several_writes_those_that_are_missing_are_counted() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.close", "update", "trips").call("mail.send", "trip.close")
    cut.access("trip.add", "insert", "trips").call("mail.send", "trip.add")
    cut.access("billing.a", "update", "trips", 4).access("billing.b", "insert", "trips", 5)
    cut.access("billing.c", "delete", "trips", 6)
    owner = next(one for one in planned(cut)["shared-table:trips"] if one.remedy is RemedyKind.SINGLE_OWNER)
    assert owner.steps == (
        "operation of trip: add to trips (1 place of billing) by add, POST /trips, which its contract has",
        "operation of trip: change trips (1 place of billing); near it is close, POST /trips/close",
        "operation of trip: delete from trips (1 place of billing)",
    )
    assert owner.counted == (("operation", 2), ("call site", 3))


def test_a_write_moves_to_an_operation_of_the_contract() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.close", "update", "trips").access("trip.open", "insert", "trips")
    cut.call("mail.send", "trip.close").access("billing.bill", "update", "trips", 5)
    move = best(cut, "shared-table:trips")
    assert move.steps == ("call trip.close by POST /trips/close of trip where billing.bill would change trips",)
    assert move.counted == (("call site", 1),)


def both_writing(calls_back: int) -> Cut:
    cut = Cut(owners={"trips": "trip"})
    for line in range(1, 4):
        cut.access("trip.book", "update", "trips", line).access("billing.bill", "update", "trips", line)
        cut.call("trip.book", "billing.bill", 10 + line)
    for line in range(calls_back):
        cut.call("billing.bill", "trip.book", 10 + line)
    return cut


def test_who_write_the_same_table_and_call_each_other_are_one_service() -> None:
    merge = best(both_writing(3), "shared-table:trips")
    assert merge.remedy is RemedyKind.MERGE_SERVICES
    assert (merge.sites, merge.consistency, merge.steps) == (
        (),
        NOTHING_CHANGES,
        ("merge trip into billing (1 module)",),
    )
    assert (merge.effort_low, merge.effort_high) == (1.1, 3.2)  # 1 service, 1 module, rounded


def test_two_writers_that_call_one_way_need_an_owner() -> None:
    remedies = planned(both_writing(2))["shared-table:trips"]
    assert kinds(remedies)[0] == "MOVE_WRITE"
    assert "MERGE_SERVICES" in kinds(remedies)
    assert remedies[1].reason.endswith(remedies[0].reason)


def test_one_writer_moves_to_the_definition_of_the_owner() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.close", "update", "trips").access("trip.open", "insert", "trips")
    cut.access("billing.bill", "select", "trips", 4).access("billing.bill", "update", "trips", 5)
    move = best(cut, "shared-table:trips")
    assert move.remedy is RemedyKind.MOVE_WRITE
    assert move.steps == ("call trip.close of trip where billing.bill would change trips",)
    assert places(move.sites) == ["billing.py:4", "billing.py:5"]
    assert move.counted == (("operation", 1), ("call site", 1))


def test_a_write_that_the_owner_never_makes_has_no_definition_to_move_to() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.open", "insert", "trips")
    cut.access("billing.bill", "delete", "trips", 5).access("billing.bill", "select", "trips", 4)
    assert kinds(planned(cut)["shared-table:trips"]) == ["SINGLE_OWNER", "MERGE_SERVICES", "REPLICATE"]


def test_a_definition_that_writes_more_is_none_to_move_to() -> None:
    cut = Cut(owners={"trips": "trip", "days": "trip"}).access("trip.close", "update", "trips")
    cut.access("trip.close", "update", "days").access("billing.bill", "update", "trips", 5)
    assert kinds(planned(cut)["shared-table:trips"]) == ["SINGLE_OWNER", "MERGE_SERVICES"]


def test_an_entry_point_is_none_to_move_to() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.Pages.post", "update", "trips", 2)
    cut.access("billing.bill", "update", "trips", 5)
    assert best(cut, "shared-table:trips").remedy is RemedyKind.MOVE_WRITE
    for entered in ("trip.Pages", "trip.Pages.get"):
        cut.call(entered, "trip.Pages.help")
        cut.entries = [EntryPoint(EntryKind.HTTP, "POST /trips", entered, "trip.py", 1, "django", "trip")]
        assert best(cut, "shared-table:trips").remedy is RemedyKind.SINGLE_OWNER


def test_rows_that_are_only_left_behind_go_through_an_outbox() -> None:
    cut = Cut(owners={"mails": "mail"}).access("mail.send", "update", "mails")
    cut.access("trip.book", "insert", "mails", 3).access("billing.bill", "insert", "mails", 4)
    outbox = best(cut, "shared-table:mails")
    assert outbox.remedy is RemedyKind.OUTBOX
    assert outbox.steps == (
        "outbox of billing",
        "outbox of trip",
        "event: mail is to add to mails (1 place of billing, 1 of trip)",
    )
    assert outbox.counted == (("outbox", 2), ("event", 1), ("consumer", 1), ("call site", 2))


def test_rows_that_go_along_are_told() -> None:
    cut = Cut(owners={"mails": "mail"}).access("mail.send", "update", "mails")
    cut.access("trip.drop", "delete", "mails", 3, certainty="cascade")
    outbox = best(cut, "shared-table:mails")
    assert outbox.steps[1] == "event: rows are deleted (1 place of trip); mail deletes those of mails that hang on them"


def test_who_reads_its_rows_again_does_not_only_leave_them() -> None:
    cut = Cut(owners={"mails": "mail"}).access("mail.send", "insert", "mails")
    cut.access("trip.book", "insert", "mails", 3).access("trip.book", "select", "mails", 5)
    assert "OUTBOX" not in kinds(planned(cut)["shared-table:mails"])


def reading(readers: int, each: int, *, joined: bool = False, loop: bool = False) -> Cut:
    cut = Cut(owners={"zones": "fleet"}).access("fleet.grant", "insert", "zones")
    for reader in range(readers):
        name = f"reader{reader}"
        for line in range(each):
            cut.access(f"{name}.look{line}", "select", "zones", line)
            if joined:
                cut.statements.append(TableStatement(f"{name}.py", f"look{line}", line, ("own", "zones")))
        if loop:
            cut.call(f"{name}.all", f"{name}.look0", 50, loop=True)
    return cut


@pytest.mark.parametrize(
    ("cut", "remedy", "because"),
    [
        (reading(1, 3), "SINGLE_OWNER", "few definitions"),
        (reading(1, 4), "SINGLE_OWNER", "one owner"),
        (reading(1, 4, joined=True), "REPLICATE", "joined"),
        (reading(1, 1, loop=True), "SINGLE_OWNER", "for many rows"),
        (reading(1, 4, loop=True), "REPLICATE", "in loops"),
        (reading(3, 2), "REPLICATE", "few definitions write"),
        (reading(1, 3, joined=True), "SINGLE_OWNER", "few definitions"),
    ],
)
def test_readers_are_answered_or_get_copies(cut: Cut, remedy: str, because: str) -> None:
    (found,) = planned(cut).values()
    assert found[0].remedy.name == remedy
    assert because in found[0].reason


def test_nobody_knows_how_often_a_table_changes_that_is_written_for_callers() -> None:
    cut = reading(3, 2)
    cut.access("kernel.save", "update", "zones")
    cut.accesses[-1] = msgspec.structs.replace(cut.accesses[-1], generic=True)
    assert best(cut, "shared-table:zones").remedy is RemedyKind.SINGLE_OWNER


def test_reports_read_a_replica_for_now() -> None:
    cut = Cut(owners={"trips": "trip", "bills": "billing", "mails": "mail"})
    for table, owner in list(cut.owners.items()):
        cut.access(f"{owner}.keep", "insert", table).access("report.month", "select", table, 7)
    cut.statements.append(TableStatement("report.py", "month", 7, ("bills", "mails", "trips")))
    replica = best(cut, "direct-access:trips")
    assert (replica.remedy, places(replica.sites)) == (RemedyKind.SHARED_REPLICA, ["report.py:7"])
    cut.access("report.month", "update", "bills", 8)
    assert best(cut, "direct-access:trips").remedy is RemedyKind.SINGLE_OWNER


def booking() -> Cut:
    cut = Cut(owners={"trips": "trip", "cars": "fleet", "bills": "billing"})
    cut.access("trip.book", "insert", "trips", 2).access("trip.book", "update", "cars", 3)
    cut.access("billing.bill", "insert", "bills", 8).access("billing.bill", "select", "bills", 9)
    return cut.call("trip.book", "billing.bill", 4)


def test_a_saga_undoes_in_reverse_order_what_was_written_before_the_last() -> None:
    cut = booking().key("trips.bill_id", "bills")
    saga, *others = planned(cut, crossing(cut, "trip.book", ("trips", 2), ("cars", 3), ("bills", 4)))[
        "transaction:trip.book"
    ]
    assert (saga.remedy, others) == (RemedyKind.SAGA, [])
    assert saga.steps == (
        "step 1 of trip: add to trips",
        "step 2 of fleet: change cars",
        "step 3 of billing: run billing.bill by POST /bills/bill (bills)",
        "compensation of step 2 by fleet: set back what was changed in cars",
        "compensation of step 1 by trip: cancel what was added to trips",
    )
    assert saga.counted == (("saga", 1), ("saga step", 3), ("compensation", 2), ("call site", 3))
    assert (saga.effort_low, saga.effort_high) == (7.1, 18.0)
    assert places(saga.sites) == ["trip.py:2", "trip.py:3", "trip.py:4"]


def test_what_a_saga_only_leaves_behind_follows_when_all_is_done() -> None:
    cut = booking()
    saga = best(cut, "transaction:trip.book", crossing(cut, "trip.book", ("trips", 2), ("bills", 4), ("cars", 3)))
    assert saga.steps == (
        "step 1 of trip: add to trips",
        "step 2 of fleet: change cars",
        "outbox of trip, written in its transaction",
        "event: billing is to run billing.bill (bills)",
        "compensation of step 1 by trip: cancel what was added to trips",
    )
    assert places(saga.sites) == ["trip.py:2", "trip.py:3", "trip.py:4"]
    assert (saga.effort_low, saga.effort_high) == (9.6, 22.5)


def test_what_is_called_runs_once_with_all_that_it_writes() -> None:
    """``lines`` alone would follow later and ``cars`` is written for billing: both are in the step that calls it."""
    cut = Cut(owners={"trips": "trip", "cars": "fleet", "bills": "billing", "lines": "billing"})
    cut.access("trip.book", "insert", "trips", 2).key("trips.bill_id", "bills")
    cut.access("billing.bill", "insert", "bills", 8).access("billing.bill", "insert", "lines", 9)
    cut.access("billing.bill", "update", "cars", 10).call("trip.book", "billing.bill", 4)
    written = (("trips", 2), ("cars", 4), ("bills", 4), ("lines", 4))
    saga = best(cut, "transaction:trip.book", crossing(cut, "trip.book", *written))
    assert saga.steps == (
        "step 1 of trip: add to trips",
        "step 2 of billing: run billing.bill by POST /bills/bill (bills, lines; and with it cars of fleet)",
        "compensation of step 1 by trip: cancel what was added to trips",
    )
    assert dict(saga.counted)["saga step"] == 2


def test_what_a_transaction_only_leaves_behind_goes_through_an_outbox() -> None:
    cut = booking()
    outbox = best(cut, "transaction:trip.book", crossing(cut, "trip.book", ("trips", 2), ("bills", 4)))
    assert outbox.remedy is RemedyKind.OUTBOX
    assert outbox.steps == (
        "outbox of trip, written in its transaction",
        "event: billing is to run billing.bill (bills)",
    )
    assert places(outbox.sites) == ["trip.py:4"]


def test_deletions_are_told_and_need_no_undoing() -> None:
    cut = Cut(owners={"events": "index", "mails": "mail"})
    cut.access("index.clean", "delete", "events", 2).access("index.clean", "delete", "mails", 3)
    outbox = best(cut, "transaction:index.clean", crossing(cut, "index.clean", ("events", 2), ("mails", 3)))
    assert (outbox.remedy, outbox.steps[1]) == (RemedyKind.OUTBOX, "event: mail is to delete from mails")


def test_a_row_whose_key_is_needed_is_not_left_behind() -> None:
    cut = booking().key("trips.bill_id", "bills")
    finding = crossing(cut, "trip.book", ("trips", 2), ("bills", 4))
    assert kinds(planned(cut, finding)["transaction:trip.book"]) == ["SAGA", "MERGE_SERVICES"]


def test_many_transactions_between_two_services_that_call_each_other_hold_them_together() -> None:
    cut = Cut(owners={"trips": "trip", "cars": "fleet"})
    found = []
    for number in range(3):
        cut.access(f"trip.book{number}", "update", "trips", 2).access(f"trip.book{number}", "update", "cars", 3)
        cut.call(f"trip.book{number}", "fleet.take", 5).call("fleet.take", f"trip.book{number}", number)
        found.append(crossing(cut, f"trip.book{number}", ("trips", 2), ("cars", 3)))
    assert best(cut, "transaction:trip.book0", *found).remedy is RemedyKind.SAGA  # no table that both write
    for number in range(3):
        cut.access(f"fleet.take{number}", "update", "cars", 3)
    assert best(cut, "transaction:trip.book0", *found).remedy is RemedyKind.MERGE_SERVICES
    assert best(cut, "transaction:trip.book0", *found[:2]).remedy is RemedyKind.SAGA


def test_what_is_forbidden_is_not_offered_and_what_is_preferred_is_recommended() -> None:
    forbid = RemedyWish("", forbid=(RemedyKind.SINGLE_OWNER, RemedyKind.SHARED_REPLICA))
    (left,) = planned(reading(1, 2), options=Options(remedies=(forbid,))).values()
    assert (kinds(left), left[0].reason) == (["REPLICATE"], "the configuration forbids what would be better")
    prefer = RemedyWish("direct-access:zones", prefer=(RemedyKind.OUTBOX, RemedyKind.SHARED_REPLICA))
    (wished,) = planned(reading(1, 2), options=Options(remedies=(forbid, prefer))).values()
    assert kinds(wished) == ["SHARED_REPLICA", "REPLICATE"]
    assert (wished[0].reason, wished[1].recommended) == ("the configuration prefers it", False)
    nothing = RemedyWish("direct-access:zones", forbid=tuple(RemedyKind))
    assert planned(reading(1, 2), options=Options(remedies=(nothing,))) == {}


def test_a_wish_for_no_finding_is_said() -> None:
    wish = RemedyWish("shared-table:zone", forbid=(RemedyKind.SAGA,))
    cut = reading(1, 2)
    evidence = cut.evidence()
    contracts = make_contracts(evidence, cut.promises())
    plan = make_plan(evidence, find(evidence), contracts, Options(remedies=(wish,)))
    assert plan.notes == (
        "remedies of shared-table:zone: no finding has this id and remedies; those of the kinds shared-table, "
        "direct-access, transaction have",
    )


def test_coefficients_of_the_user_count() -> None:
    options = Options(effort=(EffortWish("operation", 10, 20),))
    (found,) = planned(reading(1, 2), options=options).values()
    assert (found[0].effort_low, found[0].effort_high) == (10.4, 21.0)


SERVICES = ("trip", "billing", "mail", "kernel")
TABLES = ("trips", "bills", "mails")
ACCESSES = st.lists(
    st.tuples(
        st.sampled_from(SERVICES),
        st.sampled_from("ab"),
        st.sampled_from(["select", "insert", "update", "delete"]),
        st.sampled_from(TABLES),
        st.integers(1, 5),
        st.sampled_from(["typed", "cascade", "guessed"]),
    ),
    max_size=25,
)
CALLS = st.lists(
    st.tuples(st.sampled_from(SERVICES), st.sampled_from(SERVICES), st.integers(1, 9), st.booleans()), max_size=15
)


@settings(max_examples=50)
@given(ACCESSES, CALLS, st.lists(st.lists(st.sampled_from(TABLES), min_size=2, unique=True), max_size=3), st.randoms())
def test_every_finding_has_one_recommended_remedy(
    accesses: list[tuple[str, str, str, str, int, str]],
    calls: list[tuple[str, str, int, bool]],
    transactions: list[list[str]],
    chance: random.Random,
) -> None:
    cut = Cut(owners={"trips": "trip", "bills": "billing", "mails": ""})
    for service, name, operation, table, line, certainty in accesses:
        cut.access(f"{service}.{name}", operation, table, line, certainty=certainty)
    for source, target, line, loop in calls:
        cut.call(f"{source}.a", f"{target}.b", line, loop=loop)
    cut.owners["mails"] = "mail"
    found = [crossing(cut, f"trip.t{n}", *((table, 3) for table in tables)) for n, tables in enumerate(transactions)]
    evidence = cut.evidence()
    findings = (*find(evidence), *found)
    contracts = make_contracts(evidence, cut.promises())
    plan = make_plan(evidence, findings, contracts, Options())
    by_finding: dict[str, list[Remedy]] = {}
    for remedy in plan.remedies:
        by_finding.setdefault(remedy.finding, []).append(remedy)
        assert 0 < remedy.effort_low <= remedy.effort_high
        assert set(remedy.sites) <= known(evidence.facts) | {place for one in found for place in one.evidence}
        assert list(remedy.sites) == sorted(set(remedy.sites))
    remediable = {one.id for one in findings if one.kind in ("shared-table", "direct-access", "transaction")}
    assert by_finding.keys() == remediable
    assert all([one.recommended for one in several].count(True) == 1 for several in by_finding.values())
    assert all(len(set(kinds(several))) == len(several) for several in by_finding.values())
    shuffled = make_plan(Evidence(mixed(cut, chance)), findings, contracts, Options())
    assert shuffled == plan


def known(facts: Facts) -> set[Location]:
    return {Location(one.path, one.line) for one in (*facts.accesses, *facts.calls)}


def mixed(cut: Cut, chance: random.Random) -> Candidates:
    candidates = cut.candidates()
    facts = candidates.facts
    return msgspec.structs.replace(
        candidates,
        facts=msgspec.structs.replace(
            facts,
            accesses=tuple(chance.sample(facts.accesses, len(facts.accesses))),
            calls=tuple(chance.sample(facts.calls, len(facts.calls))),
            definitions=tuple(chance.sample(facts.definitions, len(facts.definitions))),
        ),
    )
