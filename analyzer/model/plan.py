"""What should be done about a cut: remedies for findings, the API mandate and the scorecard of each service."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analyzer.model.location import Location


class RemedyKind(StrEnum):
    """What can be done about a shared table or a crossing transaction."""

    MERGE_SERVICES = "merge services"
    SINGLE_OWNER = "single owner with read API"
    SPLIT_TABLE = "split table"
    REPLICATE = "replicate by events"
    SHARED_REPLICA = "interim shared replica"
    SAGA = "saga with compensations"
    OUTBOX = "outbox"
    MOVE_WRITE = "move the write"


class Remedy(msgspec.Struct, frozen=True):
    """One way out of a finding, which it names by its id; of those for one finding exactly one is recommended.

    ``reason`` says why it is recommended or why another one is; ``sites`` are the places that it touches, sorted;
    ``consistency`` what becomes of the guarantees that one database gives today; the effort is a range in person-days.
    It is the sum of ``counted``, how often each coefficient (by its name) applies, times these coefficients.
    ``steps`` are what has to be made, in order: an operation, an event, a compensation, a column that moves.
    """

    finding: str
    remedy: RemedyKind
    recommended: bool
    reason: str
    sites: tuple[Location, ...]
    consistency: str
    effort_low: float
    effort_high: float
    steps: tuple[str, ...] = ()
    counted: tuple[tuple[str, int], ...] = ()


class Mandate(StrEnum):
    """The four checks of the API mandate, in their order."""

    INTERFACE = "calls go through an interface"
    DATA = "no direct access to another's tables"
    RESOURCES = "nothing shared but interfaces"
    BORDER = "operations could cross a process border"


class MandateCheck(msgspec.Struct, frozen=True):
    """Whether a service passes one check of the mandate; ``findings`` are the ids of those that speak against it.

    ``evidence`` holds the first places, sorted (the findings hold all); ``message`` says what was counted.
    """

    service: str
    check: Mandate
    passed: bool
    message: str
    findings: tuple[str, ...]
    evidence: tuple[Location, ...]


class Principle(StrEnum):
    """What a service is measured by, in the order of the scorecard."""

    DATA_AUTONOMY = "data autonomy"
    INDEPENDENT_DEPLOYABILITY = "independent deployability"
    FAULT_ISOLATION = "fault isolation"
    CAPABILITY_PURITY = "capability purity"
    SCALING = "scaling"
    CONTRACT_SIZE = "contract size"


class Score(msgspec.Struct, frozen=True):
    """A figure of a service for one principle, ``part`` of ``whole`` where it is a share (0..1).

    ``formula`` says in words how it was made and of what; ``better`` whether ``more`` or ``less`` of it is better.
    ``evidence`` holds the first places that keep the figure from being better, sorted.
    """

    service: str
    principle: Principle
    figure: float
    part: int
    whole: int
    formula: str
    better: str
    evidence: tuple[Location, ...]


class Coefficient(msgspec.Struct, frozen=True):
    """What one counted thing costs, a range in person-days; ``per`` says what is counted."""

    name: str
    per: str
    low: float
    high: float
    why: str
