"""How does the whole report become one HTML file?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jinja2
from markupsafe import Markup

from analyzer.model.analysis import Analysis
from reports.render import cells, rich
from reports.render.diagram import draw
from reports.render.links import check_source_url, finding_html, place_html, route
from reports.render.names import Surroundings, service_html, table_html
from reports.render.options import RenderOptions
from reports.render.pages import PAGES, Page
from reports.render.payload import payload, result_script, script
from reports.views.page import PageData
from reports.views.strip import strip

NODES_OF_CARDS = 1_500
"""Elements that the cards of one page may add to the document; the other cards wait in the data."""

_HOME = Path(__file__).parent.parent
_ELEMENT = re.compile(r"<[a-z]")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page ready to be put into the frame: its content, its cards in the document, and those that wait."""

    page: Page
    data: PageData
    shown: tuple[Markup, ...]
    waiting: dict[str, str]


def render_html(analysis: Analysis, options: RenderOptions) -> bytes:
    """Render the report; the same analysis and options give the same bytes."""
    check_source_url(options.source_url)
    pages = [(page, page.view(analysis)) for page in PAGES]
    around = _surroundings(analysis, pages, options)
    templates = _templates(around)
    sheets, drawing = _sheets(pages, templates, options)
    data = payload(
        analysis,
        [grid for sheet in sheets for grid in sheet.data.grids],
        {sheet.page.card_kind: sheet.waiting for sheet in sheets if sheet.waiting},
        around,
    )
    text = templates.get_template("report.html.j2").render(
        strip=strip(analysis),
        sheets=sheets,
        drawing=drawing,
        style=Markup(_asset("report.css")),  # noqa: S704 (our own file)
        program=Markup(_asset("report.js")),  # noqa: S704
        data=script("data", data),
        result=result_script(analysis),
    )
    return text.encode("utf-8", "backslashreplace")


def _surroundings(analysis: Analysis, pages: Sequence[tuple[Page, PageData]], options: RenderOptions) -> Surroundings:
    names = {page.card_kind: frozenset(card.name for card in data.cards) for page, data in pages}
    return Surroundings(
        names["service"], names["table"], {str(s.at): s.text for s in analysis.snippets}, options.source_url
    )


def _templates(around: Surroundings) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HOME / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number="{:,}".format,
        percent=cells.percent,
        place=partial(place_html, template=around.source_url),
        service=partial(service_html, around=around),
        table=partial(table_html, around=around),
        finding=finding_html,
        line=partial(rich.line_html, around=around),
        lines=partial(rich.lines_html, around=around),
    )
    environment.globals.update(route=route, row=partial(cells.row_html, around=around), pages=PAGES)
    return environment


def _sheets(
    pages: Sequence[tuple[Page, PageData]], templates: jinja2.Environment, options: RenderOptions
) -> tuple[list[_Sheet], str]:
    """Draw the diagrams and cards; the second value says what became of the diagrams, empty if all is well."""
    sheets = []
    drawing = "" if options.diagrams else "Diagrams were left out, because --no-diagrams was given."
    for page, data in pages:
        drawn: Sequence[Markup] = ()
        if options.diagrams and data.diagrams:
            drawn, reason = draw(data.diagrams, f"{page.card_kind}-diagram")
            if reason:
                drawing = f"The diagrams were placed by the report itself in plain columns, because {reason}."
        sheets.append(_sheet(page, data, drawn, templates))
    return sheets, drawing


def _sheet(page: Page, data: PageData, drawn: Sequence[Markup], templates: jinja2.Environment) -> _Sheet:
    shown: list[Markup] = []
    waiting: dict[str, str] = {}
    room = NODES_OF_CARDS
    template = templates.get_template(f"{page.card_kind}_card.html.j2") if data.cards else None
    for index, card in enumerate(data.cards):
        assert template is not None
        text = template.render(card=card, diagram=drawn[index] if drawn else "")
        room -= len(_ELEMENT.findall(text))
        if waiting or (room < 0 and shown):
            waiting[card.name] = text
        else:
            shown.append(Markup(text))  # noqa: S704 (rendered with autoescape)
    return _Sheet(page, data, tuple(shown), waiting)


def _asset(name: str) -> str:
    return (_HOME / "assets" / name).read_text(encoding="utf-8")
