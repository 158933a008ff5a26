"""How is a row of a ranked table drawn?

``reports/assets/report.js`` draws the same rows for what lies beyond the first page; a browser test holds the two
equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from reports.render.links import contract_html, finding_html, place_html, route
from reports.render.names import Surroundings, group_html, service_html, table_html
from reports.render.rich import block_html, broken_html, lines_html
from reports.views.grid import Cell, Grid, Kind

SHOWN_PLACES = 3
SERVICES_SHOWN = 8
HEAT_STEPS = (2, 8, 32)


def row_html(grid: Grid, row: tuple[Cell, ...], around: Surroundings) -> Markup:
    """Draw one row; one that is about a finding can be linked to."""
    cells = []
    anchor = ""
    for index, (column, value) in enumerate(zip(grid.columns, row, strict=True)):
        style, content = _DRAW[column.kind](value, around)
        tag = 'th scope="row"' if index == grid.heading else "td"
        shape = f' class="{style}"' if style else ""
        cells.append(f"<{tag}{shape}>{content}</{tag[:2]}>")
        if column.kind is Kind.SUBJECT:
            assert isinstance(value, tuple)
            anchor = f' id="{escape(route("finding", str(value[1])))}" tabindex="-1"'
    return Markup(f"<tr{anchor}>{''.join(cells)}</tr>")  # noqa: S704 (every part is escaped where it is drawn)


def percent(share: float) -> str:
    """Write a share as whole per cent; what is not quite all is never written as 100."""
    return f"{min(99, int(share * 100 + 0.5)) if share < 1 else 100} %"


def proof_html(places: Sequence[str], around: Surroundings) -> Markup:
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


def _group(value: Cell, around: Surroundings) -> tuple[str, str]:
    return "", group_html(str(value), around)


def _services(value: Cell, around: Surroundings) -> tuple[str, str]:
    """The first services, and how many more there are; the details of the row hold them all."""
    assert isinstance(value, tuple)
    shown = value if len(value) <= SERVICES_SHOWN else value[: SERVICES_SHOWN - 1]
    more = f" and {len(value) - len(shown)} more" if len(shown) < len(value) else ""
    return "", Markup(", ").join(service_html(str(name), around) for name in shown) + more


def _table(value: Cell, around: Surroundings) -> tuple[str, str]:
    return "", table_html(str(value), around, broken_html(str(value)))


def _severity(value: Cell, _around: Surroundings) -> tuple[str, str]:
    return "", Markup('<span class="sev {0}">{0}</span>').format(value)


def _heat(value: Cell, _around: Surroundings) -> tuple[str, str]:
    if not value:
        return "heat", ""
    *counts, owns = map(int, str(value).split())
    level = 1 + sum(sum(counts) > step for step in HEAT_STEPS)
    text = " ".join(f"{number:,} {letter}" for number, letter in zip(counts, "rwd", strict=True) if number)
    return f"heat h{level}{' w' * bool(counts[1])}{' own' * owns}", text


def _subject(value: Cell, _around: Surroundings) -> tuple[str, str]:
    assert isinstance(value, tuple)
    return "subject", broken_html(str(value[0]))


def _finding(value: Cell, _around: Surroundings) -> tuple[str, str]:
    assert isinstance(value, tuple)
    return "subject", finding_html(str(value[1]), broken_html(str(value[0])))


def _claim(value: Cell, around: Surroundings) -> tuple[str, str]:
    message, decision, total, places, blocks = _parts(value)
    named = [str(place) for place in _parts(places)]
    decided = Markup('<p class="decided">{}</p>').format(decision) if decision else ""
    shown = proof_html(named[:SHOWN_PLACES], around) if named else ""
    opened = Markup("").join(block_html(_spelled(block, named), around) for block in _parts(blocks))
    return "claim", Markup("<p>{}</p>{}{}{}{}").format(message, decided, shown, opened, _more(named, total, around))


def _spelled(block: Cell, named: list[str]) -> Cell:
    summary, *lines = _parts(block)
    return (summary, *(tuple(_place_of(str(part), named) for part in _parts(line)) for line in lines))


def _place_of(part: str, named: list[str]) -> str:
    """Write the number of a place as the place."""
    return f"p{named[int(part[1:])]}" if part[0] == "i" else part


def _more(named: list[str], total: Cell, around: Surroundings) -> Markup:
    rest = named[SHOWN_PLACES:]
    if not rest:
        return Markup("")
    assert isinstance(total, int)
    beyond = total - len(named)
    items = Markup(", ").join(place_html(place, around.source_url) for place in rest)
    tail = f" and {beyond:,} more in findings.csv" if beyond else ""
    count = f"{len(rest) + beyond:,} more place{'s' * (len(rest) + beyond > 1)}"
    return Markup("<details><summary>{}</summary><p>{}{}</p></details>").format(count, items, tail)


def _lines(value: Cell, around: Surroundings) -> tuple[str, str]:
    return "", lines_html(value, around)


def _check(value: Cell, around: Surroundings) -> tuple[str, str]:
    verdict, message, blocks = _parts(value)
    opened = Markup("").join(block_html(block, around) for block in _parts(blocks))
    text = Markup('<span class="verdict {0}">{0}</span><p>{1}</p>{2}').format(verdict, message, opened)
    return "check", text


def _contract(value: Cell, _around: Surroundings) -> tuple[str, str]:
    name, told = _parts(value)
    return "", contract_html(str(name), str(name) if told else "")


def _across(value: Cell, _around: Surroundings) -> tuple[str, str]:
    if not value:
        return "heat", ""
    number, looped, provider, consumer = _parts(value)
    assert isinstance(number, int)
    level = 1 + sum(number > step for step in HEAT_STEPS)
    within = ("from", str(consumer)) if consumer else ()
    return f"heat h{level}{' w' if looped else ''}", contract_html(
        f"{number:,}{' ↻' if looped else ''}", str(provider), *within
    )


def _parts(value: Cell) -> tuple[Cell, ...]:
    assert isinstance(value, tuple)
    return value


_DRAW: dict[Kind, Callable[[Cell, Surroundings], tuple[str, str]]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.NUMBER: _number,
    Kind.SHARE: _share,
    Kind.PLACE: _place,
    Kind.SERVICE: _service,
    Kind.SERVICES: _services,
    Kind.GROUP: _group,
    Kind.TABLE: _table,
    Kind.SEVERITY: _severity,
    Kind.HEAT: _heat,
    Kind.SUBJECT: _subject,
    Kind.CLAIM: _claim,
    Kind.FINDING: _finding,
    Kind.LINES: _lines,
    Kind.CHECK: _check,
    Kind.CONTRACT: _contract,
    Kind.ACROSS: _across,
}
