"""Which columns and foreign keys do the calls inside a table's declaration state?"""

from __future__ import annotations

import msgspec

from analyzer.link.names import Names, Value
from analyzer.link.program import ValueBinding
from analyzer.link.schema import DeclaredKey
from analyzer.link.types import ClassOf
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Attribute, Call, Expression, Items, Name, Subscript

_COLUMNS = {"Column", "mapped_column"}


class Columns(msgspec.Struct):
    """The columns, in order, and keys read so far of one table."""

    names: dict[str, None]
    keys: list[DeclaredKey]


class Place(msgspec.Struct, frozen=True):
    """Where an expression stands: module index, scope index, path."""

    module: int
    scope: int
    path: str


class ColumnReader:
    """Reads ``Column``, ``mapped_column``, ``ForeignKey`` and ``ForeignKeyConstraint`` calls."""

    def __init__(self, names: Names, unresolved: list[Unresolved]) -> None:
        self._names = names
        self._unresolved = unresolved

    def column(self, found: Columns, attribute: str, value: Expression, place: Place) -> None:
        """Add the column that an attribute or a positional ``Column`` states, with its keys."""
        name = attribute
        if isinstance(value, Call):
            first = value.args[0] if value.args else None
            name = text_of(keyword(value, "name") or first) or attribute
            for part in (*value.args, *(given.value for given in value.keywords)):
                self._key(found, name, part, place)
        found.names.setdefault(name, None)

    def constraint(self, found: Columns, item: Expression, path: str) -> None:
        """Add the keys of a ``ForeignKeyConstraint``, whose arguments may be positional or named."""
        if not isinstance(item, Call) or last_name(item.function) != "ForeignKeyConstraint":
            return
        columns = _strings(item.args[0] if item.args else keyword(item, "columns"))
        targets = _strings(item.args[1] if len(item.args) > 1 else keyword(item, "refcolumns"))
        for column, target in zip(columns, targets, strict=False):
            table, _, to_column = target.rpartition(".")
            if table:
                found.keys.append(DeclaredKey(column, table, to_column, path, item.line))

    def table(self, found: Columns, call: Call, place: Place) -> None:
        """Add what the arguments of ``Table(name, metadata, …)`` state."""
        for part in call.args[1:]:
            if isinstance(part, Call) and last_name(part.function) == "Column":
                self.column(found, "", part, place)
            else:
                self.constraint(found, part, place.path)

    def text(self, place: Place, expression: Expression | None) -> str:
        """Return a literal string, or that of a module's constant; empty where it is computed."""
        if isinstance(expression, (Name, Attribute)):
            meaning = self._names.resolve(place.module, place.scope, expression)
            return text_of(meaning.binding.value) if isinstance(meaning, Value) else ""
        return text_of(expression)

    def _key(self, found: Columns, column: str, part: Expression, place: Place) -> None:
        if not isinstance(part, Call) or last_name(part.function) != "ForeignKey":
            return
        target = self._target(place, part.args[0] if part.args else keyword(part, "column"))
        if target is None:
            reason = "the target of the key is computed"
            self._unresolved.append(Unresolved("foreign_key", column, place.path, part.line, reason))
            return
        found.keys.append(DeclaredKey(column, *target, place.path, part.line))

    def _target(self, place: Place, target: Expression | None) -> tuple[str, str] | None:
        text = self.text(place, target)
        if text:
            table, _, column = text.rpartition(".")
            return (table, column) if table else (text, "")
        if not isinstance(target, Attribute):
            return None
        owner = (
            target.value.value if _is_columns(target.value) and isinstance(target.value, Attribute) else target.value
        )
        meaning = self._names.resolve(place.module, place.scope, owner)
        if isinstance(meaning, ClassOf):
            member = self._names.member(meaning.definition, "__tablename__")
            name = text_of(member[1].value) if member and isinstance(member[1], ValueBinding) else ""
            return (name, target.name) if name else None
        if isinstance(meaning, Value) and isinstance(meaning.binding.value, Call) and meaning.binding.value.args:
            name = text_of(meaning.binding.value.args[0])
            return (name, target.name) if name else None
        return None


def is_column(value: Expression) -> bool:
    """True for a ``Column`` or ``mapped_column`` call, and for a bare ``Mapped[type]`` of a plain type."""
    if isinstance(value, Subscript):
        index = value.index
        many = isinstance(index, Subscript) and last_name(index.value) in ("list", "List", "set", "Set", "dict", "Dict")
        return last_name(value.value) == "Mapped" and not many
    return isinstance(value, Call) and last_name(value.function) in _COLUMNS


def _is_columns(expression: Expression) -> bool:
    return isinstance(expression, Attribute) and expression.name in ("c", "columns")


def _strings(expression: Expression | None) -> list[str]:
    """The strings of a list display, or the names of columns in it; a single string is a list of one."""
    items = expression.items if isinstance(expression, Items) else (expression,)
    return [text for item in items if (text := text_of(item) or (last_name(item) if item is not None else ""))]
