"""How is a line of text with names and places in it written, before it is drawn?

A line is a tuple of fragments, each a letter that says what it is and its text; ``reports/render/rich.py`` and
``reports/assets/report.js`` draw them. An ``i`` stands for a place by its number among those that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.model.finding import Part
from analyzer.model.location import Location

Line = tuple[str, ...]
Block = tuple[str | Line, ...]
"""A summary, and the lines that it opens."""

PLACES_PER_LINE = 3
LINES_PER_BLOCK = 12
BREAK = "n"


def text(words: str) -> str:
    """Write plain words."""
    return f"t{words}"


def strong(words: str) -> str:
    """Write words that stand out."""
    return f"b{words}"


def soft(words: str) -> str:
    """Write words that stand back."""
    return f"l{words}"


def code(name: str) -> str:
    """Name a definition."""
    return f"c{name}"


def service(name: str) -> str:
    """Name a service, which links to its card."""
    return f"s{name}"


def table(name: str) -> str:
    """Name a table, which links to its card."""
    return f"d{name}"


def place(at: Location | str) -> str:
    """Name ``path:line``."""
    return f"p{at}"


def finding(identifier: str) -> str:
    """Name a finding by its id, which links to its row."""
    return f"f{identifier}"


def of(owner: str) -> Line:
    """Write ``of billing``; nothing where nobody owns it."""
    return (text(" of "), service(owner)) if owner else ()


def part(one: Part, *, is_table: bool = False) -> Line:
    """Name a table or definition and its service."""
    return (table(one.name) if is_table else code(one.name), *of(one.service))


def places(evidence: Sequence[Location], most: int = PLACES_PER_LINE) -> Line:
    """Name the first places, and count the others."""
    shown = [fragment for at in evidence[:most] for fragment in (text(" "), place(at))]
    left = len(evidence) - most
    return (*shown, *((soft(f" and {left:,} more"),) * (left > 0)))


def block(summary: str, lines: Iterable[Line], beyond: str = "seamline.json") -> Block:
    """Open the first lines below a summary; ``beyond`` is the file that holds those left out."""
    made = [line for line in lines if line]
    left = len(made) - LINES_PER_BLOCK
    more = ((soft(f"and {left:,} more in {beyond}"),),) if left > 0 else ()
    return (summary, *made[:LINES_PER_BLOCK], *more)


def pointing(opened: Block, shown: Sequence[str]) -> Block:
    """Replace places that stand among those shown by their number, which makes a large report smaller."""
    number = {place(at): f"i{index}" for index, at in enumerate(shown)}
    return tuple(one if isinstance(one, str) else tuple(number.get(part, part) for part in one) for one in opened)


def joined(names: Iterable[str], separator: str = ", ") -> Line:
    """Put a separator between fragments."""
    found: list[str] = []
    for name in names:
        found += [text(separator), name] if found else [name]
    return tuple(found)


def counted(number: int, word: str, several: str = "") -> str:
    """Write ``1 read`` or ``2 reads``."""
    return f"{number:,} {word if number == 1 else several or word + 's'}"


def shortened(words: str, most: int) -> str:
    """Cut words that are longer than so many characters, at a space if one is near."""
    if len(words) <= most:
        return words
    kept = words[:most]
    at = kept.rfind(" ")
    return f"{kept[: at if at * 2 > most else most].rstrip(',;: ')} …"
