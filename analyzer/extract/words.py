"""Which words of the domain stand in names and texts?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]{2,}|[^\W\d_A-Za-z]+")
_SHORTEST = 3
_LONGEST_TEXT = 1000  # characters; what a longer text is about stands at its beginning
_KEPT = 200_000


def split_words(name: str) -> tuple[str, ...]:
    """Return the words of an identifier or text, in order, lower case and singular: ``TripEvents`` is trip, event."""
    return _words[name]


def written_words(name: str) -> tuple[str, ...]:
    """Return the words of ``split_words`` as they are written, lower case: ``TripEvents`` is trip, events."""
    return tuple(part.lower() for part in _PARTS.findall(name[:_LONGEST_TEXT]) if len(part) >= _SHORTEST)


def count_words(names: Sequence[str]) -> dict[str, int]:
    """Return how often each word occurs in identifiers and texts; of a long text the beginning counts."""
    if len(_words) > _KEPT:
        _words.clear()
    return dict(Counter(chain.from_iterable(map(_words.__getitem__, names))))


class _Words(dict[str, tuple[str, ...]]):
    """Name -> its words, found out once: this runs for every name of the analysed code."""

    def __missing__(self, name: str) -> tuple[str, ...]:
        parts = _PARTS.findall(name[:_LONGEST_TEXT])
        words = tuple([_singular[part] for part in parts if len(part) >= _SHORTEST])
        self[name] = words
        return words


class _Singular(dict[str, str]):
    """Part of a name -> its word."""

    def __missing__(self, part: str) -> str:
        word = part.lower()
        if word.endswith("ies") and len(word) > _SHORTEST + 1:
            word = f"{word[:-3]}y"
        elif word.endswith(("sses", "shes", "ches", "xes")):
            word = word[:-2]
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _SHORTEST:
            word = word[:-1]
        self[part] = word
        return word


_words = _Words()
_singular = _Singular()
