"""How is a placed diagram drawn as inline SVG?

In whole pixels, so that few numbers hold it; ``reports/assets/report.js`` draws the same of those that wait in the
data, and a browser test holds the two equal. Colours come from the style sheet, so that light, dark and print need no
second drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reports.render.layout import Arrow, Box, Layout, Point, lay_out, short
from reports.views.grid import Cell
from reports.views.page import Diagram, Edge, Node

_PAD = 8
_HEAD = 7

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Rectangle:
    """A box with its left upper corner and size."""

    node: Node
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Curve:
    """An arrow: a start, then triples of control points, and where its label is centred."""

    edge: Edge
    points: tuple[Pair, ...]
    label: Pair


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram whose every number is known."""

    name: str
    title: str
    description: str
    width: int
    height: int
    boxes: tuple[_Rectangle, ...]
    arrows: tuple[_Curve, ...]


def place(diagrams: Sequence[Diagram], space: str) -> tuple[list[Drawing], str]:
    """Place all diagrams, their names beginning with ``space``; the second value is why ``dot`` did not do it."""
    layouts, reason = lay_out(diagrams)
    pairs = enumerate(zip(diagrams, layouts, strict=True))
    return [_drawing(f"{space}-{index}", diagram, layout) for index, (diagram, layout) in pairs], reason


def svg(drawing: Drawing) -> Markup:
    """Draw a diagram."""
    return Markup(
        '<svg class="diagram" role="img" aria-labelledby="{n}-t {n}-d" viewBox="{v}" width="{w}" height="{h}">'
        '<title id="{n}-t">{title}</title><desc id="{n}-d">{desc}</desc>{body}</svg>'
    ).format(
        n=drawing.name,
        v=f"{-_PAD} {-_PAD} {drawing.width} {drawing.height}",
        w=drawing.width,
        h=drawing.height,
        title=drawing.title,
        desc=drawing.description,
        body=Markup("").join(
            [*map(_arrow, drawing.arrows), *map(_box, drawing.boxes), *map(_arrow_label, drawing.arrows)]
        ),
    )


def cells(drawing: Drawing) -> Cell:
    """Give a drawing as plain values: points by their distance to the one before, the first and the label to zero."""
    boxes = tuple((b.node.kind.value, b.node.label, b.node.note, b.x, b.y, b.width, b.height) for b in drawing.boxes)
    arrows = tuple(
        (int(a.edge.data), a.edge.label, *a.label, _steps([x for x, _ in a.points]), _steps([y for _, y in a.points]))
        for a in drawing.arrows
    )
    return (drawing.name, drawing.title, drawing.description, drawing.width, drawing.height, boxes, arrows)


def _steps(numbers: list[int]) -> Cell:
    return tuple(after - before for before, after in zip([0, *numbers], numbers, strict=False))


def _drawing(name: str, diagram: Diagram, layout: Layout) -> Drawing:
    return Drawing(
        name,
        diagram.title,
        diagram.description,
        round(layout.width) + 2 * _PAD,
        round(layout.height) + 2 * _PAD,
        tuple(_rectangle(node, box) for node, box in zip(diagram.nodes, layout.boxes, strict=True)),
        tuple(_curve(edge, arrow) for edge, arrow in zip(diagram.edges, layout.arrows, strict=True)),
    )


def _rectangle(node: Node, box: Box) -> _Rectangle:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    return _Rectangle(node, round(left), round(top), round(box.width), round(box.height))


def _curve(edge: Edge, arrow: Arrow) -> _Curve:
    return _Curve(edge, tuple(map(_whole, arrow.points)), _whole(arrow.label))


def _whole(point: Point) -> Pair:
    return round(point[0]), round(point[1])


def _arrow(arrow: _Curve) -> Markup:
    style = "data" if arrow.edge.data else "call"
    start, *rest = arrow.points
    path = f"M{_pair(start)}C{' '.join(map(_pair, rest))}"
    return Markup('<path class="{}" d="{}"/><path class="tip {}" d="{}"/>').format(
        style, path, style, _tip(arrow.points)
    )


def _tip(points: tuple[Pair, ...]) -> str:
    """Draw the head as a triangle ahead of the last point, where the line arrives, to tenths of a pixel."""
    x2, y2 = end = points[-1]
    x1, y1 = next((point for point in reversed(points) if point != end), end)
    size = math.sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1)) or 1.0
    dx, dy = (x2 - x1) / size * _HEAD, (y2 - y1) / size * _HEAD
    corners = ((x2 + dx, y2 + dy), (x2 - dy * 0.45, y2 + dx * 0.45), (x2 + dy * 0.45, y2 - dx * 0.45))
    return f"M{'L'.join(f'{_tenths(x)},{_tenths(y)}' for x, y in corners)}Z"


def _tenths(number: float) -> str:
    return f"{math.floor(number * 10 + 0.5) / 10:.12g}"


def _arrow_label(arrow: _Curve) -> Markup:
    if not arrow.edge.label:
        return Markup("")
    x, y = arrow.label
    return Markup('<text class="count" x="{}" y="{}">{}</text>').format(x, y + 4, arrow.edge.label)


def _box(box: _Rectangle) -> Markup:
    node, label = box.node, short(box.node.label)
    x, y = box.x + box.width // 2, box.y + box.height // 2
    title = Markup("<title>{}</title>").format(node.label) if label != node.label else ""
    note = Markup('<text class="note" x="{}" y="{}">{}</text>').format(x, y + 12, short(node.note)) if node.note else ""
    return Markup(
        '<g class="{}">{}<rect x="{}" y="{}" width="{}" height="{}" rx="{}"/><text x="{}" y="{}">{}</text>{}</g>'
    ).format(
        node.kind.value,
        title,
        box.x,
        box.y,
        box.width,
        box.height,
        2 if node.kind.value in ("owned", "foreign") else 10,
        x,
        y + (-3 if node.note else 4),
        label,
        note,
    )


def _pair(point: Pair) -> str:
    return f"{point[0]},{point[1]}"
