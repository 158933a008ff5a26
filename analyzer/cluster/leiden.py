"""How is one view of the graph cut into clusters? By the Leiden algorithm (Traag, Waltman and van Eck 2019)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Matrix:
    """A symmetric matrix of weights above zero, in compressed rows."""

    starts: Integers
    columns: Integers
    data: Floats


def symmetric(a: Integers, b: Integers, weight: Floats, nodes: int) -> Matrix:
    """Return the matrix of pairs of nodes, each given once, and their weights; those of no weight are left out."""
    told = np.flatnonzero(weight > 0)
    rows, columns = np.concatenate((a[told], b[told])), np.concatenate((b[told], a[told]))
    order = np.argsort(rows * nodes + columns, kind="stable")
    starts = np.searchsorted(rows[order], np.arange(nodes + 1))
    return Matrix(starts, columns[order].astype(np.int32), np.concatenate((weight[told], weight[told]))[order])


def leiden(matrix: Matrix, resolution: float, seed: int, iterations: int = 2) -> Integers:
    """Return the cluster of every node; clusters are numbered by their first node, lone nodes get one each.

    Modularity with a resolution parameter (Reichardt and Bornholdt 2006). Same matrix and seed, same answer. Where
    graspologic-native cannot be loaded networkx cuts it by the Louvain algorithm (Blondel and others 2008), slower and
    a little worse.
    """
    nodes = len(matrix.starts) - 1
    if not len(matrix.data):
        return np.arange(nodes)
    try:
        import graspologic_native
    except ImportError:
        return numbered(_louvain(matrix, resolution, seed))
    _, found = graspologic_native.leiden_csr(
        matrix.starts,
        matrix.columns,
        matrix.data,
        nodes,
        resolution=resolution,
        iterations=iterations,
        seed=seed,
        use_modularity=True,
    )
    labels = np.arange(nodes) + max(found.values(), default=0) + 1
    labels[np.fromiter(found.keys(), np.int64, len(found))] = np.fromiter(found.values(), np.int64, len(found))
    return numbered(labels)


def numbered(labels: Integers) -> Integers:
    """Return the labels as numbers from 0 on, in the order in which they first occur."""
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return rank[place.ravel()]


def _louvain(matrix: Matrix, resolution: float, seed: int) -> Integers:
    import networkx as nx

    nodes = len(matrix.starts) - 1
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(nodes))
    rows = np.repeat(np.arange(nodes), np.diff(matrix.starts))
    upper = rows < matrix.columns
    ends = rows[upper].tolist(), matrix.columns[upper].tolist()
    graph.add_weighted_edges_from(zip(*ends, matrix.data[upper].tolist(), strict=True))
    labels = np.zeros(nodes, dtype=np.int64)
    for number, members in enumerate(nx.community.louvain_communities(graph, resolution=resolution, seed=seed)):
        labels[list(members)] = number
    return labels


def describe() -> str:
    """Return how the graph is cut, in a sentence for the report."""
    return "Leiden on the weighted graph through many views; what most of them agree on is a service"
