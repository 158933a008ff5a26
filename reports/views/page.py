"""What does every page of the report hand to the renderer besides its own data?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from reports.views.grid import Grid


class NodeKind(StrEnum):
    """What a box of a diagram stands for."""

    CENTRE = "centre"
    SERVICE = "service"
    OWNED = "owned"
    FOREIGN = "foreign"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Node:
    """A box of a diagram with its label and a smaller second line; ``left`` of the centre, or right of it."""

    label: str
    note: str
    kind: NodeKind
    left: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow of a diagram between two boxes, by index; ``data`` marks access to a table, else calls."""

    source: int
    target: int
    label: str
    data: bool


@dataclass(frozen=True, slots=True)
class Diagram:
    """A small diagram: boxes and arrows without places."""

    title: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class Card(Protocol):
    """Something that a deep link opens: a service, a table."""

    @property
    def name(self) -> str:
        """The name in the deep link."""


class PageData(Protocol):
    """What the renderer needs to know of any page."""

    @property
    def grids(self) -> Sequence[Grid]:
        """The long tables of the page."""

    @property
    def cards(self) -> Sequence[Card]:
        """What opens one at a time, most important first."""

    @property
    def diagrams(self) -> Sequence[Diagram]:
        """One per card, or none."""
