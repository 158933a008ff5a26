"""Which few names of packages and modules say all that one service holds?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reports.views.boundaries import BESIDE


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A module, and where ``deep`` all that stands below it. Of a folder without a module of its own ``deep`` is all.

    ``is_module`` tells the two apart.
    """

    name: str
    deep: bool = False
    is_module: bool = True


class Territory:
    """The modules by whose they are."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        self._below: dict[str, Counter[str]] = defaultdict(Counter)
        for name, holder in places.items():
            for above in _above(name):
                self._below[above][holder] += 1

    def spans(self, holder: str) -> tuple[Span, ...]:
        """Say what a service holds, sorted; what is beside the services may stand below it."""
        found: dict[str, Span] = {}
        for name in sorted(name for name, one in self._places.items() if one == holder):
            if not any(above in found and found[above].deep for above in _above(name)):
                span = self._widest(name, holder)
                found[span.name] = span
        return tuple(found[name] for name in sorted(found))

    def _widest(self, name: str, holder: str) -> Span:
        for above in reversed([name, *_above(name)]):
            if self._places.get(above, holder) != holder or any(
                one not in {holder, BESIDE} for one in self._below[above]
            ):
                continue
            if above in self._places:
                return Span(above, deep=bool(self._below[above]))
            if self._below[above][holder] > 1:
                return Span(above, deep=True, is_module=False)
        return Span(name)


def _above(name: str) -> Iterator[str]:
    """Yield the packages around a module, innermost first."""
    while name := name.rpartition(".")[0]:
        yield name
