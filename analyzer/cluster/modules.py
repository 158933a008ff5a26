"""Which modules belong together as they are, and which hold definitions of several services?

People move modules; so a module is one unit unless its definitions went apart in the views. What a module called
``models`` or ``helpers`` holds may be anybody's, and is looked at definition by definition.
"""

from __future__ import annotations

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers
from analyzer.cluster.leiden import numbered
from analyzer.graph.weighted import Graph

_TOGETHER = 0.7  # of a module's definitions, in the mean over the views


def units_of(graph: Graph, module: Integers, runs: Integers, sizes: Floats) -> Integers:
    """Return the unit of every node: one for each module that holds together with its definitions, one for others.

    ``runs`` holds a row per node and a column per run, ``sizes`` what each node counts.
    """
    whole = np.array([node.kind == "definition" for node in graph.nodes]) & (module >= 0)
    places = np.flatnonzero(whole)
    apart = np.zeros(len(graph.nodes), dtype=bool)
    if len(places):
        home = module[places]
        total = np.bincount(home, sizes[places], len(graph.nodes))
        largest = np.zeros(len(graph.nodes))
        for column in runs.T:
            clusters = int(column.max()) + 1
            keys, where = np.unique(home * clusters + column[places], return_inverse=True)
            held = np.bincount(where.ravel(), sizes[places])
            most = np.zeros(len(graph.nodes))
            np.maximum.at(most, keys // clusters, held)
            largest += most
        apart = (total > 0) & (largest / runs.shape[1] < _TOGETHER * total)
    joined = (module >= 0) & ~apart[np.maximum(module, 0)]
    return numbered(np.where(joined, module, np.arange(len(module))))
