"""Findings: one coupling each, with its evidence, severity and certainty."""

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


class TableUse(msgspec.Struct, frozen=True):
    """How one service uses a table: counts of reading and writing accesses, and where."""

    service: str
    reads: int
    writes: int
    evidence: tuple[Location, ...]


class FindingBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every finding says. ``evidence`` is sorted and holds every place, without repeats."""

    subject: str
    severity: Severity
    certainty: Certainty
    services: tuple[str, ...]
    message: str
    evidence: tuple[Location, ...]

    @property
    def kind(self) -> str:
        """The kind as it stands in findings.csv."""
        return str(self.__struct_config__.tag)

    @property
    def id(self) -> str:
        """``kind:subject``, independent of lines."""
        return f"{self.kind}:{self.subject}"


class SharedTable(FindingBase, frozen=True, kw_only=True, tag="shared-table"):
    """A table written by two services or more, or used by three or more."""

    owner: str
    uses: tuple[TableUse, ...]


class DirectAccess(FindingBase, frozen=True, kw_only=True, tag="direct-access"):
    """One other service reads, or alone writes, the table of its owner."""

    owner: str
    uses: tuple[TableUse, ...]


class ForeignKeyAcross(FindingBase, frozen=True, kw_only=True, tag="foreign-key"):
    """A foreign key whose two tables have different owners."""

    table: str
    column: str
    to_table: str


class CallCycle(FindingBase, frozen=True, kw_only=True, tag="call-cycle"):
    """Services that call each other in a circle; ``calls`` counts the calls on each step of it."""

    calls: tuple[tuple[str, str, int], ...]


Finding = SharedTable | DirectAccess | ForeignKeyAcross | CallCycle
