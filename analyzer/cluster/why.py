"""Why is a definition, module or table in its service, what pulls it elsewhere, and what would tip it?

A node is pulled to a service by the edges to the nodes in it, and by the words, folders and modules that it shares with
them. A module is pulled by the edges that leave it, and by what its nodes share with others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from analyzer.cluster.belonging import FAMILIES, Belonging
from analyzer.cluster.cut import Cut
from analyzer.cluster.explained import Unit, explained_units, homes, outside, units_of_cut
from analyzer.cluster.sets import Sets
from analyzer.cluster.sightings import Key, Sightings, key_of
from analyzer.cluster.ties import STRONGEST, Tie, Ties
from analyzer.graph.weighted import Graph, Node
from analyzer.model.facts import Facts
from analyzer.model.placements import EvidencePull, Placement, Reason, Tipping
from analyzer.model.services import KERNEL

_FAINTEST = 0.0005  # share of the pull; less would be told as none


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the nodes of a graph were put: their services, the cut, the evidence in sets, the nodes put by hand."""

    service_of: Mapping[Node, str]
    cut: Cut
    belonging: Belonging
    by_hand: Collection[Node] = ()


class _Bond(msgspec.Struct, gc=False):
    """What one kind of edge in one direction is worth between the one explained and one node."""

    kind: str
    outward: bool
    other: int
    count: int
    weight: float
    key: Key


class _Side(msgspec.Struct):
    """What pulls a unit to one service: edges and sets, each strongest first, and the pull of each kind."""

    bonds: list[_Bond] = []
    ties: list[Tie] = []
    pulls: dict[str, float] = {}

    @property
    def whole(self) -> float:
        """Return the pull of all kinds."""
        return sum(self.pulls.values())


class _Weighing(msgspec.Struct):
    """What pulls a unit to its own service and to the runner-up; ``whole`` is the pull to all services."""

    unit: Unit
    whole: float
    own: _Side
    other: _Side


def placements(facts: Facts, graph: Graph, placing: Placing) -> tuple[Placement, ...]:
    """Return why each outermost definition, module and table is where it is, sorted by name and kind.

    ``facts`` are those with services filled in.
    """
    home = homes(facts, graph, placing.service_of)
    nodes = units_of_cut(graph, placing.service_of, placing.cut, placing.by_hand)
    units = explained_units(facts, graph, home, nodes)
    weighed = _weighed(units, graph, home, placing.belonging)
    sides = [side for one in weighed for side in (one.own, one.other)]
    seen = Sightings(facts, graph, {bond.key for side in sides for bond in side.bonds[:STRONGEST]})
    told = _Told(graph, placing.belonging.sets, seen)
    found = [_placement(one, told) for one in weighed]
    return tuple(sorted((*found, *outside(facts, graph)), key=lambda one: (one.name, one.kind)))


def _weighed(units: list[Unit], graph: Graph, home: list[str], belonging: Belonging) -> list[_Weighing]:
    near: list[list[int]] = [[] for _ in graph.nodes]
    for number, edge in enumerate(graph.edges):
        if edge.weight:
            near[edge.source].append(number)
            near[edge.target].append(number)
    services = sorted({*home} - {""})
    numbers = {service: number for number, service in enumerate(services)}
    at = np.array([numbers.get(service, -1) for service in home], dtype=np.int64)
    ties = Ties(belonging.sets, belonging.worth, at, [unit.places for unit in units])
    found = []
    for unit, pulled in zip(units, _shared(ties, services), strict=True):
        bonds = _bonds(unit, graph, near)
        for bond in bonds:
            pulled[home[bond.other]] = pulled.get(home[bond.other], 0.0) + bond.weight
        whole = _settle(unit, pulled)
        bonds.sort(key=lambda bond: (-bond.weight, bond.kind, bond.other, bond.outward))
        own = [bond for bond in bonds if home[bond.other] == unit.service]
        other = [bond for bond in bonds if unit.runner_up and home[bond.other] == unit.runner_up]
        found.append(_Weighing(unit, whole, _Side(own), _Side(other)))
    _fill([one.own for one in found], ties, [numbers.get(unit.service, -1) for unit in units])
    _fill([one.other for one in found], ties, [numbers.get(unit.runner_up, -1) for unit in units])
    return found


def _shared(ties: Ties, services: list[str]) -> list[dict[str, float]]:
    """The pull of every unit to each service with which it shares sets."""
    pulls = ties.pulls()
    found: list[dict[str, float]] = [{} for _ in range(len(pulls))]
    units, numbers = np.nonzero(pulls)
    for unit, number, pull in zip(units.tolist(), numbers.tolist(), pulls[units, numbers].tolist(), strict=True):
        found[unit][services[number]] = pull
    return found


def _settle(unit: Unit, pulled: dict[str, float]) -> float:
    """Fill in the runner-up and margin that the cut leaves open, and return the pull to all services."""
    for nowhere in {"", KERNEL} - {unit.service}:
        pulled.pop(nowhere, None)
    if unit.runner_up in ("", KERNEL, unit.service):
        others = [service for service in pulled if service != unit.service]
        unit.runner_up = min(others, key=lambda service: (-pulled[service], service), default="")
    whole = sum(pulled.values())
    if unit.margin is None:
        gap = pulled.get(unit.service, 0.0) - pulled.get(unit.runner_up, 0.0)
        unit.margin = max(0.0, gap / whole) if whole and unit.runner_up else 1.0
    return whole


def _fill(sides: list[_Side], ties: Ties, services: list[int]) -> None:
    """Fill in the sets that pull to one side, and the pulls of each kind."""
    by_family, strongest = ties.to(np.array(services, dtype=np.int64))
    for number, (side, families) in enumerate(zip(sides, by_family.tolist(), strict=True)):
        pulls: dict[str, float] = defaultdict(float)
        for bond in side.bonds:
            pulls[bond.kind] += bond.weight
        for family, pull in enumerate(families):
            if pull:
                pulls[FAMILIES[family][0]] += pull
        side.ties, side.pulls = strongest.get(number, []), dict(pulls)


def _bonds(unit: Unit, graph: Graph, near: list[list[int]]) -> list[_Bond]:
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


class _Told(msgspec.Struct):
    """What the reasons of a placement are told with."""

    graph: Graph
    sets: Sets
    seen: Sightings

    def reasons(self, side: _Side, unit: Unit, whole: float) -> tuple[Reason, ...]:
        """Return the strongest edges and sets of a side, as shares of the whole pull."""
        found = [
            Reason(
                bond.kind,
                bond.outward,
                self.graph.nodes[bond.other].name,
                bond.count,
                bond.weight / whole,
                self.seen.at(bond.key),
            )
            for bond in side.bonds[:STRONGEST]
        ]
        found += [
            Reason(
                FAMILIES[int(self.sets.family[tie.number])][0],
                outward=True,
                other=self.sets.names[tie.number],
                count=tie.there,
                share=tie.weight / whole,
                at=self.seen.of(unit.places[0]),
                of=int(self.sets.size[tie.number]),
            )
            for tie in side.ties
        ]
        found.sort(key=lambda reason: -reason.share)
        return tuple(msgspec.structs.replace(one, share=round(one.share, 3)) for one in found[:STRONGEST])


def _placement(one: _Weighing, told: _Told) -> Placement:
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
        own=told.reasons(one.own, unit, one.whole),
        other=told.reasons(one.other, unit, one.whole),
        tipping=_tipping(one) if one.own.pulls and one.other.pulls else None,
    )


def _pulls(one: _Weighing) -> tuple[EvidencePull, ...]:
    own, other = one.own.pulls, one.other.pulls
    sides = [(kind, own.get(kind, 0.0), other.get(kind, 0.0)) for kind in {*own, *other}]
    sides.sort(key=lambda side: (-max(side[1:]), side[0]))
    return tuple(
        EvidencePull(kind, round(here / one.whole, 3) + 0.0, round(there / one.whole, 3) + 0.0)
        for kind, here, there in sides
        if max(here, there) >= _FAINTEST * one.whole
    )


def _tipping(one: _Weighing) -> Tipping:
    """Count from the strongest edge on; the runner-up must pull strictly more."""
    gap = one.own.whole - one.other.whole
    lost, lost_weight = _until(gap, one.own.bonds, 1.0)
    turned, turned_weight = _until(gap, one.own.bonds, 2.0)
    kinds = Counter(bond.kind for bond in one.own.bonds[:lost])
    return Tipping(
        lost,
        round(lost_weight / one.whole, 3),
        turned,
        round(turned_weight / one.whole, 3),
        tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
    )


def _until(gap: float, bonds: list[_Bond], each: float) -> tuple[int | None, float]:
    """How many bonds, each closing the gap by ``each`` times its weight, make it negative, and what they weigh."""
    weight, number = 0.0, 0
    while gap - each * weight >= 0:
        if number == len(bonds):
            return None, weight
        weight += bonds[number].weight
        number += 1
    return number, weight
