"""Which class or table does a string, name or lambda stand for in a relationship or key?"""

from __future__ import annotations

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.classes import Classes
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.names import Names, Value
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Lambda, Name


class Registry:
    """Finds mapped classes by the names that relationships give, and tables by any expression."""

    def __init__(self, names: Names, values: Values, classes: Classes, schema: Schema) -> None:
        self._names = names
        self._program = names.program
        self._values = values
        self._classes = classes
        self._schema = schema
        self._by_name: dict[str, list[int]] = {}
        mapped = {one for one, table in schema.of_class.items() if schema.tables[table].framework == "sqlalchemy"}
        self.classes = [one.id for one in classes.all() if one.id in mapped or classes.is_mapped(one.id)]
        """All mapped classes, in the order of the program."""
        for cls in self.classes:
            self._by_name.setdefault(self._program.definitions[cls].head.name, []).append(cls)

    def class_of(self, place: Place, expression: Expression | None) -> int:
        """Return the class that ``Rider``, ``"Rider"``, ``"app.models.Rider"`` or ``lambda: Rider`` names; -1: none."""
        if isinstance(expression, Lambda):
            expression = expression.body
        if isinstance(expression, Call) and not expression.args and isinstance(expression.function, Lambda):
            expression = expression.function.body
        if isinstance(expression, (Name, Attribute)):
            meaning = self._names.resolve(place.module, place.scope, expression)
            if isinstance(meaning, ClassOf):
                return meaning.definition
            if isinstance(meaning, Value):
                place, expression = self._values.followed(place, expression)
                return self.class_of(place, expression) if isinstance(expression, (Lambda, Constant)) else -1
        known = self._values.known(place, expression)
        if isinstance(known, ClassOf):
            return known.definition
        if isinstance(known, str):
            return self.class_named(place, known)
        return self.class_named(place, expression.id) if isinstance(expression, Name) else -1

    def class_named(self, place: Place, name: str) -> int:
        """Return the mapped class of a name: of the same module, else of the module that shares the longest package."""
        last = name.rpartition(".")[2].strip()
        meaning = self._names.lookup(place.module, 0, last) if last == name else None
        if isinstance(meaning, ClassOf) and self._is_known(meaning.definition):
            return meaning.definition
        candidates = [one for one in self._by_name.get(last, ()) if f".{self._full(one)}".endswith(f".{name.strip()}")]
        home = self._program.modules[place.module].name.split(".")
        return max(candidates, key=lambda one: (_shared(home, self._full(one).split(".")), -one), default=-1)

    def table_of(self, place: Place, expression: Expression | None) -> int:
        """Return the table that a ``Table``, its name, a mapped class or a lambda names; -1: none."""
        if isinstance(expression, Lambda):
            expression = expression.body
        if expression is None:
            return -1
        while isinstance(expression, Attribute) and expression.name in ("__table__", "c", "columns"):
            expression = expression.value
        cls = self.class_of(place, expression)
        if cls in self._schema.of_class:
            return self._schema.of_class[cls]
        name = self._values.text(place, expression)
        if not name and isinstance(expression, (Name, Attribute)):
            variable = expression.id if isinstance(expression, Name) else expression.name
            home, made = self._values.followed(place, expression)
            name = self._values.text(home, made.args[0]) if isinstance(made, Call) and made.args else ""
            name = name or variable
        found = self._schema.named(name) if name else None
        return -1 if found is None else found

    def _is_known(self, cls: int) -> bool:
        return cls in self._by_name.get(self._program.definitions[cls].head.name, ())

    def _full(self, cls: int) -> str:
        return self._program.definitions[cls].name


def _shared(home: list[str], other: list[str]) -> int:
    length = 0
    for left, right in zip(home, other, strict=False):
        if left != right:
            break
        length += 1
    return length
