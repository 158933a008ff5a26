"""Which members of a service are weakly placed, and where would they go?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.placements import Placement

WEAK = 0.7
"""A member that was with its service in less than this share of the runs is weakly placed."""


@dataclass(frozen=True, slots=True)
class Weak:
    """A definition or table, the share of runs in which it was with its service, the runner-up, and up to three places.

    The places are those of the strongest edges to the runner-up.
    """

    name: str
    kind: str
    stability: float
    runner_up: str
    places: tuple[str, ...]


def weakly_placed(analysis: Analysis) -> dict[str, tuple[Weak, ...]]:
    """Find the weakly placed members of each service, the weakest first; modules follow from their definitions."""
    found: defaultdict[str, list[Weak]] = defaultdict(list)
    for placement in sorted(analysis.placements, key=lambda one: (one.stability, one.name, one.kind)):
        if placement.stability < WEAK and placement.kind != "module" and not placement.by_hand:
            found[placement.service].append(_weak(placement))
    return {service: tuple(members) for service, members in found.items()}


def _weak(placement: Placement) -> Weak:
    places = dict.fromkeys(str(reason.at) for reason in (placement.other or placement.own) if reason.at.path)
    return Weak(placement.name, placement.kind, placement.stability, placement.runner_up, tuple(places))
