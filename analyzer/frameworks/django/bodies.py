"""What do the bodies of single functions say, before types flow?"""

from __future__ import annotations

import msgspec

from analyzer.link.program import Program
from analyzer.model.syntax import Scope, Statement

_BODIES = msgspec.msgpack.Decoder(dict[int, Scope])
_EMPTY = Scope((), ())


class Bodies:
    """Decodes the bodies of a module when the first of them is asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._decoded: dict[int, dict[int, Scope]] = {}

    def of(self, definition: int) -> Scope:
        """Return the body of a function; an empty one where there is none."""
        found = self._program.definitions[definition]
        if found.module not in self._decoded:
            self._decoded[found.module] = _BODIES.decode(self._program.modules[found.module].facts.bodies)
        return self._decoded[found.module].get(found.scope, _EMPTY)

    def statements(self, definition: int) -> tuple[Statement, ...]:
        """Return the statements of a function, flat and in order."""
        return self.of(definition).statements
