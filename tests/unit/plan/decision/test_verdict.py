"""Which rule holds, and what it says: each of them, on situations and on a few facts."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from analyzer.model.decision import RULES, BorderEdges, OptionKind, Readiness
from analyzer.plan.decision.readiness import best, elimination, readiness
from analyzer.plan.decision.verdict import Situation, situation, verdict
from cut_plans import crossings, writing
from cuts import Cut

READY = Readiness("a", BorderEdges(1), BorderEdges(), 0.1, 0, 1, 1.0, 0, 0, ())


def named(names: str, *against: str) -> tuple[Readiness, ...]:
    return tuple(replace(READY, service=name, against=against) for name in names)


NOW = Situation(
    ranked=(*named("abc"), *named("defgh", "it is woven in")),
    best=("a", "b"),
    remaining="h",
    owning=8,
    wide=0,
    widest=3,
    where="m.pay (m.py:7)",
    crossing=4,
    written=2,
)


def now(**changed: Any) -> Situation:
    return replace(NOW, **changed)


NO_TABLES = now(ranked=named("abc", "it owns no table", "it is small"), best=(), owning=1, widest=0)
PARTED = now(ranked=(*named("abcdefg"), *named("h", "it is woven in")), crossing=0, written=0, widest=0)


@pytest.mark.parametrize(
    ("at", "rule", "option"),
    [
        (NO_TABLES, "no data to part", "stay"),
        (replace(NO_TABLES, owning=2), "nothing is ready", "modular"),
        (replace(NO_TABLES, ranked=named("abc", "it owns no table")), "nothing is ready", "modular"),
        (now(ranked=(), owning=0, best=(), remaining=""), "no data to part", "stay"),
        (PARTED, "they are parted already", "split"),
        (replace(PARTED, best=()), "they are parted already", "split"),
        (replace(PARTED, owning=1, best=()), "nothing is ready", "modular"),
        (replace(PARTED, crossing=1), "the best can leave", "extract"),
        (replace(PARTED, written=1), "the best can leave", "extract"),
        (replace(PARTED, remaining="a"), "the best can leave", "extract"),
        (now(best=()), "nothing is ready", "modular"),
        (now(widest=4), "one transaction ties them", "modular"),
        (now(widest=4, best=()), "nothing is ready", "modular"),
        (now(), "the best can leave", "extract"),
        (now(owning=1, widest=1), "the best can leave", "extract"),
    ],
)
def test_the_first_rule_that_holds_decides(at: Situation, rule: str, option: str) -> None:
    found = verdict(at)
    assert (found.rule, found.option) == (rule, OptionKind(option))
    assert found.rule in RULES
    assert found.sentence.endswith(".")
    assert found.reasons


def test_to_stay_says_what_would_be_parted() -> None:
    found = verdict(NO_TABLES)
    assert found.reasons == (
        "1 of 3 candidate services own tables, so a cut would part no data",
        "the least tied one, a, has 10 % of all edges between services",
    )
    assert found.would_change == (
        "a second service with tables of its own",
        "a could leave if this did not hold: it owns no table; it is small",
    )


def test_one_service_stays_however_ready_it_is() -> None:
    found = verdict(now(ranked=named("a"), best=(), owning=1))
    assert (found.option, found.reasons) == ("stay", ("there is nothing to part: 1 candidate service",))
    assert verdict(now(ranked=(), best=(), owning=0)).option == "stay"


def test_modular_says_why_nothing_leaves() -> None:
    found = verdict(now(ranked=(*named("ab", "x", "y"), *named("cd", "z")), best=()))
    assert found.sentence == (
        "Make it a modular monolith and move nothing: something speaks against the leaving of each of the 4 services."
    )
    assert found.reasons[1:] == ("a: x; y", "b: x; y", "c: z")
    assert found.would_change == ("c could leave if this did not hold: z",)
    few = verdict(now(owning=3, best=(), widest=0))
    assert "of 3 with tables one that leaves would take too much with it" in few.sentence


def test_a_wide_transaction_says_where_it_is_and_who_could_leave_later() -> None:
    found = verdict(now(widest=5, wide=2))
    assert found.sentence == (
        "Make it a modular monolith: one transaction writes tables of 5 of the 8 services that own some; "
        "a and b could each leave later."
    )
    assert found.reasons[0].endswith(": m.pay (m.py:7)")
    assert found.reasons[1] == "a: 1 edge to break, 10 % of all; 1 lead to it, 0 away from it"
    assert found.would_change[0].startswith("2 transactions taken apart")


def test_calls_of_the_shared_kernel_are_told_beside_the_edges() -> None:
    found = verdict(now(by_kernel=frozenset({"b"})))
    assert found.reasons == (
        "a: 1 edge to break, 10 % of all; 1 lead to it, 0 away from it",
        "b: 1 edge to break, 10 % of all; 1 lead to it, beside calls of the shared kernel, 0 away from it",
    )


def test_a_split_says_who_remains() -> None:
    found = verdict(PARTED)
    assert found.sentence == "Split it into 8 services: nothing but calls ties them together."
    assert found.reasons[0] == "all but h are ready to leave"


def test_to_extract_says_who_and_who_is_next() -> None:
    found = verdict(now())
    assert found.sentence == "Extract a, then b; the other 6 services stay in one process, with boundaries checked."
    assert found.would_change == (
        "a transaction over tables of 4 services, half or more of those that own some (widest today: 3), would speak "
        "for a modular monolith",
        "c is ready too (1 edge) and could be the next",
    )
    kept = verdict(now(ranked=(*named("ab"), *named("c", "x"))))
    assert kept.would_change[1] == "c could leave if this did not hold: x"


def test_the_situation_is_counted() -> None:
    cut = Cut(owners={f"t_{name}": name for name in "abcd"})
    for name in "abcd":
        cut.access(f"{name}.keep", "insert", f"t_{name}").entry(f"{name}.keep")
    writing(writing(cut, "a.two", "t_a", "t_b"), "a.three", "t_a", "t_b", "t_c")
    found = crossings(cut)
    ranked = readiness(found, {})
    first = best(ranked, found)
    at = situation(found, ranked, first, elimination(first, ranked, found)[-1])
    assert (at.owning, at.crossing, at.wide, at.widest) == (4, 2, 2, 3)
    assert at.where == "three (a.py:20)"
    assert at.written == 2  # t_b and t_c; a alone writes the others
    assert at.remaining == "a"  # a and c are tied to each other at last; c has fewer edges
