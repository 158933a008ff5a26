"""Does a text of the analysed code stay a text, in whichever field of a result it stands?"""

from __future__ import annotations

from collections import Counter
from functools import cache
from html.parser import HTMLParser

import pytest
from example import shop

from hostile_texts import HOSTILE_TEXTS, hostile_text
from reports.render.formats import render
from reports.render.options import RenderOptions

ALSO_BY_LENGTH = {"wbr", "title"}


class _Elements(HTMLParser):
    """Counts elements with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[tuple[str, ...]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALSO_BY_LENGTH:
            self.found[(tag, *(name for name, _ in attrs))] += 1


@cache
def _elements(added: str) -> Counter[tuple[str, ...]]:
    content = render(hostile_text(shop(), added), "html", RenderOptions(diagrams=False))
    assert isinstance(content, bytes)
    reader = _Elements()
    reader.feed(content.decode())
    return reader.found


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_no_text_makes_an_element_or_an_attribute(name: str) -> None:
    assert _elements(HOSTILE_TEXTS[name]) == _elements("x")


def test_every_text_is_made_hostile_and_ids_still_lead_where_they_led() -> None:
    made = hostile_text(shop(), "!")
    assert hostile_text(shop(), "") == shop()
    assert made.services[0].name == "billing!"
    assert made.findings[0].id == f"{shop().findings[0].id}!"
    assert {one.finding for one in made.remedies} <= {one.id for one in made.findings}
