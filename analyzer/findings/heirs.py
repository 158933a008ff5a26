"""Which classes derive from which, and in which services?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from analyzer.circles import circles
from analyzer.findings.gathering import gathered
from analyzer.model.facts import Facts

_MOST_ANCESTORS = 100


class Heirs:
    """The inheritance of a program whose classes are placed in services."""

    def __init__(self, facts: Facts, service_of: Mapping[str, str]) -> None:
        """Take the facts, and the service of each class that has one; the kernel is none."""
        self._service_of = service_of
        self._bases: dict[str, list[str]] = defaultdict(list)
        self._derived: dict[str, list[str]] = defaultdict(list)
        for one in facts.inherits:
            self._bases[one.definition].append(one.base)
            self._derived[one.base].append(one.definition)
        self._ancestors: dict[str, frozenset[str]] = {}

    def derives(self, name: str, ancestor: str) -> bool:
        """Return whether a class derives from another, however far up (of a hundred ancestors)."""
        return ancestor in self.ancestors(name)

    def ancestors(self, name: str) -> frozenset[str]:
        """Return the classes that a class derives from, however far up (a hundred of them)."""
        if name not in self._bases:
            return frozenset()
        if name not in self._ancestors:
            self._ancestors[name] = self._above(name)
        return self._ancestors[name]

    def elsewhere(self, name: str, service: str) -> bool:
        """Return whether classes outside a service derive from a class, however far down."""
        return bool(self._below.get(name, 0) & ~self._bits.get(service, 0))

    def comes_to(self, name: str, service: str) -> bool:
        """Return whether a class or one below it belongs to a service."""
        return bool(self._below.get(name, 0) & self._bits.get(service, 0))

    def _above(self, name: str) -> frozenset[str]:
        found: dict[str, None] = {}
        pending = list(self._bases[name])
        while pending and len(found) < _MOST_ANCESTORS:
            base = pending.pop()
            if base not in found:
                found[base] = None
                pending.extend(self._bases.get(base, ()))
        return frozenset(found)

    @cached_property
    def _bits(self) -> dict[str, int]:
        return {name: 1 << number for number, name in enumerate(sorted({*self._service_of.values()}))}

    @cached_property
    def _below(self) -> dict[str, int]:
        """The services of each class and of those below it, as bits."""
        order = circles(sorted(self._derived), lambda name: self._derived.get(name, ()), frozenset())
        return gathered(order, self._derived, lambda name: self._bits.get(self._service_of.get(name, ""), 0))
