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
        self._other: list[Pattern] = []
        for pattern in patterns:
            stem = re.sub(r"\.\*+$", "", pattern.text)
            if "*" in stem:
                self._other.append(pattern)
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
        found += [pattern for pattern in self._other if fits(pattern.text, name)]
        return sorted(found, key=lambda pattern: pattern.order)


def full_name(node: Node) -> str:
    """A module stands for its code outside definitions, so that ``package.module.*`` holds it too."""
    return f"{node.name}.<module>" if node.kind == "module" else node.name


def fits(text: str, name: str) -> bool:
    """Tell whether a pattern fits a name, or something that the name stands below; takes time linear in the name."""
    return _matches(text, name) or (not text.endswith("*") and _matches(f"{text}.*", name))


def _parents(name: str) -> Iterator[str]:
    yield name
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _matches(text: str, name: str) -> bool:
    first, *others = re.split(r"\*+", text)
    if not others:
        return text == name
    *between, last = others
    if not (name.startswith(first) and name.endswith(last) and len(first) + len(last) <= len(name)):
        return False
    place, end = len(first), len(name) - len(last)
    for part in between:
        place = name.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True
