"""What other tools hand in to be clustered, and what they get back: a graph of any language, and its services."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

MOST_WEIGHT = 1e15
"""No edge may weigh more."""


class GraphNodeKind(StrEnum):
    """What a node is."""

    CLASS = "class"
    FUNCTION = "function"
    MODULE = "module"
    TABLE = "table"


class GraphEdgeKind(StrEnum):
    """What an edge says; ``statement`` to ``co_change`` have no direction."""

    CALL = "call"
    IMPORT = "import"
    INHERIT = "inherit"
    TYPE_USE = "type_use"
    READ = "read"
    WRITE = "write"
    FOREIGN_KEY = "foreign_key"
    STATEMENT = "statement"
    TRANSACTION = "transaction"
    CO_ACCESS = "co_access"
    CO_CHANGE = "co_change"

    @property
    def directed(self) -> bool:
        """True where source and target differ in what they do."""
        return self not in _UNDIRECTED


_UNDIRECTED = frozenset(
    (GraphEdgeKind.STATEMENT, GraphEdgeKind.TRANSACTION, GraphEdgeKind.CO_ACCESS, GraphEdgeKind.CO_CHANGE)
)


class GraphNode(msgspec.Struct, frozen=True, gc=False):
    """A node. Without ``words`` those of ``id`` count; ``package`` is by default what precedes its last segment.

    A table has no package unless one is told. The segments of an id are parted by ``/``, ``\\``, ``::`` or ``#`` where
    one of them occurs, else by ``.``.
    """

    id: Annotated[str, msgspec.Meta(min_length=1)]
    kind: GraphNodeKind
    package: str | None = None
    words: tuple[str, ...] | None = None


class GraphEdge(msgspec.Struct, frozen=True, gc=False):
    """An edge between two nodes, by their ids; ``weight`` says how often it occurs. Equal edges are added up."""

    source: str
    target: str
    kind: GraphEdgeKind
    weight: Annotated[float, msgspec.Meta(ge=0, le=MOST_WEIGHT)] = 1.0


class GraphDocument(msgspec.Struct, frozen=True):
    """A graph of classes, functions, modules and tables of a program in any language; unknown keys are ignored."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    name: str = ""


class FoundService(msgspec.Struct, frozen=True):
    """A service: ids of its classes, functions and modules, and of its tables, both sorted."""

    name: str
    members: tuple[str, ...]
    tables: tuple[str, ...]


class ClusteringFigures(msgspec.Struct, frozen=True):
    """The figures of the cut, as in ``PartitionRow``; one that nothing in the graph speaks for is null."""

    services: int
    largest: float
    modularity: float
    structural_modularity: float
    crossing_calls: float
    interfaces: float
    extreme: float
    turbo_mq: float
    table_entropy: float | None
    exclusive_code: float | None
    exclusive_data: float | None


class ClusteringDocument(msgspec.Struct, frozen=True):
    """The services of a graph, the largest first; each id is in one of them or in the shared kernel.

    ``stability`` holds for every id the share of runs in which it was with its service (0..1).
    """

    services: tuple[FoundService, ...]
    shared_kernel: tuple[str, ...]
    metrics: ClusteringFigures
    stability: dict[str, float]
