"""How near is a cut to one that experts made, or to what a team really extracted?

Cuts are mappings of items to the names of their clusters; the items are those of the truth.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

_LEFT_OUT = "(left out)"


def mojofm(ours: Mapping[str, str], truth: Mapping[str, str]) -> float:
    """Return MoJoFM in percent: 100 for the truth itself, 0 for the cut that is farthest from it.

    ``(1 − mno(ours, truth) ÷ max mno(any, truth)) × 100`` where mno is the least number of moves of one item and
    joins of two clusters that turn ours into the truth (Wen and Tzerpos 2004). What ours leaves out is a cluster.
    """
    overlap: dict[str, Counter[str]] = defaultdict(Counter)
    for item, expert in truth.items():
        overlap[ours.get(item, _LEFT_OUT)][expert] += 1
    reach = 0  # a cut that is farthest: as many of its clusters as can be tagged with an expert's of their own
    for size in sorted(Counter(truth.values()).values()):
        reach += reach < size
    worst = len(truth) - reach
    if not worst:
        return 100.0
    best = {cluster: max(counts.values()) for cluster, counts in overlap.items()}
    moves = sum(counts.total() - best[cluster] for cluster, counts in overlap.items())
    tags = {cluster: [e for e, n in counts.items() if n == best[cluster]] for cluster, counts in overlap.items()}
    joins = len(overlap) - _matched(tags)
    return (1 - (moves + joins) / worst) * 100


def adjusted_rand(ours: Mapping[str, str], truth: Mapping[str, str]) -> float:
    """Return ARI (Hubert and Arabie 1985) over the items that both have: 1 for equal cuts, about 0 for unrelated ones.

    ``(Σ C(n_ij, 2) − E) ÷ ((Σ C(a_i, 2) + Σ C(b_j, 2)) / 2 − E)`` with ``E = Σ C(a_i, 2) Σ C(b_j, 2) ÷ C(n, 2)``.
    """
    items = [item for item in truth if item in ours]
    both = _pairs(Counter((ours[item], truth[item]) for item in items))
    left, right = _pairs(Counter(ours[item] for item in items)), _pairs(Counter(truth[item] for item in items))
    expected = left * right / (math.comb(len(items), 2) or 1)
    most = (left + right) / 2
    return (both - expected) / (most - expected) if most != expected else 1.0


def best_match(
    ours: Mapping[str, str], extracted: Mapping[str, Collection[str]], left_out: Collection[str] = ()
) -> float:
    """Return the mean, weighted by size, of each extracted service's F1 with the cluster that matches it best (0..1).

    ``ours`` holds every item that is judged, the extracted and those that stayed; clusters in ``left_out`` (the shared
    kernel) match nothing.
    """
    clusters: dict[str, set[str]] = defaultdict(set)
    for item, cluster in ours.items():
        if cluster not in left_out:
            clusters[cluster].add(item)
    total = 0.0
    for items in extracted.values():
        real = set(items)
        near = {ours[item] for item in real if item in ours} & clusters.keys()
        total += len(real) * max((_f1(real, clusters[cluster]) for cluster in near), default=0.0)
    whole = sum(len(set(items)) for items in extracted.values())
    return total / whole if whole else 0.0


def _f1(real: set[str], found: set[str]) -> float:
    return 2 * len(real & found) / (len(real) + len(found))


def _pairs(sizes: Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(math.comb(size, 2) for size in sizes.values())


def _matched(tags: Mapping[str, Collection[str]]) -> int:
    """How many clusters can bear a tag that no other bears (Hopcroft and Karp 1973)."""
    import networkx as nx

    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    graph.add_edges_from((("ours", cluster), ("truth", tag)) for cluster, every in tags.items() for tag in every)
    matching = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=[("ours", cluster) for cluster in tags])
    return sum(side == "ours" for side, _ in matching)
