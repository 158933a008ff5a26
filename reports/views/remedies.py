"""Which remedies does a finding have, and how is one told?"""

from __future__ import annotations

from collections import defaultdict

from analyzer.model.analysis import Analysis
from analyzer.model.plan import Remedy
from reports.views.rich import BREAK, Block, Line, block, place, soft, strong, text

_SITES = 5


def remedies_by_finding(analysis: Analysis) -> dict[str, tuple[Remedy, ...]]:
    """Return the remedies by the id of their finding, the recommended one first, then the cheapest."""
    found: defaultdict[str, list[Remedy]] = defaultdict(list)
    for one in sorted(analysis.remedies, key=lambda one: (not one.recommended, one.effort_high, one.remedy)):
        found[one.finding].append(one)
    return {finding: tuple(remedies) for finding, remedies in found.items()}


def remedies_block(remedies: tuple[Remedy, ...]) -> Block:
    """Open all remedies of a finding below the name of the first."""
    first, others = remedies[0], len(remedies) - 1
    beside = f"; {others} other{'s' * (others > 1)}" if others else ""
    return block(f"Remedy: {first.remedy}, {effort(first)}{beside}", map(remedy_line, remedies), "remedies.csv")


def remedy_line(one: Remedy) -> Line:
    """Tell one remedy in full: why or why not, what becomes of consistency, what has to be made, and where."""
    return (
        strong(one.remedy),
        soft(f" {'recommended, ' * one.recommended}{effort(one)}"),
        *_told("", one.reason),
        *_told("Consistency: ", one.consistency),
        *_told("To make: ", "; ".join(one.steps)),
        *_sites(one),
    )


def effort(one: Remedy) -> str:
    """Write the range of the effort."""
    low, high = f"{one.effort_low:g}", f"{one.effort_high:g}"
    return f"{low} person-day{'s' * (low != '1')}" if low == high else f"{low}–{high} person-days"


def _told(label: str, words: str) -> Line:
    return (BREAK, soft(label), text(words)) if words and label else (BREAK, text(words)) if words else ()


def _sites(one: Remedy) -> Line:
    if not one.sites:
        return ()
    shown = [fragment for at in one.sites[:_SITES] for fragment in (text(" "), place(at))]
    left = len(one.sites) - _SITES
    return (BREAK, soft("Sites:"), *shown, *((soft(f" and {left:,} more in remedies.csv"),) * (left > 0)))
