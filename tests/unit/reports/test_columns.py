"""Do packed columns hold exactly what was put in, and less of what is alike?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from columns_read import front_decoded, values
from hypothesis import given
from hypothesis import strategies as st

from reports.render.columns import front_coded, pack, paths_in
from reports.views.grid import Cell

LETTERS = "tblcsdpfingh"
PLACES = st.builds("{}:{}".format, st.sampled_from(["app/a.py", "papp/a.py", "a:1", "x"]), st.integers(0, 10**10))
TEXTS = st.text(max_size=6) | PLACES | st.builds("".join, st.tuples(st.sampled_from(LETTERS), st.text(max_size=4)))
CELLS = st.recursive(
    TEXTS | st.integers(-(10**6), 10**6) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=5).map(tuple),
    max_leaves=20,
)


def _round(column: list[Cell]) -> list[Any]:
    paths = sorted(paths_in(column, {"app/a.py"}))
    packed = json.loads(json.dumps(pack(column, {path: index for index, path in enumerate(paths)})))
    return values(packed, paths)


@given(st.lists(CELLS, max_size=12))
def test_whatever_goes_in_comes_out(column: list[Cell]) -> None:
    assert _round(column) == json.loads(json.dumps(column))


@given(st.sets(st.text(alphabet="aé😀/", max_size=5)))
def test_front_coding_loses_nothing(texts: set[str]) -> None:
    assert front_decoded(front_coded(sorted(texts))) == sorted(texts)


@pytest.mark.parametrize(
    ("column", "packed"),
    [
        ([], ["v", []]),
        ([3, 1, 2], ["v", [3, 1, 2]]),
        ([7, 8, 9], ["+", [7, 1, 1]]),
        ([0.5, 1], ["v", [0.5, 1]]),
        (["x", "y"], ["v", ["x", "y"]]),
        (["x", "y", "x", "y"], ["d", ["x", "y"], ["v", [0, 0, 1, 2]]]),
        (["a.py:7", "b.py:7"], ["p", ["v", [0, 1]], ["v", [7, 7]]]),
        (["a.py:07"], ["v", ["a.py:07"]]),
        (["a.py:7", "x"], ["k", "pt", {"p": ["p", ["v", [0]], ["v", [7]]], "t": ["v", ["x"]]}]),
        (["tof ", "pa.py:7"], ["f", "tp", {"p": ["p", ["v", [0]], ["v", [7]]], "t": ["v", ["of "]]}]),
        ([("x", 1), ("y", 2)], ["r", ["v", ["x", "y"]], ["v", [1, 2]]]),
        ([("x",), ()], ["l", ["v", [1, 0]], ["v", ["x"]]]),
    ],
)
def test_each_kind_of_column(column: list[Cell], packed: list[object]) -> None:
    assert pack(column, {"a.py": 0, "b.py": 1}) == packed
    assert values(packed, ["a.py", "b.py"]) == json.loads(json.dumps(column))


def test_a_path_is_told_from_a_fragment() -> None:
    assert paths_in(["papp/a.py:3", ("app/b.py:4", "x: 5")], {"app/a.py"}) == {"app/a.py", "app/b.py"}
    assert paths_in(["parts/a.py:3"], {"parts/a.py"}) == {"parts/a.py"}
    assert paths_in(["pa.sql:3"], set()) == {"pa.sql", "a.sql"}


def test_a_long_text_of_letters_is_cut_once() -> None:
    text = "t" * 5_000
    assert _round([text]) == [text]
