"""How does the result become one Markdown file that a comment on a change or a page of a wiki has room for?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import jinja2

from analyzer.model.analysis import Analysis
from reports.render.links import check_source_url
from reports.render.markdown import Written
from reports.render.markdown_pen import Pen
from reports.render.markdown_templates import markdown_file, markdown_templates
from reports.render.options import RenderOptions
from reports.views.remedies import sentence
from reports.views.summary import SummaryPage, summary_page

MOST = 65_000
"""Bytes. Common code hosts take 65,536 characters in a comment; what was asked for is 200,000."""


@dataclass(frozen=True, slots=True)
class Room:
    """Limits: rows of a long table and of a short one, services with a section, entries of a list, letters of a text.

    ``links`` is False where places do not lead to the source.
    """

    rows: int
    short: int
    cards: int
    few: int
    letters: int
    links: bool = True


ROOMS = (
    Room(15, 4, 6, 2, 240),
    Room(10, 3, 4, 2, 200),
    Room(8, 2, 3, 1, 160),
    Room(4, 2, 2, 1, 80),
    Room(2, 1, 1, 1, 24, links=False),
)
"""The first whose summary is small enough is taken; the last one always is."""


def write_summary(analysis: Analysis, options: RenderOptions) -> bytes:
    """Render the summary, whole, with as many rows as there is room for."""
    check_source_url(options.source_url)
    page = summary_page(analysis)
    rendered = (render_within(page, room, options.source_url) for room in ROOMS[:-1])
    return next((one for one in rendered if len(one) <= MOST), None) or render_within(page, ROOMS[-1], "")


def render_within(page: SummaryPage, room: Room, source_url: str) -> bytes:
    """Render the summary with the limits of a room."""
    pen = Pen(source_url if room.links else "", room.letters, room.few)
    return markdown_file(_template(pen).render(page=page, room=room))


@lru_cache(maxsize=len(ROOMS))
def _template(pen: Pen) -> jinja2.Template:
    templates = markdown_templates(pen.source_url)
    templates.finalize = pen.written
    templates.filters.update(
        beyond=_beyond,
        code=pen.name,
        line=pen.line,
        lines=pen.lines,
        names=pen.names,
        place=pen.place,
        places=pen.places,
        sentence=sentence,
        table=pen.table,
        words=pen.words,
    )
    return templates.get_template("summary.md.j2")


def _beyond(number: int, source: str) -> Written:
    """Say how many rows are left out, and which file has them."""
    return Written(f"And {number:,} more: see `{source}`." if number > 0 else "")
