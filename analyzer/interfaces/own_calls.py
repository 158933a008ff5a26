"""Which methods of its own object does a method call, and what runs instead where the object is of an heir?

``self.check()`` in a base class runs the ``check`` of the class whose object it is; ``super().save()`` runs one method
for the same object. So what escapes a method, or what it does, depends on whose object it works on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzer.interfaces.kept_functions import KeptFunctions
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedCall
from analyzer.model.interfaces import Overriding, OwnCall
from analyzer.model.syntax import Attribute, Call, Name


class OwnCalls:
    """Takes note of calls on ``self``, ``cls`` and ``super()``."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._kept = KeptFunctions(names)
        self._noted: set[tuple[int, int, str, bool]] = set()

    def add(self, calls: Iterable[TypedCall]) -> None:
        """Take note of those among the calls of a scope."""
        for call in calls:
            function = call.call.function
            if function.__class__ is Attribute and call.definition >= 0:
                receiver = function.value
                above = receiver.__class__ is not Name and _is_above(receiver)
                if function.name == "__init__":
                    self._kept.add(call)
                if above or (receiver.__class__ is Name and self._is_own(call.definition, receiver.id)):
                    self._noted.add((call.definition, call.line, function.name, above))

    def found(self) -> tuple[OwnCall, ...]:
        """Return the calls, sorted."""
        definitions = self._program.definitions
        return tuple(sorted(OwnCall(definitions[at].name, line, name, above) for at, line, name, above in self._noted))

    def overriding(self) -> Iterator[Overriding]:
        """Yield what runs for objects of heirs where a method of a base calls one that they override."""
        called: dict[int, set[str]] = defaultdict(set)
        for definition, _, name, above in self._noted:
            if not above:
                called[self._program.definitions[definition].parent].add(name)
        everywhere = {name for names in called.values() for name in names}
        classes = [one for one in self._program.definitions if one.head.kind == "class"]
        several = {
            (base, name)
            for cls in classes
            for base in self._names.mro(cls.id)[1:]
            for name in called.get(base, ())
            if self._method(base, name) != self._method(cls.id, name)
        }
        for cls in classes:
            bases = self._names.mro(cls.id)[1:]
            for name in sorted({name for base in bases for name in called.get(base, ()) if (base, name) in several}):
                own = self._method(cls.id, name)
                if own >= 0:
                    yield Overriding(cls.name, name, self._program.definitions[own].name)
        for one in self._kept.found():
            if one.name in everywhere:
                yield one

    def _is_own(self, definition: int, receiver: str) -> bool:
        head = self._program.definitions[definition].head
        return head.kind == "method" and bool(head.parameters) and receiver == head.parameters[0].name

    def _method(self, cls: int, name: str) -> int:
        member = self._names.member(cls, name)
        return member[1].definition if member is not None and isinstance(member[1], DefinitionBinding) else -1


def _is_above(receiver: object) -> bool:
    return isinstance(receiver, Call) and isinstance(receiver.function, Name) and receiver.function.id == "super"
