"""Where a fact stands in the analysed source."""

from __future__ import annotations

import msgspec


class Location(msgspec.Struct, frozen=True, order=True, gc=False):
    """A line of a file: POSIX path relative to the analysed root, line counted from 1 (0: the file as a whole)."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"
