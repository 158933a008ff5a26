"""How many services a cell names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports.render import cells
from reports.render.cells import SERVICES_SHOWN, row_html
from reports.render.names import Surroundings
from reports.views.grid import Column, Grid, Kind

SCRIPT = Path(cells.__file__).parent.parent / "assets" / "report.js"
AROUND = Surroundings(frozenset(), frozenset(), {}, "")


@pytest.mark.parametrize(
    ("number", "said"),
    [(2, "s0, s1"), (8, "s0, s1, s2, s3, s4, s5, s6, s7"), (9, "s0, s1, s2, s3, s4, s5, s6 and 2 more")],
)
def test_of_many_services_the_first_are_named_and_the_others_counted(number: int, said: str) -> None:
    row = (tuple(f"s{place}" for place in range(number)),)
    grid = Grid("g", "", (Column("Services", Kind.SERVICES),), (row,), "", "", 1)
    assert row_html(grid, row, AROUND) == f"<tr><td>{said}</td></tr>"


def test_both_who_draw_cells_name_as_many() -> None:
    (shown,) = re.findall(r"const SERVICES_SHOWN = (\d+);", SCRIPT.read_text(encoding="utf-8"))
    assert int(shown) == SERVICES_SHOWN
