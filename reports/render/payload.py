"""What data does the report carry for its script, and how is it put into the page?"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from markupsafe import Markup

from analyzer.model.analysis import Analysis
from analyzer.model.code import Module
from reports.render.as_json import write_json
from reports.render.cells import SHOWN_PLACES
from reports.render.columns import Packed, Paths, front_coded, pack, paths_in
from reports.render.names import Surroundings
from reports.views.grid import Cell, Grid, Kind

PACK_ABOVE = 500_000
RESULT_ROWS = 20_000
"""A result of more rows is not carried along: the report would grow by more than half a megabyte."""

Payload = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The cards of one kind that are not in the document: their names, their fragments, and their drawings."""

    names: tuple[str, ...]
    cards: tuple[Cell, ...]
    drawings: tuple[Cell, ...]


def payload(analysis: Analysis, grids: Sequence[Grid], cards: Mapping[str, Waiting], around: Surroundings) -> Payload:
    """Collect the tables by column, the cards that wait to be opened, and the names to search."""
    services = sorted(around.services)
    snippets = _snippets(grids, around)
    placed = [module for module in analysis.modules if module.service in around.services]
    values: list[Cell] = [row for grid in grids for row in grid.rows]
    values += [one for waiting in cards.values() for one in (*waiting.cards, *waiting.drawings)]
    known = {module.path for module in analysis.modules}
    paths = sorted(paths_in(values, known) | {module.path for module in placed})
    number = {path: index for index, path in enumerate(paths)}
    return {
        "services": services,
        "tables": sorted(around.tables),
        "groups": sorted(around.groups),
        "url": around.source_url,
        "paths": front_coded(paths),
        "snippets": pack(snippets, number),
        "grids": {grid.id: _columns(grid, number) for grid in grids if grid.rows},
        "cards": {kind: _waiting(waiting, number) for kind, waiting in cards.items()},
        "modules": _modules(placed, services, number),
    }


def script(identifier: str, data: Payload) -> Markup:
    """Write data as a script element that cannot end early, packed if it is large."""
    text = msgspec.json.encode(data, order="sorted")
    if len(text) > PACK_ABOVE:
        return packed(identifier, text)
    for bad, good in ((b"<", b"\\u003c"), (b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029")):
        text = text.replace(bad, good)
    return Markup('<script type="application/json" id="{}">{}</script>').format(identifier, Markup(text.decode()))  # noqa: S704


def result_script(analysis: Analysis) -> Markup:
    """Carry the whole result for download if it is small, else nothing."""
    return packed("result", write_json(analysis)) if is_small(analysis) else Markup("")


def is_small(analysis: Analysis) -> bool:
    """Tell whether the report can carry along what is made for download."""
    rows = sum(len(value) for value in msgspec.structs.astuple(analysis) if isinstance(value, tuple))
    return rows <= RESULT_ROWS


def packed(identifier: str, text: bytes) -> Markup:
    """Write data as a packed script element."""
    packed = base64.b64encode(gzip.compress(text, compresslevel=9, mtime=0)).decode()
    return Markup('<script type="application/json" data-packed id="{}">{}</script>').format(identifier, packed)


def _columns(grid: Grid, paths: Paths) -> dict[str, object]:
    return {
        "kinds": [column.kind for column in grid.columns],
        "heading": grid.heading,
        "page": grid.page,
        "size": len(grid.rows),
        "columns": [pack(column, paths) for column in zip(*grid.rows, strict=True)],
    }


def _waiting(waiting: Waiting, paths: Paths) -> dict[str, object]:
    return {
        "names": waiting.names,
        "cards": pack(waiting.cards, paths),
        "drawings": pack(waiting.drawings, paths),
    }


def _modules(placed: Sequence[Module], services: Sequence[str], paths: Paths) -> Packed:
    """Give the path and service of each module, how many folders its name leaves out, and the names of no such rule."""
    place = {name: index for index, name in enumerate(services)}
    rows: list[Cell] = []
    for module in sorted(placed, key=lambda one: (paths[one.path], one.name)):
        parts = _parts(module.path)
        left_out = len(parts) - len(module.name.split("."))
        regular = left_out >= 0 and ".".join(parts[left_out:]) == module.name
        rows.append((paths[module.path], place[module.service], left_out if regular else module.name))
    return pack(rows, paths)


def _parts(path: str) -> list[str]:
    return path.removesuffix(".py").removesuffix("/__init__").split("/")


def _snippets(grids: Sequence[Grid], around: Surroundings) -> list[Cell]:
    claims = (
        row[index]
        for grid in grids
        for index, column in enumerate(grid.columns)
        if column.kind is Kind.CLAIM
        for row in grid.rows
    )
    places = {place for claim in claims for place in _shown(claim)}
    return [(place, around.snippets[place]) for place in sorted(places) if place in around.snippets]


def _shown(claim: Cell) -> Iterator[str]:
    assert isinstance(claim, tuple)
    places = claim[3]
    assert isinstance(places, tuple)
    yield from map(str, places[:SHOWN_PLACES])
