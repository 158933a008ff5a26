"""Tables of a page that are made from the code: write them, or say whether they are current."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

Tables = Mapping[str, Callable[[], str]]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown; a bar in a cell is escaped."""
    lines = [_row(heads), f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *map(_row, rows)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def renewed(text: str, tables: Tables, tool: str) -> str:
    """Return the text of a page with its tables made anew; they stand between comments that name them."""
    for name, make in tables.items():
        begin, end = f"<!-- {name}: made by tools/{tool} -->", f"<!-- end of {name} -->"
        before, after = text.partition(begin)[0], text.partition(end)[2]
        text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


def write_or_check(page: Path, tables: Tables) -> None:
    """Write the tables into the page, or with ``--check`` end with an error where they differ."""
    tool = Path(sys.argv[0]).name
    old = page.read_text(encoding="utf-8")
    made = renewed(old, tables, tool)
    if "--check" in sys.argv[1:]:
        sys.exit(0 if old == made else f"{page.name} is not current: run {sys.argv[0]}")
    page.write_text(made, encoding="utf-8")
