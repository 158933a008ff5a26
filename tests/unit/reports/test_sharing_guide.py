"""Do the examples of docs/guide/sharing.md come out as the page says?"""

from __future__ import annotations

import re
from pathlib import Path

from reports.redact.names import Names, pieces, run_together
from reports.redact.prose import Prose
from reports.redact.pseudonyms import coin
from reports.redact.vocabulary import vocabulary

HOME = Path(__file__).parents[3]
PAGE = (HOME / "docs" / "guide" / "sharing.md").read_text(encoding="utf-8")


def test_names_become_what_the_page_says() -> None:
    section = PAGE.partition("## What it looks like")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `?(.+?)`? \| `?(.+?)`? \|$", section, re.MULTILINE)[1:]
    assert len(rows) == 8
    known = vocabulary()
    true = [text for text, _ in rows]
    words = coin(
        {word for text in true for word in pieces(text)}, run_together(true), known.taken, known.kept, b"example"
    )
    names = Names(words, known, frozenset({"shop"}), frozenset())
    prose = Prose(names, known, frozenset({"orders", "billing", "order_line"}), [])
    for text, shown in rows:
        assert (prose.sentence(text) if text.endswith(".") else names.route(text)) == shown


def test_the_page_names_words_that_stay() -> None:
    stay = re.search(r"Some words of programming stay .*?: (.*?) \(`reports", PAGE, re.DOTALL)
    assert stay
    for name in re.findall(r"`(\w+)`", stay[1]):
        assert set(pieces(name)) <= vocabulary().kept
