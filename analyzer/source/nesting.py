"""How deep may source nest before a file is given up?

Generated code holds sums of ten thousand terms; Python's usual limit gives up at three thousand. The limits here stay
well inside an eight-megabyte stack. Linking gets more room than reading, so that what was read can be followed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

READING = 3_600
LINKING = 9_000


@contextmanager
def nesting(limit: int) -> Iterator[None]:
    """Allow ``limit`` nested calls for a while: the same in every process, so that the outcome is the same."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
