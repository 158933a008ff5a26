"""How much stays inside the services of a cut, and how much crosses? By links alone.

They are easy to please: one service for all has nothing that crosses, many tiny ones are dense. So none is a target,
and trivial cuts of the same graph always stand beside ours.
"""

from __future__ import annotations

import numpy as np

from analyzer.cluster.figures.arrays import Arrays, Floats, Integers, placed, sizes_of


def structural_modularity(arrays: Arrays, labels: Integers) -> float:
    """Return SM, higher is better.

    ``1/K Σ_i u_i / n_i² − 2/(K(K−1)) Σ_{i<j} s_ij / (n_i n_j)`` with K services of n units, u pairs of linked
    units inside one and s between two: Jin, Liu, Cai, Kazman, Mo and Zheng (2019), in the variant of Mono2Micro's
    program (Kalia et al. 2021): a pair counts once, whatever the number, direction and kind of its links.
    """
    size = np.bincount(labels[arrays.units & (labels >= 0)], minlength=int(labels.max(initial=-1)) + 1)
    services = int(np.count_nonzero(size))
    if not services:
        return 0.0
    pairs = placed(arrays.pairs, labels)
    a, b = labels[pairs.source], labels[pairs.target]
    same = a == b
    cohesion = float(np.sum(1.0 / size[a[same]].astype(np.float64) ** 2)) / services
    across = float(np.sum(1.0 / (size[a[~same]].astype(np.float64) * size[b[~same]])))
    return float(cohesion - (2 * across / (services * (services - 1)) if services > 1 else 0.0))


def crossing_calls(arrays: Arrays, labels: Integers) -> float:
    """Return ICP, the inter-partition call percentage, as a share (0..1); lower is better; 0 without links.

    ``Σ w of links that cross ÷ Σ w of all links`` (Kalia, Xiao, Krishna, Sinha, Vukovic and Banerjee 2021), in the
    variant ``w = ln(count) + 1``, so that a hundred calls between two units do not outweigh all others; every kind of
    link counts, not calls alone.
    """
    links = placed(arrays.links, labels)
    weight = np.log(np.maximum(links.count, 1)) + 1
    whole = float(weight.sum())
    return float(weight[labels[links.source] != labels[links.target]].sum()) / whole if whole else 0.0


def interfaces(arrays: Arrays, labels: Integers) -> float:
    """Return IFN, the mean number of interfaces of a service; lower is better.

    ``1/K Σ_i ifn_i`` where ifn is the number of units of a service that another service calls: Jin et al. (2019), in
    the variant of Kalia et al. (2021) that takes every class called from outside for an interface.
    """
    services = len(sizes_of(arrays, labels))
    calls = placed(arrays.calls, labels)
    called = np.unique(calls.target[labels[calls.source] != labels[calls.target]])
    return len(called) / services if services else 0.0


def turbo_mq(arrays: Arrays, labels: Integers) -> float:
    """Return TurboMQ divided by the number of services (0..1); higher is better.

    ``1/K Σ_i CF_i`` with ``CF_i = 2μ_i / (2μ_i + Σ_j (ε_ij + ε_ji))``, 0 without links inside; μ is the weight of the
    links inside a service and ε of those between two (Mitchell and Mancoridis 2006; a link weighs its count). The sum
    itself grows with the number of services; divided by it, cuts of different fineness can be compared.
    """
    services = len(sizes_of(arrays, labels))
    if not services:
        return 0.0
    links = placed(arrays.links, labels)
    a, b = labels[links.source], labels[links.target]
    length = int(labels.max(initial=-1)) + 1
    same = a == b
    inside = np.bincount(a[same], weights=links.count[same], minlength=length)
    across = _touching(a[~same], b[~same], links.count[~same], length)
    factors = 2 * inside[inside > 0] / (2 * inside + across)[inside > 0]
    return float(factors.sum()) / services


def modularity(arrays: Arrays, labels: Integers) -> float:
    """Return Newman's modularity Q (-.5..1); higher is better; 0 without edges.

    ``Σ_i (m_i / m − (d_i / 2m)²)`` with m the weight of all edges, m_i of those inside a service and d_i the sum of the
    degrees of its nodes (Newman 2004; weighted, resolution 1). Unlike the other figures it counts every edge of the
    graph, tables and membership in modules too, with the weights of our partition.
    """
    kept = (labels[arrays.edges.source] >= 0) & (labels[arrays.edges.target] >= 0)
    a, b, weight = labels[arrays.edges.source[kept]], labels[arrays.edges.target[kept]], arrays.weight[kept]
    whole = float(weight.sum())
    if not whole:
        return 0.0
    degree = _touching(a, b, weight, int(labels.max(initial=-1)) + 1)
    return float(weight[a == b].sum()) / whole - float(np.sum((degree / (2 * whole)) ** 2))


def _touching(a: Integers, b: Integers, weight: Floats, length: int) -> Floats:
    found = np.bincount(a, weights=weight, minlength=length) + np.bincount(b, weights=weight, minlength=length)
    return found.astype(np.float64)
