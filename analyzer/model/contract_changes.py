"""What became of a contract between two states of the code, and whom that breaks."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analyzer.model.contracts import Caller
from analyzer.model.location import Location


class Grade(StrEnum):
    """What a change does to callers: it breaks them, it may, or it does nothing to them."""

    BREAKING = "breaking"
    WARNING = "warning"
    COMPATIBLE = "compatible"


class ContractChange(msgspec.Struct, frozen=True, order=True):
    """One change of an operation or message; without an operation, of the service.

    ``rule`` is the name of one of ``analyzer.compare.rules``, and ``says`` what it says. ``subject`` is what changed:
    the operation as a whole (empty), an input or the result with the path to the field, ``input trip.fare``. ``old``
    and ``new`` are what stood and stands there. ``at`` is where the operation is defined today, or was, where it is
    gone; ``callers`` are those of today, else those that it had.
    """

    service: str
    operation: str
    grade: Grade
    rule: str
    says: str
    subject: str
    old: str
    new: str
    at: Location
    callers: tuple[Caller, ...] = ()


class ContractChanges(msgspec.Struct, frozen=True):
    """All changes, those that break callers first."""

    breaking: int
    warnings: int
    compatible: int
    changes: tuple[ContractChange, ...]
