"""Which code belongs to entry points, and hands over to what the service offers?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from analyzer.model.code import Definition, DefinitionKind
from analyzer.model.entry_points import EntryKind
from analyzer.model.facts import Facts
from analyzer.model.interfaces import Promises
from analyzer.model.shapes import ShapeKind

ANSWERED = (EntryKind.HTTP, EntryKind.GRAPHQL, EntryKind.SOAP, EntryKind.WEBSOCKET, EntryKind.RPC)
"""The kinds of entry points of which somebody waits for the answer."""
HANDED = frozenset({"request", "info", "websocket"})
"""What frameworks call what they hand to handlers."""
_FRONTS = (*ANSWERED, EntryKind.CLI)
_WORKED = (EntryKind.TASK, EntryKind.CONSUMER, EntryKind.CRON)
_STORING = frozenset({"save", "delete", "clean", "full_clean", "save_base", "validate_unique", "refresh_from_db"})
"""What mapped classes have from their library, and do in their own way."""
_NEUTRAL = ("abc.", "typing.", "typing_extensions.", "enum.", "dataclasses.", "builtins.", "collections.abc.")
_OBJECT = frozenset({"object", "abc.ABC", "Generic", "Protocol"})


class Adapters:
    """Tells code that speaks to callers outside from the code behind it."""

    def __init__(self, facts: Facts, promises: Promises) -> None:
        """Take the facts of a program, and who tells of its functions."""
        self._facts = facts
        self._promises = promises
        self._inner = {one.name: one for one in facts.definitions}

    def belongs(self, name: str) -> bool:
        """Return whether a definition belongs to entry points: it stands beside them, or a framework calls it."""
        definition = self._inner.get(name)
        if definition is None:
            return False
        outer = name.partition(".<locals>.")[0]
        if definition.module in self.modules or outer in self._alone or outer.rpartition(".")[0] in self._fronts:
            return True
        return self._is_given_request(outer)

    def is_plain(self, cls: str) -> bool:
        """Return whether a class derives from none of a library: no form, manager, view, mapped class."""
        return (
            cls not in self._framed and cls not in self._fronts and cls not in self._tables and cls not in self._above
        )

    def is_of_rows(self, name: str) -> bool:
        """Return whether a method is how a library stores the rows of a mapped class, done in the class's own way."""
        owner, _, last = name.rpartition(".")
        return last in _STORING and owner in self._framed and (owner in self._tables or owner in self._above)

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules of entry points; of tasks and consumers those that hold little else."""
        found, tasks = set(), defaultdict(set)
        for one in self._facts.entry_points:
            definition = self._inner.get(one.definition)
            if definition is not None and one.kind in _FRONTS:
                found.add(definition.module)
            elif definition is not None and one.kind in _WORKED:
                tasks[definition.module].add(definition.within or definition.name)
        if tasks:
            outermost: dict[str, int] = defaultdict(int)
            for definition in self._facts.definitions:
                outermost[definition.module] += not definition.within and definition.kind is not DefinitionKind.METHOD
            found |= {module for module, those in tasks.items() if 2 * len(those) >= outermost[module]}
        return frozenset(found)

    def _is_given_request(self, name: str) -> bool:
        """Return whether a function is handed what a framework gives to handlers: it helps these."""
        handed = HANDED.intersection(self._promises.parameters(name))
        shapes = (self._promises.parameter(name, one) for one in sorted(handed))
        return any(shape is not None and shape.kind is ShapeKind.UNKNOWN for shape in shapes)

    @cached_property
    def _fronts(self) -> frozenset[str]:
        """The classes of entry points, and those that they derive from."""
        bases: dict[str, list[str]] = defaultdict(list)
        for one in self._facts.inherits:
            bases[one.definition].append(one.base)
        kinds = (*_FRONTS, *_WORKED)
        start = {one.definition for one in self._facts.entry_points if one.kind in kinds}
        classes = {one.name for one in self._facts.definitions if one.kind is DefinitionKind.CLASS}
        start = {name if name in classes else name.rpartition(".")[0] for name in start} & classes
        start |= {one.name for one in self._facts.definitions if one.name in classes and one.module in self.modules}
        return frozenset(_closed(start, bases))

    @cached_property
    def _framed(self) -> frozenset[str]:
        return frozenset(one.definition for one in self._facts.library_heirs if not _is_neutral(one.base))

    @cached_property
    def _tables(self) -> frozenset[str]:
        """The mapped classes and what derives from them."""
        heirs: dict[str, list[str]] = defaultdict(list)
        for one in self._facts.inherits:
            heirs[one.base].append(one.definition)
        return frozenset(_closed({one.model for one in self._facts.tables if one.model}, heirs))

    @cached_property
    def _above(self) -> frozenset[str]:
        """The classes from which such a class derives, as mixins."""
        bases: dict[str, list[str]] = defaultdict(list)
        for one in self._facts.inherits:
            bases[one.definition].append(one.base)
        return frozenset(_closed(self._framed | self._tables, bases))

    @cached_property
    def _alone(self) -> frozenset[str]:
        """The methods that nobody in the project calls, and a framework does."""
        called = {one.callee for one in self._facts.calls}
        return frozenset(
            one.name
            for one in self._facts.definitions
            if one.kind is DefinitionKind.METHOD and one.name not in called and self._is_framed(one)
        )

    def _is_framed(self, method: Definition) -> bool:
        owner, _, last = method.name.rpartition(".")
        return last == "__call__" or (owner in self._framed and owner not in self._tables)


def _is_neutral(base: str) -> bool:
    return base in _OBJECT or base.startswith(_NEUTRAL)


def _closed(start: Iterable[str], leads: dict[str, list[str]]) -> set[str]:
    found = set(start)
    pending = list(found)
    while pending:
        new = [one for one in leads.get(pending.pop(), ()) if one not in found]
        found.update(new)
        pending += new
    return found
