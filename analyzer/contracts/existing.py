"""Which entry points of today lead to which operations?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from analyzer.contracts.adapters import ANSWERED
from analyzer.contracts.background import Background
from analyzer.contracts.grouping import Group
from analyzer.model.code import DefinitionKind
from analyzer.model.contracts import ExistingEndpoint
from analyzer.model.entry_points import EntryPoint


class Existing:
    """Answers which entry points hand over to an operation, and which hand over to it alone."""

    def __init__(self, back: Background, groups: Sequence[Group]) -> None:
        """Take all operations: an entry point may lead to several."""
        self._back = back
        self._leads: dict[EntryPoint, set[str]] = defaultdict(set)
        self._of: dict[str, set[EntryPoint]] = defaultdict(set)
        for group in groups:
            first = group.definitions[0]
            for call in group.calls:
                for entry in self._entries_of(call.caller):
                    self._leads[entry].add(first)
                    self._of[first].add(entry)

    def of(self, group: Group) -> tuple[EntryPoint, ...]:
        """Return the entry points that lead to an operation, sorted."""
        return tuple(sorted(self._of.get(group.definitions[0], ())))

    def alone(self, group: Group) -> tuple[EntryPoint, ...]:
        """Return those of its own service that lead to no other operation, and whose handlers answer nothing else."""
        service = self._back.evidence.service_of.get(group.definitions[0], "")
        return tuple(
            one
            for one in self.of(group)
            if len(self._leads[one]) == 1 and one.service == service and len(self._back.entries[one.definition]) == 1
        )

    def _entries_of(self, caller: str) -> Iterable[EntryPoint]:
        """Yield the entry points that a caller is, or is part of: of a class whose method it is."""
        outer = caller.partition(".<locals>.")[0]
        owner = outer.rpartition(".")[0]
        definition = self._back.definitions.get(owner)
        yield from self._back.entries.get(outer, ())
        if definition is not None and definition.kind is DefinitionKind.CLASS:
            yield from self._back.entries.get(owner, ())


def shown(entries: Iterable[EntryPoint]) -> tuple[ExistingEndpoint, ...]:
    """Return entry points as contracts name them: those of which somebody waits for the answer first."""
    ordered = sorted(entries, key=lambda one: (one.kind not in ANSWERED, one))
    return tuple(ExistingEndpoint(one.kind.value, one.name, one.definition, one.path, one.line) for one in ordered)
