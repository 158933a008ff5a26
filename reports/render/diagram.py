"""How is a placed diagram drawn as inline SVG?

Colours come from the style sheet, so that light, dark and print need no second drawing.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reports.render.layout import Arrow, Box, Layout, Point, lay_out, short
from reports.views.page import Diagram, Edge, Node

_PAD = 8.0
_HEAD = 7.0


def draw(diagrams: Sequence[Diagram], space: str) -> tuple[list[Markup], str]:
    """Draw all diagrams, their ids beginning with ``space``; the second value is why ``dot`` did not place them."""
    layouts, reason = lay_out(diagrams)
    drawn = [
        _svg(diagram, layout, f"{space}-{i}") for i, (diagram, layout) in enumerate(zip(diagrams, layouts, strict=True))
    ]
    return drawn, reason


def _svg(diagram: Diagram, layout: Layout, name: str) -> Markup:
    width, height = layout.width + 2 * _PAD, layout.height + 2 * _PAD
    arrows = [_arrow(edge, arrow) for edge, arrow in zip(diagram.edges, layout.arrows, strict=True)]
    labels = [_arrow_label(edge, arrow) for edge, arrow in zip(diagram.edges, layout.arrows, strict=True) if edge.label]
    boxes = [_box(node, box) for node, box in zip(diagram.nodes, layout.boxes, strict=True)]
    return Markup(
        '<svg class="diagram" role="img" aria-labelledby="{n}-t {n}-d" viewBox="{v}" width="{w}" height="{h}">'
        '<title id="{n}-t">{title}</title><desc id="{n}-d">{desc}</desc>{body}</svg>'
    ).format(
        n=name,
        v=f"{-_PAD:g} {-_PAD:g} {width:.0f} {height:.0f}",
        w=f"{width:.0f}",
        h=f"{height:.0f}",
        title=diagram.title,
        desc=diagram.description,
        body=Markup("").join([*arrows, *boxes, *labels]),
    )


def _arrow(edge: Edge, arrow: Arrow) -> Markup:
    style = "data" if edge.data else "call"
    start, *rest = arrow.points
    path = f"M{_pair(start)}C{' '.join(map(_pair, rest))}"
    return Markup('<path class="{}" d="{}"/><path class="tip {}" d="{}"/>').format(
        style, path, style, _tip(arrow.points)
    )


def _tip(points: tuple[Point, ...]) -> str:
    """Draw the head as a triangle ahead of the last point, where the line arrives."""
    (x1, y1), (x2, y2) = points[-2], points[-1]
    size = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
    dx, dy = (x2 - x1) / size * _HEAD, (y2 - y1) / size * _HEAD
    corners = ((x2 + dx, y2 + dy), (x2 - dy * 0.45, y2 + dx * 0.45), (x2 + dy * 0.45, y2 - dx * 0.45))
    return f"M{'L'.join(map(_pair, corners))}Z"


def _arrow_label(edge: Edge, arrow: Arrow) -> Markup:
    x, y = arrow.label
    return Markup('<text class="count" x="{:.1f}" y="{:.1f}">{}</text>').format(x, y + 3.5, edge.label)


def _box(node: Node, box: Box) -> Markup:
    x, y = box.x - box.width / 2, box.y - box.height / 2
    label = short(node.label)
    lift = -3.0 if node.note else 4.0
    title = Markup("<title>{}</title>").format(node.label) if label != node.label else ""
    note = Markup('<text class="note" x="{:.1f}" y="{:.1f}">{}</text>').format(box.x, box.y + 12, short(node.note))
    return Markup(
        '<g class="{kind}">{title}<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{r}"/>'
        '<text x="{cx:.1f}" y="{cy:.1f}">{label}</text>{note}</g>'
    ).format(
        kind=node.kind.value,
        title=title,
        x=x,
        y=y,
        w=box.width,
        h=box.height,
        r=2 if node.kind.value in ("owned", "foreign") else 10,
        cx=box.x,
        cy=box.y + lift,
        label=label,
        note=note if node.note else "",
    )


def _pair(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
