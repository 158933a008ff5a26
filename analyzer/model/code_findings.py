"""Findings about code that several services would need, or none."""

from __future__ import annotations

from analyzer.model.finding import FindingBase, Part
from analyzer.model.services import SplitPart


class InheritanceAcross(FindingBase, frozen=True, kw_only=True, tag="inheritance"):
    """A class whose ``bases`` belong to other services; or one from which many of others derive, its ``heirs``."""

    definition: str
    bases: tuple[Part, ...] = ()
    heirs: tuple[Part, ...] = ()


class SplitModule(FindingBase, frozen=True, kw_only=True, tag="module-to-split"):
    """A module whose outermost definitions belong to several services; the largest part comes first."""

    parts: tuple[SplitPart, ...]


class KernelTooLarge(FindingBase, frozen=True, kw_only=True, tag="kernel-too-large"):
    """A shared kernel that is more than a side dish: ``share`` is that of its lines in all (0..1)."""

    definitions: int
    lines: int
    share: float


class UnreachedCode(FindingBase, frozen=True, kw_only=True, tag="unreached-code"):
    """Functions of one module whose names are written nowhere else in the tree, and how many lines they have."""

    definitions: tuple[str, ...]
    lines: int
