"""Which modules must be cut up before their definitions can go to their services, and which lines go where?"""

from __future__ import annotations

from analyzer.model.analysis import Analysis
from analyzer.model.services import SplitPart
from reports.views.grid import Cell, Column, Grid, Kind

_RANGES = 6

_COLUMNS = (
    Column("Module", Kind.CODE),
    Column("Services", Kind.NUMBER, "Among how many its definitions are divided."),
    Column("Service", Kind.SERVICE),
    Column("Definitions", Kind.NUMBER, "Outermost classes and functions of the module that belong to the service."),
    Column("Lines", Kind.NUMBER, "Lines of these."),
    Column("Where", Kind.TEXT, "First and last lines; neighbours are drawn together."),
)


def splits_grid(analysis: Analysis) -> Grid:
    """Rank the modules to split by the lines that would leave the service with most of them, a row per service."""
    ranked = sorted(analysis.modules_to_split, key=lambda one: (-sum(part.lines for part in one.parts[1:]), one.module))
    rows: list[tuple[Cell, ...]] = [
        (one.module, len(one.parts), part.service, part.definitions, part.lines, spelled_ranges(part, _RANGES))
        for one in ranked
        for part in one.parts
    ]
    return Grid(
        "splits",
        "Modules to split, by the lines that leave their main service",
        _COLUMNS,
        tuple(rows),
        "No module is to be split: the definitions of each belong to one service.",
        "modules_to_split.csv",
    )


def spelled_ranges(part: SplitPart, most: int = 0) -> str:
    """Write the lines of a part, ``3-17, 40``; of many at most so many ranges."""
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in part.ranges]
    more = len(shown) - most if most else 0
    return ", ".join(shown[:most] if more > 0 else shown) + (f" and {more} more" if more > 0 else "")
