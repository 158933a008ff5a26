"""Where do the boxes and arrows of a diagram go?

``dot`` places them, many diagrams in one process; without it three plain columns do around a centre, else layers.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence

from reports.render.boxes import TIP, Arrow, Box, Layout, box_size, frame_around, label_size
from reports.render.layers import in_layers
from reports.views.page import Diagram, Edge, EdgeKind, NodeKind

CENTRE = 0
"""The index of the node in the middle."""

INCH = 72.0
_DOT_HEAD = (
    'digraph { rankdir=%s; nodesep=0.15; ranksep=0.7; node [shape=box fixedsize=true label=""]; '
    "edge [fontname=Courier fontsize=10 arrowsize=0.7];"
)
_DOT_LETTER = 6.0
"""The width of a letter of that font at that size."""

_WIDE = 1150.0
"""Pixels; a diagram that would be wider, and has no centre, goes down."""

_ROW = 44.0
_GAP = 170.0


def lay_out(diagrams: Sequence[Diagram]) -> tuple[list[Layout], str]:
    """Place all diagrams; the second value says why if ``dot`` did not do it, and is empty if it did."""
    import graphviz

    if not diagrams:
        return [], ""
    try:
        return _by_dot(diagrams), ""
    except graphviz.ExecutableNotFound:
        reason = "the program `dot` was not found; install Graphviz for better diagrams"
    except (OSError, ValueError, KeyError, IndexError, graphviz.CalledProcessError):
        reason = "the program `dot` failed"
    return [_columns(one) if one.is_centred else _by_itself(one) for one in diagrams], reason


def _by_dot(diagrams: Sequence[Diagram]) -> list[Layout]:
    """Place all in one process; those that are too wide once more, from the top."""
    placed = _asked(diagrams, "LR")
    wide = [at for at, (one, layout) in enumerate(zip(diagrams, placed, strict=True)) if _is_wide(one, layout)]
    if wide:
        for at, layout in zip(wide, _asked([diagrams[at] for at in wide], "TB"), strict=True):
            placed[at] = min(placed[at], layout, key=lambda one: one.width)
    return placed


def _asked(diagrams: Sequence[Diagram], direction: str) -> list[Layout]:
    import graphviz

    source = "\n".join(_dot_source(one, direction) for one in diagrams)
    plain = graphviz.pipe("dot", "plain", source.encode(), quiet=True).decode()
    return [_parse(one, text) for one, text in zip(diagrams, plain.split("\nstop\n")[:-1], strict=True)]


def _by_itself(diagram: Diagram) -> Layout:
    across = in_layers(diagram)
    return (
        min(across, in_layers(diagram, down=True), key=lambda one: one.width) if _is_wide(diagram, across) else across
    )


def _is_wide(diagram: Diagram, layout: Layout) -> bool:
    return not diagram.is_centred and layout.width > _WIDE


def _dot_source(diagram: Diagram, direction: str) -> str:
    """Write the graph with numbers for names and dashes for labels, so that nothing from the source reaches ``dot``."""
    lines = [_DOT_HEAD % direction]
    for index, node in enumerate(diagram.nodes):
        width, height = box_size(node)
        lines.append(f"n{index} [width={width / INCH:.3f} height={height / INCH:.3f}];")
    if diagram.frame:
        inside = " ".join(f"n{at};" for at, node in enumerate(diagram.nodes) if node.kind is NodeKind.SERVICE)
        lines.append(f'newrank=true; subgraph cluster {{ margin=16; label="-"; fontsize=14; {inside} }}')
    drawn = set()
    for edge in diagram.edges:
        (tail, head), backward = _ends(diagram, edge)
        drawn.add((tail, head))
        label = "-" * round(label_size(edge)[0] / _DOT_LETTER)
        lines.append(f'n{tail} -> n{head} [label="{label}"{" dir=back" * backward}];')
    lines += [
        f"n{index} -> n{CENTRE} [style=invis];"
        for index, node in enumerate(diagram.nodes)
        if node.left and (index, CENTRE) not in drawn
    ]
    return " ".join(lines) + " }"


def _ends(diagram: Diagram, edge: Edge) -> tuple[tuple[int, int], bool]:
    """Name the left and right end of an arrow, and tell whether it runs backward; ``dot`` keeps sides only so."""
    if not diagram.is_centred:
        return (edge.source, edge.target), False
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
    placed = tuple(boxes[f"n{index}"] for index in range(len(diagram.nodes)))
    taken = tuple(_take(arrows, diagram, edge) for edge in diagram.edges)
    return Layout(width, height, placed, taken, frame_around(diagram, placed, taken))


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
    sizes = [box_size(node) for node in diagram.nodes]
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
    end = (head.x - way * (head.width / 2 + TIP), head.y - shift)
    middle = (start[0] + end[0]) / 2
    label = ((start[0] + 2 * end[0]) / 3, (start[1] + 2 * end[1]) / 3)
    if edge.kind is not EdgeKind.DATA:
        label = (middle, (start[1] + end[1]) / 2)
    return Arrow((start, (middle, start[1]), (middle, end[1]), end), label)
