"""Which cuts cost no thought, and how does ours compare with them?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from analyzer.cluster.figures.arrays import Arrays, Integers, arrays_of, labels_of
from analyzer.cluster.figures.data import exclusive_code, exclusive_data, table_entropy, with_owners
from analyzer.cluster.figures.sizes import extreme_share, largest_share, services_of
from analyzer.cluster.figures.structure import (
    crossing_calls,
    interfaces,
    modularity,
    structural_modularity,
    turbo_mq,
)
from analyzer.cluster.leiden import leiden, symmetric
from analyzer.cluster.structure import summed
from analyzer.graph.weighted import PLACE, Graph
from analyzer.model.analysis import PartitionRow

_NEARLY_ALL = 0.9  # a folder with so much of the program is its top, what lies beside it a script or two


def partition_rows(graph: Graph, cut: Sequence[int]) -> tuple[PartitionRow, ...]:
    """Return our cut and every trivial one, by the same figures; ``cut`` is the cluster of every node by its place."""
    arrays = arrays_of(graph)
    ours = labels_of(cut)
    cuts = [("our services", ours), *trivial_cuts(graph, arrays, services_of(arrays, ours)).items()]
    return tuple(figures_row(name, arrays, labels) for name, labels in cuts)


def trivial_cuts(graph: Graph, arrays: Arrays, services: int) -> dict[str, Integers]:
    """Return the trivial cuts by name, in the order in which they are shown; the random one has so many ``services``.

    A table is where the cut's own code uses it most, but for plain Leiden, which places tables itself.
    """
    by_code: dict[str, Callable[[], Sequence[int]]] = {
        "all in one": lambda: all_in_one(graph),
        "one service a package": lambda: by_package(graph),
        "one service a top folder": lambda: by_top_folder(graph),
        "at random": lambda: at_random(graph, services),
    }
    found = {name: with_owners(arrays, labels_of(make())) for name, make in by_code.items()}
    return found | {"plain Leiden": labels_of(plain_leiden(arrays))}


def all_in_one(graph: Graph) -> list[int]:
    """Return the cut with one service."""
    return [0] * len(graph.nodes)


def by_package(graph: Graph) -> list[int]:
    """Return the cut in which every package is a service."""
    return _numbered(packages_of(graph))


def by_top_folder(graph: Graph) -> list[int]:
    """Return the cut by the folders of the first level that splits the code, below its common top package."""
    paths = [tuple(package.split(".")) if package else () for package in packages_of(graph)]
    code = [path for path, node in zip(paths, graph.nodes, strict=True) if node.kind != "table"]
    top: tuple[str, ...] = ()
    while True:
        counted = Counter(path[: len(top) + 1] for path in code if path[: len(top)] == top)
        most = min(counted, key=lambda path: (-counted[path], path), default=())
        if len(most) <= len(top) or counted[most] < _NEARLY_ALL * len(code):
            return _numbered([".".join(path[: len(top) + 1]) for path in paths])
        top = most


def at_random(graph: Graph, services: int, seed: int = 0) -> list[int]:
    """Return a cut into so many services that knows nothing; the same at every run."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    return [dice.randrange(max(services, 1)) for _ in graph.nodes]


def plain_leiden(arrays: Arrays) -> list[int]:
    """Return what one run of Leiden makes of the whole graph: resolution 1, seed 0, each edge weighing its count."""
    ends = arrays.edges
    low, high = np.minimum(ends.source, ends.target), np.maximum(ends.source, ends.target)
    width = max(arrays.nodes, 1)
    keys, where = np.unique(low * width + high, return_inverse=True)
    sums = summed(where, ends.count, len(keys))
    matrix = symmetric(keys // width, keys % width, sums, arrays.nodes)
    return [int(cluster) for cluster in leiden(matrix, resolution=1.0, seed=0)]


def packages_of(graph: Graph) -> list[str]:
    """Return the package of every node, dotted: the one around its module, or that its module is.

    Where the graph does not say what holds a node, that is its name without the last part.
    """
    told = graph.packages or tuple(node.name.rpartition(".")[0] for node in graph.nodes)
    above = {told[place] for place, node in enumerate(graph.nodes) if node.kind == "module"}
    home = {edge.source: edge.target for edge in graph.edges if edge.kind == PLACE}
    found = []
    for place in range(len(graph.nodes)):
        module = home.get(place, place)
        node = graph.nodes[module]
        found.append(node.name if node.kind == "module" and node.name in above else told[module])
    return found


def _numbered(names: Sequence[str]) -> list[int]:
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    return [numbers[name] for name in names]


def figures_row(name: str, arrays: Arrays, labels: Integers) -> PartitionRow:
    """Return the figures of one cut."""
    return PartitionRow(
        name=name,
        services=services_of(arrays, labels),
        largest=_rounded(largest_share(arrays, labels)),
        modularity=_rounded(modularity(arrays, labels)),
        structural_modularity=_rounded(structural_modularity(arrays, labels)),
        crossing_calls=_rounded(crossing_calls(arrays, labels)),
        interfaces=_rounded(interfaces(arrays, labels)),
        extreme=_rounded(extreme_share(arrays, labels)),
        turbo_mq=_rounded(turbo_mq(arrays, labels)),
        table_entropy=_maybe(table_entropy(arrays, labels)),
        exclusive_code=_maybe(exclusive_code(arrays, labels)),
        exclusive_data=_maybe(exclusive_data(arrays, labels)),
    )


def _rounded(figure: float) -> float:
    return round(figure, 3) + 0.0


def _maybe(figure: float | None) -> float | None:
    return None if figure is None else _rounded(figure)
