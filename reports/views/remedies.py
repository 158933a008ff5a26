"""Which remedies does a finding have, and how is one told?"""

from __future__ import annotations

from collections import defaultdict

from analyzer.model.analysis import Analysis
from analyzer.model.plan import Remedy
from reports.views.days import days
from reports.views.rich import BREAK, Block, Line, block, counted, place, soft, strong, text

_SITES = 3


def remedies_by_finding(analysis: Analysis) -> dict[str, tuple[Remedy, ...]]:
    """Return the remedies by the id of their finding, the recommended one first, then the cheapest."""
    found: defaultdict[str, list[Remedy]] = defaultdict(list)
    for one in sorted(analysis.remedies, key=lambda one: (not one.recommended, one.effort_high, one.remedy)):
        found[one.finding].append(one)
    return {finding: tuple(remedies) for finding, remedies in found.items()}


def remedies_block(remedies: tuple[Remedy, ...]) -> Block:
    """Open the first remedy of a finding in full and the others in short, below the name of the first."""
    first, *others = remedies
    beside = f"; {counted(len(others), 'other')}" if others else ""
    lines = (remedy_line(first), *map(_short, others))
    return block(f"Remedy: {first.remedy}, {effort(first)}{beside}", lines, "remedies.csv")


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


def _short(one: Remedy) -> Line:
    words = ". ".join(sentence(said.rstrip(".")) for said in (one.reason, one.consistency) if said)
    return (strong(one.remedy), soft(f" {effort(one)} "), text(words))


def effort(one: Remedy) -> str:
    """Write the range of the effort."""
    return person_days(one.effort_low, one.effort_high)


def person_days(least: float, most: float) -> str:
    """Write a range of person-days."""
    said = days(least, most) or "0"
    return f"{said} person-day{'s' * (said != '1')}"


def _told(label: str, words: str) -> Line:
    if not words:
        return ()
    return (BREAK, soft(label), text(words)) if label else (BREAK, text(sentence(words)))


def sentence(words: str) -> str:
    """Begin with a capital."""
    return words[:1].upper() + words[1:]


def _sites(one: Remedy) -> Line:
    if not one.sites:
        return ()
    shown = [fragment for at in one.sites[:_SITES] for fragment in (text(" "), place(at))]
    left = len(one.sites) - _SITES
    return (BREAK, soft("Sites:"), *shown, *((soft(f" and {left:,} more in remedies.csv"),) * (left > 0)))
