"""Where does outside control enter each service?"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.entry_points import EntryKind, EntryPoint

ENTRIES_PER_CARD = 8
_ORDER = {kind: place for place, kind in enumerate(EntryKind)}


@dataclass(frozen=True, slots=True)
class Entrances:
    """The entry points of one service: how many of each kind, and the first of them."""

    kinds: tuple[tuple[int, str], ...]
    shown: tuple[EntryPoint, ...]
    more: int

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(number for number, _ in self.kinds)


NO_ENTRANCES = Entrances((), (), 0)


def entrances(analysis: Analysis) -> dict[str, Entrances]:
    """Return the entry points by service, HTTP first, by name; what stands in no service is left out."""
    by_service: defaultdict[str, list[EntryPoint]] = defaultdict(list)
    for entry in analysis.entry_points:
        if entry.service:
            by_service[entry.service].append(entry)
    return {service: _entrances(found) for service, found in by_service.items()}


def _entrances(found: list[EntryPoint]) -> Entrances:
    ranked = sorted(found, key=lambda one: (_ORDER[one.kind], one.name.partition(" ")[2] or one.name, one))
    counts = Counter(one.kind for one in ranked)
    kinds = tuple((counts[kind], kind.value) for kind in EntryKind if counts[kind])
    return Entrances(kinds, tuple(ranked[:ENTRIES_PER_CARD]), max(0, len(ranked) - ENTRIES_PER_CARD))
