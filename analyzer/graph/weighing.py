"""How much does one edge weigh?"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from analyzer.graph.weighted import Graph

_Integers: TypeAlias = NDArray[np.int64]
_Floats: TypeAlias = NDArray[np.float64]

DAMPING = 2.0
"""Power of the logarithm by which the targets that many modules use are damped."""


def damped(plain: _Floats, count: _Floats, source: _Integers, target: _Integers, home: _Integers) -> _Floats:
    """Return ``w * log2(1 + count) / log2(2 + users)**2`` of every edge, w the ``plain`` weight of its kind.

    ``users`` is the number of modules that use the edge's target by kinds of edge that weigh something; ``home``
    numbers the module of every node, or the node itself. Repeats add little, and a hub that everything leans on says
    little about where one of its users belongs.
    """
    nodes = max(len(home), 1)
    told = plain > 0
    uses = np.unique(target[told] * nodes + home[source[told]])
    users = np.bincount(uses // nodes, minlength=nodes)
    found: _Floats = plain * np.log2(1 + count) / np.log2(2 + users[target]) ** DAMPING
    return found


def modules_of(graph: Graph) -> _Integers:
    """Return for every node the place of its module's node: for a module its own, -1 where there is none."""
    place = {node.name: number for number, node in enumerate(graph.nodes) if node.kind == "module"}
    packages = graph.packages or ("",) * len(graph.nodes)
    return np.array(
        [
            number if node.kind == "module" else place.get(package, -1) if node.kind == "definition" else -1
            for number, (node, package) in enumerate(zip(graph.nodes, packages, strict=True))
        ],
        dtype=np.int64,
    )


def homes_of(graph: Graph) -> _Integers:
    """Return for every node the place of its module's node, its own where there is none."""
    module = modules_of(graph)
    return np.where(module >= 0, module, np.arange(len(module)))
