"""Looking into words: where they stand, how far apart they are, where they may break."""

from __future__ import annotations

import re

from wordprocessor import spelling

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
VOWELS = frozenset("aeiouy")


def word_spans(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _WORD.finditer(text)]


def edit_distance(left: str, right: str, limit: int = 3) -> int:
    """Levenshtein's distance, with neighbours that changed places counted once; limit + 1 if it is farther."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        following = [i]
        for j, b in enumerate(right, start=1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return min(row[-1], limit + 1)


def hyphen_points(word: str) -> list[int]:
    """Compounds break between their words, all others between two consonants."""
    lower = word.lower()
    inner = range(3, len(lower) - 2)
    seams = [at for at in inner if lower[:at] in spelling.LEXICON and spelling.is_known(lower[at:])]
    if seams:
        return seams
    return [at for at in inner if lower.isalpha() and _seam(lower, at)]


def _seam(word: str, at: int) -> bool:
    left, right = word[at - 1], word[at]
    has_vowels = VOWELS.intersection(word[:at]) and VOWELS.intersection(word[at:])
    return left not in VOWELS and right not in VOWELS and bool(has_vowels)
