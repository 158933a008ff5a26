"""Where do boxes and arrows go without ``dot``, where a diagram has no centre?

In columns from left to right, as far as the arrows agree (the layers of Sugiyama, Tagawa and Toda 1981): each box
stands one layer right of all that point to it; between two layers of boxes lies one of labels, so that no label lies on
a box; an arrow that passes layers has a place of its own in each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeVar

from reports.render.boxes import TIP, Arrow, Box, Layout, Point, box_size, frame_around, label_size
from reports.views.page import Diagram

_SWEEPS = 8
_ROW_GAP = 12.0
_LABEL_GAP = 48.0
_PORT_GAP = 9.0

T = TypeVar("T")
Ends = tuple[int, int]
Size = tuple[float, float]


@dataclass(slots=True)
class _Place:
    """A box, or where an arrow passes: its rank from the left, its size, what it is tied to, and its height.

    A line passes ``beside`` the middle, where a label is to be read.
    """

    rank: int
    width: float
    height: float
    beside: float = 0.0
    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    y: float = 0.0


class _Label(NamedTuple):
    """The size of a label, and how far from its middle its line passes."""

    width: float
    height: float
    beside: float


def in_layers(diagram: Diagram, *, down: bool = False) -> Layout:
    """Place a diagram from left to right, or from the top down: the same with both axes exchanged."""
    sizes = [box_size(node) for node in diagram.nodes]
    labels = [label_size(edge) for edge in diagram.edges]
    ends = [(edge.source, edge.target) for edge in diagram.edges]
    if not down:
        below = [_Label(*size, size[1] / 2) for size in labels]
        return _framed(diagram, _placed(sizes, below, ends))
    left = [_Label(height, width, -width / 2) for width, height in labels]
    return _framed(diagram, _turned(_placed([size[::-1] for size in sizes], left, ends)))


def _placed(sizes: Sequence[Size], labels: Sequence[_Label], ends: Sequence[Ends]) -> Layout:
    layer = _layers(len(sizes), ends)
    places = [_Place(2 * layer[at], *size) for at, size in enumerate(sizes)]
    chains = [_chain(places, one, label) for one, label in zip(ends, labels, strict=True)]
    ranks = _ordered(places)
    _settle(places, ranks)
    top = min((one.y - one.height / 2 for one in places), default=0.0)
    for one in places:
        one.y -= top
    middles, width = _across(places, ranks)
    ports = _ports(places, chains)
    return Layout(
        width,
        max((one.y + one.height / 2 for one in places), default=0.0),
        tuple(Box(middles[one.rank], one.y, one.width, one.height) for one in places[: len(sizes)]),
        tuple(
            _arrow(
                _stops(chain, places, middles, port),
                places[_labelled(chain)].beside,
                is_backward=layer[source] > layer[target],
            )
            for chain, port, (source, target) in zip(chains, ports, ends, strict=True)
        ),
    )


def _turned(layout: Layout) -> Layout:
    return Layout(
        layout.height,
        layout.width,
        tuple(Box(box.y, box.x, box.height, box.width) for box in layout.boxes),
        tuple(Arrow(tuple((y, x) for x, y in one.points), one.label[::-1]) for one in layout.arrows),
    )


def _layers(number: int, ends: Sequence[Ends]) -> list[int]:
    """Give each box the length of the longest way to it, against the grain of as few arrows as is easily had."""
    position = {box: at for at, box in enumerate(_sequence(number, ends))}
    forward = sorted({(a, b) if position[a] < position[b] else (b, a) for a, b in ends if a != b})
    layer = [0] * number
    for box in sorted(range(number), key=position.__getitem__):
        layer[box] = max((layer[a] + 1 for a, b in forward if b == box), default=0)
    for box in sorted(range(number), key=position.__getitem__, reverse=True):
        if all(b != box for _, b in forward):
            layer[box] = min((layer[b] - 1 for a, b in forward if a == box), default=-1)
    sizes = defaultdict(int, {at: layer.count(at) for at in range(max(layer, default=0) + 1)})
    for box in range(number):
        if layer[box] < 0:  # nothing is tied to it: where there is room
            layer[box] = min(range(max(1, len(sizes))), key=lambda at: (sizes[at], at))
            sizes[layer[box]] += 1
    return layer


def _sequence(number: int, ends: Sequence[Ends]) -> list[int]:
    """Order boxes so that few arrows point back: sinks last, else what gives most first (Eades et al. 1993)."""
    left = set(range(number))
    first: list[int] = []
    last: list[int] = []
    while left:
        out = {box: sum(a == box and b in left and a != b for a, b in ends) for box in left}
        into = {box: sum(b == box and a in left and a != b for a, b in ends) for box in left}
        sinks = sorted(box for box in left if not out[box])
        if sinks:
            last = [*sinks, *last]
            left -= set(sinks)
            continue
        chosen = min(left, key=lambda box: (into[box] > 0, into[box] - out[box], box))
        first.append(chosen)
        left.remove(chosen)
    return [*first, *last]


def _chain(places: list[_Place], ends: Ends, label: _Label) -> list[int]:
    """Give an arrow a place in every rank between its ends, from the left; the one in the middle is its label's."""
    left, right = sorted(ends, key=lambda end: places[end].rank)
    first, last = places[left].rank, places[right].rank
    label_rank = _labelled(range(first, last + 1))
    chain = [left]
    for rank in range(first + 1, last):
        places.append(_Place(rank, *label) if rank == label_rank else _Place(rank, 0.0, 4.0))
        chain.append(len(places) - 1)
    chain.append(right)
    for one, other in pairwise(chain):
        places[one].after.append(other)
        places[other].before.append(one)
    return chain


def _labelled(stops: Sequence[T]) -> T:
    """Choose the stop of the label: the one in the middle that lies between two layers of boxes."""
    middle = (len(stops) - 1) // 2
    return stops[middle + (middle + 1) % 2]


def _ordered(places: Sequence[_Place]) -> list[list[int]]:
    """Order each rank by the mean place of what it is tied to, from the left and from the right in turn."""
    ranks: list[list[int]] = [[] for _ in range(max((one.rank for one in places), default=0) + 1)]
    for at, one in enumerate(places):
        ranks[one.rank].append(at)
    place = {at: index / max(1, len(rank)) for rank in ranks for index, at in enumerate(rank)}
    for sweep in range(_SWEEPS):
        for rank in ranks if sweep % 2 == 0 else reversed(ranks):
            tied = {at: places[at].before if sweep % 2 == 0 else places[at].after for at in rank}
            mean = {
                at: sum(place[other] for other in tied[at]) / len(tied[at]) if tied[at] else place[at] for at in rank
            }
            rank.sort(key=lambda at: (mean[at], place[at], at))
            place.update({at: index / max(1, len(rank)) for index, at in enumerate(rank)})
    return ranks


def _settle(places: Sequence[_Place], ranks: Sequence[Sequence[int]]) -> None:
    """Move every place to the mean height of what it is tied to, as far as its rank leaves room."""
    for rank in ranks:
        _spread(places, rank, [0.0] * len(rank))
    for sweep in range(2 * _SWEEPS):
        for rank in ranks if sweep % 2 == 0 else reversed(ranks):
            tied = [[*places[at].before, *places[at].after] for at in rank]
            wanted = [
                sum(places[other].y for other in others) / len(others) if others else places[at].y
                for at, others in zip(rank, tied, strict=True)
            ]
            _spread(places, rank, wanted)


def _spread(places: Sequence[_Place], rank: Sequence[int], wanted: Sequence[float]) -> None:
    """Put a rank as near to the wanted heights as its order and its gaps allow; those in each other's way share."""
    offsets = [0.0]
    for one, other in pairwise(rank):
        offsets.append(offsets[-1] + (places[one].height + places[other].height) / 2 + _ROW_GAP)
    blocks: list[tuple[float, int]] = []
    for height, offset in zip(wanted, offsets, strict=False):
        total, size = height - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / size:
            before, members = blocks.pop()
            total, size = total + before, size + members
        blocks.append((total, size))
    starts = [total / size for total, size in blocks for _ in range(size)]
    for at, start, offset in zip(rank, starts, offsets, strict=False):
        places[at].y = round(start + offset)


def _across(places: Sequence[_Place], ranks: Sequence[Sequence[int]]) -> tuple[list[float], float]:
    """Return the middle of each rank, and the width of all."""
    middles, left = [], 0.0
    for number, rank in enumerate(ranks):
        width = max((places[at].width for at in rank), default=0.0) + _LABEL_GAP * (number % 2)
        middles.append(left + width / 2)
        left += width
    return middles, left


def _ports(places: Sequence[_Place], chains: Sequence[Sequence[int]]) -> list[tuple[float, float]]:
    """Say at which height each arrow leaves its left box and reaches its right one: in the order they come in."""
    sides: defaultdict[tuple[int, bool], list[tuple[float, int]]] = defaultdict(list)
    for index, chain in enumerate(chains):
        sides[chain[0], True].append((places[chain[1]].y, index))
        sides[chain[-1], False].append((places[chain[-2]].y, index))
    height: dict[tuple[int, bool], float] = {}
    for (box, is_left), several in sides.items():
        gap = min(_PORT_GAP, (places[box].height - 8) / max(1, len(several) - 1))
        for at, (_, index) in enumerate(sorted(several)):
            height[index, is_left] = places[box].y + (at - (len(several) - 1) / 2) * gap
    return [(height[index, True], height[index, False]) for index in range(len(chains))]


def _stops(
    chain: Sequence[int], places: Sequence[_Place], middles: Sequence[float], port: tuple[float, float]
) -> list[Point]:
    """Name the points that an arrow passes, from left to right."""
    first, *between, last = (places[at] for at in chain)
    return [
        (middles[first.rank] + first.width / 2, port[0]),
        *((middles[one.rank], one.y + one.beside) for one in between),
        (middles[last.rank] - last.width / 2, port[1]),
    ]


def _arrow(stops: list[Point], beside: float, *, is_backward: bool) -> Arrow:
    """Bend a line through its stops, leave room for the head, and write the label beside the line."""
    x, y = _labelled(stops)
    label = (x, y - beside)
    end, sign = (0, 1) if is_backward else (-1, -1)
    stops[end] = (stops[end][0] + sign * TIP, stops[end][1])
    points = [stops[0]]
    for (x1, y1), (x2, y2) in pairwise(stops):
        points += [((x1 + x2) / 2, y1), ((x1 + x2) / 2, y2), (x2, y2)]
    return Arrow(tuple(points[::-1] if is_backward else points), label)


def _framed(diagram: Diagram, layout: Layout) -> Layout:
    """Lay the frame around its services, and move all so that nothing lies left of or above the edge."""
    frame = frame_around(diagram, layout.boxes, layout.arrows)
    if not frame:
        return layout
    right, down = max(0.0, frame.width / 2 - frame.x), max(0.0, frame.height / 2 - frame.y)

    def moved(box: Box) -> Box:
        return Box(box.x + right, box.y + down, box.width, box.height)

    return Layout(
        max(layout.width, frame.x + frame.width / 2) + right,
        max(layout.height, frame.y + frame.height / 2) + down,
        tuple(map(moved, layout.boxes)),
        tuple(
            Arrow(tuple((x + right, y + down) for x, y in one.points), (one.label[0] + right, one.label[1] + down))
            for one in layout.arrows
        ),
        moved(frame),
    )
