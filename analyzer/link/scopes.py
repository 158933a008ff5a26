"""What the evaluation of an expression asks of whoever runs the scopes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from analyzer.link.frame import Environment, Frame
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Function, Type
from analyzer.model.syntax import Expression, Scope


class Scopes(Protocol):
    """Runs scopes of the program, numbered by ``Program.unit``."""

    def ensure(self, unit: int) -> None:
        """Read a scope now if it was never read, unless it is being read or the chain of such requests is too long."""

    def running(self, unit: int) -> Frame | None:
        """Return the frame of a scope that is being read at this moment."""

    def left(self, unit: int) -> Environment:
        """Return what a class body or module leaves behind, reading it first if it was not read."""

    def nested(self, unit: int) -> tuple[int, ...]:
        """Return the functions that see the local names of a function."""

    def body(self, unit: int) -> Scope:
        """Return the statements of a scope."""

    def calls_of(self, definition: int) -> Sequence[TypedCall]:
        """Return the calls of a function of the project, in the order of the program, once all scopes were read."""

    def interpret(self, function: Function, values: Mapping[str, Type | None]) -> Frame | None:
        """Read a function once more with known arguments, leaving no trace; None where that would go too deep."""

    def inside(self, home: Frame, values: Mapping[str, Type | None], expression: Expression) -> Type | None:
        """Return the type of a lambda's body with known arguments, leaving no trace."""
