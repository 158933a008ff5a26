"""In which order do services stand in the coupling matrix, so that what leans on each other stands together?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from analyzer.model.services import Service

Coupling = Mapping[str, Mapping[str, int]]
"""How much couples two services, in both directions together."""


def coupling(amounts: Iterable[tuple[str, str, int]]) -> Coupling:
    """Add up what couples each two services, whoever leans on whom."""
    found: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one, other, amount in amounts:
        found[one][other] += amount
        found[other][one] += amount
    return found


def most_coupled(services: Iterable[Service], coupled: Coupling, most: int) -> list[Service]:
    """Choose the services that couple most with all others."""
    ranked = sorted(services, key=lambda one: (-sum(coupled.get(one.name, {}).values()), one.name))
    return ranked[:most]


def near_the_diagonal(services: Sequence[Service], coupled: Coupling) -> list[str]:
    """Begin with the service that couples most, then take the one that couples most with those that stand.

    A group is finished before another begins; what is equal is taken by all its coupling, then by name.
    """
    left = {one.name: one.group or one.name for one in services}
    whole = {name: sum(coupled.get(name, {}).values()) for name in left}
    pull = dict.fromkeys(left, 0)
    order: list[str] = []
    group = ""
    while left:
        choice = [name for name in left if left[name] == group] or list(left)
        name = min(choice, key=lambda one: (-pull[one], -whole[one], one))
        group = left.pop(name)
        order.append(name)
        for other, amount in coupled.get(name, {}).items():
            if other in left:
                pull[other] += amount
    return order
