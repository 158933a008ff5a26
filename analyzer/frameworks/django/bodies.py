"""What do the bodies of single functions say, before types flow?"""

from __future__ import annotations

from analyzer.link.program import Program
from analyzer.model.syntax import Scope, Statement

_EMPTY = Scope((), ())


class Bodies:
    """Gives the bodies of functions."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def of(self, definition: int) -> Scope:
        """Return the body of a function; an empty one where there is none."""
        found = self._program.definitions[definition]
        return self._program.scopes(found.module).get(found.scope, _EMPTY)

    def statements(self, definition: int) -> tuple[Statement, ...]:
        """Return the statements of a function, flat and in order."""
        return self.of(definition).statements
