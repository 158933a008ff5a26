"""How is a row of a ranked table drawn?

``reports/assets/report.js`` draws the same rows for what lies beyond the first fifty; a browser test holds the two
equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from reports.render.links import place_html, route
from reports.views.grid import Cell, Grid, Kind

SHOWN_PLACES = 3
HEAT_STEPS = (2, 8, 32)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What cells refer to: which services and tables have a card, snippets by place, and the template of links."""

    services: frozenset[str]
    tables: frozenset[str]
    snippets: Mapping[str, str]
    source_url: str


def row_html(grid: Grid, row: tuple[Cell, ...], around: Surroundings) -> Markup:
    """Draw one row."""
    cells = []
    for index, (column, value) in enumerate(zip(grid.columns, row, strict=True)):
        style, content = _DRAW[column.kind](value, around)
        tag = 'th scope="row"' if index == grid.heading else "td"
        shape = f' class="{style}"' if style else ""
        cells.append(f"<{tag}{shape}>{content}</{tag[:2]}>")
    subject = row[grid.heading]
    anchor = f' id="{escape(route("finding", subject[1]))}" tabindex="-1"' if isinstance(subject, tuple) else ""
    return Markup(f"<tr{anchor}>{''.join(cells)}</tr>")  # noqa: S704 (every part is escaped where it is drawn)


def service_html(name: str, around: Surroundings) -> Markup:
    """Name a service, as a link to its card if it has one."""
    if name in around.services:
        return Markup('<a href="#{}">{}</a>').format(route("service", name), name)
    return escape(name)


def table_html(name: str, around: Surroundings) -> Markup:
    """Name a table, as a link to its card if it has one."""
    if name in around.tables:
        return Markup('<a href="#{}"><code>{}</code></a>').format(route("table", name), name)
    return Markup("<code>{}</code>").format(name)


def percent(share: float) -> str:
    """Write a share as whole per cent; what is not quite all is never written as 100."""
    return f"{min(99, int(share * 100 + 0.5)) if share < 1 else 100} %"


def proof_html(places: tuple[str, ...], around: Surroundings) -> Markup:
    """List places, each with its line of source if the result quotes it."""
    items = []
    for place in places:
        quoted = around.snippets.get(place, "")
        code = Markup("<code>{}</code>").format(quoted) if quoted else ""
        items.append(Markup("<li>{}{}</li>").format(place_html(place, around.source_url), code))
    return Markup('<ul class="proof">{}</ul>').format(Markup("").join(items))


def _text(value: Cell, _around: Surroundings) -> tuple[str, str]:
    return "", escape(value)


def _code(value: Cell, _around: Surroundings) -> tuple[str, str]:
    return "", Markup("<code>{}</code>").format(value)


def _number(value: Cell, _around: Surroundings) -> tuple[str, str]:
    return "num", f"{value:,}"


def _share(value: Cell, _around: Surroundings) -> tuple[str, str]:
    assert isinstance(value, int | float)
    text = percent(value)
    return "num share", f'<i style="--v:{text.replace(" ", "")}"></i>{text}'


def _place(value: Cell, around: Surroundings) -> tuple[str, str]:
    return "", place_html(str(value), around.source_url)


def _service(value: Cell, around: Surroundings) -> tuple[str, str]:
    return "", service_html(str(value), around)


def _services(value: Cell, around: Surroundings) -> tuple[str, str]:
    assert isinstance(value, tuple)
    return "", Markup(", ").join(service_html(name, around) for name in value)


def _table(value: Cell, around: Surroundings) -> tuple[str, str]:
    return "", table_html(str(value), around)


def _severity(value: Cell, _around: Surroundings) -> tuple[str, str]:
    return "", Markup('<span class="sev {0}">{0}</span>').format(value)


def _heat(value: Cell, _around: Surroundings) -> tuple[str, str]:
    if not value:
        return "heat", ""
    reads, writes, owns = map(int, str(value).split())
    level = 1 + sum(reads + writes > step for step in HEAT_STEPS)
    text = " ".join(part for part in (f"{reads:,} r" * bool(reads), f"{writes:,} w" * bool(writes)) if part)
    return f"heat h{level}{' w' * bool(writes)}{' own' * owns}", text


def _subject(value: Cell, _around: Surroundings) -> tuple[str, str]:
    assert isinstance(value, tuple)
    return "subject", Markup("{}<small>{}</small>").format(*value)


def _claim(value: Cell, around: Surroundings) -> tuple[str, str]:
    assert isinstance(value, tuple)
    message, total, *places = value
    shown = proof_html(tuple(places[:SHOWN_PLACES]), around) if places else Markup("")
    rest = places[SHOWN_PLACES:]
    beyond = int(total) - len(places)
    more = Markup("")
    if rest:
        items = Markup(", ").join(place_html(place, around.source_url) for place in rest)
        tail = f" and {beyond:,} more in findings.csv" if beyond else ""
        count = f"{len(rest) + beyond:,} more place{'s' * (len(rest) + beyond > 1)}"
        more = Markup("<details><summary>{}</summary>{}{}</details>").format(count, items, tail)
    return "claim", Markup("<p>{}</p>{}{}").format(message, shown, more)


_DRAW: dict[Kind, Callable[[Cell, Surroundings], tuple[str, str]]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.NUMBER: _number,
    Kind.SHARE: _share,
    Kind.PLACE: _place,
    Kind.SERVICE: _service,
    Kind.SERVICES: _services,
    Kind.TABLE: _table,
    Kind.SEVERITY: _severity,
    Kind.HEAT: _heat,
    Kind.SUBJECT: _subject,
    Kind.CLAIM: _claim,
}
