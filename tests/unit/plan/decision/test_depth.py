"""The most borders in a row: by hand, and against all chains that there are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model.code import CallEdge, Certainty
from analyzer.plan.decision.depth import Depth

SERVICES = ("a", "b", "c")
NAMES = tuple(f"{service}{number}" for service in (*SERVICES, "k") for number in (1, 2, 3))
APART = {"a": "a", "b": "b", "c": "c"}
Pairs = list[tuple[str, str]]


def depth(pairs: Pairs, process_of: dict[str, str]) -> int:
    calls = [CallEdge(one, other, "x.py", 1, Certainty.TYPED, False) for one, other in pairs]
    return Depth(calls, {name: name[0] for name in NAMES}, frozenset(SERVICES)).of(process_of)


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ("", 0),
        ("a1a2", 0),
        ("a1b1", 1),
        ("a1b1 b1c1", 2),
        ("a1b1 b2c1", 1),  # no chain: b1 does not call b2
        ("a1b1 b1b2 b2c1", 2),
        ("a1b1 b1a2 a2c1", 3),  # there and back, and away
        ("a1b1 a1c1", 1),
        ("a1k1 k1b1", 0),  # the kernel is copied
        ("a1b1 b1k1 k1c1", 1),
        ("a1b1 b1a1", 1),  # a circle of two processes
        ("a1b1 b1c1 c1a1", 2),
        ("a1b1 b1a1 b1c1", 2),
        ("a1k1 k1b1 b1k2 k2a1", 1),  # a circle that goes through the kernel
        ("c1a1 a1b1 b1a1", 2),
        ("a1c2 a1a2 a2b1 b1c1", 2),  # further on within the process than across
        ("c3a1 a1a2 a1a3 a2b1 a3b2 b2c1", 3),  # two ways on
    ],
)
def test_borders_in_a_row(calls: str, expected: int) -> None:
    assert depth([(one[:2], one[2:]) for one in calls.split()], APART) == expected


def test_what_is_in_one_process_crosses_no_border() -> None:
    chain = [("a1", "b1"), ("b1", "c1"), ("c1", "a2")]
    assert depth(chain, APART) == 3
    assert depth(chain, {"a": "", "b": "", "c": "c"}) == 2
    assert depth(chain, {"a": "", "b": "", "c": ""}) == 0


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=14, unique=True),
    st.sets(st.sampled_from(SERVICES)),
)
def test_it_is_the_longest_of_all_chains(pairs: Pairs, left: set[str]) -> None:
    process_of = {name: name if name in left else "" for name in SERVICES}
    assert depth(pairs, process_of) == max((length for _, length in chains(pairs, process_of)), default=0)


def chains(pairs: Pairs, process_of: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Every chain through circles drawn together: where it begins, and how many borders it crosses."""
    ahead = {name: {other for one, other in pairs if one == name} for name in NAMES}
    for _ in NAMES:
        ahead = {name: found.union(*(ahead[one] for one in found)) for name, found in ahead.items()}
    ring = {name: frozenset({name, *(one for one in ahead[name] if name in ahead[one])}) for name in NAMES}
    home = {name: process_of.get(name[0]) for name in NAMES}

    def on(circle: frozenset[str]) -> Iterator[int]:
        inside = max(len({home[name] for name in circle} - {None}) - 1, 0)
        yield inside
        for one, other in pairs:
            if one in circle and other not in circle:
                border = None not in (home[one], home[other]) and home[one] != home[other]
                yield from (inside + border + behind for behind in on(ring[other]))

    for circle in {ring[name] for name in NAMES}:
        yield from ((min(circle), length) for length in on(circle))
