"""Which attributes of which objects does a definition read?

Noted while types flowed. What a class reads of itself is left out: of its own objects, and of those of classes below
it, so that ``self`` in a subclass or a mixin does not count either. Objects that only a name speaks of do not count.
"""

from __future__ import annotations

from analyzer.link.decorators import is_property
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import ScopeEvents
from analyzer.link.types import Instance, options
from analyzer.model.interfaces import FieldRead


class FieldReads:
    """Collects, scope by scope."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._first: dict[tuple[str, int, str], tuple[str, int]] = {}
        self._readable: dict[tuple[int, str], bool] = {}

    def add(self, events: ScopeEvents) -> None:
        """Add what one scope reads."""
        if not events.reads:
            return
        module, definition = self._program.modules[events.module], events.definition
        reader = self._program.definitions[definition].name if definition >= 0 else module.name
        own = self._class_around(definition)
        for (receiver, name), line in events.reads.items():
            for option in options(receiver):
                if option.__class__ is Instance and self._counts(option, name, own):
                    key = (reader, option.definition, name)
                    known = self._first.get(key)
                    self._first[key] = (module.path, line) if known is None else min(known, (module.path, line))

    def found(self) -> tuple[FieldRead, ...]:
        """Return every attribute that a definition reads of the objects of a class once, with its first line."""
        definitions = self._program.definitions
        found: dict[tuple[str, str, str], tuple[str, int]] = {}
        for (reader, cls, name), place in self._first.items():
            by_name = (reader, definitions[cls].name, name)
            found[by_name] = min(place, found.get(by_name, place))  # definitions of one name are one
        return tuple(FieldRead(*key, *place) for key, place in sorted(found.items()))

    def _counts(self, read: Instance, name: str, own: int) -> bool:
        cls = read.definition
        if read.guessed or (own >= 0 and (own == cls or own in self._names.mro(cls))):
            return False
        key = (cls, name)
        known = self._readable.get(key)
        if known is None:
            known = self._readable[key] = self._is_value(cls, name)
        return known

    def _is_value(self, cls: int, name: str) -> bool:
        """Neither a method that is handed over, nor a class inside, nor what every object has."""
        if name.startswith("__"):
            return False
        member = self._names.member(cls, name)
        if member is None or not isinstance(member[1], DefinitionBinding):
            return True
        return is_property(self._program.definitions[member[1].definition].head.decorators)

    def _class_around(self, definition: int) -> int:
        """Return the class in which a method stands, also from a function inside; -1 outside classes."""
        definitions = self._program.definitions
        while definition >= 0:
            definition = definitions[definition].parent
            if definition >= 0 and definitions[definition].head.kind == "class":
                return definition
        return -1
