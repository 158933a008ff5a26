"""How do the groups of services lean on each other, and how do the services of each?

The map shows the groups, or the services themselves where they form none; each group opens in a map of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.services import Service, ServiceEdge
from reports.views.entrances import NO_ENTRANCES, Entrances
from reports.views.flows import Flow, crossings, draw, flows, left_out, strongest
from reports.views.grid import Column, Grid, Kind
from reports.views.page import Diagram, NodeKind
from reports.views.sketch import Sketch, count

GROUPS = 12
"""There are seven groups; more where the configuration keeps services apart."""

SERVICES = 20
ARROWS = 20
OUTER_ARROWS = 14
"""With the groups around at most 35 boxes and 34 arrows, below 60 and 150."""

UNGROUPED = 7
"""So few services are shown themselves."""


@dataclass(frozen=True, slots=True)
class Map:
    """A map and what it leaves out; if it is that of a group, its name and its services, largest first."""

    diagram: Diagram
    left_out: str
    name: str = ""
    services: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceMap:
    """The map of all, None where there is only one service; the ranked groups, and the map of each."""

    whole: Map | None
    groups: Grid
    levels: tuple[Map, ...]

    @property
    def diagrams(self) -> tuple[Diagram, ...]:
        """All that is to be drawn."""
        return tuple(one.diagram for one in ((self.whole,) * (self.whole is not None) + self.levels) if one)


def service_map(analysis: Analysis, entered: Mapping[str, Entrances]) -> ServiceMap:
    """Draw up the maps."""
    services = sorted(analysis.services, key=lambda one: (-one.definitions, one.name))
    groups = _grouped(services)
    edges = analysis.service_edges
    if not groups:
        whole = _of_services(services, edges) if len(services) > 1 else None
        return ServiceMap(whole, _grid((), {}, {}), ())
    place = {one.name: index for index, members in enumerate(groups.values()) for one in members}
    across = flows(edges, place)
    return ServiceMap(
        _of_groups(groups, across),
        _grid(tuple(groups.items()), across, entered),
        tuple(_of_group(name, groups, edges, number) for number, name in enumerate([*groups][:GROUPS])),
    )


def mapped_groups(analysis: Analysis) -> frozenset[str]:
    """Name the groups that have a map of their own."""
    return frozenset([*_grouped(analysis.services)][:GROUPS])


def _grouped(services: Sequence[Service]) -> dict[str, list[Service]]:
    """Sort services into groups, most definitions first; nothing where no map of groups is needed."""
    groups: defaultdict[str, list[Service]] = defaultdict(list)
    for one in services:
        groups[one.group or one.name].append(one)
    if len(services) <= UNGROUPED or len(groups) in (1, len(services)):
        return {}
    return dict(sorted(groups.items(), key=lambda item: (-sum(one.definitions for one in item[1]), item[0])))


def _of_groups(groups: Mapping[str, Sequence[Service]], across: Mapping[tuple[int, int], Flow]) -> Map:
    sketch = Sketch()
    for name, members in [*groups.items()][:GROUPS]:
        sketch.node(name, _sizes(members), NodeKind.GROUP)
    shown = {ends: flow for ends, flow in across.items() if max(ends) < GROUPS}
    chosen, weak = strongest(crossings(shown), ARROWS)
    draw(sketch, chosen)
    _more(sketch, len(groups) - GROUPS, "more group")
    number = sum(map(len, groups.values()))
    title = f"Map of {count(number, 'service')} in {count(len(groups), 'group')}"
    said = "Each group leads to its own map. What crosses between groups stands in the table below."
    return Map(sketch.diagram("map", title, said), left_out(weak))


def _of_services(services: Sequence[Service], edges: Sequence[ServiceEdge]) -> Map:
    sketch = Sketch()
    shown = _most_crossed(services, edges)
    place = {one.name: sketch.node(one.name, _sizes((one,)), NodeKind.SERVICE) for one in shown}
    chosen, weak = strongest(crossings(flows(edges, place)), ARROWS)
    draw(sketch, chosen)
    _more(sketch, len(services) - len(shown), "more service")
    title = f"Map of {count(len(services), 'service')}"
    said = "Each service leads to its card. What crosses between any two stands in the coupling matrix."
    return Map(sketch.diagram("map", title, said), left_out(weak))


def _of_group(name: str, groups: Mapping[str, Sequence[Service]], edges: Sequence[ServiceEdge], number: int) -> Map:
    """Draw the services of a group in a frame, with the other groups that have most to do with them around it."""
    sketch = Sketch()
    members = groups[name]
    shown = _most_crossed(members, edges)
    place = {one.name: sketch.node(one.name, _sizes((one,)), NodeKind.SERVICE) for one in shown}
    inner, weak = strongest(crossings(flows(edges, place)), ARROWS)
    first = len(place)
    others = [other for other in groups if other != name]
    part_of = place | {one.name: first + at for at, other in enumerate(others) for one in groups[other]}
    across = {ends: flow for ends, flow in flows(edges, part_of).items() if min(ends) < first <= max(ends)}
    outer, weaker = strongest(crossings(across), OUTER_ARROWS)
    box_of = {at: at for at in range(first)}
    for part in sorted({max(one.source, one.target) for one in outer}):
        other = others[part - first]
        box_of[part] = sketch.node(other, _sizes(groups[other]), NodeKind.GROUP)
    draw(sketch, inner)
    draw(sketch, outer, box_of)
    _more(sketch, len(members) - len(shown), "more service")
    said = f"{count(len(members), 'service')} of the group {name}, and the other groups that they have to do with."
    diagram = sketch.diagram(f"map-{number}", f"Map of the group {name}", said, name)
    return Map(diagram, left_out([*weak, *weaker]), name, tuple(members))


def _most_crossed(services: Sequence[Service], edges: Sequence[ServiceEdge]) -> list[Service]:
    """Choose the services that most crosses the borders of, and keep their order."""
    crossed: Counter[str] = Counter()
    for edge in edges:
        for end in (edge.source, edge.target):
            crossed[end] += edge.calls + edge.reads + edge.writes
    chosen = sorted(services, key=lambda one: (-crossed[one.name], -one.definitions, one.name))[:SERVICES]
    names = {one.name for one in chosen}
    return [one for one in services if one.name in names]


def _more(sketch: Sketch, number: int, word: str) -> None:
    if number > 0:
        sketch.node(count(number, word), "", NodeKind.MORE)


def _sizes(members: Sequence[Service]) -> str:
    tables = count(sum(len(one.tables) for one in members), "table")
    if len(members) == 1:
        return f"{count(members[0].definitions, 'definition')}, {tables}"
    return f"{count(len(members), 'service')}, {tables}"


def _grid(
    groups: Sequence[tuple[str, Sequence[Service]]],
    across: Mapping[tuple[int, int], Flow],
    entered: Mapping[str, Entrances],
) -> Grid:
    into, out = _ends(across, 1), _ends(across, 0)
    columns = (
        Column("Group", Kind.GROUP),
        Column("Services", Kind.NUMBER),
        Column("Definitions", Kind.NUMBER, "Classes, functions and methods."),
        Column("Lines", Kind.NUMBER, "Lines of its definitions."),
        Column("Tables", Kind.NUMBER, "Tables its services own."),
        Column("Entry points", Kind.NUMBER, "Routes, commands, tasks, consumers … where outside control enters."),
        Column("Calls in", Kind.NUMBER, "Calls from other groups."),
        Column("Calls out", Kind.NUMBER, "Calls to other groups."),
        Column("Data in", Kind.NUMBER, "Accesses of other groups to its tables."),
        Column("Data out", Kind.NUMBER, "Its accesses to tables of other groups."),
    )
    rows = tuple(
        (
            name,
            len(members),
            sum(one.definitions for one in members),
            sum(one.lines for one in members),
            sum(len(one.tables) for one in members),
            sum(entered.get(one.name, NO_ENTRANCES).number for one in members),
            into[index].calls,
            out[index].calls,
            into[index].accesses,
            out[index].accesses,
        )
        for index, (name, members) in enumerate(groups)
    )
    return Grid("groups", "Groups of services, largest first", columns, rows, "", "services.csv")


def _ends(across: Mapping[tuple[int, int], Flow], end: int) -> defaultdict[int, Flow]:
    """Add up what leaves (0) or reaches (1) each part."""
    found: defaultdict[int, Flow] = defaultdict(Flow)
    for ends, flow in across.items():
        one = found[ends[end]]
        one.calls += flow.calls
        one.reads += flow.reads
        one.writes += flow.writes
    return found
