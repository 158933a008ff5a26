"""Without ``dot``: do no boxes overlap, no labels lie on boxes, and is all inside, whatever is to be drawn?"""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.render.boxes import TIP, Box, Layout, box_size, label_size
from reports.render.diagram import place, svg
from reports.render.layers import in_layers
from reports.render.names import Surroundings
from reports.views.page import Diagram, Edge, EdgeKind, Node, NodeKind

KINDS = (NodeKind.GROUP, NodeKind.SERVICE, NodeKind.OWNED, NodeKind.MORE)


def _diagram(names: list[str], ends: list[tuple[int, int]], frame: str = "") -> Diagram:
    nodes = tuple(Node(name, "of x" * (at % 2), KINDS[at % 4]) for at, name in enumerate(names))
    edges = tuple(Edge(a, b, f"{a * b} calls" * (a % 3 > 0), EdgeKind.CALL) for a, b in ends)
    return Diagram("d", "t", "d", nodes, edges, frame)


@st.composite
def _diagrams(draw: st.DrawFn) -> Diagram:
    names = draw(st.lists(st.text("abc配", max_size=40), min_size=1, max_size=25))
    at = st.integers(0, len(names) - 1)
    ends = draw(st.lists(st.tuples(at, at).filter(lambda pair: pair[0] != pair[1]), max_size=50))
    return _diagram(names, ends, draw(st.sampled_from(["", "group"])))


def _labels(diagram: Diagram, layout: Layout) -> list[Box]:
    pairs = zip(diagram.edges, layout.arrows, strict=True)
    return [Box(*arrow.label, *label_size(edge)) for edge, arrow in pairs if edge.label]


@given(_diagrams(), st.booleans())
def test_no_boxes_and_labels_overlap(diagram: Diagram, down: bool) -> None:
    layout = in_layers(diagram, down=down)
    things = [*layout.boxes, *_labels(diagram, layout)]
    assert not any(one.overlaps(other) for one, other in combinations(things, 2))
    assert [(box.width, box.height) for box in layout.boxes] == [box_size(node) for node in diagram.nodes]


@given(_diagrams(), st.booleans())
def test_everything_is_inside_and_arrows_end_at_their_boxes(diagram: Diagram, down: bool) -> None:
    layout = in_layers(diagram, down=down)
    for box in (*layout.boxes, *([layout.frame] if layout.frame else [])):
        assert box.x - box.width / 2 >= 0
        assert box.y - box.height / 2 >= 0
        assert box.x + box.width / 2 <= layout.width
        assert box.y + box.height / 2 <= layout.height
    for edge, arrow in zip(diagram.edges, layout.arrows, strict=True):
        assert len(arrow.points) % 3 == 1
        for end, (x, y) in ((edge.source, arrow.points[0]), (edge.target, arrow.points[-1])):
            box = layout.boxes[end]
            assert abs(x - box.x) <= box.width / 2 + TIP
            assert abs(y - box.y) <= box.height / 2 + TIP


@given(_diagrams())
def test_the_drawing_is_the_same_each_time_and_in_whole_pixels(diagram: Diagram) -> None:
    around = Surroundings(frozenset(), frozenset(), {}, "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "")
        (drawing,), (again,) = place([diagram])[0].values(), place([diagram])[0].values()
    assert svg(drawing, around) == svg(again, around)
    numbers = [number for arrow in drawing.arrows for point in arrow.points for number in point]
    numbers += [number for box in drawing.boxes for number in (box.x, box.y, box.width, box.height)]
    assert all(isinstance(number, int) for number in numbers)


def test_a_chain_goes_from_left_to_right_and_an_arrow_back_goes_back() -> None:
    diagram = _diagram(["a", "b", "c", "d"], [(0, 1), (1, 2), (2, 0)])
    a, b, c, alone = in_layers(diagram).boxes
    assert a.x < b.x < c.x
    assert alone.x == a.x
    back = in_layers(diagram).arrows[2]
    assert back.points[0][0] > back.points[-1][0]


def test_it_goes_down_if_asked() -> None:
    first, then = in_layers(_diagram(["a", "b"], [(0, 1)]), down=True).boxes
    assert first.y < then.y
    assert first.x == then.x


def test_a_frame_holds_the_services_and_nothing_else() -> None:
    nodes = (Node("a", "", NodeKind.SERVICE), Node("b", "", NodeKind.SERVICE), Node("far", "", NodeKind.GROUP))
    edges = (Edge(0, 1, "1 call", EdgeKind.CALL), Edge(1, 2, "2 calls", EdgeKind.CALL))
    layout = in_layers(Diagram("d", "t", "d", nodes, edges, "inner"))
    assert layout.frame
    assert [layout.frame.overlaps(box) for box in layout.boxes] == [True, True, False]
    between = (Edge(0, 2, "1 call", EdgeKind.CALL), Edge(2, 1, "2 calls", EdgeKind.CALL))
    assert in_layers(Diagram("d", "t", "d", nodes, between, "inner")).frame is None
