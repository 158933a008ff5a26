"""Which lines of a definition do not run?"""

from __future__ import annotations

from collections.abc import Iterable

Lines = tuple[str, int, int]
"""A definition, and its first and last line that do not run."""


def is_within(line: int, ranges: Iterable[tuple[int, int]]) -> bool:
    """Return whether a line lies in one of some ranges, their ends included."""
    return any(first <= line <= last for first, last in ranges)
