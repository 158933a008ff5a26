"""Do other CSV files and coefficients come to the figures of options and steps, and experts to the verdicts?"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import truth
from analyzer.model.analysis import Analysis
from analyzer.model.options import Options
from tests.plan_by_hand import FIGURES, ByHand, Row, StepsByHand, Worked, made

SAMPLES = truth.names()
GUIDE = (Path(__file__).parents[1] / "docs" / "guide" / "plan.md").read_text(encoding="utf-8")


@cache
def expert(sample: str) -> Analysis:
    return truth.analysed(sample, truth.expert_cut(truth.load(sample)))


@cache
def rows(sample: str, cut: str) -> dict[str, list[Row]]:
    return truth.rows(expert(sample) if cut == "expert" else truth.analysed(sample, Options(jobs=1)))


both_cuts = pytest.mark.parametrize(
    ("sample", "cut"), [(sample, cut) for sample in SAMPLES for cut in ("expert", "own")]
)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_verdict_and_the_order_are_the_experts(sample: str) -> None:
    plan = truth.load(sample)["plan"]
    decision = expert(sample).decision
    assert decision is not None
    assert decision.verdict.option == plan["verdict"]
    assert [step.service for step in decision.steps if step.service] == plan["order"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_guide_tells_the_verdict(sample: str) -> None:
    row = next(line for line in GUIDE.splitlines() if line.startswith(f"| {sample} (sample) |"))
    decision = expert(sample).decision
    assert decision is not None
    said = [cell.strip() for cell in row.strip("|").split("|")][1:]
    leaving = ", ".join(step.service for step in decision.steps if step.service)
    assert said[:2] == [decision.verdict.option, decision.verdict.rule]
    assert said[2].rpartition(": ")[2] == leaving


@both_cuts
def test_the_figures_of_options_are_those_of_the_other_files(sample: str, cut: str) -> None:
    tables = rows(sample, cut)
    hand = ByHand(tables)
    for option in tables["options"]:
        told = {name: int(option[name]) for name in FIGURES}
        if option["option"] == "modular":
            whole = hand.figures(hand.services)
            kept = ("modules_to_split", "operations")
            assert told == dict.fromkeys(FIGURES, 0) | {name: whole[name] for name in kept}
        else:
            assert told == hand.figures(one for one in option["extracted"].split(";") if one), option["option"]


@both_cuts
def test_each_item_costs_what_is_counted(sample: str, cut: str) -> None:
    tables = rows(sample, cut)
    hand = StepsByHand(ByHand(tables), tables)
    chosen = next(row["option"] for row in tables["options"] if row["chosen"])
    there = {row["service"] for row in tables["services"]}
    earlier: dict[str, Row] = {}
    for step in sorted(tables["roadmap"], key=lambda row: int(row["step"])):
        if step["service"]:
            there.remove(step["service"])
            expected = hand.extraction(step["service"], there, after_modular=chosen == "modular")
        else:
            expected = hand.modular() if chosen == "modular" else _enforced(hand)
        items = [row for row in tables["steps"] if row["step"] == step["step"]]
        assert _told(items) == expected | _transactions(ByHand(tables), items, earlier)
        earlier |= {row["item"]: row for row in items if row["kind"] == "transaction"}
        days = [sum(float(row[end]) for row in items) for end in ("effort_low", "effort_high")]
        assert [float(step["effort_low"]), float(step["effort_high"])] == pytest.approx(days)


def _transactions(hand: ByHand, items: list[Row], earlier: dict[str, Row]) -> Worked:
    """What is made for a transaction costs what is counted, but for what earlier steps made for the same."""
    found: Worked = {}
    for row in items:
        if row["kind"] == "transaction":
            before = made(earlier[row["item"]]) if row["item"] in earlier else {}
            new = {name: max(0, number - before.get(name, 0)) for name, number in made(row).items()}
            counted = dict(part.split("=") for part in row["counted"].split(";") if part)
            days = hand.days(new | {"call site": int(counted.pop("call site", 0))})
            assert counted == {name: str(number) for name, number in new.items() if number}
            found["transaction", row["item"]] = (*days, frozenset(row["sites"].split(";")))
    return found


@both_cuts
def test_the_effort_of_an_option_is_that_of_its_steps(sample: str, cut: str) -> None:
    tables = rows(sample, cut)
    hand = StepsByHand(ByHand(tables), tables)
    for option in tables["options"]:
        there = {row["service"] for row in tables["services"]}
        found = []
        if option["option"] == "modular":
            found = [hand.modular()]
        elif option["option"] != "stay":
            found = [_enforced(hand)]
            for service in filter(None, option["extracted"].split(";")):
                there.remove(service)
                found.append(hand.extraction(service, there, after_modular=False))
        cut = any(kind == "transaction" for items in found for kind, _ in items)
        taken = [
            row for row in tables["steps"] if option["chosen"] and row["kind"] == "transaction" and _asked(tables, row)
        ]
        for column, end in (("effort_low", 0), ("effort_high", 1)):
            days = sum(one[end] for items in found for one in items.values())
            if option["chosen"] or not cut:
                assert float(option[column]) == pytest.approx(days + sum(float(row[column]) for row in taken))
            else:
                assert float(option[column]) >= round(days, 1)


@both_cuts
def test_the_figures_after_a_step_are_those_of_what_has_left(sample: str, cut: str) -> None:
    tables = rows(sample, cut)
    hand = ByHand(tables)
    left: list[str] = []
    for step in sorted(tables["roadmap"], key=lambda row: int(row["step"])):
        if step["service"]:
            left.append(step["service"])
            assert {name: int(step[name]) for name in FIGURES} == hand.figures(left)


@both_cuts
def test_preconditions_name_items_of_the_same_step(sample: str, cut: str) -> None:
    items = rows(sample, cut)["steps"]
    for row in items:
        same = [one for one in items if one["step"] == row["step"]]
        known = {one["item"] for one in same} | {f"all {one['kind']}" for one in same}
        assert {before for before in row["preconditions"].split(";") if before} <= known - {row["item"]}


def _asked(tables: dict[str, list[Row]], row: Row) -> bool:
    """True for an item of a step that the verdict asks for."""
    return not next(step["optional"] for step in tables["roadmap"] if step["step"] == row["step"])


def _enforced(hand: StepsByHand) -> Worked:
    return {key: item for key, item in hand.modular().items() if key[0] == "boundary"}


def _told(items: list[Row]) -> Worked:
    return {
        (row["kind"], row["item"]): (
            float(row["effort_low"]),
            float(row["effort_high"]),
            frozenset(place for place in row["sites"].split(";") if place),
        )
        for row in items
    }
