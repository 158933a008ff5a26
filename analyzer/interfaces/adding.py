"""Which definitions make a stored value of the one before, so that doing it twice is not doing it once?"""

from __future__ import annotations

from analyzer.link.names import Names
from analyzer.link.protocol import ScopeEvents
from analyzer.model.chains import last_name

_IN_DATABASE = "F"
"""What Django calls the value of a column in the database: ``update(count=F("count") + 1)``."""


class Adding:
    """Collects the definitions that add to what an attribute or column holds, scope by scope."""

    def __init__(self, names: Names) -> None:
        self._program = names.program
        self._found: set[int] = set()

    def add(self, events: ScopeEvents) -> None:
        """Add a scope that adds to an attribute, or updates a column by its own value."""
        if events.definition >= 0 and (events.adds or self._updates(events)):
            self._found.add(events.definition)

    def found(self) -> tuple[str, ...]:
        """Return the names of the definitions, sorted."""
        return tuple(sorted({self._program.definitions[one].name for one in self._found}))

    def _updates(self, events: ScopeEvents) -> bool:
        called = {last_name(one.call.function) for one in events.calls}
        return _IN_DATABASE in called and not called.isdisjoint({"update", "save", "bulk_update"})
