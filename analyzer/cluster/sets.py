"""Which nodes carry the same word, live in the same folder or stand in the same module?

Each of these is a set of nodes. Within a set every member has a *branch*: what of its path comes next. A folder's
branches are the folders and modules in it; a word's are what follows the segment that bears it. Only edges between
branches say that the set itself holds its members together; inside a branch a smaller set says so already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.cluster.figures.arrays import Integers
from analyzer.extract.words import split_words
from analyzer.graph.weighted import Graph

MODULE, FOLDER, WORD = 0, 1, 2
"""Families of sets, from the one that says most of where a node stands."""

_Row = tuple[int, str, str]
_Around = tuple[tuple[_Row, ...], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of nodes: family, name and size of each, and per membership the set, the member and the branch.

    Memberships are sorted by set, then member.
    """

    family: Integers
    size: Integers
    names: tuple[str, ...]
    of_set: Integers
    member: Integers
    branch: Integers

    def __len__(self) -> int:
        """Return the number of sets."""
        return len(self.size)

    def contracted(self, unit_of: Integers, units: int) -> Sets:
        """Return the same sets over units, each of which holds one or more nodes; a branch is that of the first."""
        keys, first = np.unique(self.of_set * units + unit_of[self.member], return_index=True)
        of_set = keys // units
        member = keys % units
        branch = self.branch[first]
        own = branch < 0
        branch = np.where(own, -1 - member, branch)
        size = np.bincount(of_set, minlength=len(self))
        return Sets(self.family, size, self.names, of_set, member, branch)


def sets_of(graph: Graph) -> Sets:
    """Return every set of two nodes or more, sorted by family and name."""
    modules = {node.name for node in graph.nodes if node.kind == "module"}
    around: dict[str, _Around] = {}
    numbers: dict[tuple[int, str], int] = {}
    branches: dict[str, int] = {}
    rows: list[tuple[int, int, int]] = []
    packages = graph.packages or ("",) * len(graph.nodes)
    words = graph.words or ((),) * len(graph.nodes)
    for place, (node, package) in enumerate(zip(graph.nodes, packages, strict=True)):
        if package not in around:
            around[package] = _around(package, package in modules)
        within, branch_of = around[package]
        held = [*within, *((WORD, word, branch_of.get(word, "")) for word in dict.fromkeys(words[place]))]
        if node.kind == "module":
            held.append((MODULE, node.name, ""))
        for family, name, branch in held:
            number = numbers.setdefault((family, name), len(numbers))
            rows.append((number, place, branches.setdefault(branch, len(branches)) if branch else -1 - place))
    return _arranged(numbers, rows)


def path_segments(path: str) -> list[str]:
    """Return the segments of a dotted name."""
    return [segment for segment in path.split(".") if segment]


def _around(package: str, is_module: bool) -> _Around:
    """The module and folders around what stands in a package, and the branch that each word of the package leads to.

    An empty branch is the member's own. Of two segments that bear a word the first counts.
    """
    segments = path_segments(package)
    within: list[_Row] = []
    branch_of: dict[str, str] = {}
    for depth, segment in enumerate(segments):
        last = depth == len(segments) - 1
        branch = "" if last else ".".join(segments[: depth + 2])
        within.append((MODULE if last and is_module else FOLDER, ".".join(segments[: depth + 1]), branch))
        for word in split_words(segment):
            branch_of.setdefault(word, branch)
    return tuple(within), branch_of


def _arranged(numbers: dict[tuple[int, str], int], rows: Sequence[tuple[int, int, int]]) -> Sets:
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    sizes = np.bincount(table[:, 0], minlength=len(numbers))
    kept = sorted(key for key, number in numbers.items() if sizes[number] > 1)
    new = np.full(len(numbers), -1, dtype=np.int64)
    for place, key in enumerate(kept):
        new[numbers[key]] = place
    table[:, 0] = new[table[:, 0]] if len(numbers) else table[:, 0]
    table = table[table[:, 0] >= 0]
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    return Sets(
        family=np.array([family for family, _ in kept], dtype=np.int64),
        size=np.bincount(table[:, 0], minlength=len(kept)),
        names=tuple(name for _, name in kept),
        of_set=table[:, 0],
        member=table[:, 1],
        branch=table[:, 2],
    )
