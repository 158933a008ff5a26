"""Which modules must be cut up before their definitions can go to their services, and which lines go where?"""

from __future__ import annotations

from analyzer.model.analysis import Analysis
from analyzer.model.services import SplitPart
from reports.views.grid import Cell, Column, Grid, Kind
from reports.views.rich import Line, counted, service, soft, text

_RANGES, _ROWS = 6, 25

_COLUMNS = (
    Column("Module", Kind.CODE),
    Column("Services", Kind.NUMBER, "Among how many its definitions are divided."),
    Column("Lines to move", Kind.NUMBER, "Lines of all but the service with most of them."),
    Column("Whose lines", Kind.LINES, "Outermost classes and functions by service; first and last lines."),
)


def splits_grid(analysis: Analysis) -> Grid:
    """Rank the modules to split by the lines that would leave the service with most of them."""
    leaving = {one.module: sum(part.lines for part in one.parts[1:]) for one in analysis.modules_to_split}
    ranked = sorted(analysis.modules_to_split, key=lambda one: (-leaving[one.module], one.module))
    rows: list[tuple[Cell, ...]] = [
        (one.module, len(one.parts), leaving[one.module], tuple(map(_part, one.parts))) for one in ranked
    ]
    return Grid(
        "splits",
        "Modules to split, by the lines that leave their main service",
        _COLUMNS,
        tuple(rows),
        "No module is to be split: the definitions of each belong to one service.",
        "modules_to_split.csv",
        page=_ROWS,
    )


def _part(one: SplitPart) -> Line:
    told = f" {counted(one.definitions, 'definition')}, {counted(one.lines, 'line')}: "
    return service(one.service), text(told), soft(spelled_ranges(one, _RANGES))


def spelled_ranges(part: SplitPart, most: int = 0) -> str:
    """Write the lines of a part, ``3-17, 40``; of many at most so many ranges."""
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in part.ranges]
    more = len(shown) - most if most else 0
    return ", ".join(shown[:most] if more > 0 else shown) + (f" and {more} more" if more > 0 else "")
