"""What is the table of a mapped class called?"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.classes import Classes
from analyzer.frameworks.sqlalchemy.columns import Columns
from analyzer.frameworks.sqlalchemy.metadata import Metadatas
from analyzer.frameworks.sqlalchemy.table_args import options_of
from analyzer.frameworks.sqlalchemy.texts import snake_case
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import External
from analyzer.model.chains import keyword, last_name
from analyzer.model.syntax import Call, Expression


class TableName(msgspec.Struct, frozen=True):
    """The name with its schema; empty where the class shares its parent's table, or where ``reason`` says why."""

    name: str
    reason: str = ""


class TableNames:
    """Names tables; answers are remembered."""

    def __init__(self, names: Names, values: Values, classes: Classes, metadatas: Metadatas) -> None:
        self._names = names
        self._program = names.program
        self._values = values
        self._classes = classes
        self._metadatas = metadatas
        self._packages = classes.packages
        self._columns = Columns(values)
        self._known: dict[int, TableName] = {}

    def of(self, cls: int) -> TableName:
        """Return the name of a class's own table."""
        if cls not in self._known:
            self._known[cls] = TableName("")
            self._known[cls] = self._named(cls)
        return self._known[cls]

    def of_or_parents(self, cls: int) -> str:
        """Return the name of the table in which a class has its rows."""
        named = (self.of(one).name for one in self._classes.lineage(cls) if not self._classes.is_abstract(one))
        return next((name for name in named if name), "")

    def of_object(self, place: Place, call: Call) -> str:
        """Return the name that a ``Table`` call gives, with its schema; empty where it is computed."""
        first = call.args[0] if call.args else keyword(call, "name")
        name = self._values.text(place, first)
        given = keyword(call, "schema")
        own = self._values.text(place, given) if given is not None else self._metadatas.of_object(place, call).schema
        return qualified(own, name)

    def table_object(self, place: Place, value: Expression) -> tuple[Place, Call] | None:
        """Return the ``Table`` call that an expression stands for."""
        place, made = self._values.followed(place, value)
        return (place, made) if isinstance(made, Call) and self.is_table(place, made) else None

    def is_table(self, place: Place, call: Call) -> bool:
        """True for a call of ``Table``, under any name it was imported by."""
        if last_name(call.function) == "Table":
            return True
        meaning = self._names.resolve(place.module, place.scope, call.function)
        return isinstance(meaning, External) and "sqlalchemy" in meaning.name and meaning.name.endswith(".Table")

    def _named(self, cls: int) -> TableName:
        mapping = self._classes.mapping(cls)
        if mapping is not None:
            found = self.table_object(mapping.place, mapping.table)
            return TableName(self.of_object(*found)) if found is not None else TableName("", "its table is computed")
        own = self._classes.own_value(cls, "__table__")
        attribute = self._classes.attribute(cls, cls, "__table__", own) if own is not None else None
        if attribute is not None:
            found = self.table_object(attribute.place, attribute.value)
            return TableName(self.of_object(*found)) if found is not None else TableName("", "__table__ is computed")
        name = self._stated(cls)
        if name is None:
            name = TableName(self._by_package(cls) or self._by_convention(cls))
        return TableName(qualified(self._schema(cls), name.name)) if name.name else name

    def _stated(self, cls: int) -> TableName | None:
        """What ``__tablename__`` says, if it is not a mapped parent's own; None where nothing states it."""
        owner, binding = -1, None
        for owner in self._classes.lineage(cls):
            binding = self._classes.own_value(owner, "__tablename__")
            if binding is not None:
                break
        if isinstance(binding, ValueBinding):
            if owner != cls and self._classes.is_mapped(owner):
                return TableName("")
            value = self._values.known(self._values.place_of(owner, cls), binding.value)
        elif isinstance(binding, DefinitionBinding):
            held = self._values.returned(binding.definition, cls)
            value = self._values.known(held.place, held.expression) if held is not None else ...
        else:
            return None
        if isinstance(value, str):
            return TableName(value)
        return TableName("", "" if value is None else "__tablename__ is computed by a function")

    def _by_convention(self, cls: int) -> str:
        """Some bases name a table after its class, if the class itself has a primary key."""
        base = self._classes.base(cls)
        if base is None or not base.naming or not self._classes.is_mapped(cls):
            return ""
        name = self._program.definitions[cls].head.name
        if base.naming == "lower":
            return name.lower()
        stated = (one for at in self._classes.attributes(cls) for one in self._columns.of_attribute(at))
        return snake_case(name) if any(column.is_primary for column in stated) else ""

    def _by_package(self, cls: int) -> str:
        """What a mixin outside the source calls the table of a class; ``{class}`` in it is the name of the class."""
        if not self._classes.is_mapped(cls) or self._classes.mapped_parent(cls) >= 0:
            return ""
        known = (self._packages.find(name) for name in self._names.external_bases(cls))
        given = next(
            (one.table.name for one in known if one is not None and one.kind == "mixin" and one.table.name), ""
        )
        return given.replace("{class}", self._classes.name(cls).lower())

    def _schema(self, cls: int) -> str:
        for attribute in self._classes.attributes(cls):
            if attribute.name == "__table_args__":
                given = options_of(self._values, attribute.place, attribute.value).get("schema")
                if given is not None:
                    return self._values.text(*given)
        return self._metadatas.of_class(cls).schema


def qualified(schema: str, name: str) -> str:
    """``app`` and ``users`` are ``app.users``."""
    return f"{schema}.{name}" if schema and name else name
