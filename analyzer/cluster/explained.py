"""What is explained, and what does the cut say of it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import msgspec

from analyzer.cluster.cut import Cut
from analyzer.graph.weighted import Graph, Node
from analyzer.model.facts import Facts
from analyzer.model.placements import Placement
from analyzer.model.services import KERNEL


class Unit(msgspec.Struct):
    """What is explained: the places of its nodes, and what the cut says of it."""

    name: str
    kind: str
    service: str
    places: tuple[int, ...]
    stability: float
    runner_up: str
    margin: float | None
    by_hand: bool


def units_of_cut(graph: Graph, service_of: Mapping[Node, str], cut: Cut, by_hand: Collection[Node]) -> list[Unit]:
    """One unit a node, in the order of the nodes, with what the cut says; kinds and services are filled in later."""
    names = {cluster: service_of.get(node, "") for node, cluster in zip(graph.nodes, cut.of_node, strict=True)}
    steered = frozenset(by_hand)
    return [
        Unit(
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


def homes(facts: Facts, graph: Graph, service_of: Mapping[Node, str]) -> list[str]:
    """The service of every node; that of a table is its owner."""
    owner = {table.name: table.owner for table in facts.tables}
    return [
        (owner.get(node.name, "") if node.kind == "table" else "") or service_of.get(node, "") for node in graph.nodes
    ]


def explained_units(facts: Facts, graph: Graph, home: list[str], nodes: list[Unit]) -> list[Unit]:
    """What is explained: every definition and table by itself, every module as a whole."""
    kinds = {d.name: d.kind.value for d in facts.definitions if not d.within}
    module_of = {d.name: d.module for d in facts.definitions if not d.within}
    service = {module.name: module.service for module in facts.modules}
    found: list[Unit] = []
    members: dict[str, list[Unit]] = defaultdict(list)
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


def _module(name: str, service: str, inside: list[Unit]) -> Unit:
    settled = sum(unit.stability for unit in inside if unit.service == service)
    return Unit(
        name=name,
        kind="module",
        service=service,
        places=tuple(place for unit in inside for place in unit.places),
        stability=settled / len(inside),
        runner_up="",
        margin=None,
        by_hand=all(unit.by_hand for unit in inside),
    )


def outside(facts: Facts, graph: Graph) -> list[Placement]:
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
