"""What does defining a class or a function do?

Decorators are called, defaults are evaluated, and a class tells its bases and descriptors about itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.signature import Arguments
from analyzer.link.types import ClassOf, Function, Instance, Literal, Type, options
from analyzer.model.syntax import Attribute, Constant, Statement, Unknown

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_ACCESSORS = ("setter", "deleter", "getter")


class Defining:
    """Reads definitions where they stand, for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def read(self, statement: Statement) -> None:
        """Bind the name of a definition to what its decorators make of it."""
        evaluator = self._evaluator
        frame = evaluator.frame
        index = statement.value.value if isinstance(statement.value, Constant) else 0
        definition = evaluator.program.modules[frame.module].first + int(index or 1) - 1
        head = evaluator.program.definitions[definition].head
        around = frame.named
        frame.named = frame.heads.setdefault(definition, {})  # a decorator belongs to what it decorates
        known = [evaluator.type_of(target) for target in statement.targets]
        frame.named = around
        if frame.quiet:
            frame.locals[head.name] = ClassOf(definition) if head.kind == "class" else Function(definition)
            return
        before = frame.line
        count = len(head.decorators)
        evaluator.decorated.apply(definition, known[:count])
        frame.line = head.line
        if head.kind == "class":
            keywords = known[len(known) - len(head.keywords) :] if head.keywords else []
            self._defined_class(definition, dict(zip((one.name for one in head.keywords), keywords, strict=True)))
        frame.line = before
        optional = [one for one in head.parameters if not isinstance(one.default, Unknown)]
        for parameter, value in zip(optional, known[count:], strict=False):
            if not isinstance(parameter.default, Constant):
                evaluator.cells.replace("default", definition, parameter.name, value)
        if not any(isinstance(one, Attribute) and one.name in _ACCESSORS for one in head.decorators):
            frame.locals[head.name] = evaluator.decorated.outcome(definition)

    def _defined_class(self, cls: int, keywords: dict[str, Type | None]) -> None:
        """Defining a class tells its descriptors their names, and calls what its bases want to be told."""
        evaluator = self._evaluator
        place = evaluator.program.definitions[cls]
        for name, value in evaluator.scopes.left(evaluator.program.unit_of(cls)).items():
            for option in options(value):
                if isinstance(option, Instance) and place.head.name != name:
                    evaluator.operators.special(option, "__set_name__", (ClassOf(cls), Literal(name, place.head.line)))
        hook = evaluator.names.member(cls, "__init_subclass__", after=True)
        if hook is not None and isinstance(hook[1], DefinitionBinding):
            keywords.pop("metaclass", None)
            function = Function(hook[1].definition, True, ClassOf(cls))
            evaluator.functions.call(function, Arguments((), tuple(keywords.items())))
