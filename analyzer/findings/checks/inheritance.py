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


def check(evidence: Evidence) -> Iterator[InheritanceAcross]:
    """Yield one finding per class with a base of another service; a base in the kernel is everybody's."""
    service = evidence.service_of
    across: dict[str, list[Inheritance]] = defaultdict(list)
    for one in evidence.facts.inherits:
        mine, other = service.get(one.definition, ""), service.get(one.base, "")
        if mine != other and evidence.is_service(mine) and evidence.is_service(other):
            across[one.definition].append(one)
    for definition, those in sorted(across.items()):
        mine = service[definition]
        bases = tuple(sorted({Part(one.base, service[one.base]) for one in those}))
        services = tuple(sorted({mine, *(base.service for base in bases)}))
        yield InheritanceAcross(
            subject=definition,
            severity=severity("inheritance", [Circumstance.WIDE] if len(services) >= _WIDE else []),
            certainty=Certainty.LITERAL,
            services=services,
            message=f"Class {definition} of {mine} derives from "
            f"{' and '.join(f'{base.name} of {base.service}' for base in bases)}.",
            evidence=tuple(sorted({Location(one.path, one.line) for one in those})),
            definition=definition,
            bases=bases,
        )
