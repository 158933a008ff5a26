"""How do our cut and the trivial ones compare, and what does each figure say?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.model.analysis import PartitionRow

Style = Literal["count", "share", "number"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a cut: its heading, with an arrow towards better; its place in the row; formula and meaning."""

    heading: str
    field: str
    style: Style
    formula: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class CutLine:
    """A cut, and how each figure of it is written, with None where nothing speaks for it."""

    name: str
    figures: tuple[tuple[Style, float | None], ...]


FIGURES = (
    Figure("Services", "services", "count"),
    Figure("Largest", "largest", "share", "", "Share of all definitions and modules that are in the largest service."),
    Figure(
        "Q ↑",
        "modularity",
        "number",
        "Σ over services: inside ÷ total − (degree ÷ 2 total)²",
        "Newman’s modularity, 2004: how much more edge weight stays inside services than in a random graph of the same "
        "degrees.",
    ),
    Figure(
        "SM ↑",
        "structural_modularity",
        "number",
        "mean over services: linked pairs inside ÷ size² − mean over two services: linked pairs ÷ (size × size)",
        "Structural modularity (Jin et al. 2019, as Mono2Micro computes it): how densely linked services are inside "
        "beside how densely any two of them are.",
    ),
    Figure(
        "ICP ↓",
        "crossing_calls",
        "share",
        "weight of links that cross ÷ weight of all links; a link weighs ln(count) + 1",
        "Inter-partition calls (Kalia et al. 2021), of every kind of link between definitions or modules.",
    ),
    Figure(
        "IFN ↓",
        "interfaces",
        "number",
        "definitions and modules that another service calls ÷ services",
        "Interface number (Jin et al. 2019): how much a service would have to offer.",
    ),
    Figure(
        "NED ↓",
        "extreme",
        "share",
        "1 − share of definitions and modules in services of ½ to 2 times the mean size",
        "Non-extreme distribution, lower is better; relative to the mean, where papers take 5 to 20 classes.",
    ),
    Figure(
        "TurboMQ ↑",
        "turbo_mq",
        "number",
        "mean of 2 inside ÷ (2 inside + crossing)",
        "Modularization quality (Mitchell and Mancoridis 2006), divided by the number of services.",
    ),
    Figure(
        "DTP ↓",
        "table_entropy",
        "number",
        "mean over tables: −Σ p ln p, p = share of its users in a service",
        "Entropy of the users of a table (CARGO, Nitin et al. 2022): 0 where each table has users in one service.",
    ),
    Figure(
        "Own calls ↑",
        "exclusive_code",
        "share",
        "mean over services: calls to it from itself ÷ all calls to it",
        "Exclusive code, without the calls inside one definition.",
    ),
    Figure(
        "Own data ↑",
        "exclusive_data",
        "share",
        "mean over services: accesses to its tables from itself ÷ all accesses to them",
        "Exclusive data, where a table belongs to whoever writes it most, in every cut alike.",
    ),
)

FORMULAS_OF_CUTS = tuple((figure.heading, figure.formula, figure.meaning) for figure in FIGURES if figure.formula)


def cut_lines(rows: tuple[PartitionRow, ...]) -> tuple[CutLine, ...]:
    """Return a line for each cut."""
    return tuple(
        CutLine(row.name, tuple((figure.style, getattr(row, figure.field)) for figure in FIGURES)) for row in rows
    )
