"""Does the map count what crosses between groups, keep the strongest arrows, and open every group?"""

from __future__ import annotations

import msgspec
import pytest
from example import EMPTY, HOSTILE, place, service
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model.analysis import Analysis
from analyzer.model.services import Service, ServiceEdge
from reports.render.formats import render
from reports.render.html import render_html
from reports.render.options import RenderOptions
from reports.views.flows import Crossing, draw, left_out, strongest
from reports.views.page import Diagram, EdgeKind, NodeKind
from reports.views.service_map import ARROWS, GROUPS, OUTER_ARROWS, SERVICES, mapped_groups, service_map
from reports.views.sketch import Sketch

CALL, DATA, KEY = EdgeKind.CALL, EdgeKind.DATA, EdgeKind.KEY


def _service(name: str, group: str, definitions: int = 2, tables: tuple[str, ...] = ()) -> Service:
    return msgspec.structs.replace(service(name, definitions, tables), group=group)


def _edge(source: str, target: str, calls: int = 0, reads: int = 0, writes: int = 0) -> ServiceEdge:
    return ServiceEdge(source, target, calls, 0, 0, reads, writes, 0, (place("a.py", 1),))


def _analysis(services: tuple[Service, ...], *edges: ServiceEdge) -> Analysis:
    return msgspec.structs.replace(EMPTY, services=services, service_edges=edges)


def market() -> Analysis:
    """Eight services: three that sell, two that send, two that write, and one by itself."""
    return _analysis(
        (
            _service("cart", "cart", 9, ("carts", "items")),
            _service("price", "cart", 3),
            _service("tax", "cart"),
            _service("parcel", "parcel", 5, ("parcels",)),
            _service("route", "parcel"),
            _service("mail", "mail", 4),
            _service("letter", "mail"),
            _service("login", "login", 1, ("users",)),
        ),
        _edge("cart", "price", 7),
        _edge("cart", "parcel", 2),
        _edge("tax", "route", 3, reads=1),
        _edge("mail", "cart", 0, reads=4, writes=2),
        _edge("mail", "login", 0, reads=1),
        _edge("parcel", "mail", 1),
    )


def _boxes(diagram: Diagram) -> list[tuple[str, str, str]]:
    return [(node.label, node.note, node.kind.value) for node in diagram.nodes]


def _arrows(diagram: Diagram) -> set[tuple[str, str, str, str]]:
    nodes = diagram.nodes
    return {(nodes[e.source].label, nodes[e.target].label, e.label, e.kind.value) for e in diagram.edges}


def test_groups_are_drawn_with_what_crosses_between_them() -> None:
    whole = service_map(market(), {}).whole
    assert whole
    assert _boxes(whole.diagram) == [
        ("cart", "3 services, 2 tables", "group"),
        ("parcel", "2 services, 1 table", "group"),
        ("mail", "2 services, 0 tables", "group"),
        ("login", "1 definition, 1 table", "group"),
    ]
    assert _arrows(whole.diagram) == {
        ("cart", "parcel", "5 calls", "call"),
        ("cart", "parcel", "1 r", "data"),
        ("parcel", "mail", "1 call", "call"),
        ("mail", "cart", "4 r 2 w", "data"),
        ("mail", "login", "1 r", "data"),
    }
    assert whole.left_out == ""


def test_the_groups_are_ranked_in_figures() -> None:
    grid = service_map(market(), {}).groups
    assert [column.title for column in grid.columns][5:] == [
        "Entry points",
        "Calls in",
        "Calls out",
        "Data in",
        "Data out",
    ]
    assert grid.rows == (
        ("cart", 3, 14, 140, 2, 0, 0, 5, 6, 1),
        ("parcel", 2, 7, 70, 1, 0, 5, 1, 1, 0),
        ("mail", 2, 6, 60, 0, 0, 1, 0, 0, 7),
        ("login", 1, 1, 10, 1, 0, 0, 0, 1, 0),
    )


def test_a_group_opens_with_the_groups_around_it() -> None:
    levels = service_map(market(), {}).levels
    assert [level.name for level in levels] == ["cart", "parcel", "mail", "login"]
    assert [one.name for one in levels[0].services] == ["cart", "price", "tax"]
    assert levels[0].diagram.frame == "cart"
    assert _boxes(levels[0].diagram) == [
        ("cart", "9 definitions, 2 tables", "service"),
        ("price", "3 definitions, 0 tables", "service"),
        ("tax", "2 definitions, 0 tables", "service"),
        ("parcel", "2 services, 1 table", "group"),
        ("mail", "2 services, 0 tables", "group"),
    ]
    assert _arrows(levels[0].diagram) == {
        ("cart", "price", "7 calls", "call"),
        ("cart", "parcel", "2 calls", "call"),
        ("tax", "parcel", "3 calls", "call"),
        ("tax", "parcel", "1 r", "data"),
        ("mail", "cart", "4 r 2 w", "data"),
    }


@pytest.mark.parametrize(
    "services",
    [
        tuple(_service(name, "all") for name in "abcdefghi"),
        tuple(_service(name, name) for name in "abcdefghi"),
        tuple(_service(name, "") for name in "abcdefghi"),
        tuple(_service(name, "abc" if name < "d" else "d") for name in "abcdefg"),
    ],
)
def test_without_groups_the_services_are_drawn_themselves(services: tuple[Service, ...]) -> None:
    analysis = _analysis(services, _edge("a", "b", 3))
    made = service_map(analysis, {})
    assert made.whole
    assert [(node.label, node.kind) for node in made.whole.diagram.nodes] == [
        (one.name, NodeKind.SERVICE) for one in services
    ]
    assert _arrows(made.whole.diagram) == {("a", "b", "3 calls", "call")}
    assert (made.levels, made.groups.rows, mapped_groups(analysis)) == ((), (), frozenset())


@pytest.mark.parametrize("services", [(), (service("all"),)])
def test_less_than_two_services_need_no_map(services: tuple[Service, ...]) -> None:
    assert service_map(_analysis(services), {}).diagrams == ()


def test_what_does_not_fit_is_counted() -> None:
    names = [f"s{number:02d}" for number in range(60)]
    services = tuple(_service(name, f"g{number % 30}") for number, name in enumerate(names))
    edges = [_edge(a, b, 1 + (int(a[1:]) + int(b[1:])) % 5, 1) for a in names for b in names if a != b]
    made = service_map(_analysis(services, *edges), {})
    assert made.whole
    assert made.whole.diagram.nodes[-1].label == "18 more groups"
    assert (len(made.whole.diagram.nodes), len(made.whole.diagram.edges)) == (GROUPS + 1, ARROWS)
    assert len(mapped_groups(_analysis(services))) == GROUPS
    assert len(made.levels) == GROUPS
    one = service_map(_analysis(tuple(_service(name, "one") for name in names), *edges), {}).whole
    assert one
    assert one.diagram.nodes[-1].label == "40 more services"
    assert len(one.diagram.edges) == ARROWS
    half = tuple(_service(name, "one" if name < "s50" else name) for name in names)
    (level, *_) = service_map(_analysis(half, *edges), {}).levels
    assert sum(node.kind is NodeKind.SERVICE for node in level.diagram.nodes) == SERVICES
    assert NodeKind.MORE in {node.kind for node in level.diagram.nodes}
    assert len(level.diagram.edges) == ARROWS + OUTER_ARROWS
    assert len(level.diagram.nodes) <= 60


def test_the_strongest_of_each_kind_stay_and_the_others_are_told() -> None:
    found = [
        Crossing(0, 1, CALL, 60, "60 calls"),
        Crossing(1, 2, CALL, 39, "39 calls"),
        Crossing(2, 0, CALL, 1, "1 call"),
        Crossing(0, 2, DATA, 3, "3 r"),
        Crossing(2, 1, DATA, 1, "1 w"),
    ]
    chosen, weak = strongest(found, 3)
    assert chosen == [found[0], found[3], found[1]]
    assert left_out(weak) == "2 weaker arrows with 1 call and 1 access to data left out."
    assert left_out([found[2]]) == "1 weaker arrow with 1 call left out."
    assert left_out([]) == ""


def test_an_arrow_is_as_thick_as_it_is_strong_among_its_kind() -> None:
    sketch = Sketch()
    draw(sketch, [Crossing(0, at, CALL, size, "") for at, size in enumerate((100, 50, 49, 13, 12), 1)])
    draw(sketch, [Crossing(0, 1, KEY, 1, "")])
    assert [edge.width for edge in sketch.edges] == [3, 3, 2, 2, 1, 3]


NAMES = st.sampled_from("abcdefghijklmno")


@given(
    st.dictionaries(NAMES, st.sampled_from(["x", "y", "z", ""]), max_size=15),
    st.lists(st.tuples(NAMES, NAMES, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=60),
)
def test_no_map_is_a_hairball(groups: dict[str, str], edges: list[tuple[str, str, int, int, int]]) -> None:
    services = tuple(_service(name, group) for name, group in groups.items())
    analysis = _analysis(services, *(_edge(*one) for one in edges if one[0] != one[1]))
    made = service_map(analysis, {})
    for diagram in made.diagrams:
        assert len(diagram.nodes) <= 60
        assert len(diagram.edges) <= 150
        assert all(
            edge.source != edge.target and max(edge.source, edge.target) < len(diagram.nodes) for edge in diagram.edges
        )
    out = sum(int(row[7]) for row in made.groups.rows)  # type: ignore[arg-type]
    assert out == sum(int(row[6]) for row in made.groups.rows)  # type: ignore[arg-type]


def _html(analysis: Analysis, **options: bool) -> str:
    return render_html(analysis, RenderOptions(**options)).decode()  # type: ignore[arg-type]


def test_boxes_lead_to_groups_and_services() -> None:
    text = _html(market())
    assert '<a class="group" href="#/group/parcel"><rect ' in text
    assert '<a class="service" href="#/service/tax"><rect ' in text
    assert '<section class="level" id="/group/mail" tabindex="-1" aria-label="Group mail">' in text
    assert '<th scope="row"><a href="#/group/cart">cart</a></th>' in text


def test_without_diagrams_the_groups_are_still_listed() -> None:
    text = _html(market(), diagrams=False).partition("<script")[0]
    assert "<svg" not in text
    assert 'id="/group/mail"' in text
    assert '<a href="#/service/letter">letter</a>' in text


def test_hostile_names_of_groups_stay_text() -> None:
    text = msgspec.json.encode(market()).replace(b"parcel", HOSTILE.encode())
    content = render(msgspec.json.decode(text, type=Analysis), "html")
    assert isinstance(content, bytes)
    assert HOSTILE.encode() not in content
