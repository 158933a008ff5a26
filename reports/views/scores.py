"""How does each service score by the principles of the scorecard?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.plan import Principle

PLACES = 3
_ROUNDED = 0.01
_ORDER = {principle: place for place, principle in enumerate(Principle)}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A figure of the scorecard: a share, or a number; ``counts`` says of how many, empty where that says nothing."""

    principle: str
    is_share: bool
    figure: float
    counts: str
    better: str  # higher or lower
    formula: str
    places: tuple[str, ...]
    is_empty: bool = False
    """A share of nothing, which is no figure."""


def score_lines(analysis: Analysis) -> dict[str, tuple[ScoreLine, ...]]:
    """Return the scorecard by service, in the order of the principles."""
    found: defaultdict[str, list[ScoreLine]] = defaultdict(list)
    for one in sorted(analysis.scorecard, key=lambda one: (one.service, _ORDER[one.principle])):
        is_share = one.better == "more" and bool(one.whole) and abs(one.figure - one.part / one.whole) <= _ROUNDED
        counts = f"{one.part:,} of {one.whole:,}" if is_share else f"of {one.whole:,}" * bool(one.whole)
        places = tuple(map(str, one.evidence[:PLACES]))
        better = "higher" if one.better == "more" else "lower"
        is_empty = one.better == "more" and not one.whole
        found[one.service].append(
            ScoreLine(one.principle.value, is_share, one.figure, counts, better, one.formula, places, is_empty)
        )
    return {service: tuple(lines) for service, lines in found.items()}
