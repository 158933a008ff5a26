"""Which definitions and modules does a pattern of the architect fit?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from analyzer.graph.weighted import Node
from analyzer.model.services import KERNEL

Key = Literal["pin", "shared_kernel", "seed", "never_with"]
_Parts = tuple[str, ...]
_STRENGTH: dict[Key, int] = {"pin": 0, "shared_kernel": 0, "seed": 1, "never_with": 2}


class Pattern(msgspec.Struct, frozen=True):
    """A pattern and what it was written for: ``key`` of a service; ``*`` is any run of characters."""

    service: str
    key: Key
    text: str

    @property
    def exactness(self) -> tuple[int, bool]:
        """How many characters it fixes, and whether it fixes all; the more exact of two patterns wins."""
        return len(self.text.replace("*", "")), "*" not in self.text

    @property
    def path(self) -> tuple[str, ...]:
        """The keys below which it is written."""
        return (self.key, self.text) if self.service == KERNEL else ("service", self.service, self.key, self.text)

    @property
    def order(self) -> tuple[int, bool, int, str, str]:
        """Sorts the most exact first, then the one that holds most firmly."""
        fixed, plain = self.exactness
        return -fixed, not plain, _STRENGTH[self.key], self.service, self.text

    def __str__(self) -> str:
        """Return the pattern with where it belongs, for a message."""
        return self.key if self.service == KERNEL else f"{self.key} of service {self.service}"


class Patterns:
    """Finds the patterns that fit a name, the most exact first.

    A plain name and ``name.*`` are looked up among the parents of what is asked for; only others are tried one by one.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._below: dict[str, list[Pattern]] = defaultdict(list)
        self._other: list[tuple[Pattern, tuple[_Parts, ...]]] = []
        for pattern in patterns:
            stem = re.sub(r"\.\*+$", "", pattern.text)
            if "*" in stem:
                self._other.append((pattern, _ways(pattern.text)))
            else:
                self._below[stem].append(pattern)

    def fitting(self, node: Node) -> list[Pattern]:
        """Return the patterns that fit a definition or module."""
        name = full_name(node)
        found = [
            pattern
            for parent in _parents(name)
            for pattern in self._below.get(parent, ())
            if parent != name or "*" not in pattern.text
        ]
        found += [pattern for pattern, ways in self._other if any(_matches(parts, name) for parts in ways)]
        return sorted(found, key=lambda pattern: pattern.order)


def full_name(node: Node) -> str:
    """A module stands for its code outside definitions, so that ``package.module.*`` holds it too."""
    return f"{node.name}.<module>" if node.kind == "module" else node.name


def fits(text: str, name: str) -> bool:
    """Tell whether a pattern fits a name, or something that the name stands below; takes time linear in the name."""
    return any(_matches(parts, name) for parts in _ways(text))


def _ways(text: str) -> tuple[_Parts, ...]:
    """The texts between the stars; a pattern without a star at its end holds what stands below it too."""
    parts = tuple(re.split(r"\*+", text))
    return (parts,) if text.endswith("*") else (parts, (*parts[:-1], f"{parts[-1]}.", ""))


def _parents(name: str) -> Iterator[str]:
    yield name
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _matches(parts: _Parts, name: str) -> bool:
    first, *others = parts
    if not name.startswith(first) or not others:
        return name == first
    *between, last = others
    if not (name.endswith(last) and len(first) + len(last) <= len(name)):
        return False
    place, end = len(first), len(name) - len(last)
    for part in between:
        place = name.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True
