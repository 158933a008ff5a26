"""Is an object of a class of the project live?

It is where its class is mapped to a table, or derives from a type that is; any other object is live by what it keeps
in its attributes: a session, a connection, an open file.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable

from analyzer.frameworks.live_types import live_type
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.link.settled import Settled
from analyzer.live.held import Held
from analyzer.model.live_values import LiveKind

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

    def of(self, cls: int, kept: Callable[[int], Iterable[Held]]) -> tuple[Held, ...]:
        """Return what an object of a class is, or else holds; ``kept`` says what the class keeps in attributes."""
        if cls not in self._known:
            self._known[cls] = ()  # what an object that holds itself keeps is no answer to itself
            self._known[cls] = self._of(cls, kept)
        return self._known[cls]

    def itself(self, cls: int) -> LiveKind | None:
        """Return what an object of a class is, whatever it holds."""
        if cls not in self._itself:
            self._itself[cls] = self._own(cls)
        return self._itself[cls]

    def name(self, definition: int) -> str:
        """Return the dotted name of a class or function."""
        return self._names.program.definitions[definition].name

    def _of(self, cls: int, kept: Callable[[int], Iterable[Held]]) -> tuple[Held, ...]:
        itself = self.itself(cls)
        if itself is not None:
            return (Held(itself, self.name(cls)),)
        if not _ERRORS.isdisjoint(self._names.external_bases(cls)):
            return ()
        found: dict[LiveKind, str] = {}
        for ancestor in self._names.mro(cls):
            for one in kept(ancestor):
                found.setdefault(one.what, one.type)
        return tuple([Held(what, f"{self.name(cls)} (holds {text})", kept=True) for what, text in found.items()])

    def _own(self, cls: int) -> LiveKind | None:
        below = self._settled.below(cls)
        if self._is_mapped(cls) or (below and all(self._is_mapped(one) for one in below)):
            return LiveKind.ENTITY
        for base in self._names.external_bases(cls):
            kind = live_type(f"{base}()")
            if kind is not None and kind is not LiveKind.CALLABLE:
                return kind
        return None

    def _is_mapped(self, cls: int) -> bool:
        return any(one in self._schema.of_class for one in self._names.mro(cls))
