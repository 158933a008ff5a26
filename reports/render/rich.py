"""How are lines with names and places in them drawn?

``reports/assets/report.js`` draws the same; a browser test holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from reports.render.links import finding_html, place_html
from reports.render.names import Surroundings, service_html, table_html
from reports.views.grid import Cell

_BREAKS = re.compile(r"(?<=[._])(?=[^._])|(?<=[a-z])(?=[A-Z])")


def dotted_html(name: str) -> Markup:
    """Write a dotted name, which may break after each dot."""
    return Markup(".<wbr>").join(name.split("."))


def broken_html(name: str) -> Markup:
    """Write a long name, which may break after each dot and underscore, and where a word begins with a capital."""
    return Markup("<wbr>").join(_BREAKS.split(name))


def line_html(line: Cell, around: Surroundings) -> Markup:
    """Draw one line."""
    assert isinstance(line, tuple)
    return Markup("").join(_FRAGMENTS[str(part)[0]](str(part)[1:], around) for part in line)


def lines_html(lines: Cell, around: Surroundings) -> Markup:
    """Draw lines below each other."""
    assert isinstance(lines, tuple)
    items = Markup("").join(Markup("<li>{}</li>").format(line_html(line, around)) for line in lines)
    return Markup('<ul class="lines">{}</ul>').format(items)


def block_html(block: Cell, around: Surroundings) -> Markup:
    """Draw lines that a summary opens."""
    assert isinstance(block, tuple)
    return Markup("<details><summary>{}</summary>{}</details>").format(block[0], lines_html(block[1:], around))


_FRAGMENTS: dict[str, Callable[[str, Surroundings], Markup]] = {
    "t": lambda words, _around: escape(words),
    "b": lambda words, _around: Markup("<b>{}</b>").format(words),
    "l": lambda words, _around: Markup("<small>{}</small>").format(words),
    "c": lambda name, _around: Markup("<code>{}</code>").format(dotted_html(name)),
    "s": lambda name, around: Markup("{}").format(service_html(name, around)),
    "d": table_html,
    "p": lambda place, around: place_html(place, around.source_url),
    "f": lambda identifier, _around: finding_html(identifier, identifier),
    "n": lambda _words, _around: Markup("<br>"),
}
"""How each fragment of ``reports.views.rich`` is drawn, by its letter."""
