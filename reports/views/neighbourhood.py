"""What stands around one service in its small diagram?

The service in the middle; the services that call it or that it calls; its own tables with those who use them; tables
of others that it uses. What does not fit is counted in a box of its own.
"""

from __future__ import annotations

from analyzer.model.services import Service, ServiceEdge
from reports.views.page import Diagram, Edge, Node, NodeKind
from reports.views.uses import Use

CENTRE = 0
"""The index of the service itself."""

NEIGHBOURS = 9
OWNED = 8
FOREIGN = 7
USERS = 3
"""Other services drawn per owned table; with them at most 27 boxes and 70 arrows, far below 60 and 150."""

Uses = dict[str, dict[str, Use]]
Owners = dict[str, str]


def neighbourhood(service: Service, edges: list[ServiceEdge], uses: Uses, owners: Owners) -> Diagram:
    """Draw up the boxes and arrows around a service; ``edges`` are those that touch it."""
    sketch = _Sketch()
    sketch.node(service.name, "", NodeKind.CENTRE)
    neighbours = _neighbours(sketch, service, edges, uses)
    _owned_tables(sketch, service, uses, neighbours)
    _foreign_tables(sketch, service.name, uses, owners)
    return Diagram(
        f"Around {service.name}",
        f"{service.name} with {_count(len(neighbours), 'neighbouring service')}, "
        f"{_count(len(service.tables), 'table')} of its own, and the tables of others that it uses. "
        "The same facts stand in the lists of this card.",
        tuple(sketch.nodes),
        tuple(sketch.edges),
    )


class _Sketch:
    """Boxes and arrows in the order they are added."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []

    def node(self, name: str, note: str, kind: NodeKind, *, left: bool = False) -> int:
        self.nodes.append(Node(name, note, kind, left))
        return len(self.nodes) - 1

    def arrow(self, source: int, target: int, label: str, *, data: bool = False) -> None:
        self.edges.append(Edge(source, target, label, data))


def _neighbours(sketch: _Sketch, service: Service, edges: list[ServiceEdge], uses: Uses) -> dict[str, int]:
    """Draw the services that call or are called; those that call more, or use its tables, stand left."""
    calls: dict[str, tuple[int, int]] = {}
    for edge in edges:
        outward = edge.source == service.name
        other = edge.target if outward else edge.source
        out, into = calls.get(other, (0, 0))
        calls[other] = (out + edge.calls, into) if outward else (out, into + edge.calls)
    users = {user for table in service.tables for user in uses.get(table, ())}
    ranked = sorted((other for other, both in calls.items() if sum(both)), key=lambda o: (-sum(calls[o]), o))
    indices = {}
    for other in ranked[:NEIGHBOURS]:
        out, into = calls[other]
        indices[other] = sketch.node(other, "", NodeKind.SERVICE, left=into > out or other in users)
        if into:
            sketch.arrow(indices[other], CENTRE, _count(into, "call"))
        if out:
            sketch.arrow(CENTRE, indices[other], _count(out, "call"))
    rest = ranked[NEIGHBOURS:]
    if rest:
        more = sketch.node(_count(len(rest), "more service"), "", NodeKind.MORE)
        sketch.arrow(CENTRE, more, _count(sum(sum(calls[o]) for o in rest), "call"))
    return indices


def _owned_tables(sketch: _Sketch, service: Service, uses: Uses, neighbours: dict[str, int]) -> None:
    ranked = sorted(service.tables, key=lambda t: (-len(uses.get(t, {})), -_size(uses.get(t, {})), t))
    for table in ranked[:OWNED]:
        box = sketch.node(table, "", NodeKind.OWNED)
        by_service = uses.get(table, {})
        own = by_service.get(service.name)
        sketch.arrow(CENTRE, box, own.text if own else "", data=True)
        for other in _users(by_service, service.name)[:USERS]:
            if other not in neighbours and len(neighbours) < NEIGHBOURS:
                neighbours[other] = sketch.node(other, "", NodeKind.SERVICE, left=True)
            if other in neighbours:
                sketch.arrow(neighbours[other], box, by_service[other].text, data=True)
    if len(ranked) > OWNED:
        more = sketch.node(_count(len(ranked) - OWNED, "more own table"), "", NodeKind.MORE)
        sketch.arrow(CENTRE, more, "", data=True)


def _users(by_service: dict[str, Use], owner: str) -> list[str]:
    """Order the other services that use a table, writers first."""
    others = by_service.keys() - {owner}
    return sorted(others, key=lambda name: (-by_service[name].writes, -by_service[name].reads, name))


def _foreign_tables(sketch: _Sketch, name: str, uses: Uses, owners: Owners) -> None:
    foreign = [table for table, by_service in uses.items() if name in by_service and owners.get(table, "") != name]
    ranked = sorted(foreign, key=lambda t: (-uses[t][name].writes, -uses[t][name].reads, t))
    for table in ranked[:FOREIGN]:
        owner = owners.get(table, "")
        box = sketch.node(table, f"of {owner}" if owner else "no owner", NodeKind.FOREIGN)
        sketch.arrow(CENTRE, box, uses[table][name].text, data=True)
    if len(ranked) > FOREIGN:
        more = sketch.node(_count(len(ranked) - FOREIGN, "more foreign table"), "", NodeKind.MORE)
        sketch.arrow(CENTRE, more, "", data=True)


def _size(by_service: dict[str, Use]) -> int:
    return sum(use.reads + use.writes for use in by_service.values())


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
