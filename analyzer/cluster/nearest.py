"""Which name of the program may the architect have meant?"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from analyzer.graph.weighted import Node

_COMPARED = 500  # names; the comparison is slow, and a program may have many
_LONGEST = 200


class Nearest:
    """Names of a program, asked for the one that is most like a name which is not there.

    Compared are the names that end alike, as after a move, and those that stand beside it, as after a renaming.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = tuple(nodes)

    def name(self, pattern: str) -> str:
        """Return the definition, module or package nearest to a pattern, or an empty text."""
        wanted = pattern.rstrip("*").rstrip(".")
        if not wanted or "*" in wanted:
            return ""
        parent, _, last = wanted.rpartition(".")
        while parent and parent not in self._children:
            parent = parent.rpartition(".")[0]
        if parent in self._definitions:
            return parent
        moved = _most_alike(wanted, sorted(self._ending.get(last, ()))[:_COMPARED])
        if moved:
            return moved
        start = f"{parent}." if parent else ""
        beside = [name.removeprefix(start) for name in sorted(self._children.get(parent, ()))[:_COMPARED]]
        renamed = _most_alike(wanted.removeprefix(start).partition(".")[0], beside)
        return start + renamed if renamed else ""

    def table(self, wanted: str) -> str:
        """Return the table nearest to a name, or an empty text."""
        last = wanted.rpartition(".")[2]
        alike = [name for name in self._tables if name.rpartition(".")[2] == last]  # the same in another schema
        return alike[0] if alike else _most_alike(wanted, _same_start(wanted, self._tables))

    @cached_property
    def _tables(self) -> list[str]:
        return sorted(node.name for node in self._nodes if node.kind == "table")

    @cached_property
    def _definitions(self) -> frozenset[str]:
        return frozenset(node.name for node in self._nodes if node.kind == "definition")

    @cached_property
    def _children(self) -> dict[str, set[str]]:
        """Name -> what stands right below it; definitions have an empty set, the top level stands below no name."""
        found: dict[str, set[str]] = {"": set()}
        for node in self._nodes:
            name = node.name if node.kind != "table" else ""
            while name and name not in found:
                found[name] = set()
                name = name.rpartition(".")[0]
        for name in found:
            if name:
                found[name.rpartition(".")[0]].add(name)
        return found

    @cached_property
    def _ending(self) -> defaultdict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._children:
            found[name.rpartition(".")[2]].append(name)
        return found


def _same_start(wanted: str, names: list[str]) -> list[str]:
    """At most the number that may be compared, those that begin alike first."""
    return sorted(names, key=lambda name: (name[:1] != wanted[:1], name))[:_COMPARED]


def _most_alike(wanted: str, names: Iterable[str]) -> str:
    if len(wanted) > _LONGEST:
        return ""
    near = difflib.get_close_matches(wanted, [name for name in names if len(name) <= _LONGEST], n=1)
    return near[0] if near else ""
