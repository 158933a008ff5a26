"""What is near to what? One undirected weighted graph of definitions, modules and tables.

Nodes are integers inside; ``networkx_graph`` is the border for whoever wants to look at it with other tools.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from analyzer.extract.words import split_words
from analyzer.model.analysis import EdgeWeight
from analyzer.model.code import Definition, ImportKind, ModuleKind
from analyzer.model.facts import Facts

if TYPE_CHECKING:
    import networkx as nx

WEIGHTS: dict[str, tuple[float, str]] = {
    "call": (1.0, "a definition calls another"),
    "inherit": (1.0, "a class derives from another"),
    "type_use": (0.5, "a definition names another without calling it"),
    "import": (0.5, "a module imports another"),
    "within": (0.5, "a definition stands in a module"),
    "read": (2.0, "a definition selects rows of a table"),
    "write": (4.0, "a definition changes rows of a table"),
    "foreign_key": (1.0, "a table refers to another"),
    "model": (4.0, "a class is mapped to a table"),
    "statement": (2.0, "one statement uses both tables"),
    "transaction": (2.0, "a transaction that a definition opens writes the table"),
    "co_access": (1.0, "the same code works with both"),
    "co_change": (0.5, "both changed in the same commits"),
}
"""Kind of edge -> weight of one edge, and what it says. Chosen to one digit; tables weigh most because sharing them is
what makes a cut costly."""


class Node(msgspec.Struct, frozen=True, order=True):
    """A node: ``kind`` is definition (an outermost one), module (its code outside definitions) or table."""

    kind: str
    name: str


class Edge(msgspec.Struct, frozen=True, order=True):
    """An edge from one node to another, by their places in ``Graph.nodes``; ``count`` is how often it occurs."""

    source: int
    target: int
    kind: str
    count: int
    weight: float


class Graph(msgspec.Struct, frozen=True):
    """Nodes and edges, both sorted; for every node its package (dotted) and the words of its name and path.

    The package of a definition is its module, that of a module the package around it, that of a table empty. The words
    are those of the whole dotted name, in order, as often as they stand there. Both tuples are as long as ``nodes``, or
    empty where nothing is known.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    packages: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()

    def pair_weights(self) -> dict[tuple[int, int], float]:
        """Return the summed weight between each pair of nodes, lower index first."""
        found: dict[tuple[int, int], float] = {}
        for edge in self.edges:
            pair = (edge.source, edge.target) if edge.source < edge.target else (edge.target, edge.source)
            found[pair] = found.get(pair, 0.0) + edge.weight
        return found

    def without(self, nodes: Collection[Node]) -> Graph:
        """Return the graph that is left when some nodes and their edges are taken out."""
        if not nodes:
            return self
        kept = [place for place, node in enumerate(self.nodes) if node not in nodes]
        new = {place: number for number, place in enumerate(kept)}
        edges = (
            msgspec.structs.replace(edge, source=new[edge.source], target=new[edge.target])
            for edge in self.edges
            if edge.source in new and edge.target in new
        )
        return Graph(
            nodes=tuple(self.nodes[place] for place in kept),
            edges=tuple(edges),
            packages=tuple(self.packages[place] for place in kept) if self.packages else (),
            words=tuple(self.words[place] for place in kept) if self.words else (),
        )

    def kinds(self) -> tuple[EdgeWeight, ...]:
        """Return each kind of edge with its weight, how many edges it has, and what it says."""
        counted = Counter(edge.kind for edge in self.edges)
        return tuple(EdgeWeight(kind, weight, counted[kind], says) for kind, (weight, says) in WEIGHTS.items())


def build_graph(facts: Facts) -> Graph:
    """Return the graph of all code modules, their outermost definitions, and tables."""
    names = _Places(facts)
    counted: Counter[tuple[Node, Node, str]] = Counter()
    for source, target, kind in _relations(facts, names):
        if source != target:
            counted[source, target, kind] += 1
    nodes = tuple(sorted(names.nodes()))
    place = {node: index for index, node in enumerate(nodes)}
    graph = weighted_graph(nodes, {(place[a], place[b], kind): count for (a, b, kind), count in counted.items()})
    return msgspec.structs.replace(
        graph,
        packages=tuple(names.package(node) for node in nodes),
        words=tuple(words_of(node.name.split(".")) for node in nodes),
    )


def words_of(segments: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a name's segments, in order, as often as they stand there."""
    return tuple(word for segment in segments for word in split_words(segment))


def weighted_graph(nodes: tuple[Node, ...], counted: Mapping[tuple[int, int, str], float]) -> Graph:
    """Return the graph of sorted nodes; ``counted`` holds how often each (source, target, kind of edge) occurs."""
    inbound = Counter(target for _, target, kind in counted if kind != "within")
    rank = {kind: number for number, kind in enumerate(sorted(WEIGHTS))}
    # by one number, because there may be a million edges
    ordered = sorted(counted, key=lambda key: (key[0] * len(nodes) + key[1]) * len(rank) + rank[key[2]])
    edges = []
    for key in ordered:
        source, target, kind = key
        count = counted[key]
        edges.append(Edge(source, target, kind, max(1, round(count)), weigh(kind, count, inbound[target])))
    return Graph(nodes, tuple(edges))


def weigh(kind: str, count: float, inbound: int) -> float:
    """Return ``w * log2(1 + count) / log2(2 + indegree)**2``; membership in a module is not damped.

    Repeats add little, and a hub that everything leans on says little about where one of them belongs.
    """
    base = WEIGHTS[kind][0] * math.log2(1 + count)
    return base if kind == "within" else base / math.log2(2 + inbound) ** 2


def networkx_graph(graph: Graph) -> nx.Graph[int]:
    """Return the graph for networkx: nodes carry ``kind`` and ``name``, edges the summed ``weight``."""
    import networkx as nx

    found: nx.Graph[int] = nx.Graph()
    for index, node in enumerate(graph.nodes):
        found.add_node(index, kind=node.kind, name=node.name)
    found.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(graph.pair_weights().items()))
    return found


class _Places:
    """Finds the node that a definition, module or place in a file belongs to."""

    def __init__(self, facts: Facts) -> None:
        self._modules = {m.name: Node("module", m.name) for m in facts.modules if _counts(m.kind, m.status.value)}
        self._module_of_path = {m.path: m.name for m in facts.modules}
        self._tables = {table.name: Node("table", table.name) for table in facts.tables}
        self._outermost: dict[str, Node] = {}
        self._module_of: dict[Node, str] = {}
        self._by_place: dict[tuple[str, str], Node] = {}
        for definition in facts.definitions:
            if definition.module in self._modules:
                node = Node("definition", definition.within or definition.name)
                self._outermost[definition.name] = node
                self._module_of[node] = definition.module
                self._by_place[definition.path, definition.qualname] = node

    def nodes(self) -> set[Node]:
        """Return every node."""
        return {*self._modules.values(), *self._tables.values(), *self._outermost.values()}

    def package(self, node: Node) -> str:
        """Return what holds a node: the module of a definition, the package around a module, nothing for a table."""
        return self._module_of.get(node, "" if node.kind == "table" else node.name.rpartition(".")[0])

    def named(self, name: str) -> Node | None:
        """Return the node of a definition or module."""
        return self._outermost.get(name) or self._modules.get(name)

    def at(self, path: str, qualname: str) -> Node | None:
        """Return the node of the code at a place."""
        return self._by_place.get((path, qualname)) or self._modules.get(self._module_of_path.get(path, ""))

    def table(self, name: str) -> Node | None:
        """Return the node of a table."""
        return self._tables.get(name)


def _relations(facts: Facts, names: _Places) -> Iterator[tuple[Node, Node, str]]:
    pairs: list[tuple[Node | None, Node | None, str]] = []
    pairs += [(names.named(call.caller), names.named(call.callee), "call") for call in facts.calls]
    pairs += [(names.named(edge.definition), names.named(edge.base), "inherit") for edge in facts.inherits]
    pairs += [(names.named(use.user), names.named(use.used), "type_use") for use in facts.type_uses]
    pairs += [
        (names.named(edge.importer), names.named(edge.imported), "import")
        for edge in facts.imports
        if edge.kind
        is not ImportKind.STRING  # settings and routes name every app and say nothing about where it belongs
    ]
    pairs += [(names.named(d.name), names.named(d.module), "within") for d in facts.definitions if not d.within]
    for access in facts.accesses:
        if access.generic:
            continue  # says nothing about where the table belongs
        kind = "write" if access.operation.writes else "read"
        pairs.append((names.at(access.path, access.qualname), names.table(access.table), kind))
    pairs += [(names.table(key.table), names.table(key.to_table), "foreign_key") for key in facts.foreign_keys]
    pairs += [(names.named(table.model), names.table(table.name), "model") for table in facts.tables if table.model]
    pairs += [(names.table(a), names.table(b), "statement") for one in facts.statements for a, b in _row(one.tables)]
    pairs += [
        (names.table(a), names.table(b), "transaction") for one in facts.transactions for a, b in _row(one.tables)
    ]
    for pair in facts.co_changes:  # counts more the more commits it shares, and the more of them are about it alone
        times = round(pair.commits * math.sqrt(pair.weight))
        pairs += [(names.named(pair.a), names.named(pair.b), "co_change")] * times
    for source, target, kind in pairs:
        if source is not None and target is not None:
            yield source, target, kind


def _row(tables: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Neighbours in a row of tables, the lower name first; with each pair of all one large one would outweigh many."""
    return pairwise(sorted(set(tables)))


def _counts(kind: ModuleKind, status: str) -> bool:
    return kind in (ModuleKind.CODE, ModuleKind.SCRIPT) and status in ("parsed", "lowered")


def outermost_lines(definitions: tuple[Definition, ...]) -> dict[str, int]:
    """Return the number of lines of every outermost definition, by name."""
    return {d.name: d.end_line - d.line + 1 for d in definitions if not d.within}
