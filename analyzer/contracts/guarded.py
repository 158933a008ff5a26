"""Which of the places that raise does a definition catch around a line?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from analyzer.model.interfaces import Guard, Interfaces, Raise


class Guarded:
    """Answers in bits: each place that raises is one, its number."""

    def __init__(self, known: Interfaces, places: Sequence[Raise]) -> None:
        self._known = known
        self._places = places

    def anywhere(self, name: str) -> int:
        """Return what any guard of a definition catches."""
        caught = 0
        for _, _, bits in self._guards.get(name, ()):
            caught |= bits
        return caught

    def at(self, name: str, line: int) -> int:
        """Return what the guards of a definition around a line catch."""
        caught = 0
        for first, last, bits in self._guards.get(name, ()):
            if first <= line <= last:
                caught |= bits
        return caught

    @cached_property
    def _below(self) -> dict[str, int]:
        """The places that raise an exception or one that derives from it."""
        own: dict[str, int] = defaultdict(int)
        for number, one in enumerate(self._places):
            own[one.exception] |= 1 << number
        found: dict[str, int] = defaultdict(int)
        for known in self._known.exceptions:
            bits = own.get(known.name, 0)
            for name in (known.name, *known.ancestors) if bits else ():
                found[name] |= bits
        return found

    @cached_property
    def _guards(self) -> dict[str, list[tuple[int, int, int]]]:
        """First line, last line and what is caught there, of each guard of a definition."""
        found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for guard in self._known.guards:
            found[guard.definition].append((guard.first, guard.last, self._caught(guard)))
        return found

    def _caught(self, guard: Guard) -> int:
        seen = caught = 0
        for name in guard.catches:
            bits = self._below.get(name, 0) & ~seen
            seen |= bits
            if name not in guard.raises_again:
                caught |= bits
        return caught


def numbers(bits: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
