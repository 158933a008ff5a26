from __future__ import annotations

from collections import Counter

import pytest

from analyzer.cluster.words import RESERVED, choose_names, speaking_words
from analyzer.extract.words import split_words


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


def test_a_word_that_is_everywhere_does_not_speak() -> None:
    words = speaking_words({"a": Counter(trip=3, order=4), "b": Counter(order=4, invoice=2)})
    assert words["a"][0].word == "trip"
    assert words["b"][0].word == "invoice"
    assert (words["a"][1].inside, words["a"][1].outside) == (4, 4)


def test_names_are_unique_and_never_technical() -> None:
    words = speaking_words({"a": Counter(trip=5, base=9), "b": Counter(trip=5, fare=1), "c": Counter(util=2)})
    names = choose_names(words, ["a", "b", "c"])
    assert names == {"a": "trip", "b": "fare", "c": "unnamed 1"} or names["b"] == "trip fare"
    assert len(set(names.values())) == 3
    assert not RESERVED & set(names.values())
