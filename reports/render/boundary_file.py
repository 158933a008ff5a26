"""What does a tool that checks imports get, and what could it not be told?"""

from __future__ import annotations

from dataclasses import dataclass

from reports.views.boundaries import ModuleImport


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """A module that a tool cannot be told about, or that may keep it from running, and why."""

    module: str
    reason: str


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """The configuration of one tool, empty where there is nothing to check, and the imports of its baseline."""

    name: str
    text: str
    baseline: tuple[ModuleImport, ...]
    left_out: tuple[LeftOut, ...]
