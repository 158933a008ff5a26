"""How is the HTML of a card that waits taken apart into what the script draws again?

Places and links become fragments as in ``reports.views.rich``; all else stays HTML, as fragments that begin with ``h``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from markupsafe import Markup

from reports.render.links import finding_html, place_html
from reports.render.names import Surroundings, service_html, table_html

_DRAWN = re.compile(
    r'<span class="at">(?P<plain>[^<]*)</span>'
    r'|<a class="at" href="[^"]*">(?P<place>[^<]*)</a>'
    r'|<a href="#/service/[^"]*">(?P<service>[^<]*)</a>'
    r'|<a href="#/table/[^"]*"><code>(?P<table>[^<]*)</code></a>'
    r'|<a href="#/finding/(?P<id>[^"]*)">(?P<finding>[^<]*)</a>'
)


def fragments(html: str, around: Surroundings) -> tuple[str, ...]:
    """Take a card apart; drawn one after the other, the fragments are the card again, byte by byte."""
    found = []
    end = 0
    for match in _DRAWN.finditer(html):
        fragment = next((one for one, again in _candidates(match, around) if again == match[0]), "")
        if fragment:
            found += [f"h{html[end : match.start()]}", fragment]
            end = match.end()
    return (*found, f"h{html[end:]}")


def _candidates(match: re.Match[str], around: Surroundings) -> Iterator[tuple[str, str]]:
    """Name what may have been drawn so, with what it looks like if drawn."""
    kind = match.lastgroup or ""
    text = Markup(match[kind]).unescape()  # noqa: S704 (only to read it)
    if kind == "service":
        yield f"s{text}", service_html(text, around)
    elif kind == "table":
        yield f"d{text}", table_html(text, around)
    elif kind == "finding":
        yield f"g{match['id']}\n{text}", finding_html(unquote(match["id"]), text)
    else:
        for place in (text, f"{text}:0"):
            yield f"p{place}", place_html(place, around.source_url)
