"""Which services wait for each other in a row behind a definition?

Each definition keeps the longest row that one of its calls begins, so every row is a path that the code has. No service
stands in a row twice: where one is entered again, the row ends. Longest paths without repetition cannot be found
cheaply where services call each other both ways; there a longer row may exist than the one that is found.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from analyzer.findings.reach import Reach
from analyzer.model.location import Location

_NOWHERE = Location("", 0)


class Step(msgspec.Struct, frozen=True):
    """A service in a row, the definition that is entered there, and the call that enters it."""

    service: str
    definition: str
    place: Location = _NOWHERE


Chain = tuple[Step, ...]


def longest_chains(reach: Reach) -> dict[str, Chain]:
    """Return for every definition behind an entry point the longest row of services that begins with its own."""
    found: dict[str, Chain] = {}
    for component in reach.components:
        for _ in component[:2]:  # what calls each other is read twice: once around is all that a circle can add
            for name in component:
                found[name] = _chain(name, reach, found)
    return found


def _chain(name: str, reach: Reach, known: Mapping[str, Chain]) -> Chain:
    own = reach.service(name)
    best: Chain = ()
    for call in reach.calls.get(name, ()):
        behind = known.get(call.callee, ())
        if behind and behind[0].definition == call.callee and behind[0].service != own:
            behind = (Step(behind[0].service, call.callee, Location(call.path, call.line)), *behind[1:])
        behind = _until(own, behind[1:] if behind and behind[0].service == own else behind)
        if len(behind) > len(best):
            best = behind
    return (Step(own, name), *best) if own else best


def _until(service: str, chain: Chain) -> Chain:
    """Return a row as far as it does not come back to a service."""
    for place, step in enumerate(chain):
        if step.service == service:
            return chain[:place]
    return chain
