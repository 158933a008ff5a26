"""How are templates of Markdown filled, so that all they are given stays text, and long lists stay short?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import jinja2

from reports.render.cells import percent
from reports.render.compiled import Compiled
from reports.render.markdown import Written, code, place, written

PLACES_SHOWN = 5
"""Places that a row names; the CSV files hold them all."""
ROWS_SHOWN = 100

_GAP = re.compile(r"\n{3,}")
_TEMPLATES = Path(__file__).parent.parent / "templates"
_COMPILED = Compiled()


def markdown_templates(source_url: str) -> jinja2.Environment:
    """Templates of which every expression is escaped for Markdown (``written``), as ``autoescape`` does for HTML."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=False,  # noqa: S701 (that is for HTML)
        undefined=jinja2.StrictUndefined,
        finalize=written,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )
    environment.filters.update(
        as_is=Written,
        code=code,
        codes=_codes,
        more=_more,
        percent=percent,
        place=partial(place, template=source_url),
        places=partial(_places, source_url),
    )
    return environment


def markdown_file(text: str) -> bytes:
    """Close the gaps that a template leaves, and end with one line."""
    return (_GAP.sub("\n\n", text).strip() + "\n").encode()


def _places(template: str, places: Sequence[object], most: int = PLACES_SHOWN) -> Written:
    shown = ", ".join(place(str(one), template) for one in places[:most])
    more = len(places) - most
    return Written(f"{shown} and {more} more" if more > 0 else shown)


def _more(rows: Sequence[object], shown: int = ROWS_SHOWN) -> Written:
    more = len(rows) - shown
    return Written(f"And {more} more, in the CSV files (`--output csv=DIR`)." if more > 0 else "")


def _codes(names: Sequence[str]) -> Written:
    return Written(", ".join(map(code, names)))
