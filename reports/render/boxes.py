"""How large are the boxes and labels of a diagram, and what is known of one that is placed?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports.views.page import Diagram, Edge, Node, NodeKind

Point = tuple[float, float]

LABEL_CHARS = 30
TIP = 7.0
"""Pixels between the end of a line and the box, for the head of the arrow."""

_LETTER, _NOTE_LETTER, _COUNT_LETTER = 7.4, 6.2, 6.0
_FRAME_PAD, _FRAME_HEAD = 12.0, 26.0


@dataclass(frozen=True, slots=True)
class Box:
    """A placed box: its centre and size in pixels, y downwards."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes share more than a border."""
        across = abs(self.x - other.x) * 2 < self.width + other.width
        return across and abs(self.y - other.y) * 2 < self.height + other.height


@dataclass(frozen=True, slots=True)
class Arrow:
    """A placed arrow: a start, then triples of Bézier control points, and where its label is centred."""

    points: tuple[Point, ...]
    label: Point


@dataclass(frozen=True, slots=True)
class Layout:
    """A placed diagram: its size, its boxes in the order of the nodes, its arrows in the order of the edges.

    ``frame`` lies around the services of a diagram that asks for it.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    frame: Box | None = None


def short(text: str) -> str:
    """Cut a label to the width of a box; the whole name stands in its title."""
    return text if len(text) <= LABEL_CHARS else text[: LABEL_CHARS - 1] + "…"


def box_size(node: Node) -> tuple[float, float]:
    """Estimate the size of a box from its text, wide enough for any common font; wide characters count double."""
    width = max(_width(short(node.label)) * _LETTER, _width(short(node.note)) * _NOTE_LETTER) + 22
    return max(64.0, _even(width)), 40.0 if node.note or node.kind is NodeKind.CENTRE else 30.0


def label_size(edge: Edge) -> tuple[float, float]:
    """Estimate the size of the label of an arrow; nothing if it has none."""
    return (_even(_width(short(edge.label)) * _COUNT_LETTER + 8), 16.0) if edge.label else (0.0, 0.0)


def frame_around(diagram: Diagram, boxes: tuple[Box, ...], arrows: tuple[Arrow, ...]) -> Box | None:
    """Lay a frame around the services and the labels between them, or the services alone; none that holds others."""
    inside = {index for index, node in enumerate(diagram.nodes) if node.kind is NodeKind.SERVICE}
    if not diagram.frame or not inside:
        return None
    members = [boxes[index] for index in sorted(inside)]
    labels = [
        Box(*arrow.label, *label_size(edge))
        for edge, arrow in zip(diagram.edges, arrows, strict=True)
        if {edge.source, edge.target} <= inside
    ]
    others = [box for index, box in enumerate(boxes) if index not in inside]
    frames = (_frame([*members, *labels]), _frame(members))
    return next((frame for frame in frames if not any(frame.overlaps(box) for box in others)), None)


def _frame(members: Sequence[Box]) -> Box:
    left, right = min(one.x - one.width / 2 for one in members), max(one.x + one.width / 2 for one in members)
    top, bottom = min(one.y - one.height / 2 for one in members), max(one.y + one.height / 2 for one in members)
    left, right, top, bottom = left - _FRAME_PAD, right + _FRAME_PAD, top - _FRAME_HEAD, bottom + _FRAME_PAD
    return Box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


def _even(number: float) -> float:
    """Round up, so that halves are whole."""
    return 2.0 * math.ceil(number / 2)


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)  # noqa: PLR2004 (where CJK begins)
