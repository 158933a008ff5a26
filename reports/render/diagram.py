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

from reports.render.boxes import Arrow, Box, Layout, Point, short
from reports.render.layout import lay_out
from reports.render.links import route
from reports.render.names import Surroundings
from reports.views.grid import Cell
from reports.views.page import Diagram, Edge, Node, NodeKind

_PAD = 8
_HEAD = 7
_LEAST = 0.8
"""A diagram shrinks to this share of its width, so that its labels stay legible; then it scrolls."""

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
    """A diagram whose every number is known.

    ``frame`` is drawn behind all else, if there is room for one; ``is_inside`` if it shows a group from inside.
    """

    name: str
    title: str
    description: str
    width: int
    height: int
    boxes: tuple[_Rectangle, ...]
    arrows: tuple[_Curve, ...]
    frame: _Rectangle | None
    is_inside: bool


def place(diagrams: Sequence[Diagram]) -> tuple[dict[str, Drawing], str]:
    """Place all diagrams, by their names; the second value is why ``dot`` did not do it."""
    layouts, reason = lay_out(diagrams)
    return {one.name: _drawing(one, layout) for one, layout in zip(diagrams, layouts, strict=True)}, reason


def svg(drawing: Drawing, around: Surroundings) -> Markup:
    """Draw a diagram; a box leads to what it stands for, and arrows are for the eye alone."""
    return Markup(
        '<svg class="{style}" role="group" aria-labelledby="{n}-t {n}-d" viewBox="{v}" width="{w}" height="{h}" '
        'style="--least:{least}px"><title id="{n}-t">{title}</title><desc id="{n}-d">{desc}</desc>'
        '{frame}<g aria-hidden="true">{arrows}</g>{boxes}<g aria-hidden="true">{labels}</g></svg>'
    ).format(
        style="diagram inside" if drawing.is_inside else "diagram",
        n=drawing.name,
        v=f"{-_PAD} {-_PAD} {drawing.width} {drawing.height}",
        w=drawing.width,
        h=drawing.height,
        least=math.floor(drawing.width * _LEAST),
        title=drawing.title,
        desc=drawing.description,
        frame=_frame(drawing.frame) if drawing.frame else "",
        arrows=Markup("").join(map(_arrow, drawing.arrows)),
        boxes=Markup("").join(_box(box, around) for box in drawing.boxes),
        labels=Markup("").join(map(_arrow_label, drawing.arrows)),
    )


def cells(drawing: Drawing) -> Cell:
    """Give a drawing as plain values: points by their distance to the one before, the first and the label to zero.

    Only maps of groups show one from inside, and these never wait.
    """
    boxes = tuple((b.node.kind.value, b.node.label, b.node.note, b.x, b.y, b.width, b.height) for b in drawing.boxes)
    arrows = tuple(
        (
            _style(a.edge),
            short(a.edge.label),
            *a.label,
            _steps([x for x, _ in a.points]),
            _steps([y for _, y in a.points]),
        )
        for a in drawing.arrows
    )
    return (drawing.name, drawing.title, drawing.description, drawing.width, drawing.height, boxes, arrows)


def _steps(numbers: list[int]) -> Cell:
    return tuple(after - before for before, after in zip([0, *numbers], numbers, strict=False))


def _drawing(diagram: Diagram, layout: Layout) -> Drawing:
    framed = Node(diagram.frame, "", NodeKind.GROUP)
    return Drawing(
        diagram.name,
        diagram.title,
        diagram.description,
        round(layout.width) + 2 * _PAD,
        round(layout.height) + 2 * _PAD,
        tuple(_rectangle(node, box) for node, box in zip(diagram.nodes, layout.boxes, strict=True)),
        tuple(_curve(edge, arrow) for edge, arrow in zip(diagram.edges, layout.arrows, strict=True)),
        _rectangle(framed, layout.frame) if layout.frame else None,
        bool(diagram.frame),
    )


def _rectangle(node: Node, box: Box) -> _Rectangle:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    return _Rectangle(node, round(left), round(top), round(box.width), round(box.height))


def _curve(edge: Edge, arrow: Arrow) -> _Curve:
    return _Curve(edge, tuple(map(_whole, arrow.points)), _whole(arrow.label))


def _whole(point: Point) -> Pair:
    return round(point[0]), round(point[1])


def _frame(frame: _Rectangle) -> Markup:
    return Markup(
        '<g class="frame"><rect x="{}" y="{}" width="{}" height="{}" rx="12"/><text x="{}" y="{}">{}</text></g>'
    ).format(frame.x, frame.y, frame.width, frame.height, frame.x + 12, frame.y + 18, short(frame.node.label))


def _arrow(arrow: _Curve) -> Markup:
    style = _style(arrow.edge)
    start, *rest = arrow.points
    path = f"M{_pair(start)}C{' '.join(map(_pair, rest))}"
    return Markup('<path class="{}" d="{}"/><path class="tip {}" d="{}"/>').format(
        style, path, style, _tip(arrow.points, arrow.edge.width)
    )


def _style(edge: Edge) -> str:
    return f"{edge.kind.value} w{edge.width}" if edge.width > 1 else edge.kind.value


def _tip(points: tuple[Pair, ...], width: int) -> str:
    """Draw the head as a triangle ahead of the last point, where the line arrives, to tenths of a pixel."""
    half = 0.3 + 0.15 * width
    x2, y2 = end = points[-1]
    x1, y1 = next((point for point in reversed(points) if point != end), end)
    size = math.sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1)) or 1.0
    dx, dy = (x2 - x1) / size * _HEAD, (y2 - y1) / size * _HEAD
    corners = ((x2 + dx, y2 + dy), (x2 - dy * half, y2 + dx * half), (x2 + dy * half, y2 - dx * half))
    return f"M{'L'.join(f'{_tenths(x)},{_tenths(y)}' for x, y in corners)}Z"


def _tenths(number: float) -> str:
    return f"{math.floor(number * 10 + 0.5) / 10:.12g}"


def _arrow_label(arrow: _Curve) -> Markup:
    if not arrow.edge.label:
        return Markup("")
    x, y = arrow.label
    return Markup('<text class="count" x="{}" y="{}">{}</text>').format(x, y + 4, short(arrow.edge.label))


def _box(box: _Rectangle, around: Surroundings) -> Markup:
    node, label = box.node, short(box.node.label)
    x, y = box.x + box.width // 2, box.y + box.height // 2
    what, known = _leads_to(node.kind, around)
    opens = (
        Markup('<a class="{}" href="#{}">').format(node.kind.value, route(what, node.label))
        if node.label in known
        else Markup('<g class="{}">').format(node.kind.value)
    )
    title = Markup("<title>{}</title>").format(node.label) if label != node.label else ""
    note = (
        Markup(' <text class="note" x="{}" y="{}">{}</text>').format(x, y + 12, short(node.note)) if node.note else ""
    )
    return Markup(
        '{}{}<rect x="{}" y="{}" width="{}" height="{}" rx="{}"/><text x="{}" y="{}">{}</text>{}</{}>'
    ).format(
        opens,
        title,
        box.x,
        box.y,
        box.width,
        box.height,
        2 if what == "table" else 10,
        x,
        y + (-3 if node.note else 4),
        label,
        note,
        opens[1],
    )


def _leads_to(kind: NodeKind, around: Surroundings) -> tuple[str, frozenset[str]]:
    """Say what the boxes of a kind stand for, and which of these can be opened."""
    if kind is NodeKind.SERVICE:
        return "service", around.services
    if kind is NodeKind.GROUP:
        return "group", around.groups
    if kind in (NodeKind.OWNED, NodeKind.FOREIGN):
        return "table", around.tables
    return "", frozenset()


def _pair(point: Pair) -> str:
    return f"{point[0]},{point[1]}"
