"""What does every finding say, whatever its kind?"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analyzer.model.code import Certainty
from analyzer.model.location import Location


class Severity(StrEnum):
    """How much a finding costs a cut, worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Status(StrEnum):
    """Whether the team has decided about a finding; one that was accepted until a day that has passed is open again."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EXPIRED = "expired"


class FindingBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every finding says. ``evidence`` is sorted and holds every place, without repeats; so are ``services``.

    ``reason`` and ``until`` are those of the team, where it has accepted the finding.
    """

    subject: str
    severity: Severity
    certainty: Certainty
    services: tuple[str, ...]
    message: str
    evidence: tuple[Location, ...]
    status: Status = Status.OPEN
    reason: str = ""
    until: str = ""

    @property
    def kind(self) -> str:
        """The kind as it stands in findings.csv."""
        return str(self.__struct_config__.tag)

    @property
    def rank(self) -> tuple[int, int, int, str, str]:
        """Sorts the worst first: by severity, then by how many services it ties together, then by how many places."""
        return self.severity.rank, -len(self.services), -len(self.evidence), self.kind, self.subject

    @property
    def id(self) -> str:
        """``kind:subject``, independent of lines."""
        return f"{self.kind}:{self.subject}"


class Part(msgspec.Struct, frozen=True, order=True):
    """A table or definition that takes part in a finding, and the service that it belongs to."""

    name: str
    service: str
