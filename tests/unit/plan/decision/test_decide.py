"""The options on the same figures, the one that is chosen, and a result that knows no order of facts."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.model.decision import CutFigures, OptionKind
from cut_plans import decided, writing
from cuts import Cut

NAMES = "abcdefgh"


def ring(*, tied: bool = False) -> Cut:
    """Each service owns a table, has an entry point, and asks the next one once; all write the last table."""
    cut = Cut(owners={f"t_{name}": name for name in NAMES})
    for one, other in zip(NAMES, NAMES[1:] + NAMES[0], strict=True):
        cut.access(f"{one}.keep", "insert", f"t_{one}").call(f"{one}.run", f"{other}.keep").entry(f"{one}.keep")
        cut.access(f"{one}.keep", "update", "t_h", 5)
    return writing(cut, "a.all", *(f"t_{name}" for name in "abcd")) if tied else cut


def test_the_options_come_least_first_and_one_is_chosen() -> None:
    found = decided(ring())
    assert [one.kind for one in found.options] == list(OptionKind)
    assert [one.kind for one in found.options if one.chosen] == [found.verdict.option] == [OptionKind.EXTRACT]


def test_who_leaves_in_each_option() -> None:
    stay, modular, extract, split = decided(ring()).options
    assert (stay.extracted, modular.extracted) == ((), ())
    assert extract.extracted == ("b", "a")  # a quarter of eight; a asks b
    assert split.extracted[:2] == ("b", "a")
    assert set(split.extracted) == set(NAMES) - {"h"}  # all write its table, so it is left last


def test_each_option_has_its_figures_and_the_effort_of_its_steps() -> None:
    found = decided(ring())
    stay, modular, extract, split = found.options
    assert (stay.figures, stay.effort_low, stay.effort_high, stay.stability) == (CutFigures(), 0, 0, 1)
    assert modular.figures == CutFigures(operations=8)
    assert (extract.figures.calls_cut, split.figures.calls_cut) == (3, 8)
    assert (extract.figures, extract.effort_high) == (
        found.steps[-1].after,
        sum(one.effort_high for one in found.steps),
    )
    assert 0 < modular.effort_high < extract.effort_high < split.effort_high


def test_stability_is_the_mean_over_the_borders_that_are_drawn() -> None:
    stay, modular, extract, split = decided(ring(), stability={"a": 0.9, "h": 0.1}, definitions={"a": 3}).options
    assert (stay.stability, extract.extracted, extract.stability) == (1, ("b", "a"), 0.925)  # a three times, b once
    assert modular.stability == split.stability == 0.88  # (6 * 1 + 3 * .9 + .1) / 10


def test_steps_are_those_of_the_chosen_option() -> None:
    found = decided(ring())
    assert [(one.number, one.service, one.optional) for one in found.steps] == [
        (1, "", False),
        (2, "b", False),
        (3, "a", False),
    ]
    tied = decided(ring(tied=True))
    assert tied.verdict.rule == "one transaction ties them"
    assert [one.service for one in tied.steps if not one.optional] == [""]
    assert [one.service for one in tied.steps if one.optional] == [
        "f",
        "e",
    ]  # a quarter of those that are least tied; e asks f


def test_where_nobody_is_ready_extract_shows_the_least_tied() -> None:
    found = decided(ring(), stability=dict.fromkeys(NAMES, 0.1) | {"c": 0.6}, cohesion=dict.fromkeys("abdefgh", 0.1))
    assert found.verdict.option is OptionKind.MODULAR
    assert found.options[2].extracted == ("c",)
    assert [one.service for one in found.steps] == [""]


def test_nothing_and_one_service_stay() -> None:
    for cut in (Cut(), Cut("a.x", owners={"t_a": "a"})):
        found = decided(cut)
        assert (found.verdict.option, found.steps) == (OptionKind.STAY, ())
        assert all(one.extracted == () for one in found.options)


def test_what_hangs_together_by_calls_alone_is_split() -> None:
    cut = Cut(owners={f"t_{name}": name for name in NAMES})
    for name in NAMES:
        cut.access(f"{name}.keep", "insert", f"t_{name}").entry(f"{name}.keep").call("a.run", f"{name}.keep")
    found = decided(cut, cohesion={"a": 0.1})  # the middle is not ready, and is what remains
    assert found.verdict.option is OptionKind.SPLIT
    assert [one.service for one in found.steps] == ["", *"bcdefgh"]


@settings(max_examples=50)
@given(st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_facts_changes_nothing(shuffle: random.Random, tied: bool) -> None:
    cut = ring(tied=tied).key("t_a.b_id", "t_b").use("a.x", "write", "cache", "c").use("b.x", "read", "cache", "c")
    expected = decided(cut)
    for rows in (cut.calls, cut.accesses, cut.keys, cut.transactions, cut.entries, cut.resources):
        shuffle.shuffle(rows)
    names = list(cut.definitions)
    lines = dict(cut.definitions)
    shuffle.shuffle(names)
    cut.definitions = {name: lines[name] for name in names}
    owners = list(cut.owners.items())
    shuffle.shuffle(owners)
    cut.owners = dict(owners)
    assert decided(cut) == expected
