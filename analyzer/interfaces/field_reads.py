"""Which attributes of which objects does a definition read?

Noted while types flowed. What a class reads of itself is left out: of its own objects, and of those of classes below
it, so that ``self`` in a subclass or a mixin does not count either, unless the names are computed: a class that writes
out its objects does so for others. Objects that only a name speaks of do not count.
"""

from __future__ import annotations

from analyzer.link.decorators import is_property
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import ANY_NAME, ScopeEvents
from analyzer.link.schema import Schema
from analyzer.link.types import Instance, TableOf, Type, options
from analyzer.model.interfaces import FieldRead


class FieldReads:
    """Collects which definition reads which attribute of objects of which class, scope by scope."""

    def __init__(self, names: Names, schema: Schema) -> None:
        self._names = names
        self._schema = schema
        self._program = names.program
        self._first: dict[tuple[str, str, str], tuple[str, int]] = {}
        self._readable: dict[tuple[int, str], bool] = {}

    def add(self, events: ScopeEvents) -> None:
        """Add what one scope reads."""
        if not events.reads:
            return
        module, definition = self._program.modules[events.module], events.definition
        reader = self._program.definitions[definition].name if definition >= 0 else module.name
        own = self._class_around(definition)
        for (receiver, name), line in events.reads.items():
            field = ANY_NAME if name == "__dict__" else name
            for option in options(receiver):
                owner = self._owner(option, field, own)
                if owner:
                    key = (reader, owner, field)
                    self._first[key] = min((module.path, line), self._first.get(key, (module.path, line)))

    def found(self) -> tuple[FieldRead, ...]:
        """Return every attribute that a definition reads of the objects of a class once, with its first line."""
        return tuple(FieldRead(*key, *place) for key, place in sorted(self._first.items()))

    def _owner(self, read: Type, field: str, own: int) -> str:
        """The dotted name of the class of an object whose attribute is read; empty where that does not count."""
        if isinstance(read, Instance):
            return self._program.definitions[read.definition].name if self._counts(read, field, own) else ""
        table = self._schema.tables[read.table] if isinstance(read, TableOf) else None
        return table.model if table is not None and table.definition < 0 else ""

    def _counts(self, read: Instance, field: str, own: int) -> bool:
        cls = read.definition
        if read.guessed or field == ANY_NAME:
            return not read.guessed
        if own >= 0 and (own == cls or own in self._names.mro(cls)):
            return False
        key = (cls, field)
        known = self._readable.get(key)
        if known is None:
            known = self._readable[key] = self._is_value(cls, field)
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
