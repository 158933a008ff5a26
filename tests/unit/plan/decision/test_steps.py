"""The steps to an option and their items: each kind of work by hand, and sums over any order."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.model.decision import OptionKind, Step, WorkItem, WorkKind
from analyzer.model.services import ModuleToSplit, SplitPart
from cut_plans import of, steps, writing
from cuts import Cut, places

OWNERS = {"trips": "trip", "bills": "billing", "mails": "mail"}
SPLIT, MODULAR, EXTRACT = OptionKind.SPLIT, OptionKind.MODULAR, OptionKind.EXTRACT


def extraction(cut: Cut, *leaving: str, kind: OptionKind = SPLIT) -> Step:
    """Return the step in which the last of these leaves."""
    return steps(cut).to(kind, leaving)[-1]


def one(step: Step, kind: WorkKind) -> WorkItem:
    (found,) = of(step, kind)
    return found


def trip() -> Cut:
    return Cut("trip.x", "billing.x", "mail.x", owners=OWNERS)


def module(cut: Cut, *services: str) -> Cut:
    parts = tuple(SplitPart(name, 2, 9, ((10 * n, 10 * n + 9),)) for n, name in enumerate(services, 1))
    cut.splits.append(ModuleToSplit("money", "money.py", parts))
    return cut


def test_to_stay_takes_no_step() -> None:
    assert steps(trip()).to(OptionKind.STAY, ()) == ()
    assert steps(trip()).effort(OptionKind.STAY, ()).high == 0


def test_the_least_extraction_is_a_process_its_tables_and_the_way_back() -> None:
    first, step = steps(trip()).to(SPLIT, ["mail"])
    assert (first.number, first.service, [item.name for item in first.items]) == (1, "", ["boundaries"])
    assert (step.number, step.service, step.title, step.optional) == (2, "mail", "Extract mail", False)
    assert [(item.kind, item.counted) for item in step.items] == [
        ("tables", (("table moved", 1),)),
        ("process", (("service", 1),)),
        ("rollback", ()),
    ]
    assert (step.effort_low, step.effort_high) == (6.0, 18.0)
    assert step.preconditions == ("step 1",)
    assert "its 1 table in the old database" in step.rollback
    assert "database" not in extraction(Cut("mail.x", "trip.x"), "mail").rollback


def test_a_part_of_a_module_is_moved_once_for_each_that_leaves() -> None:
    cut = module(trip(), "trip", "billing", "mail", "shared kernel")
    assert one(extraction(cut, "billing"), WorkKind.MODULE).counted == (("module split", 1),)
    assert places(one(extraction(cut, "billing"), WorkKind.MODULE).sites) == ["money.py:20"]
    assert of(extraction(cut, "billing", "mail"), WorkKind.MODULE) != []
    assert of(extraction(cut, "billing", "mail", "trip"), WorkKind.MODULE) == []
    assert of(extraction(module(trip(), "trip", "billing"), "mail"), WorkKind.MODULE) == []


def asked() -> Cut:
    """Trip and mail ask billing, trip in a loop; billing asks mail."""
    cut = trip().call("trip.end", "billing.bill", 1).call("trip.end", "billing.bill", 2, loop=True)
    cut.call("trip.stop", "billing.bill", 3).call("mail.send", "billing.bill", 4).call("billing.bill", "mail.send", 5)
    return cut.access("billing.bill", "insert", "bills").access("mail.send", "insert", "mails")


def test_an_operation_is_made_when_the_first_of_its_parties_leaves() -> None:
    offered = of(extraction(asked(), "mail"), WorkKind.FACADE)
    assert [(item.name, item.counted) for item in offered] == [
        ("interface of mail", (("operation", 1),)),
        ("interface of billing", (("operation", 1),)),
    ]
    assert of(extraction(asked(), "mail", "billing"), WorkKind.FACADE) == []


def test_calls_are_changed_in_both_directions_between_it_and_who_is_there() -> None:
    calls = of(extraction(asked(), "billing"), WorkKind.CALLS)
    assert [(item.name, item.counted) for item in calls] == [
        ("calls from mail to billing", (("call site", 1),)),
        ("calls from billing to mail", (("call site", 1),)),
        ("calls from trip to billing", (("call site", 2), ("batch call", 1))),
    ]
    assert calls[-1].preconditions == ("interface of billing",)
    assert places(calls[-1].sites) == ["trip.py:1", "trip.py:2", "trip.py:3"]
    assert [item.name for item in of(extraction(asked(), "mail", "trip"), WorkKind.CALLS)] == [
        "calls from trip to billing"
    ]


def test_a_circle_is_opened_when_the_first_in_it_leaves() -> None:
    cut = asked().call("mail.send", "trip.end")
    circles = [of(extraction(cut, *order), WorkKind.CYCLE) for order in (["mail"], ["mail", "trip"])]
    assert [[item.counted for item in found] for found in circles] == [[(("cycle", 1),)], []]


def test_what_is_shared_is_parted_for_each_that_leaves() -> None:
    cut = trip().use("trip.end", "write", "cache", "fares").use("billing.bill", "read", "cache", "fares")
    cut.derive("mail.Letter", "trip.Paper")
    item = one(extraction(cut, "billing"), WorkKind.RESOURCE)
    assert (item.name, item.counted) == ("cache fares", (("shared resource", 1),))
    assert of(extraction(cut, "billing", "trip"), WorkKind.RESOURCE) == []
    assert one(extraction(cut, "mail"), WorkKind.INHERITANCE).counted == (("inheritance", 1),)
    assert of(extraction(cut, "mail", "trip"), WorkKind.INHERITANCE) == []


def test_keys_are_dropped_between_it_and_who_is_there() -> None:
    cut = trip().key("bills.trip_id", "trips").key("bills.mail_id", "mails").key("trips.bill_id", "bills")
    assert [(item.name, item.counted) for item in of(extraction(cut, "billing"), WorkKind.FOREIGN_KEY)] == [
        ("keys between billing and mail", (("foreign key", 1),)),
        ("keys between billing and trip", (("foreign key", 2),)),
    ]
    assert len(of(extraction(cut, "mail", "billing"), WorkKind.FOREIGN_KEY)) == 1


def read() -> Cut:
    """Billing reads trips in two definitions and mail in one; trip writes them."""
    cut = trip().access("trip.end", "update", "trips", 1).access("billing.bill", "select", "trips", 2)
    cut.access("billing.bill", "select", "trips", 3).access("billing.late", "select", "trips", 4)
    return cut.access("mail.send", "select", "trips", 5)


@pytest.mark.parametrize(
    ("leaving", "share", "sites"),
    [
        (["trip"], 1.0, ["billing.py:2", "billing.py:3", "billing.py:4", "mail.py:5"]),
        (["billing"], 0.6667, ["billing.py:2", "billing.py:3", "billing.py:4"]),
        (["mail"], 0.3333, ["mail.py:5"]),
        (["mail", "trip"], 0.6667, ["billing.py:2", "billing.py:3", "billing.py:4"]),
        (["trip", "mail"], None, []),
    ],
)
def test_of_a_table_those_definitions_change_that_begin_to_cross(
    leaving: list[str], share: float | None, sites: list[str]
) -> None:
    found = of(extraction(read(), *leaving), WorkKind.DATA)
    assert [item.share for item in found] == ([share] if share else [])
    assert [place for item in found for place in places(item.sites)] == sites
    assert all(item.remedy and item.findings == ("shared-table:trips",) for item in found)


def counts(items: list[WorkItem]) -> Counter[str]:
    found: Counter[str] = Counter()
    for item in items:
        found.update(dict(item.counted))
    return found


@pytest.mark.parametrize(
    ("order", "first", "second"),
    [
        (("trip", "billing", "mail"), (2, 1), (1, 1)),  # trip | the others, then trip | billing | the monolith
        (("billing", "trip", "mail"), (3, 2), (0, 0)),  # the monolith | billing | the monolith: parted where it will be
        (("mail", "billing", "trip"), (2, 1), (1, 1)),  # the others | mail
    ],
)
def test_a_saga_grows_with_those_that_leave(
    order: tuple[str, ...], first: tuple[int, int], second: tuple[int, int]
) -> None:
    cut = writing(trip(), "trip.end", "trips", "bills", "mails")
    found = [counts(of(step, WorkKind.TRANSACTION)) for step in steps(cut).to(SPLIT, order)]
    assert [(each["saga step"], each["compensation"]) for each in found] == [(0, 0), first, second, (0, 0)]
    assert [each["saga"] for each in found] == [each["call site"] for each in found] == [0, 1, 0, 0]


def test_a_later_step_goes_on_from_an_earlier_one() -> None:
    cut = writing(trip(), "trip.end", "trips", "bills", "mails")
    first = one(extraction(cut, "billing"), WorkKind.TRANSACTION).about
    assert first == "take its writes to bills out of the transaction of trip.end: saga with compensations"
    later = one(extraction(cut, "mail", "billing"), WorkKind.TRANSACTION).about
    assert later == f"{first}, which an earlier step began"


def test_no_saga_between_those_that_stay() -> None:
    """Only pay leaves: what trip and billing write is one local transaction, before it and after it."""
    cut = writing(Cut("pay.x", owners=OWNERS | {"pays": "pay"}), "trip.end", "trips", "bills", "pays", "mails")
    assert one(extraction(cut, "pay"), WorkKind.TRANSACTION).making == (
        "step 1 of the monolith: change trips, bills",
        "step 2 of pay: change pays",
        "step 3 of the monolith: change mails",
        "compensation of step 2 by pay: set back what was changed in pays",
        "compensation of step 1 by the monolith: set back what was changed in trips, bills",
    )
    assert of(extraction(writing(trip(), "trip.end", "trips", "bills"), "mail"), WorkKind.TRANSACTION) == []


def test_where_merging_would_be_better_a_step_says_so_and_takes_the_next_way() -> None:
    cut = Cut(owners=OWNERS)
    for line in range(1, 4):
        cut.access("trip.end", "update", "trips", line).access("billing.bill", "update", "trips", line)
        cut.call("billing.bill", "trip.end", 10 + line).call("trip.end", "billing.bill", 10 + line)
    step = extraction(cut, "billing")
    assert "decide against merging, which is the better remedy of shared-table:trips" in step.preconditions
    assert one(step, WorkKind.DATA).remedy not in ("merge services", "")


def test_a_step_waits_for_those_that_it_asks() -> None:
    cut = trip().call("trip.end", "billing.bill").access("billing.bill", "insert", "bills")
    assert extraction(cut, "billing", "mail", "trip").preconditions == ("step 1", "step 2: it asks billing")
    assert extraction(cut, "trip", "billing").preconditions == ("step 1",)


def test_the_reason_says_what_is_tied() -> None:
    cut = writing(trip().call("trip.end", "billing.bill"), "trip.end", "trips", "bills")
    assert extraction(cut, "trip").reason == (
        "2 edges to break, 100 % of the 2 between services; it is called by 0 services and calls 1; it keeps 1 table; "
        "0 operations for others; 1 transaction of several services must be taken apart"
    )


def test_the_reason_names_the_shared_kernel_among_the_callers() -> None:
    cut = trip().call("kernel.run", "trip.end").call("kernel.run", "trip.end", 2)
    assert "it is called by 0 services, by the shared kernel and calls nobody" in extraction(cut, "trip").reason


def test_the_modular_step_cleans_the_borders() -> None:
    cut = module(asked().access("trip.end", "update", "bills", 8), "trip", "billing", "mail")
    first, later = steps(cut).to(MODULAR, ["mail"])
    assert [(item.kind, item.name, item.counted) for item in first.items] == [
        ("boundary", "boundaries", (("boundaries enforced", 1),)),
        ("module", "split money", (("module split", 2),)),
        ("facade", "interface of billing", (("interface", 1),)),
        ("facade", "interface of mail", (("interface", 1),)),
        ("cycle", first.items[4].name, (("cycle", 1),)),
        ("write", "writes from trip to tables of billing", (("call site", 1),)),
    ]
    assert (first.after.operations, first.after.calls_cut) == (2, 0)
    assert later.optional
    assert of(later, WorkKind.MODULE) == of(later, WorkKind.CYCLE) == []  # done by then
    assert of(extraction(cut, "mail"), WorkKind.MODULE)
    assert of(extraction(cut, "mail"), WorkKind.CYCLE)
    assert steps(cut).effort(MODULAR, ["mail"]).high == first.effort_high


def test_items_come_in_the_order_of_their_kinds() -> None:
    cut = writing(module(read().call("billing.bill", "trip.end"), "trip", "billing"), "billing.bill", "bills", "trips")
    kinds = [item.kind for item in extraction(cut.key("bills.trip_id", "trips"), "billing").items]
    assert kinds == sorted(kinds, key=list(WorkKind).index)
    assert len(set(kinds)) > 6


SERVICES = ("a", "b", "c", "d")
name = st.sampled_from([f"{service}.{one}" for service in (*SERVICES, "kernel") for one in "xy"])
table = st.sampled_from([f"t_{service}" for service in SERVICES])


@st.composite
def cuts(draw: st.DrawFn) -> Cut:
    cut = Cut(*(f"{one}.x" for one in SERVICES), owners={f"t_{one}": one for one in SERVICES})
    for line, (caller, callee, loop) in enumerate(draw(st.lists(st.tuples(name, name, st.booleans()), max_size=8)), 1):
        cut.call(caller, callee, line, loop=loop)
    operation = st.sampled_from(["select", "insert", "update", "delete"])
    for line, one in enumerate(draw(st.lists(st.tuples(name, operation, table), max_size=10)), 20):
        cut.access(*one, line)
    for number, (source, target) in enumerate(draw(st.lists(st.tuples(table, table), max_size=3))):
        cut.key(f"{source}.k{number}", target)
    for number, (caller, tables) in enumerate(
        draw(st.lists(st.tuples(name, st.lists(table, min_size=2, max_size=4, unique=True)), max_size=2))
    ):
        writing(cut, caller, *tables, first=40 + 10 * number)
    holders = draw(st.lists(st.sampled_from(SERVICES), max_size=4, unique=True))
    return module(cut, *holders) if len(holders) > 1 else cut


@settings(max_examples=50)
@given(cuts(), st.data())
def test_the_work_of_a_full_split_does_not_depend_on_the_order(cut: Cut, data: st.DataObject) -> None:
    """Who remains keeps its tables; all but transactions is broken once, whoever leaves first."""
    orders = [[*data.draw(st.permutations("abc")), "d"] for _ in range(2)]
    made = steps(cut)
    sums = [Counter[str](), Counter[str]()]
    shares: list[dict[str, float]] = [defaultdict(float), defaultdict(float)]
    for order, counted, shared in zip(orders, sums, shares, strict=True):
        for item in (item for step in made.to(SPLIT, order[:-1]) for item in step.items):
            if item.share:
                shared[item.findings[0]] += item.share
            if item.kind is not WorkKind.TRANSACTION:
                counted.update(dict(item.counted))
    assert sums[0] == sums[1]
    for shared in shares:
        assert list(shared.values()) == pytest.approx([1.0] * len(shared), abs=0.001)
    assert shares[0].keys() == shares[1].keys()


@settings(max_examples=50)
@given(cuts(), st.permutations("abcd"))
def test_the_effort_is_that_of_the_steps(cut: Cut, order: list[str]) -> None:
    made = steps(cut)
    for kind in (SPLIT, EXTRACT):
        found = made.to(kind, order[:-1])
        days = made.effort(kind, order[:-1])
        assert days.low == pytest.approx(sum(step.effort_low for step in found), abs=0.01)
        assert days.high == pytest.approx(sum(step.effort_high for step in found), abs=0.01)
        for step in found:
            assert step.effort_low == pytest.approx(sum(item.effort_low for item in step.items), abs=0.01)
