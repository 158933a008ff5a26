"""Which calls run a function?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain

from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, Function, Union

Calling = tuple[TypedCall, Function | ClassOf]
"""A call, and what is called: of the things that this may be, the one that runs the function."""


class Callings:
    """Takes note of calls, each as often as it is read with other types; looked through once, when all were seen."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._noted: list[Sequence[TypedCall]] = []
        self._makers: dict[int, int] = {}

    def add(self, calls: Sequence[TypedCall]) -> None:
        """Take note of some calls."""
        self._noted.append(calls)

    @cached_property
    def by_function(self) -> Mapping[int, Sequence[Calling]]:
        """The calls of each function, in the order in which they were noted; of a class, of what makes its objects."""
        found: dict[int, list[Calling]] = defaultdict(list)
        for call in chain.from_iterable(self._noted):
            callee = call.callee
            for option in callee.options if callee.__class__ is Union else (callee,):
                if option.__class__ is Function:
                    found[option.definition].append((call, option))
                elif option.__class__ is ClassOf:
                    found[self._maker(option.definition)].append((call, option))
        found.pop(-1, None)
        return found

    def _maker(self, cls: int) -> int:
        """Return what makes the objects of a class; -1 where the project does not say."""
        if cls not in self._makers:
            member = self._names.member(cls, "__init__")
            binding = member[1] if member is not None else None
            self._makers[cls] = binding.definition if isinstance(binding, DefinitionBinding) else -1
        return self._makers[cls]
