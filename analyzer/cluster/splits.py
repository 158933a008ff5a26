"""Which modules hold definitions of several services, and which lines are whose?"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby

from analyzer.graph.weighted import outermost_lines
from analyzer.model.code import Definition
from analyzer.model.facts import Facts
from analyzer.model.services import KERNEL, ModuleToSplit, SplitPart


def modules_to_split(facts: Facts) -> tuple[ModuleToSplit, ...]:
    """Return the modules whose outermost definitions are in two services or more, sorted by name.

    The definitions of ``facts`` have their services. What the shared kernel holds of such a module is told too, but
    makes none one to split.
    """
    held: dict[tuple[str, str], list[Definition]] = defaultdict(list)
    for definition in facts.definitions:
        if not definition.within and definition.service:
            held[definition.module, definition.path].append(definition)
    lines = outermost_lines(facts.definitions)
    return tuple(
        ModuleToSplit(module, path, _parts(inside, lines))
        for (module, path), inside in sorted(held.items())
        if len({one.service for one in inside} - {KERNEL}) > 1
    )


def _parts(inside: list[Definition], lines: dict[str, int]) -> tuple[SplitPart, ...]:
    ranges: dict[str, list[tuple[int, int]]] = defaultdict(list)
    members: dict[str, list[Definition]] = defaultdict(list)
    for service, run in groupby(sorted(inside, key=lambda one: (one.line, one.qualname)), key=lambda one: one.service):
        neighbours = list(run)
        members[service] += neighbours
        ranges[service].append((neighbours[0].line, max(one.end_line for one in neighbours)))
    parts = (
        SplitPart(service, len(those), sum(lines[one.name] for one in those), tuple(ranges[service]))
        for service, those in members.items()
    )
    return tuple(sorted(parts, key=lambda part: (-part.lines, part.service)))
