"""How is a function read once more: with one caller's arguments, or with marks in place of all callers' texts?

What is read so leaves no trace: nothing is learnt from it but the frame that it leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from analyzer.link.frame import Frame
from analyzer.link.parameters import Parameters
from analyzer.link.statements import Body
from analyzer.link.types import Function, Type
from analyzer.model.syntax import Expression

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_DEEPEST = 3
Around = Callable[[int, int], tuple[Frame, ...]]
"""The frames of the functions around a scope (of a module), innermost first."""
Mark = Callable[[int, str, Type | None], Type | None]
"""What a parameter (of a function, by its name, with what is known of it) holds where parameters are marked."""


class Again:
    """Reads functions once more, for an evaluator."""

    def __init__(self, evaluator: Evaluator, body: Body, around: Around) -> None:
        self._evaluator = evaluator
        self._program = evaluator.program
        self._parameters = Parameters(evaluator)
        self._body = body
        self._around = around
        self._running: list[int] = []
        self._contexts = 0

    def interpret(self, function: Function, values: Mapping[str, Type | None]) -> Frame | None:
        """Read a function once more with known arguments, leaving no trace."""
        definition = function.definition
        if len(self._running) >= _DEEPEST or definition in self._running:
            return None
        frame = self._quiet_frame(definition)
        frame.locals.update({name: value for name, value in values.items() if value is not None})
        if function.captured:
            captured = Frame(frame.module, frame.scope, definition, frame.unit)
            captured.locals = dict(function.captured)
            frame.outer = (captured, *frame.outer)
        return self._run_quietly(frame)

    def marked(self, definition: int, mark: Mark, around: Frame | None) -> Frame:
        """Read a function once more with marks for its parameters, inside a function that was read so."""
        frame = self._quiet_frame(definition)
        frame.textual = True
        known = self._evaluator.functions.signature(definition)
        for slot in known.all_slots:
            frame.locals[slot.name] = mark(definition, slot.name, frame.locals.get(slot.name))
        if around is not None:
            frame.outer = (around, *around.outer)
        return self._run_quietly(frame)

    def inside(self, home: Frame, values: Mapping[str, Type | None], expression: Expression) -> Type | None:
        """Return the type of a lambda's body with known arguments, leaving no trace."""
        if len(self._running) >= _DEEPEST * 2:
            return None
        frame = Frame(home.module, home.scope, home.definition, home.unit)
        frame.quiet = True
        frame.reader = self._evaluator.frame.reader
        frame.locals = {**home.locals, **values}
        frame.outer = home.outer
        self._contexts += 1
        frame.context = self._contexts
        before = self._evaluator.frame
        self._evaluator.frame = frame
        self._running.append(-1)
        try:
            return self._evaluator.type_of(expression)
        finally:
            self._evaluator.frame = before
            self._running.pop()

    def _quiet_frame(self, definition: int) -> Frame:
        """A frame of a function's own, with what is known of its parameters, that leaves no trace."""
        found = self._program.definitions[definition]
        unit = self._program.unit(found.module, found.scope)
        frame = Frame(found.module, found.scope, definition, unit)
        frame.quiet = True
        frame.textual = self._evaluator.frame.textual
        frame.reader = self._evaluator.frame.reader
        self._contexts += 1
        frame.context = self._contexts
        self._parameters.bind(frame, self._program.modules[found.module], found.scope, found.head, frame.reader)
        frame.outer = self._around(found.module, found.head.scope)
        return frame

    def _run_quietly(self, frame: Frame) -> Frame:
        self._running.append(frame.definition)
        before = self._evaluator.frame
        self._evaluator.frame = frame
        try:
            self._body.run(self._evaluator.scopes.body(frame.unit))
        finally:
            self._evaluator.frame = before
            self._running.pop()
        frame.returned = self._parameters.outcome(frame)
        return frame
