"""Which modules lean to another service than their own, and what pulls them there?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.services import Pull

WEAK = 0.5
"""A module leans elsewhere if the runner-up holds more than this share of what its own service holds."""

PLACES = 3


@dataclass(frozen=True, slots=True)
class Leaning:
    """A module, the shares of its edge weight in its own service and in the runner-up, and up to three places."""

    module: str
    path: str
    own: float
    runner_up: str
    other: float
    places: tuple[str, ...]


def leaning_modules(analysis: Analysis) -> dict[str, tuple[Leaning, ...]]:
    """Find the leaning modules of each service, strongest pull first."""
    weak = [pull for pull in analysis.pulls if pull.runner_up and pull.other > WEAK * pull.own]
    places = _places(analysis, weak)
    paths = {module.name: module.path for module in analysis.modules}
    by_service: defaultdict[str, list[Leaning]] = defaultdict(list)
    for pull in sorted(weak, key=lambda p: (p.own - p.other, p.module)):
        by_service[pull.service].append(
            Leaning(
                pull.module,
                paths.get(pull.module, ""),
                pull.own,
                pull.runner_up,
                pull.other,
                places[pull.module],
            )
        )
    return {service: tuple(modules) for service, modules in by_service.items()}


def _places(analysis: Analysis, weak: list[Pull]) -> dict[str, tuple[str, ...]]:
    """Collect calls between the module and the runner-up, and accesses to the runner-up's tables."""
    runner_up = {pull.module: pull.runner_up for pull in weak}
    found: dict[str, set[tuple[str, int]]] = {pull.module: set() for pull in weak}
    module = {definition.name: definition.module for definition in analysis.definitions}
    service = {definition.name: definition.service for definition in analysis.definitions}
    service |= {m.name: m.service for m in analysis.modules}
    for call in analysis.calls:
        for near, far in ((call.caller, call.callee), (call.callee, call.caller)):
            wanted = runner_up.get(module.get(near, near))
            if wanted and service.get(far) == wanted:
                found[module.get(near, near)].add((call.path, call.line))
    owner = {table.name: table.owner for table in analysis.tables}
    by_path = {m.path: m.name for m in analysis.modules if m.name in runner_up}
    for access in analysis.accesses:
        name = by_path.get(access.path)
        if name and owner.get(access.table) == runner_up[name]:
            found[name].add((access.path, access.line))
    return {name: tuple(f"{path}:{line}" for path, line in sorted(places)[:PLACES]) for name, places in found.items()}
