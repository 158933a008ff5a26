"""How does the whole report become one HTML file?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import jinja2
from markupsafe import Markup

from analyzer.model.analysis import Analysis
from reports.render import cells, rich
from reports.render.compiled import Compiled
from reports.render.diagram import Drawing, place, svg
from reports.render.diagram import cells as drawing_cells
from reports.render.documents import carried, documents_script
from reports.render.fragments import fragments
from reports.render.links import check_source_url, finding_html, place_html, route
from reports.render.names import Surroundings, service_html, table_html
from reports.render.options import RenderOptions
from reports.render.pages import PAGES, Page
from reports.render.payload import Waiting, payload, result_script, script
from reports.views.grid import Cell
from reports.views.page import Diagram, PageData
from reports.views.remedies import sentence
from reports.views.service_map import mapped_groups
from reports.views.strip import strip

_HOME = Path(__file__).parent.parent
_ELEMENT = re.compile(r"<[a-z]")
_SLOT = re.compile(r'<svg data-drawing="([^"]*)"></svg>')
_COMPILED = Compiled()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page ready to be put into the frame: its content, what draws a diagram, its cards, and those that wait."""

    page: Page
    data: PageData
    drawn: Callable[[Diagram], Markup]
    shown: tuple[Markup, ...]
    waiting: Waiting


def render_html(analysis: Analysis, options: RenderOptions) -> bytes:
    """Render the report; the same analysis and options give the same bytes."""
    check_source_url(options.source_url)
    pages = [(page, page.view(analysis)) for page in PAGES]
    around = _surroundings(analysis, pages, options)
    templates = _templates(around)
    documents = carried(
        analysis, [card.name for page, data in pages if page.card_kind == "contract" for card in data.cards]
    )
    templates.globals.update(documents={service: name for service, (name, _) in documents.items()})
    sheets, drawing = _sheets(pages, templates, options, around)
    data = payload(
        analysis,
        [grid for sheet in sheets for grid in sheet.data.grids],
        {sheet.page.card_kind: sheet.waiting for sheet in sheets if sheet.waiting.names},
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
        document_data=documents_script(documents),
    )
    return text.encode("utf-8", "backslashreplace")


def _surroundings(analysis: Analysis, pages: Sequence[tuple[Page, PageData]], options: RenderOptions) -> Surroundings:
    shown = ((page.card_kind, frozenset(card.name for card in data.cards)) for page, data in pages)
    names: defaultdict[str, frozenset[str]] = defaultdict(frozenset, shown)
    return Surroundings(
        names["service"],
        names["table"],
        {str(s.at): s.text for s in analysis.snippets},
        options.source_url,
        names["contract"],
        mapped_groups(analysis),
    )


def _templates(around: Surroundings) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HOME / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )
    environment.filters.update(
        number="{:,}".format,
        percent=cells.percent,
        place=partial(place_html, template=around.source_url),
        service=partial(service_html, around=around),
        table=partial(table_html, around=around),
        finding=finding_html,
        sentence=sentence,
        line=partial(rich.line_html, around=around),
        lines=partial(rich.lines_html, around=around),
    )
    environment.globals.update(
        route=route, row=partial(cells.row_html, around=around), pages=PAGES, contracts=around.contracts
    )
    return environment


def _sheets(
    pages: Sequence[tuple[Page, PageData]],
    templates: jinja2.Environment,
    options: RenderOptions,
    around: Surroundings,
) -> tuple[list[_Sheet], str]:
    """Draw the diagrams and cards; the second value says what became of the diagrams, empty if all is well."""
    sheets = []
    drawing = "" if options.diagrams else "Diagrams were left out, because --no-diagrams was given."
    for page, data in pages:
        drawings: dict[str, Drawing] = {}
        if options.diagrams and data.diagrams:
            drawings, reason = place(data.diagrams)
            if reason:
                drawing = f"The diagrams were placed by the report itself in plain columns, because {reason}."
        sheets.append(_sheet(page, data, drawings, templates, around))
    return sheets, drawing


def _sheet(
    page: Page, data: PageData, drawings: Mapping[str, Drawing], templates: jinja2.Environment, around: Surroundings
) -> _Sheet:
    shown: list[Markup] = []
    waiting: list[tuple[str, Cell, Cell]] = []
    room = page.nodes
    template = templates.get_template(f"{page.card_kind}_card.html.j2") if data.cards else None
    slot = partial(_slot, drawings=drawings)
    for card in data.cards:
        assert template is not None
        text = template.render(card=card, drawn=slot)
        whole = text if waiting else _SLOT.sub(lambda found: svg(drawings[found[1]], around), text)
        room -= len(_ELEMENT.findall(whole))
        if waiting or (room < 0 and shown):
            drawn = tuple(drawing_cells(drawings[name]) for name in _SLOT.findall(text))
            waiting.append((card.name, fragments(text, around), drawn))
        else:
            shown.append(Markup(whole))  # noqa: S704 (rendered with autoescape)
    names, cards_of, several = zip(*waiting, strict=True) if waiting else ((), (), ())
    draw = partial(_drawn, drawings=drawings, around=around)
    return _Sheet(page, data, draw, tuple(shown), Waiting(names, cards_of, tuple(chain.from_iterable(several))))


def _drawn(diagram: Diagram, drawings: Mapping[str, Drawing], around: Surroundings) -> Markup:
    return svg(drawings[diagram.name], around) if diagram.name in drawings else Markup("")


def _slot(diagram: Diagram | None, drawings: Mapping[str, Drawing]) -> Markup:
    """Keep the place of a diagram of a card; nothing if it is not drawn."""
    known = diagram and diagram.name in drawings
    return Markup('<svg data-drawing="{}"></svg>').format(diagram.name) if diagram and known else Markup("")


def _asset(name: str) -> str:
    return (_HOME / "assets" / name).read_text(encoding="utf-8")
