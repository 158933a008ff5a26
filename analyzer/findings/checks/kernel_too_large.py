"""Is so much code shared that the services would still be released together?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.findings.evidence import Evidence
from analyzer.findings.severity import severity
from analyzer.model.code import Certainty
from analyzer.model.code_findings import KernelTooLarge
from analyzer.model.location import Location
from analyzer.model.services import KERNEL, KernelMember, Sharing

LARGE = 0.2
"""Share of all lines from which on the shared kernel is too large.

What services share as tools (errors, settings, sessions) is a twentieth of a large program and up to a sixth of a small
one, which needs the same tools; a fifth is as much as a service of its own, and every service would carry it.
"""


def check(evidence: Evidence) -> Iterator[KernelTooLarge]:
    """Yield a finding where the kernel is large; what only starts and wires the services is no code that they share."""
    shared = [member for member in evidence.candidates.kernel if member.sharing is not Sharing.GLUE]
    lines = sum(member.lines for member in shared)
    of_services = sum(service.lines for service in evidence.candidates.services)
    total = of_services + sum(member.lines for member in evidence.candidates.kernel)
    if not of_services or lines / total < LARGE:
        return
    services = tuple(sorted({service for member in shared for service in member.services}))
    yield KernelTooLarge(
        subject=KERNEL,
        severity=severity("kernel-too-large"),
        certainty=Certainty.LITERAL,
        services=services,
        message=f"{len(shared)} definitions with {lines} of {total} lines are shared by services: "
        "a change of them is a change of every service that carries a copy.",
        evidence=_places(evidence, shared),
        definitions=len(shared),
        lines=lines,
        share=lines / total,
    )


def _places(evidence: Evidence, shared: Iterable[KernelMember]) -> tuple[Location, ...]:
    """Where each begins."""
    facts, names = evidence.facts, {member.name for member in shared}
    modules = {Location(one.path, 1) for one in facts.modules if one.name in names}
    return tuple(sorted(modules | {Location(one.path, one.line) for one in facts.definitions if one.name in names}))
