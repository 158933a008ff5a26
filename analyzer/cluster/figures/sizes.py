"""How evenly does a cut share out the units?"""

from __future__ import annotations

import numpy as np

from analyzer.cluster.figures.arrays import Arrays, Integers, sizes_of

PAPERS = (5, 20)
"""The sizes between which a service is not extreme in most papers, which judge programs of some hundred classes."""


def largest_share(arrays: Arrays, labels: Integers) -> float:
    """Return the share of units in the largest service (0..1)."""
    sizes = sizes_of(arrays, labels)
    return float(sizes.max() / sizes.sum()) if len(sizes) else 0.0


def extreme_share(arrays: Arrays, labels: Integers, bounds: tuple[float, float] | None = None) -> float:
    """Return NED, non-extreme distribution, as ``1 − Σ n_i / N`` over services that are not extreme (0..1).

    *Lower* is better, as in Mono2Micro (Kalia et al. 2021, after Wu, Hassan and Holt 2005); other papers give the sum
    itself, where higher is better. A service of n units is not extreme within ``bounds``: ``PAPERS``, or without any
    the relative variant, from half the mean size of a service to twice as much, since 5 to 20 says nothing about a
    program of ten thousand definitions. All in one is best by the relative variant, as it is its own mean.
    """
    sizes = sizes_of(arrays, labels)
    if not len(sizes):
        return 0.0
    least, most = bounds or (float(sizes.mean()) / 2, float(sizes.mean()) * 2)
    return 1.0 - float(sizes[(sizes >= least) & (sizes <= most)].sum() / sizes.sum()) + 0.0


def services_of(arrays: Arrays, labels: Integers) -> int:
    """Return the number of services that hold a unit."""
    return int(np.count_nonzero(sizes_of(arrays, labels)))
