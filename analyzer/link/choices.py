"""Which of several values is it, and what do the tests before it say?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.narrowing import narrowed
from analyzer.link.types import Type, join
from analyzer.model.syntax import Choice

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator


class Choices:
    """Evaluates choices between values for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def of(self, choice: Choice) -> Type | None:
        """Return what an ``and``, an ``or`` or a conditional expression is."""
        for test in choice.tests:
            self._evaluator.type_of(test)
        if choice.kind == "if":
            return self._either(choice)
        frame = self._evaluator.frame
        before = frame.locals
        found: Type | None = None
        for place, option in enumerate(choice.options):
            value = self._evaluator.type_of(option)
            found = value if choice.kind == "and" and value is not None else join(found, value)
            if place + 1 < len(choice.options):
                changes = narrowed(self._evaluator, option, holds=choice.kind == "and")
                if changes:
                    frame.locals = {**frame.locals, **changes}
        if frame.locals is not before:
            frame.locals = before | {name: value for name, value in frame.locals.items() if name not in before}
        return found

    def _either(self, choice: Choice) -> Type | None:
        frame = self._evaluator.frame
        found: Type | None = None
        for option, holds in zip(choice.options, (True, False), strict=True):
            before = frame.locals
            changes = narrowed(self._evaluator, choice.tests[0], holds=holds)
            if changes is None:
                continue
            frame.locals = {**before, **changes} if changes else before
            found = join(found, self._evaluator.type_of(option))
            frame.locals = before
        return found
