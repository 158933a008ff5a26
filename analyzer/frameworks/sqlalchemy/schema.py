"""Which tables do SQLAlchemy's declarative classes and table objects declare?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from analyzer.frameworks.sqlalchemy.columns import ColumnReader, Columns, Place, is_column
from analyzer.link.names import Names, Value
from analyzer.link.program import Binding, ProgramDefinition, ValueBinding
from analyzer.link.schema import DeclaredTable, Schema
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import keyword, last_name
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Name

NAME = "sqlalchemy"
_FLASK_MODEL = "SQLAlchemy().Model"
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_RELATIONS = {"relationship", "relation", "dynamic_loader", "association_proxy", "synonym", "column_property"}
_TABLE_ARGUMENTS = 2  # the name and the metadata


class SqlAlchemySchema:
    """Reads the classes and table objects of a program into a schema."""

    def __init__(self, names: Names, schema: Schema) -> None:
        self._names = names
        self._program = names.program
        self._schema = schema
        self._reader = ColumnReader(names, schema.unresolved)

    def declare(self) -> None:
        """Add every table, then let classes without a table of their own share their parent's."""
        classes = [found for found in self._program.definitions if found.head.kind == "class"]
        tables = [table for found in classes if (table := self._of_class(found)) is not None]
        objects = list(self._table_objects())
        short = _short_names({table.database for table in (*tables, *objects)})
        for table in (*tables, *objects):
            self._schema.add(msgspec.structs.replace(table, database=short[table.database]))
        for found in classes:
            self._share_parents(found)

    def _of_class(self, found: ProgramDefinition) -> DeclaredTable | None:
        if self._is_abstract(found.id):
            return None
        name = self._table_name(found)
        if not name:
            return None
        columns = self._columns_of(found)
        mapped = any("sqlalchemy" in base.lower() for base in self._names.external_bases(found.id))
        if not columns.names and not mapped:
            return None
        path = self._program.modules[found.module].path
        return DeclaredTable(
            name=name,
            framework=NAME,
            definition=found.id,
            model=found.name,
            path=path,
            line=found.head.line,
            columns=tuple(columns.names),
            keys=tuple(columns.keys),
            database=self._database_of_class(found.id),
        )

    def _table_name(self, found: ProgramDefinition) -> str:
        """The name in ``__table__`` or ``__tablename__``, of the class or a mixin; empty where a parent's is shared."""
        own = self._own(found.id).get("__table__")
        if isinstance(own, ValueBinding):
            return self._name_of_table_object(self._place(found), own.value)
        member = self._names.member(found.id, "__tablename__")
        if member is None:
            return self._by_convention(found)
        owner, binding = member
        if not isinstance(binding, ValueBinding):
            self._computed(found, owner)
            return ""
        if owner != found.id and self._has_columns(owner) and not self._is_abstract(owner):
            return ""
        place = self._program.definitions[owner]
        return self._reader.text(self._place(place), binding.value)

    def _name_of_table_object(self, place: Place, value: Expression) -> str:
        if isinstance(value, Name):
            binding = self._program.namespaces.get((place.module, 0), {}).get(value.id)
            value = binding.value if isinstance(binding, ValueBinding) else value
        if isinstance(value, Call) and last_name(value.function) == "Table" and value.args:
            return self._reader.text(place, value.args[0])
        return ""

    def _computed(self, found: ProgramDefinition, owner: int) -> None:
        if owner == found.id or not self._has_columns(owner):
            path = self._program.modules[found.module].path
            reason = "__tablename__ is computed by a function"
            self._schema.unresolved.append(Unresolved("model", found.name, path, found.head.line, reason))

    def _by_convention(self, found: ProgramDefinition) -> str:
        """Flask-SQLAlchemy names a table after its class in snake case, if the class has a primary key."""
        if not self._is_flask(found.id) or not any(_is_key(value) for _, value, _ in self._values(found.id)):
            return ""
        for parent in self._names.mro(found.id)[1:]:
            is_table = self._is_flask(parent) and not self._is_abstract(parent)
            if is_table and any(_is_key(value) for _, value, _ in self._values(parent)):
                return ""
        return _HUMPS.sub("_", found.head.name).lower()

    def _is_flask(self, cls: int) -> bool:
        return any(base.endswith(_FLASK_MODEL) for base in self._names.external_bases(cls))

    def _is_abstract(self, cls: int) -> bool:
        binding = self._own(cls).get("__abstract__")
        value = binding.value if isinstance(binding, ValueBinding) else None
        return isinstance(value, Constant) and value.value is True

    def _has_columns(self, cls: int) -> bool:
        return any(is_column(value) for _, value, _ in self._values(cls))

    def _columns_of(self, found: ProgramDefinition) -> Columns:
        columns = Columns({}, [])
        for attribute, value, owner in self._values(found.id):
            place = self._place(owner)
            if is_column(value):
                self._reader.column(columns, attribute, value, place)
            elif attribute == "__table__" and isinstance(value, Call):
                self._reader.table(columns, value, place)
            elif attribute == "__table_args__":
                for item in value.items if isinstance(value, Items) else ():
                    self._reader.constraint(columns, item, place.path)
        return columns

    def _values(self, cls: int) -> Iterator[tuple[str, Expression, ProgramDefinition]]:
        """Yield (name, value, class) of a class and its ancestors, the nearest binding of each name only."""
        seen: set[str] = set()
        for ancestor in self._names.mro(cls):
            for name, binding in self._own(ancestor).items():
                if name not in seen and isinstance(binding, ValueBinding):
                    seen.add(name)
                    plain = not isinstance(binding.value, Call)
                    value = binding.annotation if plain and is_column(binding.annotation) else binding.value
                    owner = self._program.definitions[ancestor]
                    yield name, self._followed(owner, value), owner

    def _followed(self, owner: ProgramDefinition, value: Expression) -> Expression:
        """``id = Mixin.id`` takes the column over."""
        if not isinstance(value, Attribute):
            return value
        meaning = self._names.resolve(owner.module, owner.scope, value)
        return meaning.binding.value if isinstance(meaning, Value) else value

    def _own(self, cls: int) -> dict[str, Binding]:
        found = self._program.definitions[cls]
        return self._program.namespaces.get((found.module, found.scope), {})

    def _place(self, found: ProgramDefinition) -> Place:
        return Place(found.module, found.scope, self._program.modules[found.module].path)

    def _table_objects(self) -> Iterator[DeclaredTable]:
        for (module, scope), namespace in self._program.namespaces.items():
            for variable, binding in namespace.items():
                call = binding.value if isinstance(binding, ValueBinding) else None
                if variable != "__table__" and isinstance(call, Call) and self._is_table(module, scope, call):
                    table = self._of_object(Place(module, scope, self._program.modules[module].path), variable, call)
                    if table is not None:
                        yield table

    def _is_table(self, module: int, scope: int, call: Call) -> bool:
        """True for SQLAlchemy's ``Table``, and for a house function of that name that is given columns."""
        if last_name(call.function) != "Table" or len(call.args) < _TABLE_ARGUMENTS:
            return False
        meaning = self._names.resolve(module, scope, call.function)
        if isinstance(meaning, External) and "sqlalchemy" in meaning.name.lower():
            return True
        return any(isinstance(arg, Call) and is_column(arg) for arg in call.args[_TABLE_ARGUMENTS:])

    def _of_object(self, place: Place, variable: str, call: Call) -> DeclaredTable | None:
        name = self._reader.text(place, call.args[0])
        if not name:
            reason = "the name of the table is computed"
            self._schema.unresolved.append(Unresolved("model", variable, place.path, call.line, reason))
            return None
        columns = Columns({}, [])
        self._reader.table(columns, call, place)
        keyed = {key.column for key in columns.keys}
        return DeclaredTable(
            name=name,
            framework=NAME,
            definition=-1,
            model="",
            path=place.path,
            line=call.line,
            columns=tuple(columns.names),
            keys=tuple(columns.keys),
            database=self._database_of_metadata(place.module, call.args[1]),
            association=len(keyed) > 1 and len(set(columns.names) - keyed) <= 1,
        )

    def _database_of_class(self, cls: int) -> str:
        """Tables of one declarative base share a metadata, which stands for a database: named by the base's module."""
        for ancestor in reversed(self._names.mro(cls)):
            found = self._program.definitions[ancestor]
            for base in found.head.bases:
                meaning = self._names.resolve(found.module, found.head.scope, base)
                if not isinstance(meaning, ClassOf):
                    origin = self._names.origin(found.module, found.head.scope, base)
                    outside = self._names.base_name(found.module, found.head.scope, base)
                    if "sqlalchemy" in outside.lower():
                        return origin or self._program.modules[found.module].name
        return self._program.modules[self._program.definitions[cls].module].name

    def _database_of_metadata(self, module: int, metadata: Expression) -> str:
        if isinstance(metadata, Attribute):
            meaning = self._names.resolve(module, 0, metadata.value)
            if isinstance(meaning, ClassOf):
                return self._database_of_class(meaning.definition)
            metadata = metadata.value
        return self._names.origin(module, 0, metadata) or self._program.modules[module].name

    def _share_parents(self, found: ProgramDefinition) -> None:
        if found.id in self._schema.of_class:
            return
        for parent in self._names.mro(found.id)[1:]:
            table = self._schema.of_class.get(parent)
            if table is not None and self._schema.tables[table].framework == NAME:
                self._schema.of_class[found.id] = table
                return


def _is_key(value: Expression) -> bool:
    if not isinstance(value, Call) or last_name(value.function) in _RELATIONS:
        return False
    given = keyword(value, "primary_key")
    return isinstance(given, Constant) and given.value is True


def _short_names(databases: set[str]) -> dict[str, str]:
    """One metadata is the ``default`` database; several are told apart by the shortest endings of their modules."""
    if len(databases) <= 1:
        return dict.fromkeys(databases, "default")
    length = 1
    while True:
        short = {name: ".".join(name.split(".")[-length:]) for name in databases}
        if len(set(short.values())) == len(databases) or length > max(name.count(".") for name in databases):
            return short
        length += 1
