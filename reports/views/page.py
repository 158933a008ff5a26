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
    GROUP = "group"
    OWNED = "owned"
    FOREIGN = "foreign"
    MORE = "more"


class EdgeKind(StrEnum):
    """What an arrow of a diagram stands for: calls, accesses to tables, or foreign keys."""

    CALL = "call"
    DATA = "data"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Node:
    """A box of a diagram with its label and a smaller second line; ``left`` of the centre, or right of it."""

    label: str
    note: str
    kind: NodeKind
    left: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow of a diagram between two boxes, by index, from thin (1) to thick (3)."""

    source: int
    target: int
    label: str
    kind: EdgeKind
    width: int = 1


@dataclass(frozen=True, slots=True)
class Diagram:
    """A small diagram: boxes and arrows without places.

    ``name`` tells it from all others of the report. If ``frame`` is a name, a frame that bears it holds the services.
    """

    name: str
    title: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    frame: str = ""

    @property
    def is_centred(self) -> bool:
        """Whether all stands around the first box."""
        return bool(self.nodes) and self.nodes[0].kind is NodeKind.CENTRE


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
        """Those that the page or one of its cards shows."""
