"""What is a table of the report, before it is drawn?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Cell: TypeAlias = "str | int | float | tuple[Cell, ...]"
ROWS = 50


class Kind(StrEnum):
    """How the cells of a column are drawn; ``reports/assets/report.js`` draws the same kinds."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    SHARE = "share"
    PLACE = "place"
    SERVICE = "service"
    SERVICES = "services"
    GROUP = "group"
    TABLE = "table"
    SEVERITY = "severity"
    HEAT = "heat"
    SUBJECT = "subject"
    CLAIM = "claim"
    FINDING = "finding"
    LINES = "lines"
    CHECK = "check"
    CONTRACT = "contract"
    ACROSS = "across"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, how its cells are drawn, what it means, and whether readers may filter by its values."""

    title: str
    kind: Kind
    hint: str = ""
    choose: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A ranked table.

    ``empty`` says why it has no rows and what to do, ``source`` which CSV file has them all, ``heading`` which column
    names the row. ``page`` is how many rows are shown at once.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    source: str
    heading: int = 0
    page: int = ROWS
