"""Which tables does a generator over entities, or a lambda, reach?

Pony turns ``select(o for o in Order if o.customer.name == "x")`` into SQL: iterating names tables, and so does every
attribute on the way that leads to another entity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.frameworks.mapped_relations import Relations
from analyzer.model.parts import parts
from analyzer.model.syntax import (
    Attribute,
    Comprehension,
    Expression,
    Lambda,
    Name,
)

_MOST = 2000  # expressions in one generator


class Reached:
    """Collects the entities that a generator or lambda reaches, in order."""

    def __init__(self, relations: Relations, named: Callable[[Expression], int]) -> None:
        """``named`` says which entity an expression is the name of; -1 for none."""
        self._relations = relations
        self._named = named
        self.entities: dict[int, None] = {}
        self.between: dict[int, None] = {}

    def generator(self, made: Comprehension, element: int) -> None:
        """Read a generator; ``element`` is the entity of what it yields, where it yields one of its variables."""
        variables: dict[str, int] = {}
        if element >= 0 and isinstance(made.elements[0], Name):
            variables[made.elements[0].id] = element
        for target, iterable in zip(made.targets, made.iterables, strict=True):
            cls = self._named(iterable)
            cls = self._leads_to(iterable, variables) if cls < 0 else cls
            if isinstance(target, Name) and cls >= 0:
                variables[target.id] = cls
            self._note(cls)
        for part in (*made.elements, *made.tests):
            self._walk(part, variables)

    def function(self, made: Lambda, cls: int) -> None:
        """Read a lambda whose parameter is an object of an entity."""
        if made.parameters:
            self._walk(made.body, {made.parameters[0].name: cls})

    def _walk(self, expression: Expression, variables: dict[str, int]) -> None:
        pending = [expression]
        for part, _ in zip(_each(pending), range(_MOST), strict=False):
            if isinstance(part, Attribute):
                self._leads_to(part, variables)
            elif isinstance(part, Comprehension):
                for target, iterable in zip(part.targets, part.iterables, strict=True):
                    cls = self._named(iterable)
                    cls = self._leads_to(iterable, variables) if cls < 0 else cls
                    self._note(cls)
                    if isinstance(target, Name) and cls >= 0:
                        variables = {**variables, target.id: cls}

    def _leads_to(self, expression: Expression, variables: dict[str, int]) -> int:
        """Return the entity that a chain of attributes leads to from a variable; -1 where it leads to none."""
        names: list[str] = []
        while isinstance(expression, Attribute):
            names.append(expression.name)
            expression = expression.value
        cls = variables.get(expression.id, -1) if isinstance(expression, Name) else -1
        for place, name in enumerate(reversed(names)):
            relation = self._relations.find(cls, name)
            if relation is None:
                return -1
            is_key = not relation.many and place == len(names) - 1
            cls = relation.target
            if not is_key:
                if relation.between >= 0:
                    self.between[relation.between] = None
                self._note(cls)
        return cls

    def _note(self, cls: int) -> None:
        if cls >= 0:
            self.entities[cls] = None


def lines_of(made: Comprehension) -> Iterator[int]:
    """Yield the lines on which the names in a generator stand."""
    pending: list[Expression] = [made, *made.targets, *made.iterables]
    for part, _ in zip(_each(pending), range(_MOST), strict=False):
        if isinstance(part, Name):
            yield part.line


def _each(pending: list[Expression]) -> Iterator[Expression]:
    """Yield an expression and those in it, whole chains of attributes first."""
    while pending:
        part = pending.pop()
        yield part
        pending.extend(reversed(_parts(part)))


def _parts(expression: Expression) -> tuple[Expression, ...]:
    match expression:
        case Attribute(value=value):
            while isinstance(value, Attribute):
                value = value.value
            return (value,)
        case Comprehension(elements=elements, tests=tests):
            return (*elements, *tests)
        case _:
            return parts(expression)
