"""What crosses when some have left, by hand on a few facts."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from analyzer.model.decision import CutFigures
from analyzer.model.services import ModuleToSplit, SplitPart
from analyzer.plan.decision.figures import Figures
from cut_plans import crossings, writing
from cuts import Cut

OWNERS = {"trips": "trip", "bills": "billing", "mails": "mail"}


def trips() -> Cut:
    """Trip asks billing, which asks mail in a loop; all write bills; a module belongs to trip and billing."""
    cut = Cut(owners=OWNERS)
    cut.call("trip.end", "billing.bill").call("billing.bill", "mail.send", 2, loop=True)
    cut.access("billing.bill", "insert", "bills").access("mail.send", "insert", "mails")
    cut.access("trip.end", "update", "trips").access("mail.send", "select", "loose").access(
        "trip.end", "select", "loose"
    )
    parts = (SplitPart("trip", 2, 20, ((1, 20),)), SplitPart("billing", 1, 9, ((21, 30),)))
    cut.splits.append(ModuleToSplit("money", "money.py", parts))
    return writing(cut, "trip.cancel", "trips", "bills")


def test_when_nobody_has_left_nothing_crosses() -> None:
    assert Figures(crossings(trips())).when_left(()) == CutFigures()


def test_when_mail_has_left() -> None:
    figures = Figures(crossings(trips())).when_left(["mail"])
    assert figures == CutFigures(
        calls_cut=1,
        shared_tables=1,  # loose, which nobody owns: mail and the monolith use it
        synchronous_depth=1,
        calls_in_loops=1,
        operations=1,
    )


def test_when_billing_has_left() -> None:
    figures = Figures(crossings(trips())).when_left(["billing"])
    assert figures == CutFigures(
        calls_cut=2,
        shared_tables=1,  # bills, which trip writes
        crossing_transactions=1,
        synchronous_depth=2,
        calls_in_loops=1,
        modules_to_split=1,
        operations=2,
    )


def test_a_table_that_its_owner_does_not_use_is_shared_with_the_one_that_does() -> None:
    cut = Cut("trip.x", "mail.x", owners={"trips": "trip"}).access("billing.bill", "select", "trips")
    shared = [Figures(crossings(cut)).when_left([name]).shared_tables for name in ("billing", "trip", "mail")]
    assert shared == [1, 1, 0]


def test_what_a_wrapper_means_is_no_call() -> None:
    cut = Cut("trip.end", "billing.bill").wrap("trip.end", "billing.bill", "kernel.cached")
    assert Figures(crossings(cut)).when_left(["trip"]) == CutFigures(operations=1)


def test_a_full_split_is_the_same_whoever_remains() -> None:
    figures = Figures(crossings(trips()))
    several = {figures.when_left(two) for two in combinations(OWNERS.values(), 2)}
    assert several == {CutFigures(2, 2, 1, 2, 1, 1, 2)}


def test_the_modular_monolith_keeps_modules_and_operations_of_the_full_split() -> None:
    assert Figures(crossings(trips())).modular() == CutFigures(modules_to_split=1, operations=2)


@given(st.permutations(["trip", "billing", "mail"]))
def test_figures_never_fall_while_services_leave(order: list[str]) -> None:
    figures = Figures(crossings(trips()))
    rows = [figures.when_left(order[:number]) for number in range(3)]
    for before, after in pairwise(rows):
        assert all(getattr(before, name) <= getattr(after, name) for name in CutFigures.__struct_fields__)
