"""Does a caller catch what escapes an operation?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from analyzer.model.contracts import Caller, Failure
from analyzer.model.interfaces import Guard, Interfaces

_EVERYTHING = ("BaseException", "Exception")


class Catching:
    """Says of operations whether a caller catches one of their failures."""

    def __init__(self, interfaces: Interfaces) -> None:
        """Take what is known of exceptions and of what is around calls."""
        self._guards: dict[str, list[Guard]] = defaultdict(list)
        for one in interfaces.guards:
            self._guards[one.definition].append(one)
        self._ancestors = {one.name: one.ancestors for one in interfaces.exceptions}

    def is_caught(self, failures: Iterable[Failure], callers: Iterable[Caller]) -> bool:
        """Return whether a caller catches a failure by its name, or that of an ancestor that is more than any error."""
        names = {one.exception for one in failures}
        names |= {above for one in names for above in self._ancestors.get(one, ())} - {*_EVERYTHING}
        return any(
            guard.first <= caller.line <= guard.last and not names.isdisjoint(guard.catches)
            for caller in callers
            for guard in self._guards.get(caller.definition, ())
        )
