"""Are the fragments of a card, drawn again, the card byte by byte?"""

from __future__ import annotations

import pytest
from example import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from reports.render.fragments import fragments
from reports.render.links import finding_html, place_html
from reports.render.names import Surroundings, service_html, table_html

NAMES = st.sampled_from(["billing", "a & b", HOSTILE, "оплата", "x:3", "it's", "100%"]) | st.text(max_size=5)


def _around(url: str = "") -> Surroundings:
    return Surroundings(frozenset({"billing", HOSTILE}), frozenset({"orders", HOSTILE}), {}, url)


def _drawn(parts: tuple[str, ...], around: Surroundings) -> str:
    def finding(both: str) -> Markup:
        identifier, _, text = both.partition("\n")
        return Markup('<a href="#/finding/{}">{}</a>').format(identifier, text)

    draw = {
        "h": str,
        "p": lambda place: place_html(place, around.source_url),
        "s": lambda name: service_html(name, around),
        "d": lambda name: table_html(name, around),
        "g": finding,
    }
    return "".join(draw[part[0]](part[1:]) for part in parts)


def test_places_and_links_become_fragments() -> None:
    around = _around("https://git.example/{path}#L{line}")
    html = Markup("<li>{} {} {} {} {} {}</li>").format(
        place_html("a/b.py:3", around.source_url),
        place_html("a/b.py:0", around.source_url),
        service_html("billing", around),
        table_html("orders", around),
        table_html("unknown", around),
        finding_html("shared-table:orders", "orders"),
    )
    assert fragments(html, around) == (
        "h<li>",
        "pa/b.py:3",
        "h ",
        "pa/b.py:0",
        "h ",
        "sbilling",
        "h ",
        "dorders",
        "h <code>unknown</code> ",
        "gshared-table%3Aorders\norders",
        "h</li>",
    )


@pytest.mark.parametrize("url", ["", "https://git.example/{path}#L{line}"])
@given(names=st.lists(NAMES, min_size=1, max_size=4), line=st.integers(0, 99))
def test_nothing_is_lost(url: str, names: list[str], line: int) -> None:
    around = _around(url)
    html = "".join(
        Markup("<p>{}{}{}{}{}</p>").format(
            escape(name),
            place_html(f"{name}:{line}", url),
            service_html(name, around),
            table_html(name, around),
            finding_html(f"kind:{name}", name),
        )
        for name in names
    )
    assert _drawn(fragments(html, around), around) == html
