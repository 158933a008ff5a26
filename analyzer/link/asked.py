"""What do frameworks say of values whose making the source does not show, and what do they ask about others?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from analyzer.link.frame import Frame
from analyzer.link.framework import overriding
from analyzer.link.protocol import TypedCall
from analyzer.link.signature import NO_ARGUMENTS
from analyzer.link.types import ClassOf, Function, Literal, Row, Type
from analyzer.model.syntax import Expression

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator


class Asked:
    """Stands between an evaluator and the frameworks; what these say of classes and parameters is remembered."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._passing = overriding(evaluator.frameworks, "parameter")
        self._standing = overriding(evaluator.frameworks, "receivers")
        self._passed: dict[tuple[int, str], Type | None] = {}
        self._instead: dict[int, tuple[Type, ...]] = {}

    def passed(self, definition: int, name: str) -> Type | None:
        """Return what frameworks say a parameter holds that nobody in the project gives a value."""
        key = (definition, name)
        if key not in self._passed:
            found = (framework.parameter(definition, name) for framework in self._passing)
            self._passed[key] = next((one for one in found if one is not None), None)
        return self._passed[key]

    def read(self, receiver: Type, name: str) -> Type | None:
        """Return the type of ``receiver.name``, for a framework; it leaves no trace."""
        with self._aside() as evaluator:
            return evaluator.members.read(receiver, name)

    def call(self, receiver: Type, name: str) -> Type | None:
        """Return what a method of the project yields, for a framework; it leaves no trace."""
        with self._aside() as evaluator:
            member = evaluator.members.read(receiver, name)
            return evaluator.functions.result(member, NO_ARGUMENTS) if isinstance(member, Function) else None

    def calls_of(self, definition: int) -> Sequence[TypedCall]:
        """Return the calls of a function of the project, for a framework."""
        return self._evaluator.scopes.calls_of(definition)

    def value_at(self, module: int, scope: int, expression: Expression) -> Type | None:
        """Return what an expression yields in a scope, for a framework; it leaves no trace."""
        with self._aside() as evaluator:
            evaluator.frame.module, evaluator.frame.scope = module, scope
            return evaluator.type_of(expression)

    def items(self, container: Type | None) -> Type | None:
        """Return what iterating over a value yields, for a framework; it leaves no trace."""
        with self._aside() as evaluator:
            return evaluator.item(container)

    @contextmanager
    def _aside(self) -> Iterator[Evaluator]:
        """Evaluate in a frame of its own, which is thrown away."""
        evaluator = self._evaluator
        before = evaluator.frame
        frame = Frame(before.module, before.scope, before.definition, before.unit)
        frame.quiet = True
        frame.reader = before.reader
        evaluator.frame = frame
        try:
            yield evaluator
        finally:
            evaluator.frame = before

    def instead(self, cls: int) -> tuple[Type, ...]:
        """Return what frameworks say ``self`` is in the methods of a class."""
        if cls not in self._instead:
            found = (one for framework in self._standing for one in framework.receivers(cls))
            self._instead[cls] = tuple(dict.fromkeys(found))
        return self._instead[cls]

    def by_texts(self, first: str, second: Type | None, found: Type | None) -> Type | None:
        """Return what a call yields that is given a text first; what it loads by the second one is named by that."""
        loaded = self.loaded(first, second)
        known = found if loaded is None else loaded
        frame = self._evaluator.frame
        for one in known.items if isinstance(known, Row) else (known,):
            if isinstance(one, (ClassOf, Function)) and (loaded is not None or self._bears(one, second)):
                frame.named.setdefault(one.definition, frame.line)
        return known

    def _bears(self, known: ClassOf | Function, name: Type | None) -> bool:
        """Return whether a text is the name of a definition, as the labels of models are: in letters of either case."""
        called = self._evaluator.program.definitions[known.definition].head.name
        return isinstance(name, Literal) and name.value.lower() == called.lower()

    def loaded(self, module: str, name: Type | None) -> Type | None:
        """Return what a function loads by the text of a module and a name in it, or several names."""
        if not self._evaluator.program.modules_ending(module):
            return None
        if isinstance(name, Literal):
            return self._evaluator.settle(self._evaluator.names.loaded(module, name.value))
        parts = None if name is None else self._evaluator.contents.parts(name, -1)
        if not parts or not all(isinstance(part, Literal) for part in parts):
            return None
        return Row(tuple([self.loaded(module, part) for part in parts]))
