"""Are diagrams small, labelled, placed with and without ``dot``, and the same each time?"""

from __future__ import annotations

import re
import shutil
from itertools import combinations
from xml.etree import ElementTree as ET

import msgspec
import pytest
from example import EMPTY, HOSTILE, access, place, service, shop, table
from large import hostile, large

from analyzer.model.data import RowOperation
from analyzer.model.services import ServiceEdge
from reports.render import layout
from reports.render.boxes import Box, label_size
from reports.render.diagram import place as place_all
from reports.render.diagram import svg
from reports.render.names import Surroundings
from reports.views.page import Diagram, NodeKind
from reports.views.services import services_page

AROUND = Surroundings(frozenset(), frozenset(), {}, "")
needs_dot = pytest.mark.skipif(not shutil.which("dot"), reason="the program dot is not installed")


def _labels(diagram: Diagram) -> set[tuple[str, str, str]]:
    return {(diagram.nodes[e.source].label, diagram.nodes[e.target].label, e.label) for e in diagram.edges}


def test_neighbourhood_of_billing() -> None:
    assert _labels(services_page(shop()).cards[0].around) == {
        ("shipping", "billing", "1 call"),
        ("billing", "shipping", "1 call"),
        ("billing", "orders", "1 r 1 w"),
        ("shipping", "orders", "1 w"),
        ("catalog", "orders", "1 r"),
    }


def test_tables_of_others_name_their_owner() -> None:
    diagram = services_page(shop()).cards[2].around
    assert [(n.label, n.note) for n in diagram.nodes if n.kind is NodeKind.FOREIGN] == [("orders", "of billing")]


def test_what_does_not_fit_is_counted() -> None:
    names = [f"service {index}" for index in range(100)]
    owned = tuple(f"table_{index}" for index in range(100))
    analysis = msgspec.structs.replace(
        EMPTY,
        services=(service("hub", 500, owned), *map(service, names)),
        service_edges=tuple(ServiceEdge("hub", n, 2, 0, 0, 0, 0, 0, (place("a.py", 1),)) for n in names),
        tables=tuple(table(name, "hub") for name in owned),
        accesses=tuple(access("a.py:1", t, RowOperation.UPDATE, n) for t in owned for n in names[:20]),
    )
    diagram = services_page(analysis).cards[0].around
    assert len(diagram.nodes) <= 60
    assert len(diagram.edges) <= 150
    assert {n.label for n in diagram.nodes if n.kind is NodeKind.MORE} == {"91 more services", "92 more own tables"}


@pytest.mark.parametrize("with_dot", [pytest.param(True, marks=needs_dot), False])
def test_every_box_and_arrow_is_placed_inside(with_dot: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_dot:
        monkeypatch.setenv("PATH", "")
    diagrams = services_page(shop()).diagrams
    placed, reason = layout.lay_out(diagrams)
    assert bool(reason) is not with_dot
    for diagram, one in zip(diagrams, placed, strict=True):
        assert (len(one.boxes), len(one.arrows)) == (len(diagram.nodes), len(diagram.edges))
        for box in one.boxes:
            assert box.x - box.width / 2 >= -1
            assert box.x + box.width / 2 <= one.width + 1
            assert box.y - box.height / 2 >= -1
            assert box.y + box.height / 2 <= one.height + 1
        for edge, arrow in zip(diagram.edges, one.arrows, strict=True):
            assert len(arrow.points) % 3 == 1
            tail, head = one.boxes[edge.source], one.boxes[edge.target]
            start, end = arrow.points[0], arrow.points[-1]
            assert abs(start[0] - tail.x) <= tail.width / 2 + 12
            assert abs(end[0] - head.x) <= head.width / 2 + 12


@pytest.mark.parametrize("with_dot", [pytest.param(True, marks=needs_dot), False])
def test_left_of_the_centre_and_right_of_it(with_dot: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_dot:
        monkeypatch.setenv("PATH", "")
    diagrams = [card.around for card in services_page(shop()).cards]
    for diagram, one in zip(diagrams, layout.lay_out(diagrams)[0], strict=True):
        centre = one.boxes[layout.CENTRE]
        for node, box in zip(diagram.nodes[1:], one.boxes[1:], strict=True):
            assert (box.x < centre.x) is node.left


@pytest.mark.parametrize("with_dot", [pytest.param(True, marks=needs_dot), False])
def test_svg_is_well_formed_named_and_the_same_each_time(with_dot: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_dot:
        monkeypatch.setenv("PATH", "")
    diagrams = services_page(hostile()).diagrams
    drawn = {name: svg(one, AROUND) for name, one in place_all(diagrams)[0].items()}
    assert drawn == {name: svg(one, AROUND) for name, one in place_all(diagrams)[0].items()}
    assert [*drawn] == ["map", "around-0", "tables-0", "around-1", "around-2", "tables-2"]
    for name, text in drawn.items():
        tree = ET.fromstring(text)
        assert tree.get("role") == "group"
        assert tree.get("aria-labelledby") == f"{name}-t {name}-d"
        assert tree.findtext("title")
        assert tree.findtext("desc")
        assert "<img" not in text


def test_a_long_label_is_cut_and_kept_in_the_title() -> None:
    name = "a_very_long_table_name_that_does_not_fit_into_a_box"
    analysis = msgspec.structs.replace(EMPTY, services=(service("hub", 1, (name,)),), tables=(table(name, "hub"),))
    drawing = place_all(services_page(analysis).diagrams)[0]["around-0"]
    assert f"<title>{name}</title>" in svg(drawing, AROUND)
    assert re.search(r">a_very_long_table_name_that_d…<", svg(drawing, AROUND))


def test_a_failing_dot_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import graphviz

    monkeypatch.setattr(graphviz, "pipe", lambda *_args, **_options: b"graph 1 2")
    assert layout.lay_out(services_page(shop()).diagrams)[1] == "the program `dot` failed"


def test_names_never_reach_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    import graphviz

    sources: list[bytes] = []

    def pipe(_engine: str, _format: str, source: bytes, **_options: bool) -> bytes:
        sources.append(source)
        return b""

    monkeypatch.setattr(graphviz, "pipe", pipe)
    layout.lay_out(services_page(hostile()).diagrams)
    assert len(sources) == 1
    assert HOSTILE.encode() not in sources[0]
    assert b"shipping" not in sources[0]


@pytest.mark.parametrize("with_dot", [pytest.param(True, marks=needs_dot), False])
def test_labels_of_maps_cover_no_box(with_dot: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_dot:
        monkeypatch.setenv("PATH", "")
    page = services_page(large(services=20, tables=60, modules=40, calls=100))
    diagrams = [*page.map.diagrams, *(card.tied for card in page.cards if card.tied)]
    assert len(diagrams) > 8
    for diagram, one in zip(diagrams, layout.lay_out(diagrams)[0], strict=True):
        assert not any(a.overlaps(b) for a, b in combinations(one.boxes, 2))
        for edge, arrow in zip(diagram.edges, one.arrows, strict=True):
            label = Box(*arrow.label, label_size(edge)[0] - 8, 10)
            assert not edge.label or not any(label.overlaps(box) for box in one.boxes)


def test_a_name_of_a_column_does_not_reach_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    import graphviz

    sources: list[bytes] = []
    monkeypatch.setattr(graphviz, "pipe", lambda _engine, _format, source, **_options: sources.append(source) or b"")
    layout.lay_out(services_page(shop()).diagrams)
    assert b"order" not in sources[0]
