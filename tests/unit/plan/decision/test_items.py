"""What an item says and costs."""

from __future__ import annotations

import pytest

from analyzer.model.decision import WorkKind
from analyzer.model.location import Location
from analyzer.model.options import Options
from analyzer.model.plan import Remedy, RemedyKind
from analyzer.plan.decision.items import Items, Task, everything, listed, within_step
from analyzer.plan.effort import COEFFICIENTS
from analyzer.plan.wishes import Wishes

TASK = Task(WorkKind.DATA, "table trips", "move it", after=("x",), sites=(Location("b.py", 2), Location("a.py", 9)))


def items(*remedies: Remedy) -> Items:
    return Items(remedies, COEFFICIENTS, Wishes(Options()))


def remedy(finding: str, kind: RemedyKind, low: float = 2.0, high: float = 5.0) -> Remedy:
    return Remedy(finding, kind, True, "", (), "", low, high)


def test_a_counted_item_costs_the_sum_of_its_coefficients() -> None:
    one = items().counted(TASK, {"call site": 3, "batch call": 0, "service": 1})
    assert (one.effort_low, one.effort_high) == (5.6, 16.5)
    assert one.counted == (("call site", 3), ("service", 1))
    assert (one.kind, one.name, one.about, one.preconditions) == ("data", "table trips", "move it", ("x",))


def test_sites_are_sorted_and_once_each() -> None:
    one = items().counted(Task(WorkKind.DATA, "", "", sites=TASK.sites * 2), {})
    assert [str(site) for site in one.sites] == ["a.py:9", "b.py:2"]


def test_a_shared_item_costs_its_share_of_the_remedy() -> None:
    way = remedy("shared-table:trips", RemedyKind.OUTBOX)
    one = items(way).shared(TASK, way, 1 / 3)
    assert (one.share, one.effort_low, one.effort_high) == (0.3333, 0.7, 1.7)
    assert (one.remedy, one.findings, one.counted) == ("outbox", ("shared-table:trips",), ())


@pytest.mark.parametrize(
    ("offered", "taken", "merging"),
    [
        ((), None, False),
        ((RemedyKind.OUTBOX, RemedyKind.SAGA), RemedyKind.OUTBOX, False),
        ((RemedyKind.MERGE_SERVICES, RemedyKind.SAGA), RemedyKind.SAGA, True),
        ((RemedyKind.SAGA, RemedyKind.MERGE_SERVICES), RemedyKind.SAGA, False),
        ((RemedyKind.MERGE_SERVICES,), None, True),
    ],
)
def test_merging_is_no_way_to_part(offered: tuple[RemedyKind, ...], taken: RemedyKind | None, merging: bool) -> None:
    made = items(*(remedy("x", one) for one in offered))
    found = made.remedy_of("x")
    assert (found.remedy if found else None) == taken
    assert made.is_merging_better("x") is merging


def test_what_is_not_in_the_step_is_no_precondition() -> None:
    made = items()
    first = made.counted(Task(WorkKind.MODULE, "split m", ""), {})
    after = ("split m", everything(WorkKind.MODULE), "interface of a", everything(WorkKind.CALLS))
    (_, second) = within_step([first, made.counted(Task(WorkKind.TABLES, "tables", "", after=after), {})])
    assert second.preconditions == ("split m", "all module")


def test_names_in_a_row_are_sorted_and_the_first_five() -> None:
    assert listed("ba") == "a, b"
    assert listed("gfedcbaa") == "a, b, c, d, e and 2 more"
