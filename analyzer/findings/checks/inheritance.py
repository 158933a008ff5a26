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
_MANY_HEIRS = 4
"""From so many classes of others on, a base is told once with all of them, and not once for each."""
_MANY_SERVICES = 4
"""From so many services that derive from one base on, it is a library in all but its place."""


def check(evidence: Evidence) -> Iterator[InheritanceAcross]:
    """Yield one finding per class with a base of another service, or per base of many such classes.

    A base in the kernel is everybody's.
    """
    service = evidence.service_of
    heirs: dict[str, list[Inheritance]] = defaultdict(list)
    for one in evidence.facts.inherits:
        mine, other = service.get(one.definition, ""), service.get(one.base, "")
        if mine != other and evidence.is_service(mine) and evidence.is_service(other):
            heirs[one.base].append(one)
    bases: dict[str, list[Inheritance]] = defaultdict(list)
    for base, those in sorted(heirs.items()):
        if len(those) >= _MANY_HEIRS:
            yield _of_base(base, those, service)
            continue
        for one in those:
            bases[one.definition].append(one)
    for definition, those in sorted(bases.items()):
        yield _of_class(definition, those, service)


def _of_base(base: str, those: list[Inheritance], service: dict[str, str]) -> InheritanceAcross:
    classes = tuple(sorted({Part(one.definition, service[one.definition]) for one in those}))
    others = sorted({one.service for one in classes})
    shown = " and ".join(others) if len(others) < _MANY_SERVICES else f"{len(others)} other services"
    return InheritanceAcross(
        subject=base,
        severity=severity("inheritance", [Circumstance.WRITE] if len(others) < _MANY_SERVICES else []),
        certainty=Certainty.LITERAL,
        services=tuple(sorted({service[base], *others})),
        message=f"{len(classes)} classes of {shown} derive from {base} of {service[base]}.",
        evidence=tuple(sorted({Location(one.path, one.line) for one in those})),
        definition=base,
        heirs=classes,
    )


def _of_class(definition: str, those: list[Inheritance], service: dict[str, str]) -> InheritanceAcross:
    bases = tuple(sorted({Part(one.base, service[one.base]) for one in those}))
    services = sorted({service[definition], *(base.service for base in bases)})
    named = " and ".join(f"{one.name} of {one.service}" for one in bases)
    wide = [Circumstance.WIDE] if len(services) >= _WIDE else []
    return InheritanceAcross(
        subject=definition,
        severity=severity("inheritance", [Circumstance.WRITE, *wide]),
        certainty=Certainty.LITERAL,
        services=tuple(services),
        message=f"Class {definition} of {service[definition]} derives from {named}.",
        evidence=tuple(sorted({Location(one.path, one.line) for one in those})),
        definition=definition,
        bases=bases,
    )
