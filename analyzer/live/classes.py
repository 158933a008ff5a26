"""Is an object of a class of the project live?

It is where its class is mapped to a table, or derives from a type that is; any other object is live by what it keeps
in its attributes: a session, a connection, an open file. Callables that it keeps do not count: methods do not make an
object live either.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable

from analyzer.frameworks.live_types import live_type
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.link.settled import Settled
from analyzer.link.types import Instance, Type, options
from analyzer.live.held import Held
from analyzer.model.live_values import LiveKind

_NO_STATE = (LiveKind.CALLABLE, LiveKind.CONTEXT)
_ERRORS = frozenset(
    f"builtins.{name}"
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


class Classes:
    """Answers for the classes of a program; answers are remembered."""

    def __init__(self, names: Names, schema: Schema, settled: Settled) -> None:
        self._names = names
        self._schema = schema
        self._settled = settled
        self._known: dict[int, tuple[Held, ...]] = {}
        self._itself: dict[int, LiveKind | None] = {}

    def of(self, cls: int, held_by: Callable[[Type], Iterable[Held]]) -> tuple[Held, ...]:
        """Return what an object of a class is, or holds; ``held_by`` answers for the value of an attribute."""
        if cls not in self._known:
            self._known[cls] = ()  # an object that holds itself adds nothing
            self._known[cls] = self._of(cls, held_by)
        return self._known[cls]

    def itself(self, cls: int) -> LiveKind | None:
        """Return what an object of a class is, whatever it holds."""
        if cls not in self._itself:
            self._itself[cls] = self._own(cls)
        return self._itself[cls]

    def name(self, cls: int) -> str:
        """Return the dotted name of a class."""
        return self._names.program.definitions[cls].name

    def _of(self, cls: int, held_by: Callable[[Type], Iterable[Held]]) -> tuple[Held, ...]:
        itself = self.itself(cls)
        if itself is not None:
            return (Held(itself, self.name(cls)),)
        if not _ERRORS.isdisjoint(self._names.external_bases(cls)):
            return ()
        found: dict[LiveKind, str] = {}
        for ancestor in self._names.mro(cls):
            for value in self._settled.attributes(ancestor):
                for option in options(value):
                    for held in self._kept(option, held_by):
                        if held.what not in _NO_STATE:
                            found.setdefault(held.what, held.type)
        return tuple([Held(what, f"{self.name(cls)} (holds {text})") for what, text in found.items()])

    def _kept(self, value: Type, held_by: Callable[[Type], Iterable[Held]]) -> Iterable[Held]:
        """Another object that is live only by what it holds is not followed: evidence gets thin."""
        if isinstance(value, Instance) and self.itself(value.definition) is None:
            return ()
        return held_by(value)

    def _own(self, cls: int) -> LiveKind | None:
        mapped = self._schema.of_class
        if any(one in mapped for one in self._names.mro(cls)):
            return LiveKind.ENTITY
        below = self._settled.below(cls)
        if below and all(one in mapped or any(other in mapped for other in self._names.mro(one)) for one in below):
            return LiveKind.ENTITY
        for base in self._names.external_bases(cls):
            kind = live_type(f"{base}()")
            if kind is not None and kind is not LiveKind.CALLABLE:
                return kind
        return None
