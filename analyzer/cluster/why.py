"""Why is a definition, module or table in its service, what pulls it elsewhere, and what would tip it?

A node is pulled to a service by the edges to the nodes in it. A module is pulled by the edges that leave it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

import msgspec

from analyzer.cluster.cut import Cut
from analyzer.cluster.sightings import Key, Sightings, key_of
from analyzer.graph.weighted import Graph, Node
from analyzer.model.facts import Facts
from analyzer.model.placements import EvidencePull, Placement, Reason, Tipping
from analyzer.model.services import KERNEL

_STRONGEST = 3  # edges told for either side


class _Bond(msgspec.Struct, gc=False):
    """What one kind of edge in one direction is worth between the one explained and one node."""

    kind: str
    outward: bool
    other: int
    count: int
    weight: float
    key: Key


class _Unit(msgspec.Struct):
    """What is explained: the places of its nodes, and what the cut says of it."""

    name: str
    kind: str
    service: str
    places: tuple[int, ...]
    stability: float
    runner_up: str
    margin: float | None
    by_hand: bool


class _Weighing(msgspec.Struct):
    """What pulls a unit, strongest first, to its own service and to the runner-up; ``whole`` is all that pulls."""

    unit: _Unit
    own: list[_Bond]
    other: list[_Bond]
    whole: float


def placements(
    facts: Facts, graph: Graph, service_of: Mapping[Node, str], cut: Cut, by_hand: Collection[Node] = ()
) -> tuple[Placement, ...]:
    """Return why each outermost definition, module and table is where it is, sorted by name and kind.

    ``facts`` are those with services filled in, ``service_of`` holds the service of every node, ``by_hand``
    the nodes that the steering placed.
    """
    home = _homes(facts, graph, service_of)
    near: list[list[int]] = [[] for _ in graph.nodes]
    for number, edge in enumerate(graph.edges):
        near[edge.source].append(number)
        near[edge.target].append(number)
    weighed = [
        _weighed(unit, graph, near, home)
        for unit in _units(facts, graph, home, _of_cut(graph, service_of, cut, by_hand))
    ]
    wanted = {bond.key for one in weighed for bond in (*one.own[:_STRONGEST], *one.other[:_STRONGEST])}
    seen = Sightings(facts, graph, wanted)
    found = [_placement(one, graph, seen) for one in weighed]
    return tuple(sorted((*found, *_outside(facts, graph)), key=lambda one: (one.name, one.kind)))


def _homes(facts: Facts, graph: Graph, service_of: Mapping[Node, str]) -> list[str]:
    """The service of every node; that of a table is its owner."""
    owner = {table.name: table.owner for table in facts.tables}
    return [
        (owner.get(node.name, "") if node.kind == "table" else "") or service_of.get(node, "") for node in graph.nodes
    ]


def _of_cut(graph: Graph, service_of: Mapping[Node, str], cut: Cut, by_hand: Collection[Node]) -> list[_Unit]:
    """One unit a node, in the order of the nodes, with what the cut says; kinds and services are filled in later."""
    names = {cluster: service_of.get(node, "") for node, cluster in zip(graph.nodes, cut.of_node, strict=True)}
    steered = frozenset(by_hand)
    return [
        _Unit(
            name=node.name,
            kind=node.kind,
            service=names[cut.of_node[place]],
            places=(place,),
            stability=cut.stability[place],
            runner_up=names.get(cut.runner_up[place], ""),
            margin=cut.margin[place],
            by_hand=node in steered,
        )
        for place, node in enumerate(graph.nodes)
    ]


def _units(facts: Facts, graph: Graph, home: list[str], nodes: list[_Unit]) -> list[_Unit]:
    """What is explained: every definition and table by itself, every module as a whole."""
    kinds = {d.name: d.kind.value for d in facts.definitions if not d.within}
    module_of = {d.name: d.module for d in facts.definitions if not d.within}
    service = {module.name: module.service for module in facts.modules}
    found: list[_Unit] = []
    members: dict[str, list[_Unit]] = defaultdict(list)
    for unit, node, place in zip(nodes, graph.nodes, home, strict=True):
        if node.kind == "module":
            members[node.name].append(unit)
            continue
        moved = place != unit.service  # a table whose owner is another service than the one it was clustered with
        unit.stability = 1 - unit.stability if moved else unit.stability
        unit.service, unit.margin = place, None if moved else unit.margin
        if node.kind == "definition":
            unit.kind = kinds.get(node.name, "function")
            members[module_of.get(node.name, "")].append(unit)
        found.append(unit)
    members.pop("", None)
    found += [_module(name, service.get(name, ""), inside) for name, inside in members.items()]
    return found


def _module(name: str, service: str, inside: list[_Unit]) -> _Unit:
    settled = sum(unit.stability for unit in inside if unit.service == service)
    return _Unit(
        name=name,
        kind="module",
        service=service,
        places=tuple(place for unit in inside for place in unit.places),
        stability=settled / len(inside),
        runner_up="",
        margin=None,
        by_hand=all(unit.by_hand for unit in inside),
    )


def _weighed(unit: _Unit, graph: Graph, near: list[list[int]], home: list[str]) -> _Weighing:
    bonds = _bonds(unit, graph, near)
    pulled: dict[str, float] = defaultdict(float)
    for bond in bonds:
        pulled[home[bond.other]] += bond.weight
    for nowhere in {"", KERNEL} - {unit.service}:
        pulled.pop(nowhere, None)
    if unit.runner_up in ("", KERNEL, unit.service):
        others = [service for service in pulled if service != unit.service]
        unit.runner_up = min(others, key=lambda service: (-pulled[service], service), default="")
    whole = sum(pulled.values())
    if unit.margin is None:
        gap = pulled.get(unit.service, 0.0) - pulled.get(unit.runner_up, 0.0)
        unit.margin = max(0.0, gap / whole) if whole and unit.runner_up else 1.0
    bonds.sort(key=lambda bond: (-bond.weight, bond.kind, bond.other, bond.outward))
    own = [bond for bond in bonds if home[bond.other] == unit.service]
    other = [bond for bond in bonds if unit.runner_up and home[bond.other] == unit.runner_up]
    return _Weighing(unit, own, other, whole)


def _bonds(unit: _Unit, graph: Graph, near: list[list[int]]) -> list[_Bond]:
    """The edges that leave a unit, those of one kind and direction to one node drawn together."""
    inside = set(unit.places)
    found: dict[tuple[str, bool, int], _Bond] = {}
    for place in unit.places:
        for number in near[place]:
            edge = graph.edges[number]
            outward = edge.source == place
            other = edge.target if outward else edge.source
            if other in inside:
                continue
            bond = found.get((edge.kind, outward, other))
            if bond is None:
                found[edge.kind, outward, other] = _Bond(
                    edge.kind, outward, other, edge.count, edge.weight, key_of(edge.kind, edge.source, edge.target)
                )
            else:
                bond.count += edge.count
                bond.weight += edge.weight
    return list(found.values())


def _placement(one: _Weighing, graph: Graph, seen: Sightings) -> Placement:
    unit = one.unit
    return Placement(
        name=unit.name,
        kind=unit.kind,
        service=unit.service,
        stability=round(unit.stability, 3) + 0.0,
        runner_up=unit.runner_up,
        margin=round(unit.margin or 0.0, 3) + 0.0,
        by_hand=unit.by_hand,
        pulls=_pulls(one),
        own=_reasons(one.own, one.whole, graph, seen),
        other=_reasons(one.other, one.whole, graph, seen),
        tipping=_tipping(one) if one.own and one.other else None,
    )


def _pulls(one: _Weighing) -> tuple[EvidencePull, ...]:
    own: dict[str, float] = defaultdict(float)
    other: dict[str, float] = defaultdict(float)
    for side, bonds in ((own, one.own), (other, one.other)):
        for bond in bonds:
            side[bond.kind] += bond.weight
    kinds = sorted({*own, *other}, key=lambda kind: (-max(own[kind], other[kind]), kind))
    return tuple(
        EvidencePull(kind, round(own[kind] / one.whole, 3) + 0.0, round(other[kind] / one.whole, 3) + 0.0)
        for kind in kinds
        if one.whole
    )


def _reasons(bonds: list[_Bond], whole: float, graph: Graph, seen: Sightings) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            bond.kind,
            bond.outward,
            graph.nodes[bond.other].name,
            bond.count,
            round(bond.weight / whole, 3) if whole else 0.0,
            seen.at(bond.key),
        )
        for bond in bonds[:_STRONGEST]
    )


def _tipping(one: _Weighing) -> Tipping:
    """Count from the strongest edge on; the runner-up must pull strictly more."""
    gap = sum(bond.weight for bond in one.own) - sum(bond.weight for bond in one.other)
    lost, lost_weight = _until(gap, one.own, 1.0)
    turned, turned_weight = _until(gap, one.own, 2.0)
    kinds = sorted(Counter(bond.kind for bond in one.own[:lost]).items(), key=lambda item: (-item[1], item[0]))
    shares = round(lost_weight / one.whole, 3), round(turned_weight / one.whole, 3)
    return Tipping(lost, shares[0], turned, shares[1], tuple(kinds))


def _until(gap: float, bonds: list[_Bond], each: float) -> tuple[int, float]:
    """How many bonds, each closing the gap by ``each`` times its weight, make it negative, and what they weigh."""
    weight, number = 0.0, 0
    while gap - each * weight >= 0 and number < len(bonds):
        weight += bonds[number].weight
        number += 1
    return number, weight


def _outside(facts: Facts, graph: Graph) -> list[Placement]:
    """What the steering took out of the graph before it was cut."""
    inside = {(node.kind, node.name) for node in graph.nodes}
    found = [
        Placement(one.name, one.kind.value, KERNEL, 1.0, by_hand=True)
        for one in facts.definitions
        if one.service == KERNEL and not one.within and ("definition", one.name) not in inside
    ]
    placed = {module.name for module in facts.modules if module.service == KERNEL}
    explained = {name for kind, name in inside if kind == "module"}
    explained |= {d.module for d in facts.definitions if ("definition", d.within or d.name) in inside}
    return found + [Placement(name, "module", KERNEL, 1.0, by_hand=True) for name in sorted(placed - explained)]
