"""By which figures are steps compared? By those of the decision sheet."""

from __future__ import annotations

from analyzer.model.decision import CutFigures
from reports.views.decision import FIGURES as COLUMNS

FIGURES: tuple[tuple[str, str, str], ...] = tuple(
    (field, title, meaning) for field, (title, meaning) in zip(CutFigures.__struct_fields__, COLUMNS, strict=False)
)
"""The field of the figure, how it is called, and what it counts."""
