"""What does an attribute of an object hold, as its class declares it: a column, or a field with an annotation?"""

from __future__ import annotations

from analyzer.frameworks.shapes import Shapes
from analyzer.interfaces.columns import Columns
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.settled import Settled
from analyzer.link.types import Instance, options
from analyzer.model.shapes import UNKNOWN, Shape
from analyzer.model.syntax import Attribute, Expression, Name
from analyzer.model.syntax import Unknown as Absent


class Attributes:
    """Looks attributes up by the type that a local name of a function held last."""

    def __init__(self, names: Names, shapes: Shapes, columns: Columns, settled: Settled) -> None:
        self._names = names
        self._shapes = shapes
        self._columns = columns
        self._settled = settled

    def shape(self, definition: int, expression: Expression) -> Shape:
        """Return the shape of ``name.attribute`` inside a function; unknown for anything else."""
        if definition < 0 or not isinstance(expression, Attribute) or not isinstance(expression.value, Name):
            return UNKNOWN
        held = options(self._settled.frame(definition).locals.get(expression.value.id))
        found = {
            self._of(one.definition, expression.name) if isinstance(one, Instance) and not one.guessed else UNKNOWN
            for one in held
        }
        return found.pop() if len(found) == 1 else UNKNOWN

    def _of(self, cls: int, name: str) -> Shape:
        column = self._columns.of(cls, name)
        if column != UNKNOWN:
            return column
        member = self._names.member(cls, name)
        if member is None or not isinstance(member[1], ValueBinding) or isinstance(member[1].annotation, Absent):
            return UNKNOWN
        owner = self._names.program.definitions[member[0]]
        return self._shapes.annotated(owner.module, owner.scope, member[1].annotation)
