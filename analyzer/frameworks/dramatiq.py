"""Dramatiq: what workers run when a message is taken from a queue.

Understands: ``@dramatiq.actor`` with ``actor_name=``, otherwise the name of the function; ``dramatiq.actor(function)``;
classes that derive from ``GenericActor`` and have a ``perform``.
Does not understand: actors made by decorators of the program's own around ``actor``: nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark, text_argument
from analyzer.link.found import FoundEntryPoint
from analyzer.link.protocol import TypedCall
from analyzer.model.entry_points import EntryKind

NAME = "dramatiq"


class Dramatiq(DecoratedFramework):
    """The plug-in."""

    name = NAME
    packages = ("dramatiq",)
    decorators: ClassVar[Kinds] = {"dramatiq:actor": EntryKind.TASK}

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the actors, then the classes of actors."""
        yield from super().entry_points()
        for definition in self.names.program.definitions:
            if definition.head.kind == "class":
                bases = self.names.external_bases(definition.id)
                generic = any(one.startswith("dramatiq.") and one.endswith(".GenericActor") for one in bases)
                method = self.objects.method(definition.id, "perform") if generic else -1
                if method >= 0:
                    head = definition.head
                    yield FoundEntryPoint(EntryKind.TASK, head.name, method, definition.module, head.line)

    def named(self, mark: Mark) -> str:
        """Return the name of an actor."""
        return self.given(mark, "actor_name") or super().named(mark)

    def registered(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        """``actor(function)``."""
        if self.callee(call) and call.callee is not None:
            yield from self.entries(
                EntryKind.TASK, text_argument(call, "actor_name"), self.objects.handed(call, "fn", 0), call
            )
