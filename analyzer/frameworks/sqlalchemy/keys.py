"""Which foreign keys do columns and constraints state, and to what do they refer?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.classes import Classes
from analyzer.frameworks.sqlalchemy.columns import Columns, StatedColumn
from analyzer.frameworks.sqlalchemy.table_names import TableNames, qualified
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.names import Names, Value
from analyzer.link.schema import DeclaredKey
from analyzer.link.types import ClassOf
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Lambda, Name, Subscript

_KEY, _CONSTRAINT = "ForeignKey", "ForeignKeyConstraint"
_FIELD = "Field"


class Keys:
    """Reads foreign keys; those whose target is computed go to ``unresolved``."""

    def __init__(self, classes: Classes, values: Values, tables: TableNames, unresolved: list[Unresolved]) -> None:
        self._names: Names = values.names
        self._classes = classes
        self._values = values
        self._tables = tables
        self._columns = Columns(values)
        self._unresolved = unresolved

    def of_column(self, column: StatedColumn, schema: str) -> Iterator[DeclaredKey]:
        """Yield the keys of a column; ``schema`` is the metadata's own, which a text without one falls into."""
        for place, call in column.calls:
            if last_name(call.function) == _FIELD:
                yield from self._field(column, place, call, schema)
                continue
            for part in (*call.args, *(given.value for given in call.keywords)):
                home, made = self._values.followed(place, part)
                if isinstance(made, Call) and last_name(made.function) == _KEY:
                    yield from self._key(column.name, home, made, schema)

    def of_constraint(self, place: Place, item: Expression, schema: str) -> Iterator[DeclaredKey]:
        """Yield the keys of a ``ForeignKeyConstraint``, whose arguments may be positional or named."""
        place, item = self._values.followed(place, item)
        if not isinstance(item, Call) or last_name(item.function) != _CONSTRAINT:
            return
        given = item.args[0] if item.args else keyword(item, "columns")
        targets = item.args[1] if len(item.args) > 1 else keyword(item, "refcolumns")
        for column, target in zip(
            _items(self._values, place, given), _items(self._values, place, targets), strict=False
        ):
            name = self._values.text(place, column) or last_name(column)
            found = self._target(place, target, schema)
            if name and found is not None:
                yield DeclaredKey(name, *found, place.path, item.line)
            elif name:
                self._computed(name, place, item)

    def _field(self, column: StatedColumn, place: Place, call: Call, schema: str) -> Iterator[DeclaredKey]:
        """SQLModel's ``Field(foreign_key="team.id", sa_column_args=[ForeignKey(…)])``."""
        given = keyword(call, "foreign_key")
        if given is not None and not (isinstance(given, Constant) and given.value is None):
            found = self._target(place, given, schema)
            if found is not None:
                yield DeclaredKey(column.name, *found, place.path, call.line)
            else:
                self._computed(column.name, place, call)
        more = keyword(call, "sa_column_args")
        for part in more.items if isinstance(more, Items) else ():
            if isinstance(part, Call) and last_name(part.function) == _KEY:
                yield from self._key(column.name, place, part, schema)

    def _key(self, column: str, place: Place, call: Call, schema: str) -> Iterator[DeclaredKey]:
        found = self._target(place, call.args[0] if call.args else keyword(call, "column"), schema)
        if found is not None:
            yield DeclaredKey(column, *found, place.path, call.line)
        else:
            self._computed(column, place, call)

    def _computed(self, column: str, place: Place, call: Call) -> None:
        reason = "the target of the key is computed"
        self._unresolved.append(Unresolved("foreign_key", column, place.path, call.line, reason))

    def _target(self, place: Place, target: Expression | None, schema: str) -> tuple[str, str] | None:
        if isinstance(target, Lambda):
            target = target.body
        text = self._values.text(place, target)
        if text:
            table, _, column = text.rpartition(".")
            table, column = (table, column) if table else (text, "")
            return (table if "." in table else qualified(schema, table)), column
        return self._of_column_object(place, target) if target is not None else None

    def _of_column_object(self, place: Place, target: Expression) -> tuple[str, str] | None:
        """``Rider.id``, ``riders.c.id``, ``riders.c["id"]``, ``Rider.__table__.c.id``, or a name in the same class."""
        if isinstance(target, Subscript) and _is_columns(target.value):
            return self._of_owner(place, target.value, text_of(target.index))
        if isinstance(target, Attribute):
            return self._of_owner(place, target.value, target.name)
        if isinstance(target, Name) and place.cls >= 0 and target.id in self._classes.own(place.cls):
            name = self._tables.of(place.cls).name
            return (name, self._real_name(place.cls, target.id)) if name else None
        return None

    def _of_owner(self, place: Place, owner: Expression, column: str) -> tuple[str, str] | None:
        while isinstance(owner, Attribute) and (_is_columns(owner) or owner.name == "__table__"):
            owner = owner.value
        known = self._values.known(place, owner) if isinstance(owner, Name) else ...
        meaning = known if isinstance(known, ClassOf) else self._names.resolve(place.module, place.scope, owner)
        if isinstance(meaning, ClassOf):
            name = self._tables.of_or_parents(meaning.definition)
            return (name, self._real_name(meaning.definition, column)) if name else None
        if isinstance(meaning, Value):
            found = self._tables.table_object(place, owner)
            name = self._tables.of_object(*found) if found is not None else ""
            return (name, column) if name else None
        return None

    def _real_name(self, cls: int, attribute: str) -> str:
        """The column's own name where the attribute states another."""
        for ancestor in self._classes.lineage(cls):
            binding = self._classes.own(ancestor).get(attribute)
            stated = self._classes.attribute(cls, ancestor, attribute, binding) if binding is not None else None
            if stated is not None:
                return next((column.name for column in self._columns.of_attribute(stated)), attribute)
        return attribute


def _is_columns(expression: Expression) -> bool:
    return isinstance(expression, Attribute) and expression.name in ("c", "columns")


def _items(values: Values, place: Place, expression: Expression | None) -> tuple[Expression, ...]:
    """The items of a list display; a single text is a list of one."""
    if expression is None:
        return ()
    _, found = values.followed(place, expression)
    return found.items if isinstance(found, Items) else (expression,)
