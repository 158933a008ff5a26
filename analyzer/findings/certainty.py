"""How sure is what several calls show?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.model.code import CallEdge, Certainty


def of_calls(calls: Iterable[tuple[str, CallEdge]]) -> Certainty:
    """Return the certainty of the surest call of each service that is named, and of these the least sure."""
    surest: dict[str, Certainty] = {}
    for service, call in calls:
        known = surest.get(service, call.certainty)
        surest[service] = min(known, call.certainty, key=lambda certainty: certainty.rank)
    return max(surest.values(), key=lambda certainty: certainty.rank)
