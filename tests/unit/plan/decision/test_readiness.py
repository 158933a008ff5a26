"""What speaks against leaving, who is best to begin with, and in which order a full split goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model.decision import Readiness
from analyzer.model.teams import ServiceChange
from analyzer.plan.decision.readiness import best, elimination, readiness
from cut_plans import crossings, writing
from cuts import Cut

NAMES = "abcdefgh"


def ring(names: str = NAMES) -> Cut:
    """Each service owns a table, has an entry point, and asks the next one once; all are ready."""
    cut = Cut(owners={f"t_{name}": name for name in names})
    for one, other in zip(names, names[1:] + names[0], strict=True):
        cut.access(f"{one}.keep", "insert", f"t_{one}").call(f"{one}.run", f"{other}.keep").entry(f"{one}.keep")
    return cut


def judged(cut: Cut, **changed: dict[str, float]) -> dict[str, Readiness]:
    return {one.service: one for one in readiness(crossings(cut, **changed), {})}


def first(cut: Cut, **changed: dict[str, float]) -> tuple[str, ...]:
    found = crossings(cut, **changed)
    return best(readiness(found, {}), found)


def test_nothing_speaks_against_a_service_in_a_ring() -> None:
    found = judged(ring())
    assert [one.against for one in found.values()] == [()] * 8
    assert (found["a"].inbound.total, found["a"].outbound.total, found["a"].share) == (1, 1, 0.25)
    assert (found["a"].operations, found["a"].transactions) == (1, 0)


def test_a_service_without_tables_does_not_leave() -> None:
    cut = ring()
    cut.owners["t_a"] = ""
    assert judged(cut)["a"].against == ("it owns no table",)


def test_a_small_service_does_not_leave() -> None:
    sizes = dict.fromkeys(NAMES, 100) | {"a": 24, "b": 25, "c": 251}  # a mean of 100
    found = judged(ring(), lines=sizes)
    assert found["a"].against == ("its 24 lines are less than a quarter of the mean of 100",)
    assert found["b"].against == ()


def test_a_service_that_nobody_calls_and_that_has_no_entry_point_does_not_leave() -> None:
    cut = ring().access("z.keep", "insert", "t_z")
    cut.owners["t_z"] = "z"
    assert judged(cut)["z"].against == ("nobody calls it, and it has no entry point of its own",)
    assert judged(cut.entry("z.keep"))["z"].against == ()


def test_a_front_does_not_leave() -> None:
    cut = ring().access("z.keep", "insert", "t_z").entry("z.keep").call("z.show", "a.keep").entry("z.show")
    cut.owners["t_z"] = "z"
    assert judged(cut)["z"].against == ()  # one of two entry points needs others
    cut.call("z.list", "a.keep").entry("z.list")
    told = "nobody calls it, and 2 of its 3 entry points need others: it is a front of the system"
    assert judged(cut)["z"].against == (told,)


def test_what_others_call_is_no_front() -> None:
    cut = ring().entry("a.run").call("a.more", "b.keep").entry("a.more")  # two of three need b, but h calls a
    assert not any("front" in one for one in judged(cut)["a"].against)


def test_what_half_of_the_others_need_answers_of_does_not_leave() -> None:
    cut = ring()
    for name in "def":
        cut.access(f"{name}.look", "select", "t_b", 9)
    assert not any("wait" in one for one in judged(cut)["b"].against)  # three of seven; a asks too, but for a change
    cut.access("g.look", "select", "t_b", 9)
    assert judged(cut)["b"].against[0] == "4 of the 7 others need what it knows: each would wait for it"
    small = ring("abcd").access("b.look", "select", "t_a", 9).access("c.look", "select", "t_a", 9)
    assert not any("wait" in one for one in judged(small)["a"].against)  # two of three are no crowd


def test_the_middle_of_the_system_does_not_leave() -> None:
    cut = ring()
    cut.call("a.run", "c.keep")  # 3 of 9 edges
    assert judged(cut)["a"].against == (
        "33 % of all edges between services are its own, more than 25 %: it is woven in",
    )


def test_of_many_services_the_middle_has_less_than_a_quarter() -> None:
    cut = ring("abcdefghijklmnopqrst")  # 20 services: 3 of 20 edges
    for name in "cd":
        cut.call("a.run", f"{name}.keep")
    assert judged(cut)["a"].against == (
        "18 % of all edges between services are its own, more than 15 %: it is woven in",
    )  # 4 of 22
    assert judged(ring("abcdefghijklmnopqrst").call("a.run", "c.keep"))["a"].against == ()  # 3 of 21


def test_what_stands_in_most_of_many_transactions_does_not_leave() -> None:
    told = "{} of the {} transactions that would cross are its own: each would become a saga"

    def among(own: int, others: int) -> tuple[str, ...]:
        cut = ring()
        for number in range(own):
            writing(cut, f"{'bcd'[number % 3]}.one{number}", "t_a", f"t_{'bcd'[number % 3]}")
        for number in range(others):
            writing(cut, f"{'eg'[number % 2]}.two{number}", "t_f", f"t_{'eg'[number % 2]}")
        return judged(cut)["a"].against

    assert told.format(10, 19) in among(10, 9)
    assert not any("saga" in one for one in (*among(9, 0), *among(10, 10)))  # too few; half of them


def test_what_others_call_without_data_is_a_library() -> None:
    cut = ring().call("h.run", "a.plain").call("h.run", "a.simple")
    told = "2 of the 3 operations that others call use no data: it is a library to them"
    assert told in judged(cut)["a"].against
    cut.access("a.keep", "insert", "t_a").call("h.run", "a.look").access("a.look", "select", "t_a", 7)
    assert told.replace("3", "4") not in judged(cut)["a"].against  # half of them
    assert not any("library" in one for one in judged(ring().call("h.run", "a.plain"))["a"].against)  # one of two


def test_what_is_not_held_together_does_not_leave() -> None:
    found = judged(ring(), cohesion={"a": 0.49, "b": 0.5}, stability={"c": 0.69, "d": 0.7})
    assert found["a"].against == ("only 49 % of the weight of its edges stays inside",)
    assert found["c"].against == ("its definitions are together in 69 % of the runs only",)
    assert found["b"].against == found["d"].against == ()


def test_the_order_is_ready_then_edges_then_what_leads_to_it_then_name() -> None:
    cut = ring("abcdefghijkl").call("a.more", "c.keep").call("f.more", "e.more")  # a: 1 leads to it, c: 2; e: 2, f: 1
    found = readiness(crossings(cut, stability={"h": 0.1}, cohesion={"b": 0.1, "a": 0.1}), {})
    assert "".join(one.service for one in found if one.is_ready) == "dgijkl" + "f" + "ce"
    assert "".join(one.service for one in found if not one.is_ready) == "bha"


def test_commits_are_those_of_the_history() -> None:
    found = {one.service: one for one in readiness(crossings(ring()), {"a": ServiceChange("a", 9, 4, ())})}
    assert (found["a"].changes, found["a"].alone) == (9, 4)
    assert (found["b"].changes, found["b"].alone) == (0, 0)


@pytest.mark.parametrize(("names", "expected"), [("abcdefgh", 2), ("abcdefghijkl", 3), ("abcdefghijklmnopqrst", 3)])
def test_the_best_are_three_at_most_and_a_quarter_of_those_with_tables(names: str, expected: int) -> None:
    assert len(first(ring(names))) == expected


def test_of_the_best_one_that_another_asks_goes_before_it() -> None:
    assert first(ring()) == ("b", "a")  # a asks b
    cut = ring("abcdefghijklmnop").call("b.back", "a.keep").call("g.run", "c.keep")
    others = dict.fromkeys("defghijklmnop", 0.0)
    assert first(cut, cohesion=others) == ("a", "c", "b")  # a and b ask each other; b asks c


def test_transactions_are_those_that_cross_its_border() -> None:
    cut = writing(writing(ring(), "a.two", "t_a", "t_b"), "c.own", "t_c")
    assert {name: one.transactions for name, one in judged(cut).items()} == dict.fromkeys(NAMES, 0) | {"a": 1, "b": 1}


def eliminated(cut: Cut, *leaving: str, **changed: dict[str, float]) -> str:
    found = crossings(cut, **changed)
    return "".join(elimination(leaving, readiness(found, {}), found))


def test_elimination_takes_the_least_tied_to_those_that_are_there() -> None:
    cut = Cut(owners={"t_a": "a"})
    cut.call("a.x", "b.x").call("b.x", "c.x").call("b.y", "c.x").call("c.x", "d.x").call("c.y", "d.x").call(
        "c.z", "d.x"
    )
    assert eliminated(cut) == "abdc"  # at last c and d are tied to each other alone: d has fewer edges at all
    assert eliminated(cut, "c") == "cdab"


def test_of_equals_the_most_ready_leaves() -> None:
    assert eliminated(ring()) == "abcdefgh"
    assert eliminated(ring(), stability={"a": 0.1}) == "bcdefgha"
    assert eliminated(Cut()) == ""


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(0, 9)), max_size=20))
def test_elimination_is_greedy(calls: list[tuple[str, str, int]]) -> None:
    cut = Cut(*(f"{name}.x" for name in "abcde"))
    for one, other, number in calls:
        cut.call(f"{one}.f{number}", f"{other}.x")
    between = crossings(cut).between
    order = eliminated(cut)
    for place, name in enumerate(order):
        there = order[place:]
        tied = {one: sum(number for other, number in between[one].items() if other in there) for one in there}
        assert tied[name] == min(tied.values())
