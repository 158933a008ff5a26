"""How are names, places, lines and ranked tables of the report written in Markdown, none longer than there is room?

Whatever is written is cut at so many characters, so that a few rows are few bytes whatever the analysed code calls its
things. Code hosts find names of persons and addresses in plain text: ``@``, ``://`` and ``www.`` are written as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reports.render.cells import percent
from reports.render.markdown import Written, code, escaped, place
from reports.views.grid import Cell, Grid, Kind
from reports.views.mandate import PASSES
from reports.views.rich import shortened

_T = TypeVar("_T")
FRAGMENTS = 30
"""Names, places and words that a line may have."""
_FIGURE = re.compile(r"[0-9][0-9.,]{0,30}[0-9](–[0-9.,]{0,30}[0-9])?|[0-9]")
_CALLING = re.compile(r"(?<!\\)((?:\\\\)*)((?:@|://|www\.)+)")
_RIGHT = frozenset((Kind.NUMBER, Kind.SHARE, Kind.HEAT, Kind.ACROSS))


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes what analysed code has named; ``letters`` is how many characters of a text, ``few`` how many of a list."""

    source_url: str
    letters: int
    few: int

    def written(self, value: object) -> str:
        """Write the value of any expression; what is Markdown already stays."""
        if isinstance(value, Written):
            return value
        return f"{value:,}" if isinstance(value, int) else self.text(value)

    def text(self, value: object) -> Written:
        """Write words; a figure such as ``0.5–2`` begins no list and stays as it is."""
        words = str(value)
        return Written(words) if _FIGURE.fullmatch(words) else _calm(escaped(shortened(words, self.letters)))

    def inside(self, value: object) -> Written:
        """Write words that do not stand at the start of a line, where they could begin a list."""
        return Written(self.text(f"x{value}")[1:])

    def name(self, value: object) -> Written:
        """Write a name as code."""
        made = code(shortened(str(value), self.letters))
        return made if made.startswith("`") else _calm(made)

    def place(self, value: object) -> Written:
        """Write ``path:line``; of a long one the end, which leads nowhere. Line 0 means the file as a whole."""
        at = str(value)
        if at.endswith(":0") or not self.source_url:
            return self.name(_end(at.removesuffix(":0"), self.letters))
        return self.name(_end(at, self.letters)) if len(at) > self.letters else place(at, self.source_url)

    def names(self, values: Sequence[object], most: int = 0) -> Written:
        """Write the first names as code, and count the others."""
        return self._first(self.name, values, most)

    def words(self, values: Sequence[object], most: int = 0, between: str = ", ") -> Written:
        """Write the first texts, and count the others."""
        return self._first(self.text, values, most, between)

    def places(self, values: Sequence[object], most: int = 0) -> Written:
        """Write the first places, and count the others."""
        return self._first(self.place, values, most)

    def line(self, value: Cell) -> Written:
        """Write a line with names and places in it."""
        fragments = _parts(value)
        shown = "".join(_FRAGMENTS[str(one)[0]](self, str(one)[1:]) for one in fragments[:FRAGMENTS])
        return Written(f"{shown} …" if len(fragments) > FRAGMENTS else shown)

    def lines(self, value: Cell, most: int = 0) -> Written:
        """Write the first lines one after the other, and count the others."""
        return self._first(self.line, _parts(value), most, "; ")

    def table(self, grid: Grid, most: int, titles: Sequence[str] = ()) -> Written:
        """Write the first rows of a ranked table; of its columns those of the given titles."""
        chosen = [
            (number, column) for number, column in enumerate(grid.columns) if not titles or column.title in titles
        ]
        head = _row(self.text(column.title) for _, column in chosen)
        rule = "".join("|---:" if column.kind in _RIGHT else "|---" for _, column in chosen) + "|"
        rows = (_row(_DRAW[column.kind](self, row[number]) for number, column in chosen) for row in grid.rows[:most])
        return Written("\n".join((head, rule, *rows)))

    def _first(self, write: Callable[[_T], Written], values: Sequence[_T], most: int, between: str = ", ") -> Written:
        shown = values[: most or self.few]
        left = len(values) - len(shown)
        more = f"; {left:,} more" if between == "; " else f" and {left:,} more"
        return Written(between.join(map(write, shown)) + more * (left > 0))


def _calm(text: Written) -> Written:
    """Keep text from telling a person, and from becoming a link."""
    return Written(_CALLING.sub(r"\1`\2`", text))


def _end(text: str, most: int) -> str:
    return text if len(text) <= most else f"… {text[len(text) + 2 - most :]}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _parts(value: Cell) -> tuple[Cell, ...]:
    assert isinstance(value, tuple)
    return value


def _claim(pen: Pen, value: Cell) -> Written:
    message, decision, total, places, _ = _parts(value)
    shown = _parts(places)[: pen.few]
    assert isinstance(total, int)
    left = total - len(shown)
    said = (pen.text(message), pen.text(decision), ", ".join(map(pen.place, shown)))
    return Written(" ".join(one for one in said if one) + f" and {left:,} more" * (left > 0))


def _check(pen: Pen, value: Cell) -> Written:
    verdict, message, _ = _parts(value)
    return pen.text(verdict) if verdict == PASSES else Written(f"**{pen.text(verdict)}**: {pen.text(message)}")


def _across(pen: Pen, value: Cell) -> Written:
    if not value:
        return Written("")
    number, looped, *_ = _parts(value)
    return Written(f"{pen.written(number)}{' ↻' * bool(looped)}")


def _heat(_pen: Pen, value: Cell) -> Written:
    if not value:
        return Written("")
    *counts, _ = map(int, str(value).split())
    return Written(" ".join(f"{number:,} {letter}" for number, letter in zip(counts, "rwd", strict=True) if number))


def _share(_pen: Pen, value: Cell) -> Written:
    assert isinstance(value, int | float)
    return Written(percent(value))


def _number(_pen: Pen, value: Cell) -> Written:
    return Written(f"{value:,}")


def _first_part(pen: Pen, value: Cell) -> Written:
    return pen.name(_parts(value)[0])


def _services(pen: Pen, value: Cell) -> Written:
    return pen.words(_parts(value))


_DRAW: dict[Kind, Callable[[Pen, Cell], Written]] = {
    Kind.TEXT: Pen.text,
    Kind.CODE: Pen.name,
    Kind.NUMBER: _number,
    Kind.SHARE: _share,
    Kind.PLACE: Pen.place,
    Kind.SERVICE: Pen.text,
    Kind.GROUP: Pen.text,
    Kind.SERVICES: _services,
    Kind.TABLE: Pen.name,
    Kind.SEVERITY: Pen.text,
    Kind.HEAT: _heat,
    Kind.SUBJECT: _first_part,
    Kind.CLAIM: _claim,
    Kind.FINDING: _first_part,
    Kind.LINES: Pen.lines,
    Kind.CHECK: _check,
    Kind.CONTRACT: lambda pen, value: pen.text(_parts(value)[0]),
    Kind.ACROSS: _across,
}
"""How a cell is written, by the kind of its column; ``reports.render.cells`` draws the same for HTML."""

_FRAGMENTS: dict[str, Callable[[Pen, str], Written]] = {
    "t": Pen.inside,
    "b": lambda pen, words: Written(f"**{pen.inside(words)}**"),
    "l": Pen.inside,
    "c": Pen.name,
    "s": Pen.inside,
    "d": Pen.name,
    "p": Pen.place,
    "f": Pen.name,
    "n": lambda _pen, _words: Written("; "),
}
"""How each fragment of ``reports.views.rich`` is written, by its letter."""
