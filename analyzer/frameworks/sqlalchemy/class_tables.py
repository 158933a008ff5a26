"""Which table does a mapped class declare, with which columns and keys?"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.classes import Classes, MappedAttribute
from analyzer.frameworks.sqlalchemy.columns import Columns
from analyzer.frameworks.sqlalchemy.keys import Keys
from analyzer.frameworks.sqlalchemy.metadata import Metadata, Metadatas
from analyzer.frameworks.sqlalchemy.table_args import parts_of
from analyzer.frameworks.sqlalchemy.table_names import TableNames
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.program import ProgramDefinition
from analyzer.link.schema import DeclaredKey
from analyzer.link.types import External
from analyzer.model.chains import keyword
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Call
from analyzer.project.packages import Packages

_TABLE_ARGUMENTS = 1  # the name; the metadata may be missing or named
_PLAIN_BASES = ("builtins.", "abc.", "typing.", "typing_extensions.", "enum.", "dataclasses.")


class BuiltTable(msgspec.Struct):
    """A table while it is read: its class (-1: none), columns in order, and keys."""

    cls: int
    name: str
    metadata: Metadata
    path: str
    line: int
    columns: dict[str, None]
    keys: list[DeclaredKey]


class ClassTables:
    """Reads the tables of classes, and the arguments of ``Table``."""

    def __init__(self, values: Values, classes: Classes, packages: Packages, unresolved: list[Unresolved]) -> None:
        self._names: Names = values.names
        self._program = values.names.program
        self.values = values
        self.classes = classes
        self._packages = packages
        self._unresolved = unresolved
        self.metadatas = Metadatas(self._names, values, classes)
        self.tables = TableNames(self._names, values, classes, self.metadatas)
        self._columns = Columns(values)
        self._keys = Keys(classes, values, self.tables, unresolved)

    def of_class(self, found: ProgramDefinition) -> BuiltTable | None:
        """Return the table that a class declares itself; None where it has none, or shares its parent's."""
        if self.classes.is_abstract(found.id):
            return None
        is_mapped = self.classes.is_mapped(found.id)
        if not is_mapped and (not self._stands_on_unknown(found) or self._names_its_subclasses(found)):
            return None
        named = self.tables.of(found.id)
        if named.reason:
            self._report(found, named.reason)
        if not named.name:
            return None
        built = self._empty(found, named.name)
        self.add_columns(built, found.id)
        return built if built.columns or is_mapped else None

    def add_columns(self, built: BuiltTable, cls: int) -> None:
        """Add the columns and keys that a class states to a table, its own or its parent's."""
        base = self.classes.base(cls)
        plain = base is not None and base.annotated
        schema = built.metadata.schema
        for attribute in self.classes.attributes(cls):
            if attribute.name == "__table__":
                found = self.tables.table_object(attribute.place, attribute.value)
                if found is not None:
                    self.add_arguments(built, *found)
            elif attribute.name == "__table_args__":
                self._add_constraints(built, attribute)
            else:
                for column in self._columns.of_attribute(attribute, plain=plain):
                    built.columns.setdefault(column.name, None)
                    built.keys += self._keys.of_column(column, schema)
        mapping = self.classes.mapping(cls)
        found = self.tables.table_object(mapping.place, mapping.table) if mapping is not None else None
        if found is not None:
            self.add_arguments(built, *found)
        self._add_from_packages(built, cls)

    def add_arguments(self, built: BuiltTable, place: Place, call: Call) -> None:
        """Add what the arguments of ``Table(name, metadata, …)`` state."""
        given = keyword(call, "args")
        for home, part in (
            inner
            for argument in (*call.args[_TABLE_ARGUMENTS:], *((given,) if given is not None else ()))
            for inner in parts_of(self.values, place, argument)
        ):
            column = self._columns.of_argument(home, part)
            if column is not None:
                built.columns.setdefault(column.name, None)
                built.keys += self._keys.of_column(column, built.metadata.schema)
            else:
                built.keys += self._keys.of_constraint(home, part, built.metadata.schema)

    def report_unknown_base(self, found: ProgramDefinition) -> None:
        """Say that a class looks mapped, and which base outside the source keeps its table's name."""
        if self.classes.root(found.id) is not None:
            return
        outside = [
            name
            for name in self._names.external_bases(found.id)
            if not name.startswith(_PLAIN_BASES) and self._packages.find(name) is None
        ]
        stated = (
            one for at in self.classes.attributes(found.id) for one in self._columns.of_attribute(at) if one.calls
        )
        if outside and any(stated):
            self._report(found, f"its base class {outside[0]} is not in the source, and nothing else names the table")

    def _report(self, found: ProgramDefinition, reason: str) -> None:
        path = self._program.modules[found.module].path
        self._unresolved.append(Unresolved("model", found.name, path, found.head.line, reason))

    def _empty(self, found: ProgramDefinition, name: str) -> BuiltTable:
        path = self._program.modules[found.module].path
        return BuiltTable(found.id, name, self._metadata(found.id), path, found.head.line, {}, [])

    def _metadata(self, cls: int) -> Metadata:
        """The metadata of the table object that a class is mapped to, else that of its base."""
        mapping = self.classes.mapping(cls)
        if mapping is not None:
            found = self.tables.table_object(mapping.place, mapping.table)
        else:
            own = self.classes.own_value(cls, "__table__")
            stated = self.classes.attribute(cls, cls, "__table__", own) if own is not None else None
            found = self.tables.table_object(stated.place, stated.value) if stated is not None else None
        return self.metadatas.of_object(*found) if found is not None else self.metadatas.of_class(cls)

    def _add_constraints(self, built: BuiltTable, attribute: MappedAttribute) -> None:
        for place, part in parts_of(self.values, attribute.place, attribute.value):
            built.keys += self._keys.of_constraint(place, part, built.metadata.schema)

    def _add_from_packages(self, built: BuiltTable, cls: int) -> None:
        """Columns of mixins outside the source, and of a mapped parent there whose table the class shares."""
        parent = self.classes.mapped_parent(cls)
        kept = self.classes.lineage(parent) if parent >= 0 else ()
        outside = (base for one in self.classes.lineage(cls) if one not in kept for base in self._names.bases(one))
        for base in dict.fromkeys(outside):
            cls_outside = self._packages.find(base.name) if isinstance(base, External) else None
            if cls_outside is None or (cls_outside.kind == "model" and cls_outside.table.name != built.name):
                continue
            known = self._packages.columns(cls_outside.name)
            built.columns.update({column: None for column in known.columns if column not in built.columns})
            stated = {key.column for key in built.keys}
            for key in known.keys:
                if key.column not in stated:
                    built.keys.append(DeclaredKey(key.column, key.to_table, key.to_column, built.path, built.line))

    def _stands_on_unknown(self, found: ProgramDefinition) -> bool:
        """True where a base could not be found in the source: it may be what maps the class."""
        known = self._names.bases(found.id)
        if len(known) < len(found.head.bases):
            return True
        outside = self._names.external_bases(found.id)
        missing = any(
            len(self._names.bases(one)) < len(self._program.definitions[one].head.bases)
            for one in self._names.mro(found.id)
        )
        return missing or any(not name.startswith(_PLAIN_BASES) for name in outside)

    def _names_its_subclasses(self, found: ProgramDefinition) -> bool:
        """A class with a function for the names of tables is the base of those that have tables."""
        own = self.classes.own_value(found.id, "__tablename__")
        return isinstance(own, DefinitionBinding)
