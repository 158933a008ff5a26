"""What runs when a class is called?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.signature import NO_ARGUMENTS, Arguments
from analyzer.link.types import ClassOf, Function, Instance, Type, join, options
from analyzer.model.code import Certainty

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator


class Constructor:
    """Makes objects for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._names = evaluator.names
        self._program = evaluator.program
        self._cells = evaluator.cells
        self._functions = evaluator.functions

    def make(self, cls: int, arguments: Arguments, certainty: Certainty) -> Type | None:
        """Return the object that calling a class yields, noting what runs."""
        frame = self._evaluator.frame
        frame.reach(cls, frame.line, certainty)
        made = Instance(cls, fresh=True)
        self._metaclass(cls)
        result: Type | None = made
        making = self._names.member(cls, "__new__")
        if making is not None and isinstance(making[1], DefinitionBinding):
            made_by = self._method_of(making[1].definition, ClassOf(cls), arguments, certainty)
            result = made_by if isinstance(made_by, Instance) else made
        starting = self._names.member(cls, "__init__")
        if starting is not None and isinstance(starting[1], DefinitionBinding):
            self._method_of(starting[1].definition, made, arguments, certainty)
        elif starting is None:
            self._fields(cls, made, arguments)
        return result

    def _method_of(self, definition: int, receiver: Type, arguments: Arguments, certainty: Certainty) -> Type | None:
        found: Type | None = None
        for option in options(self._evaluator.decorated.outcome(definition)):
            if isinstance(option, Function):
                typed = certainty is not Certainty.LITERAL or option.definition != definition
                bound = Function(option.definition, typed, receiver, option.captured)
                found = join(found, self._functions.call(bound, arguments))
        return found

    def _metaclass(self, cls: int) -> None:
        for ancestor in self._names.mro(cls):
            found = self._program.definitions[ancestor]
            for keyword in found.head.keywords:
                if keyword.name == "metaclass":
                    meaning = self._names.resolve(found.module, found.head.scope, keyword.value)
                    if isinstance(meaning, ClassOf):
                        member = self._names.member(meaning.definition, "__call__")
                        if member is not None and isinstance(member[1], DefinitionBinding):
                            self._functions.call(Function(member[1].definition, True, ClassOf(cls)), NO_ARGUMENTS)
                    return

    def _fields(self, cls: int, made: Type, arguments: Arguments) -> None:
        """The generated ``__init__`` of a dataclass: fields get the arguments in the order of their annotations.

        A field without one gets what its ``default_factory`` makes; ``__post_init__`` gets those that are ``InitVar``.
        """
        fields = self._evaluator.annotations.fields(cls)
        if fields is None:
            return
        known = dict(zip(fields, arguments.positional, strict=False))
        known.update({name: value for name, value in arguments.keywords if name in fields})
        for name in fields:
            if name not in known and arguments.rest is None and arguments.keyword_rest is None:
                known[name] = self._made_by_factory(cls, name)
        if not self._evaluator.frame.quiet:
            for name, value in known.items():
                self._cells.add("attribute", cls, name, value)
        after = self._names.member(cls, "__post_init__")
        if after is not None and isinstance(after[1], DefinitionBinding):
            given = tuple(known.get(name) for name, init_only in fields.items() if init_only)
            self._functions.call(Function(after[1].definition, True, made), Arguments(given))

    def _made_by_factory(self, cls: int, name: str) -> Type | None:
        found: Type | None = None
        for ancestor in self._names.mro(cls):
            for option in options(self._cells.read("default", ancestor, name, self._evaluator.frame.reader)):
                found = join(found, self._evaluator.invoker.apply(option, ()))
        return found
