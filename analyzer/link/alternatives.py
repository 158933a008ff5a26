"""Which of too many texts that a value may be are kept?

A statement to which each of six conditions may be appended is one of 64: those are kept that together hold every word.
Of names, each is a word of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_TEXTS = 40
_MOST_LETTERS = 200_000


def covering(texts: Sequence[str]) -> list[int]:
    """Return the places of texts that together hold every word of all of them; of none if those are too many."""
    if sum(map(len, texts)) > _MOST_LETTERS:
        return []
    if not any(" " in text for text in texts):
        return [*range(len(texts))] if len(texts) <= MOST_TEXTS else []
    seen: set[str] = set()
    kept: list[int] = []
    for place in sorted(range(len(texts)), key=lambda one: (-len(texts[one]), one)):
        words = set(texts[place].split())
        if not words <= seen:
            seen |= words
            kept.append(place)
    return sorted(kept) if len(kept) <= MOST_TEXTS else []
