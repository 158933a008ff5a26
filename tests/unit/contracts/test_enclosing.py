"""In whose transaction do operations run, worked out by hand on cut programs?"""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

import truth
from analyzer.contracts.contracts import make_contracts
from analyzer.contracts.enclosing import enclosing
from analyzer.model.code import CallEdge
from analyzer.model.contracts import Caller
from analyzer.model.data import Transaction, TransactionKind
from analyzer.model.options import Options
from tests.cuts import Cut, path_of


def begins(cut: Cut, name: str, first: int, last: int) -> Cut:
    """Let a definition write trips in a block between two lines, of which the last makes the write."""
    qualname = name.partition(".")[2]
    cut.transactions.append(Transaction(path_of(name), qualname, first, TransactionKind.BLOCK, ("trips",), (last,)))
    return cut


def finish() -> Cut:
    """What ridehailing does: trips.finish opens, bills.issue is handed the session, and calls promos.redeem."""
    cut = Cut(owners={"trips": "trips"}).call("trips.finish", "bills.issue", 7).call("bills.issue", "promos.redeem", 3)
    cut.access("promos.redeem", "update", "trips").hold("bills.issue", "session", "session")
    return begins(cut, "trips.finish", 5, 8)


def callers(cut: Cut, name: str) -> list[tuple[str, bool, str]]:
    """Return who calls an operation, whether in a transaction, and whose that is."""
    made = [one for contract in make_contracts(cut.evidence(), cut.promises()) for one in contract.operations]
    (found,) = (one for one in made if one.definitions == (name,))
    return [(one.definition, one.in_transaction, one.transaction) for one in found.callers]


def test_a_call_of_who_is_called_in_a_transaction_is_in_it_too() -> None:
    assert callers(finish(), "promos.redeem") == [("bills.issue", True, "trips.finish")]
    assert callers(finish(), "bills.issue") == [("trips.finish", True, "")]


def test_a_call_outside_of_the_block_leads_nowhere() -> None:
    cut = Cut(owners={"trips": "trips"}).call("trips.finish", "bills.issue", 9).call("bills.issue", "promos.redeem", 3)
    cut.access("promos.redeem", "update", "trips")
    assert callers(begins(cut, "trips.finish", 5, 8), "promos.redeem") == [("bills.issue", False, "")]


def test_what_opens_a_session_of_its_own_leaves_the_transaction_unless_it_is_handed_one() -> None:
    cut = finish().call("bills.issue", "kernel.open", 1).hold("kernel.open", "session")
    assert callers(cut, "promos.redeem") == [("bills.issue", True, "trips.finish")]
    cut.live = [one for one in cut.live if one.definition != "bills.issue"]
    assert callers(cut, "promos.redeem") == [("bills.issue", False, "")]


def test_what_begins_a_transaction_of_its_own_is_in_that_alone() -> None:
    cut = finish()
    cut.live.clear()
    assert callers(begins(cut, "bills.issue", 2, 2), "promos.redeem") == [("bills.issue", False, "")]


def test_guessed_calls_are_not_followed() -> None:
    cut = Cut(owners={"trips": "trips"}).call("trips.finish", "bills.issue", 7, certainty="guessed")
    cut.call("bills.issue", "promos.redeem", 3).access("promos.redeem", "update", "trips")
    assert callers(begins(cut, "trips.finish", 5, 8), "promos.redeem") == [("bills.issue", False, "")]


def test_the_nearest_counts_then_the_first_by_name() -> None:
    """finish -> issue -> redeem is as near as abort -> issue -> redeem; close calls redeem through one more."""
    cut = finish().call("trips.abort", "bills.issue", 17).call("bills.close", "bills.step", 7)
    cut.call("bills.step", "bills.issue", 38)
    begins(begins(cut, "trips.abort", 15, 18), "bills.close", 5, 8)
    assert callers(cut, "promos.redeem") == [("bills.issue", True, "trips.abort")]


def test_wrappers_call_whatever_they_were_given() -> None:
    """The wrapper of finish is that of close too, which is called in a transaction and calls redeem in none."""
    cut = finish().wrap("trips.finish", "mail.send", "bills.wrapped").call("bills.wrapped", "promos.redeem", 4)
    cut.calls = [msgspec.structs.replace(one, line=7) if one.caller == "trips.finish" else one for one in cut.calls]
    assert callers(cut, "promos.redeem") == [("bills.issue", True, "trips.finish"), ("bills.wrapped", False, "")]


def test_a_circle_of_calls_ends() -> None:
    cut = finish().call("promos.redeem", "bills.issue", 4)
    assert callers(cut, "bills.issue") == [("promos.redeem", True, "trips.finish"), ("trips.finish", True, "")]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=14), st.randoms())
def test_the_answer_does_not_depend_on_the_order_of_calls(edges: list[tuple[str, str]], chance: object) -> None:
    cut = Cut(owners={"t": "x"})
    for line, (caller, callee) in enumerate(edges, 1):
        cut.call(f"x.{caller}", f"y.{callee}", line)

    def starts(call: CallEdge) -> bool:
        return call.caller in {"x.a", "x.b"}

    whole = enclosing(cut.evidence(), starts)
    chance.shuffle(cut.calls)  # type: ignore[attr-defined]
    assert enclosing(cut.evidence(), starts) == whole
    assert set(whole.values()) <= {"x.a", "x.b"}


def test_a_code_is_redeemed_in_the_transaction_that_finishes_the_ride() -> None:
    """By the sample's code: finish begins a transaction, calls issue in it, and that hands its session to redeem."""
    analysis = truth.analysed("ridehailing", Options(jobs=1))
    (redeem,) = (one for contract in analysis.contracts for one in contract.operations if one.name == "redeem")
    services = "ridehailing.services"
    issue = (f"{services}.invoicing.issue", "invoicing", "ridehailing/services/invoicing.py", 26)
    assert redeem.callers == (Caller(*issue, in_transaction=True, transaction=f"{services}.trips.finish"),)
    (promos,) = (one for one in analysis.contracts if one.service == redeem.service)
    assert promos.for_others.fields == 4  # code, passenger_id and gross_cents, and the cents that it gives
