from __future__ import annotations

import pytest

from analyzer.extract.words import split_words, written_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("TripEvents", ("trip", "event")),
        ("shop.billing_addresses", ("shop", "billing", "address")),
        ("HTTPServerError", ("http", "server", "error")),
        ("categories", ("category",)),
        ("status_of_taxes", ("status", "tax")),
        ("Straße", ("stra",)),
        ("id", ()),
    ],
)
def test_identifiers_split_into_singular_words(name: str, words: tuple[str, ...]) -> None:
    assert split_words(name)[: len(words)] == words


def test_words_as_they_are_written() -> None:
    assert written_words("TripEvents_of_id") == ("trip", "events")
    assert len(written_words("x" * 5 + "_orders" * 400)) == len(split_words("x" * 5 + "_orders" * 400))
