"""Which definitions make a stored value of the one before, so that doing it twice is not doing it once?"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.link.names import Names
from analyzer.link.protocol import ScopeEvents

_IN_DATABASE = "F"
"""What Django calls the value of a column in the database: ``update(count=F("count") + 1)``."""
_UPDATING = frozenset({"update", "save", "bulk_update"})


class Adding:
    """Collects the definitions that add to what an attribute or column holds, scope by scope."""

    def __init__(self, names: Names) -> None:
        self._program = names.program
        self._found: set[int] = set()

    def add(self, events: ScopeEvents, called: Sequence[str]) -> None:
        """Add a scope that adds to an attribute, or updates a column by its own value.

        ``called`` are the last names of what it calls.
        """
        if events.definition >= 0 and (events.adds or (_IN_DATABASE in called and not _UPDATING.isdisjoint(called))):
            self._found.add(events.definition)

    def found(self) -> tuple[str, ...]:
        """Return the names of the definitions, sorted."""
        return tuple(sorted({self._program.definitions[one].name for one in self._found}))
