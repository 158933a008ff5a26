"""Does a class derive from a class of another service, so that neither can be released without the other?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import Circumstance, severity
from analyzer.model.code import Certainty
from analyzer.model.code_findings import InheritanceAcross
from analyzer.model.facts import Inheritance
from analyzer.model.finding import Part
from analyzer.model.location import Location

_WIDE = 3
_MANY = 4
"""From so many services that derive from one base on, it is a library in all but its place."""


def check(evidence: Evidence) -> Iterator[InheritanceAcross]:
    """Yield one finding per class with a base of another service; a base in the kernel is everybody's."""
    service = evidence.service_of
    across: dict[str, list[Inheritance]] = defaultdict(list)
    deriving: dict[str, set[str]] = defaultdict(set)
    for one in evidence.facts.inherits:
        mine, other = service.get(one.definition, ""), service.get(one.base, "")
        if mine != other and evidence.is_service(mine) and evidence.is_service(other):
            across[one.definition].append(one)
            deriving[one.base].add(mine)
    for definition, those in sorted(across.items()):
        bases = tuple(sorted({Part(one.base, service[one.base]) for one in those}))
        libraries = {base.name: len(deriving[base.name]) for base in bases if len(deriving[base.name]) >= _MANY}
        yield InheritanceAcross(
            subject=definition,
            severity=severity("inheritance", _circumstances([base for base in bases if base.name not in libraries])),
            certainty=Certainty.LITERAL,
            services=tuple(sorted({service[definition], *(base.service for base in bases)})),
            message=_message(definition, service[definition], bases, libraries),
            evidence=tuple(sorted({Location(one.path, one.line) for one in those})),
            definition=definition,
            bases=bases,
        )


def _circumstances(bases: list[Part]) -> Iterator[Circumstance]:
    """``bases`` are those that are no libraries."""
    if bases:
        yield Circumstance.WRITE
    if len({base.service for base in bases}) + 1 >= _WIDE:
        yield Circumstance.WIDE


def _message(definition: str, mine: str, bases: tuple[Part, ...], libraries: dict[str, int]) -> str:
    named = " and ".join(f"{one.name} of {one.service}" for one in bases)
    derives = f"Class {definition} of {mine} derives from {named}"
    notes = [f"{number} services do so from {name}" for name, number in sorted(libraries.items())]
    return "; ".join([derives, *notes]) + "."
