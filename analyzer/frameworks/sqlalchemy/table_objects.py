"""Which table objects does the program make: ``Table("riders", metadata, Column(…))``?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.class_tables import BuiltTable, ClassTables
from analyzer.frameworks.sqlalchemy.columns import is_column
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.types import External, Function
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Call, Expression, Items, Mapping, Name, Statement

_KINDS = ("assign", "annotate", "expression", "augment")
_ARGUMENTS = 2


class TableObjects:
    """Reads the calls at the level of modules and classes."""

    def __init__(self, values: Values, reader: ClassTables, unresolved: list[Unresolved]) -> None:
        self._values = values
        self._program = values.names.program
        self._reader = reader
        self._unresolved = unresolved

    def all(self) -> Iterator[BuiltTable]:
        """Yield the tables in the order of the program; what a class is mapped to comes again under its name."""
        for module in self._program.modules:
            for scope, body in sorted(module.facts.scopes.items()):
                place = Place(module.index, scope, module.path)
                for statement in body.statements:
                    if statement.kind in _KINDS:
                        yield from self._of_statement(place, statement)

    def _of_statement(self, place: Place, statement: Statement) -> Iterator[BuiltTable]:
        target = statement.targets[0] if statement.targets else None
        if isinstance(target, Name) and target.id == "__table__":
            return
        for call in _calls(statement.value):
            found = self._table(place, call)
            if found is not None:
                home, made = found
                table = self._built(home, made, place, call, target.id if isinstance(target, Name) else "")
                if table is not None:
                    yield table

    def _table(self, place: Place, call: Call) -> tuple[Place, Call] | None:
        """SQLAlchemy's ``Table``, under any name, or a house function that makes one or is named so."""
        name = last_name(call.function)
        if not name:
            return None
        columns = any(isinstance(arg, Call) and is_column(arg) for arg in call.args[1:])
        if not columns and "table" not in name.lower():
            return None
        meaning = self._values.names.resolve(place.module, place.scope, call.function)
        if isinstance(meaning, External) and meaning.name.endswith(".Table"):
            known = "sqlalchemy" in meaning.name.lower() or columns
            return (place, call) if known and len(call.args) + len(call.keywords) >= _ARGUMENTS else None
        if name == "Table" and columns:
            return place, call
        if isinstance(meaning, Function):
            home, made = self._values.followed(place, call)
            if made is not call and isinstance(made, Call) and self._reader.tables.is_table(home, made):
                return home, made
        return None

    def _built(self, home: Place, made: Call, place: Place, call: Call, variable: str) -> BuiltTable | None:
        tables = self._reader.tables
        name = tables.of_object(home, made) or (tables.of_object(place, call) if made is not call else "")
        if not name:
            reason = "the name of the table is computed"
            shown = variable or text_of(call.args[0] if call.args else None) or "Table"
            self._unresolved.append(Unresolved("model", shown, place.path, call.line, reason))
            return None
        metadata = self._reader.metadatas.of_object(home, made)
        built = BuiltTable(-1, name, metadata, place.path, call.line, {}, [])
        self._reader.add_arguments(built, home, made)
        if made is not call:
            self._reader.add_arguments(built, place, call)
        return built


def _calls(value: Expression) -> Iterator[Call]:
    """The calls that may make a table: the value itself, items of a display, a relationship's ``secondary``."""
    match value:
        case Call():
            yield value
            inner = keyword(value, "secondary")
            if isinstance(inner, Call):
                yield inner
        case Items(items=items) | Mapping(values=items):
            for item in items:
                if isinstance(item, Call):
                    yield item
        case _:
            return
