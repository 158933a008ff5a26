"""Where do the boxes and arrows of a diagram go?

``dot`` places them, many diagrams in one process; without it three plain columns do.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.views.page import Diagram, Edge, Node, NodeKind

Point = tuple[float, float]

CENTRE = 0
"""The index of the node in the middle."""

INCH = 72.0
LABEL_CHARS = 30
_DOT_HEAD = (
    'digraph { rankdir=LR; nodesep=0.15; ranksep=0.7; node [shape=box fixedsize=true label=""]; '
    "edge [fontsize=11 arrowsize=0.7];"
)
_ROW = 44.0
_GAP = 170.0


@dataclass(frozen=True, slots=True)
class Box:
    """A placed box: its centre and size in pixels, y downwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A placed arrow: a start, then triples of Bézier control points, and where its label is centred."""

    points: tuple[Point, ...]
    label: Point


@dataclass(frozen=True, slots=True)
class Layout:
    """A placed diagram: its size, its boxes in the order of the nodes, its arrows in the order of the edges."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def lay_out(diagrams: Sequence[Diagram]) -> tuple[list[Layout], str]:
    """Place all diagrams; the second value says why if ``dot`` did not do it, and is empty if it did."""
    import graphviz

    if not diagrams:
        return [], ""
    source = "\n".join(map(_dot_source, diagrams))
    try:
        plain = graphviz.pipe("dot", "plain", source.encode(), quiet=True).decode()
        return [_parse(d, text) for d, text in zip(diagrams, plain.split("\nstop\n")[:-1], strict=True)], ""
    except graphviz.ExecutableNotFound:
        reason = "the program `dot` was not found; install Graphviz for better diagrams"
    except (OSError, ValueError, KeyError, IndexError, graphviz.CalledProcessError):
        reason = "the program `dot` failed"
    return [_columns(diagram) for diagram in diagrams], reason


def short(text: str) -> str:
    """Cut a label to the width of a box; the whole name stands in its title."""
    return text if len(text) <= LABEL_CHARS else text[: LABEL_CHARS - 1] + "…"


def _size(node: Node) -> tuple[float, float]:
    """Estimate the size of a box from its text, wide enough for any common font; wide characters count double."""
    label, note = short(node.label), short(node.note)
    width = max(_width(label) * 7.4, _width(note) * 6.2) + 22
    return max(64.0, width), 40.0 if note or node.kind is NodeKind.CENTRE else 28.0


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)  # noqa: PLR2004 (where CJK begins)


def _dot_source(diagram: Diagram) -> str:
    """Write the graph with numbers for names, so that no name from the source ever reaches ``dot``."""
    lines = [_DOT_HEAD]
    for index, node in enumerate(diagram.nodes):
        width, height = _size(node)
        lines.append(f"n{index} [width={width / INCH:.3f} height={height / INCH:.3f}];")
    drawn = set()
    for edge in diagram.edges:
        (tail, head), backward = _ends(diagram, edge)
        drawn.add((tail, head))
        lines.append(f'n{tail} -> n{head} [label="{edge.label}"{" dir=back" * backward}];')
    lines += [
        f"n{index} -> n{CENTRE} [style=invis];"
        for index, node in enumerate(diagram.nodes)
        if node.left and (index, CENTRE) not in drawn
    ]
    return " ".join(lines) + " }"


def _ends(diagram: Diagram, edge: Edge) -> tuple[tuple[int, int], bool]:
    """Name the left and right end of an arrow, and tell whether it runs backward; ``dot`` keeps sides only so."""
    target = diagram.nodes[edge.target]
    backward = target.left or (edge.target == CENTRE and not diagram.nodes[edge.source].left)
    return ((edge.target, edge.source) if backward else (edge.source, edge.target)), backward


def _parse(diagram: Diagram, plain: str) -> Layout:
    boxes: dict[str, Box] = {}
    arrows: defaultdict[str, deque[Arrow]] = defaultdict(deque)
    width = height = 0.0
    for line in plain.splitlines():
        kind, *rest = line.split()
        if kind == "graph":
            width, height = float(rest[1]) * INCH, float(rest[2]) * INCH
        elif kind == "node":
            x, y, w, h = (float(number) * INCH for number in rest[1:5])
            boxes[rest[0]] = Box(x, height - y, w, h)
        elif kind == "edge":
            arrows[f"{rest[0]} {rest[1]}"].append(_parse_edge(rest, height))
    return Layout(
        width,
        height,
        tuple(boxes[f"n{index}"] for index in range(len(diagram.nodes))),
        tuple(_take(arrows, diagram, edge) for edge in diagram.edges),
    )


def _take(arrows: Mapping[str, deque[Arrow]], diagram: Diagram, edge: Edge) -> Arrow:
    """Take the next arrow between two boxes; ``dot`` lists parallel ones in the order they were given."""
    ends, backward = _ends(diagram, edge)
    arrow = arrows[f"n{ends[0]} n{ends[1]}"].popleft()
    return Arrow(arrow.points[::-1], arrow.label) if backward else arrow


def _parse_edge(fields: list[str], height: float) -> Arrow:
    """Read ``tail head n x1 y1 … xn yn [label xl yl] style color``; the label may hold blanks."""
    end = 3 + 2 * int(fields[2])
    numbers = [float(number) * INCH for number in fields[3:end]]
    points = tuple((x, height - y) for x, y in zip(numbers[::2], numbers[1::2], strict=True))
    if len(fields) - end > 2:  # noqa: PLR2004 (style and colour)
        return Arrow(points, (float(fields[-4]) * INCH, height - float(fields[-3]) * INCH))
    return Arrow(points, points[len(points) // 2])


def _columns(diagram: Diagram) -> Layout:
    """Place callers left, the centre in the middle, all else right, each column centred."""
    sizes = [_size(node) for node in diagram.nodes]
    columns: list[list[int]] = [[], [], []]
    for index, node in enumerate(diagram.nodes):
        columns[1 if index == CENTRE else 0 if node.left else 2].append(index)
    height = max(len(column) for column in columns) * _ROW
    boxes: dict[int, Box] = {}
    left = 0.0
    for column in columns:
        width = max((sizes[index][0] for index in column), default=0.0)
        top = (height - len(column) * _ROW) / 2
        for row, index in enumerate(column):
            boxes[index] = Box(left + width / 2, top + (row + 0.5) * _ROW, width, sizes[index][1])
        left += width + _GAP if column else 0.0
    placed = tuple(boxes[index] for index in range(len(diagram.nodes)))
    return Layout(left - _GAP, height, placed, tuple(_straight(edge, placed) for edge in diagram.edges))


def _straight(edge: Edge, boxes: tuple[Box, ...]) -> Arrow:
    """Bend an arrow gently from side to side; opposite arrows leave at different heights."""
    tail, head = boxes[edge.source], boxes[edge.target]
    way = 1 if head.x >= tail.x else -1
    shift = 6.0 * way
    start = (tail.x + way * tail.width / 2, tail.y - shift)
    end = (head.x - way * (head.width / 2 + 7), head.y - shift)
    middle = (start[0] + end[0]) / 2
    label = ((start[0] + 2 * end[0]) / 3, (start[1] + 2 * end[1]) / 3)
    if not edge.data:
        label = (middle, (start[1] + end[1]) / 2)
    return Arrow((start, (middle, start[1]), (middle, end[1]), end), label)
