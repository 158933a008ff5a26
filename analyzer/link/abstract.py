"""Which methods may run where an abstract one is called?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import ClassOf, Function, Instance
from analyzer.model.chains import last_name
from analyzer.model.syntax import Call

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_MOST_OVERRIDES = 6


class AbstractMethods:
    """Finds overrides for an evaluator; answers are remembered."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._names = evaluator.names
        self._program = evaluator.program
        self._abstract: dict[int, bool] = {}
        self._overrides: dict[tuple[int, int], tuple[int, ...]] = {}

    def overriding(self, function: Function) -> tuple[int, ...]:
        """Return the methods that may run for an abstract one, if they are few."""
        receiver = function.receiver
        if receiver.__class__ is not Instance and receiver.__class__ is not ClassOf:
            return ()
        if not self._is_abstract(function.definition):
            return ()
        key = (function.definition, receiver.definition)
        if key not in self._overrides:
            name = self._program.definitions[function.definition].head.name
            found: dict[int, None] = {}
            for cls in self._evaluator.members.below(receiver.definition):
                member = self._names.member(cls, name)
                if member is not None and isinstance(member[1], DefinitionBinding):
                    found[member[1].definition] = None
            found.pop(function.definition, None)
            concrete = tuple(definition for definition in found if not self._is_abstract(definition))
            self._overrides[key] = concrete if len(concrete) <= _MOST_OVERRIDES else ()
        return self._overrides[key]

    def _is_abstract(self, definition: int) -> bool:
        known = self._abstract.get(definition)
        if known is None:
            known = self._abstract[definition] = self._does_nothing(definition)
        return known

    def _does_nothing(self, definition: int) -> bool:
        """True for a method that says it is abstract, has an empty body, or only raises ``NotImplementedError``."""
        found = self._program.definitions[definition]
        if found.head.kind != "method":
            return False
        if any(last_name(one).startswith("abstract") for one in found.head.decorators):
            return True
        statements = self._evaluator.scopes.body(self._program.unit_of(definition)).statements
        if not statements:
            return True
        raised = statements[-1].value if statements[-1].kind == "raise" else None
        error = raised.function if isinstance(raised, Call) else raised
        return len(statements) == 1 and error is not None and last_name(error) == "NotImplementedError"
