"""Which queues, caches, files, state and settings does each service share, and with whom?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.resources import ResourceOperation, ResourceUse

RESOURCES_PER_CARD = 8
_VERBS = {
    ResourceOperation.READ: "reads",
    ResourceOperation.WRITE: "writes",
    ResourceOperation.PUBLISH: "publishes to",
    ResourceOperation.CONSUME: "consumes from",
}


@dataclass(frozen=True, slots=True)
class SharedResource:
    """A resource as one service uses it: what it does, the other services that use it, where it does it first."""

    kind: str
    name: str
    does: str
    others: tuple[tuple[str, str], ...]
    place: str


@dataclass(frozen=True, slots=True)
class Resources:
    """The resources of one service that others use too, and how many it has to itself."""

    shared: tuple[SharedResource, ...]
    more: int
    own: int


NO_RESOURCES = Resources((), 0, 0)


def resources(analysis: Analysis) -> dict[str, Resources]:
    """Return the resources by service, those with most users first; what stands in no service is left out."""
    uses: defaultdict[tuple[str, str], defaultdict[str, list[ResourceUse]]] = defaultdict(lambda: defaultdict(list))
    for use in analysis.resources:
        if use.service:
            uses[use.kind.value, use.name][use.service].append(use)
    by_service: defaultdict[str, list[SharedResource]] = defaultdict(list)
    for (kind, name), users in uses.items():
        for service, own in users.items():
            others = tuple((other, _does(found)) for other, found in sorted(users.items()) if other != service)
            first = min(own, key=lambda use: (use.path, use.line))
            by_service[service].append(SharedResource(kind, name, _does(own), others, f"{first.path}:{first.line}"))
    return {service: _resources(found) for service, found in by_service.items()}


def _resources(found: list[SharedResource]) -> Resources:
    shared = sorted((one for one in found if one.others), key=lambda one: (-len(one.others), one.kind, one.name))
    more = max(0, len(shared) - RESOURCES_PER_CARD)
    return Resources(tuple(shared[:RESOURCES_PER_CARD]), more, len(found) - len(shared))


def _does(uses: list[ResourceUse]) -> str:
    done = {use.operation for use in uses}
    return ", ".join(verb for operation, verb in _VERBS.items() if operation in done)
