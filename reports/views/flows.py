"""What crosses between services, or between groups of them, and how much of it can be drawn?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analyzer.model.services import ServiceEdge
from reports.views.page import EdgeKind
from reports.views.sketch import Sketch, count

_THICK, _MIDDLING = 2, 8
"""An arrow is thick from a half of the largest of its kind on, and middling from an eighth on."""


@dataclass(slots=True)
class Flow:
    """How often one part calls another, and reads and writes its tables."""

    calls: int = 0
    reads: int = 0
    writes: int = 0

    @property
    def accesses(self) -> int:
        """Reads and writes together."""
        return self.reads + self.writes

    @property
    def data(self) -> str:
        """``3 r 2 w``, without the part that is zero."""
        return " ".join(f"{number:,} {letter}" for number, letter in ((self.reads, "r"), (self.writes, "w")) if number)


@dataclass(frozen=True, slots=True)
class Crossing:
    """One arrow between two boxes, by index, and how much it stands for."""

    source: int
    target: int
    kind: EdgeKind
    size: int
    label: str


def flows(edges: Iterable[ServiceEdge], part_of: Mapping[str, int]) -> dict[tuple[int, int], Flow]:
    """Add up what crosses between parts, by source and target; services that are in no part are left out."""
    found: dict[tuple[int, int], Flow] = {}
    for edge in edges:
        source, target = part_of.get(edge.source, -1), part_of.get(edge.target, -1)
        if source == target or source < 0 or target < 0:
            continue
        flow = found.setdefault((source, target), Flow())
        flow.calls += edge.calls
        flow.reads += edge.reads
        flow.writes += edge.writes
    return dict(sorted(found.items()))


def crossings(found: Mapping[tuple[int, int], Flow]) -> list[Crossing]:
    """Turn flows into arrows: one for calls, one for accesses to data."""
    made = []
    for (source, target), flow in found.items():
        if flow.calls:
            made.append(Crossing(source, target, EdgeKind.CALL, flow.calls, count(flow.calls, "call")))
        if flow.accesses:
            made.append(Crossing(source, target, EdgeKind.DATA, flow.accesses, flow.data))
    return made


def strongest(found: Sequence[Crossing], most: int) -> tuple[list[Crossing], list[Crossing]]:
    """Choose the arrows that stand for the largest shares of all of their kind; the others come second."""
    whole: Counter[EdgeKind] = Counter()
    for one in found:
        whole[one.kind] += one.size
    ranked = sorted(found, key=lambda one: (-one.size / whole[one.kind], one.source, one.target, one.kind))
    return sorted(ranked[:most], key=lambda one: (one.source, one.target, one.kind)), ranked[most:]


def draw(sketch: Sketch, chosen: Sequence[Crossing], box_of: Mapping[int, int] | None = None) -> None:
    """Draw arrows between boxes, whose indices are those of the parts if not said otherwise."""
    largest: Counter[EdgeKind] = Counter()
    for one in chosen:
        largest[one.kind] = max(largest[one.kind], one.size)
    for one in chosen:
        source, target = (box_of[end] if box_of else end for end in (one.source, one.target))
        sketch.arrow(source, target, one.label, one.kind, _width(one.size, largest[one.kind]))


def left_out(weak: Sequence[Crossing]) -> str:
    """Say how many arrows were too weak to be drawn, and what they stand for."""
    if not weak:
        return ""
    calls = sum(one.size for one in weak if one.kind is EdgeKind.CALL)
    accesses = sum(one.size for one in weak if one.kind is EdgeKind.DATA)
    data = f"{accesses:,} access{'es' * (accesses != 1)} to data"
    told = [count(calls, "call")] * bool(calls) + [data] * bool(accesses)
    return f"{count(len(weak), 'weaker arrow')} with {' and '.join(told)} left out."


def _width(size: int, largest: int) -> int:
    return 3 if size * _THICK >= largest else 2 if size * _MIDDLING >= largest else 1
