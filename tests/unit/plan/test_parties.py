"""Who takes part in a transaction after a step, and in which order: by hand, on few services around one definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.contracts.contracts import make_contracts
from analyzer.model.code import Certainty
from analyzer.model.data import Transaction, TransactionKind
from analyzer.model.data_findings import OrderedWrite, TransactionAcross
from analyzer.model.decision import Undoing
from analyzer.model.finding import Severity
from analyzer.model.location import Location
from analyzer.model.plan import RemedyKind
from analyzer.plan.grounds import Grounds
from analyzer.plan.parted_recipes import RECIPES, one_operation, undoings
from analyzer.plan.parties import MONOLITH, Parted
from analyzer.plan.rules import Condition
from cut_plans import grounds
from cuts import Cut

OWNERS = {"rides": "ride", "bills": "bill", "lines": "bill", "codes": "promo", "uses": "promo", "mails": "mail"}
ALL = frozenset({"ride", "bill", "promo", "mail"})


def crossing(cut: Cut, *writes: tuple[str, int], kind: TransactionKind = TransactionKind.BLOCK) -> TransactionAcross:
    """The transaction of ``ride.finish``, with each table at the line of the first write to it."""
    ordered = tuple(OrderedWrite(table, cut.owners[table], Location("ride.py", line)) for table, line in writes)
    return TransactionAcross(
        subject="ride.finish",
        severity=Severity.MEDIUM,
        certainty=Certainty.TYPED,
        services=tuple(sorted({"ride", *(write.owner for write in ordered)})),
        message="",
        evidence=tuple(sorted({write.at for write in ordered})),
        definition="ride.finish",
        transaction=kind,
        writes=ordered,
    )


def parted(cut: Cut, finding: TransactionAcross, *left: str) -> Parted:
    evidence = grounds(cut).evidence
    contracts = make_contracts(evidence, cut.promises())
    return Parted(Grounds(evidence, (finding,), contracts), finding, ALL - set(left))


def told(cut: Cut, finding: TransactionAcross, *left: str) -> list[tuple[str, list[str], list[str]]]:
    """Party, tables and asked definitions of each part."""
    case = parted(cut, finding, *left)
    return [
        (
            part.party,
            list(dict.fromkeys(one.write.table for one in part.turns)),
            sorted({one.called for one in part.turns if one.called}),
        )
        for part in case.parts
    ]


def finishing() -> Cut:
    """Like the end of a ride: it is changed, billed with a code that is redeemed on the way, and changed again."""
    cut = Cut("mail.x", "ride.finish", owners=OWNERS).access("ride.finish", "update", "rides", 10)
    cut.call("ride.finish", "bill.issue", 11).call("bill.issue", "promo.redeem", 3)
    cut.access("promo.redeem", "update", "codes", 4).access("promo.redeem", "insert", "uses", 5)
    cut.access("bill.issue", "update", "rides", 6).access("bill.issue", "insert", "bills", 7)
    cut.access("bill.issue", "insert", "lines", 8).access("ride.finish", "update", "rides", 12)
    return cut.access("ride.show", "select", "bills")


FINISH = (("rides", 10), ("codes", 11), ("uses", 11), ("bills", 11), ("lines", 11))


@pytest.mark.parametrize(
    ("left", "parts"),
    [
        ((), [(MONOLITH, ["rides", "codes", "uses", "bills", "lines"], [])]),
        (
            ("promo",),
            [
                (MONOLITH, ["rides"], []),
                ("promo", ["codes", "uses"], ["promo.redeem"]),
                (MONOLITH, ["rides", "bills", "lines"], []),
            ],
        ),
        (
            ("promo", "bill"),  # the ride is changed by bill as well: it asks the monolith to do so
            [
                (MONOLITH, ["rides"], []),
                ("promo", ["codes", "uses"], ["promo.redeem"]),
                (MONOLITH, ["rides"], []),
                ("bill", ["bills", "lines"], ["bill.issue"]),
            ],
        ),
        (
            ("ride",),
            [
                ("ride", ["rides"], []),
                (MONOLITH, ["codes", "uses", "bills", "lines"], ["bill.issue"]),
                ("ride", ["rides"], []),
            ],
        ),
    ],
)
def test_what_has_not_left_is_one_party(left: tuple[str, ...], parts: list[tuple[str, list[str], list[str]]]) -> None:
    cut = finishing()
    assert told(cut, crossing(cut, *FINISH), *left) == parts


def test_a_saga_says_what_each_party_does_and_undoes() -> None:
    cut = finishing()
    case = parted(cut, crossing(cut, *FINISH), "promo")
    recipe = RECIPES[RemedyKind.SAGA](case)
    assert recipe.steps == (
        "step 1 of the monolith: change rides",
        "step 2 of promo: run promo.redeem by POST /uses/redeem (codes, uses)",
        "step 3 of the monolith: change rides, and add to bills, lines",
        "compensation of step 2 by promo: undo promo.redeem (set back what was changed in codes, and cancel what was "
        "added to uses)",
        "compensation of step 1 by the monolith: set back what was changed in rides",
    )
    assert recipe.counted == {"saga": 1, "saga step": 3, "compensation": 2}
    assert undoings(case) == (Undoing("promo", "promo.redeem", ("codes", "uses")),)


def test_the_last_part_and_ones_own_need_no_promise() -> None:
    cut = Cut("mail.x", owners=OWNERS).access("ride.finish", "update", "rides", 10)
    cut.call("ride.finish", "promo.redeem", 11).access("promo.redeem", "update", "codes", 4)
    case = parted(cut, crossing(cut, ("rides", 10), ("codes", 11)), "promo")
    assert undoings(case) == ()


def test_a_table_that_is_written_past_its_owner_needs_an_operation_that_undoes_it() -> None:
    cut = Cut("mail.x", "promo.x", "bill.x", owners=OWNERS).access("ride.finish", "update", "codes", 10)
    cut.access("ride.finish", "update", "rides", 11)
    case = parted(cut, crossing(cut, ("codes", 10), ("rides", 11)), "promo")
    assert undoings(case) == (Undoing("promo", "", ("codes",)),)
    assert [turn.asking for turn in case.turns] == ["ride.finish", ""]


def test_a_call_runs_once_with_all_that_it_writes() -> None:
    """What redeem asks of the monolith in between is a part of its own; its own writes stay together."""
    cut = Cut("mail.x", owners=OWNERS).access("ride.finish", "update", "rides", 10).call("ride.finish", "promo.go", 11)
    cut.access("promo.go", "update", "codes", 3).call("promo.go", "bill.note", 4).access("bill.note", "insert", "bills")
    cut.access("promo.go", "update", "uses", 5)
    written = (("rides", 10), ("codes", 11), ("bills", 11), ("uses", 11))
    assert told(cut, crossing(cut, *written), "promo") == [
        (MONOLITH, ["rides"], []),
        ("promo", ["codes", "uses"], ["promo.go"]),
        (MONOLITH, ["bills"], []),
    ]


def test_what_one_line_writes_is_not_torn_apart() -> None:
    """Rows that go with a row: which table comes first is not what the code says."""
    cut = Cut("mail.x", "promo.x", "bill.x", owners=OWNERS | {"seats": "ride"})
    for table in ("rides", "codes", "seats"):
        cut.access("ride.finish", "delete", table, 10)
    cut.access("ride.show", "select", "codes")
    assert told(cut, crossing(cut, ("rides", 10), ("codes", 10), ("seats", 10)), "promo") == [
        (MONOLITH, ["rides", "seats"], []),
        ("promo", ["codes"], []),
    ]


def test_what_is_only_left_behind_follows_by_an_event() -> None:
    cut = Cut("bill.x", "promo.x", owners=OWNERS).access("ride.finish", "update", "rides", 10)
    cut.call("ride.finish", "mail.post", 11).access("mail.post", "insert", "mails", 3)
    case = parted(cut, crossing(cut, ("rides", 10), ("mails", 11)), "mail")
    assert case.condition is Condition.LEAVES_BEHIND
    recipe = RECIPES[RemedyKind.OUTBOX](case)
    assert recipe.steps == (
        "outbox of the monolith, written in its transaction",
        "event: mail is to run mail.post (mails)",
    )
    assert recipe.consistency.startswith("What the monolith writes is whole; mail follows a moment later")
    assert recipe.counted == {"outbox": 1, "event": 1, "consumer": 1}
    again = cut.access("ride.show", "select", "mails")
    assert parted(again, crossing(again, ("rides", 10), ("mails", 11)), "mail").condition is Condition.MUST_AGREE


def test_what_others_of_the_monolith_read_is_not_needed_here() -> None:
    cut = Cut("promo.x", owners=OWNERS).access("ride.finish", "update", "rides", 10)
    cut.access("ride.finish", "insert", "mails", 11).access("bill.report", "select", "mails")
    case = parted(cut, crossing(cut, ("rides", 10), ("mails", 11)), "mail")
    assert case.condition is Condition.LEAVES_BEHIND


def test_where_one_party_writes_all_one_call_keeps_it_one_transaction() -> None:
    cut = Cut("mail.x", "promo.x", owners=OWNERS).call("ride.finish", "bill.a", 10).call("ride.finish", "bill.b", 11)
    cut.access("bill.a", "insert", "bills").access("bill.b", "update", "codes")
    case = parted(cut, crossing(cut, ("bills", 10), ("codes", 11)), "ride")
    assert (case.parties, case.running) == ((MONOLITH,), "ride")
    recipe = one_operation(case)
    assert recipe.counted == {"operation": 1}
    assert recipe.steps == ("operation of the monolith: add to bills, and change codes, in one transaction",)
    cut = Cut("mail.x", "promo.x", owners=OWNERS).call("ride.finish", "bill.a", 10).access("bill.a", "insert", "bills")
    case = parted(cut.access("bill.a", "update", "codes", 2), crossing(cut, ("bills", 10), ("codes", 10)), "ride")
    assert one_operation(case).counted == {}
    assert one_operation(case).consistency.startswith("One call of bill.a makes all its writes")


def test_code_of_the_shared_kernel_runs_in_the_process_that_calls_it() -> None:
    cut = Cut("mail.x", "bill.x", owners=OWNERS).access("ride.finish", "update", "rides", 10)
    cut.call("ride.finish", "kernel.run", 11).call("kernel.run", "promo.redeem", 3)
    cut.access("promo.redeem", "update", "codes", 4).access("kernel.run", "update", "rides", 5)
    assert told(cut, crossing(cut, ("rides", 10), ("codes", 11)), "promo") == [
        (MONOLITH, ["rides"], []),
        ("promo", ["codes"], ["promo.redeem"]),
        (MONOLITH, ["rides"], []),
    ]


@pytest.mark.parametrize(("kind", "last"), [(TransactionKind.BLOCK, "promo"), (TransactionKind.DECORATOR, MONOLITH)])
def test_what_stands_below_a_block_is_not_taken_for_a_part_of_it(kind: TransactionKind, last: str) -> None:
    cut = Cut("mail.x", "bill.x", owners=OWNERS).access("ride.finish", "update", "rides", 10)
    cut.access("ride.finish", "update", "codes", 11).access("ride.finish", "update", "rides", 30)
    assert told(cut, crossing(cut, ("rides", 10), ("codes", 11), kind=kind), "promo")[-1][0] == last


def test_a_transaction_of_its_own_is_not_run_again_as_a_part() -> None:
    cut = Cut("mail.x", "bill.x", owners=OWNERS).access("ride.finish", "update", "rides", 10)
    cut.call("ride.finish", "ride.log", 12).access("ride.log", "update", "rides", 40)
    cut.access("ride.finish", "update", "codes", 11).access("ride.finish", "update", "uses", 13)
    finding = crossing(cut, ("rides", 10), ("codes", 11), ("uses", 13))
    assert [party for party, *_ in told(cut, finding, "promo")] == [MONOLITH, "promo", MONOLITH, "promo"]
    cut.transactions.append(Transaction("ride.py", "log", 40, TransactionKind.BLOCK, ("rides",), (40,)))
    assert [party for party, *_ in told(cut, finding, "promo")] == [MONOLITH, "promo"]


def test_lines_come_in_the_order_in_which_they_run() -> None:
    """An argument on a later line runs before the call that takes it, which the finding knows."""
    cut = Cut("mail.x", owners=OWNERS).access("ride.finish", "insert", "rides", 10)
    cut.call("ride.finish", "promo.redeem", 11).access("promo.redeem", "update", "codes")
    finding = crossing(cut, ("codes", 11), ("rides", 10))
    assert [party for party, *_ in told(cut, finding, "promo")] == ["promo", MONOLITH]


def test_what_nothing_is_seen_to_write_is_still_told() -> None:
    cut = Cut("mail.x", "bill.x", "promo.x", "ride.finish", owners=OWNERS)
    case = parted(cut, crossing(cut, ("rides", 10), ("codes", 11)), "promo")
    assert case.condition is Condition.MUST_AGREE
    assert RECIPES[RemedyKind.SAGA](case).steps[:2] == (
        "step 1 of the monolith: write rides",
        "step 2 of promo: write codes",
    )


def test_who_calls_itself_is_followed_once() -> None:
    cut = finishing().call("promo.redeem", "bill.issue", 9).call("bill.issue", "ride.finish", 9)
    assert len(told(cut, crossing(cut, *FINISH), "promo")) == 3


NAMES = st.sampled_from(["ride.finish", "ride.b", "bill.a", "bill.b", "promo.a", "promo.b", "mail.a", "kernel.a"])
TABLES = sorted(OWNERS)


@st.composite
def runs(draw: st.DrawFn) -> tuple[Cut, TransactionAcross]:
    cut = Cut(*(f"{one}.x" for one in sorted(ALL)), "ride.finish", owners=OWNERS)
    for line, (caller, callee) in enumerate(draw(st.lists(st.tuples(NAMES, NAMES), max_size=12)), 1):
        cut.call(caller, callee, line)
    for line, (name, how, table) in enumerate(
        draw(st.lists(st.tuples(NAMES, st.sampled_from(["insert", "update", "delete"]), st.sampled_from(TABLES))))
    ):
        cut.access(name, how, table, line + 1)
    tables = draw(st.lists(st.sampled_from(TABLES), min_size=2, unique=True))
    lines = sorted(draw(st.lists(st.integers(1, 12), min_size=len(tables), max_size=len(tables))))
    return cut, crossing(cut, *zip(tables, lines, strict=True))


@given(runs(), st.sets(st.sampled_from(sorted(ALL))))
def test_every_table_is_told_once_in_a_row_by_who_keeps_it(run: tuple[Cut, TransactionAcross], left: set[str]) -> None:
    cut, finding = run
    case = parted(cut, finding, *left)
    assert {one.write.table for part in (*case.parts, *case.told) for one in part.turns} == {
        write.table for write in finding.writes
    }
    for part in (*case.parts, *case.told):
        assert {OWNERS[one.write.table] if part.party in left else MONOLITH for one in part.turns} == {part.party}
        assert all((OWNERS[one.write.table] in left) == (part.party != MONOLITH) for one in part.turns)
    assert all(one.party != other.party for one, other in zip(case.parts, case.parts[1:], strict=False))
    assert all(part.party != case.home for part in case.told)
