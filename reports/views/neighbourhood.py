"""What stands around one service in its small diagram?

The service in the middle; the services that call it or that it calls; its own tables with those who use them; tables
of others that it uses. What does not fit is counted in a box of its own.
"""

from __future__ import annotations

from analyzer.model.services import Service, ServiceEdge
from reports.views.page import Diagram, EdgeKind, NodeKind
from reports.views.sketch import Sketch, count
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


def neighbourhood(name: str, service: Service, edges: list[ServiceEdge], uses: Uses, owners: Owners) -> Diagram:
    """Draw up the diagram of that name: the boxes and arrows around a service; ``edges`` are those that touch it."""
    sketch = Sketch()
    sketch.node(service.name, "", NodeKind.CENTRE)
    neighbours = _neighbours(sketch, service, edges, uses)
    _owned_tables(sketch, service, uses, neighbours)
    _foreign_tables(sketch, service.name, uses, owners)
    return sketch.diagram(
        name,
        f"Around {service.name}",
        f"{service.name} with {count(len(neighbours), 'neighbouring service')}, "
        f"{count(len(service.tables), 'table')} of its own, and the tables of others that it uses. "
        "The same facts stand in the lists of this card.",
    )


def _neighbours(sketch: Sketch, service: Service, edges: list[ServiceEdge], uses: Uses) -> dict[str, int]:
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
            sketch.arrow(indices[other], CENTRE, count(into, "call"))
        if out:
            sketch.arrow(CENTRE, indices[other], count(out, "call"))
    rest = ranked[NEIGHBOURS:]
    if rest:
        more = sketch.node(count(len(rest), "more service"), "", NodeKind.MORE)
        sketch.arrow(CENTRE, more, count(sum(sum(calls[o]) for o in rest), "call"))
    return indices


def _owned_tables(sketch: Sketch, service: Service, uses: Uses, neighbours: dict[str, int]) -> None:
    ranked = sorted(service.tables, key=lambda t: (-len(uses.get(t, {})), -_size(uses.get(t, {})), t))
    for table in ranked[:OWNED]:
        box = sketch.node(table, "", NodeKind.OWNED)
        by_service = uses.get(table, {})
        own = by_service.get(service.name)
        sketch.arrow(CENTRE, box, own.text if own else "", EdgeKind.DATA)
        for other in _users(by_service, service.name)[:USERS]:
            if other not in neighbours and len(neighbours) < NEIGHBOURS:
                neighbours[other] = sketch.node(other, "", NodeKind.SERVICE, left=True)
            if other in neighbours:
                sketch.arrow(neighbours[other], box, by_service[other].text, EdgeKind.DATA)
    if len(ranked) > OWNED:
        more = sketch.node(count(len(ranked) - OWNED, "more own table"), "", NodeKind.MORE)
        sketch.arrow(CENTRE, more, "", EdgeKind.DATA)


def _users(by_service: dict[str, Use], owner: str) -> list[str]:
    """Order the other services that use a table, writers first."""
    others = by_service.keys() - {owner}
    return sorted(others, key=lambda name: (by_service[name].rank, name))


def _foreign_tables(sketch: Sketch, name: str, uses: Uses, owners: Owners) -> None:
    foreign = [table for table, by_service in uses.items() if name in by_service and owners.get(table, "") != name]
    ranked = sorted(foreign, key=lambda t: (uses[t][name].rank, t))
    for table in ranked[:FOREIGN]:
        owner = owners.get(table, "")
        box = sketch.node(table, f"of {owner}" if owner else "no owner", NodeKind.FOREIGN)
        sketch.arrow(CENTRE, box, uses[table][name].text, EdgeKind.DATA)
    if len(ranked) > FOREIGN:
        more = sketch.node(count(len(ranked) - FOREIGN, "more foreign table"), "", NodeKind.MORE)
        sketch.arrow(CENTRE, more, "", EdgeKind.DATA)


def _size(by_service: dict[str, Use]) -> int:
    return sum(use.whole for use in by_service.values())
