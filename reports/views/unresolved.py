"""Which accesses to data stayed unresolved in each service, and why?"""

from __future__ import annotations

from collections import Counter, defaultdict

from analyzer.model.analysis import Analysis

_OF_DATA = ("access", "sql")


def unresolved_data(analysis: Analysis) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return, by service, why accesses to data stayed unresolved and how many for each reason, most frequent first."""
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in analysis.unresolved:
        if one.kind in _OF_DATA:
            reasons[one.service][one.reason] += 1
    return {
        service: tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))
        for service, found in sorted(reasons.items())
    }
