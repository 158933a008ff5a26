"""Which tables do SQLAlchemy's mapped classes and table objects declare?"""

from __future__ import annotations

from collections import Counter

from analyzer.frameworks.sqlalchemy.class_tables import BuiltTable, ClassTables
from analyzer.frameworks.sqlalchemy.classes import class_readers
from analyzer.frameworks.sqlalchemy.metadata import databases
from analyzer.frameworks.sqlalchemy.table_objects import TableObjects
from analyzer.link.names import Names
from analyzer.link.program import ProgramDefinition
from analyzer.link.schema import DeclaredKey, DeclaredTable, Schema
from analyzer.model.code import Certainty
from analyzer.model.packages import Package, PackageTable
from analyzer.project.packages import import_sites

NAME = "sqlalchemy"
_BROUGHT = {"Column", "mapped_column"}
"""What a package of one's own may hand on from SQLAlchemy."""


class SqlAlchemySchema:
    """Reads the classes and table objects of a program into a schema."""

    def __init__(self, names: Names, schema: Schema) -> None:
        self._names = names
        self._program = names.program
        self._schema = schema
        self.values, self.classes, self._packages = class_readers(names)
        self._reader = ClassTables(self.values, self.classes, self._packages, schema.unresolved)

    def declare(self) -> None:
        """Add every table, let classes without one of their own share their parent's, then add those of packages."""
        classes = list(self.classes.all())
        built = {found.id: table for found in classes if (table := self._reader.of_class(found)) is not None}
        shared = [found for found in classes if found.id not in built and self.classes.is_mapped(found.id)]
        self._share(shared, built)
        objects = list(TableObjects(self.values, self._reader, self._schema.unresolved).all())
        named = databases(table.metadata for table in (*built.values(), *objects))
        for table in (*built.values(), *objects):
            self._schema.add(self._declared(table, named[table.metadata]))
        for found in classes:
            self._share_parents(found)
        self._report_unknown(classes)
        self._add_packages(Counter(named[table.metadata] for table in (*built.values(), *objects)))

    def may_be_used(self) -> bool:
        """Return False where no import can bring a mapped class: then no class need be looked at."""
        packages = tuple(f"{package.name}." for package in self._packages.of(NAME))
        return any(
            (fact.name in _BROUGHT and not fact.module.startswith("django"))
            or NAME in fact.module.lower()
            or f"{fact.module}.".startswith(packages)
            for module in self._program.modules
            for fact in module.facts.imports
        )

    def _share(self, shared: list[ProgramDefinition], built: dict[int, BuiltTable]) -> None:
        """Columns of single-table inheritance stand in the parent's table, also where that is a package's."""
        for found in shared:
            parent = next((one for one in self.classes.lineage(found.id)[1:] if one in built), None)
            if parent is not None:
                self._reader.add_columns(built[parent], found.id)
                continue
            base = self.classes.base(found.id)
            if base is not None and base.table.name and not self._reader.tables.of(found.id).reason:
                path = self._program.modules[found.module].path
                metadata = self._reader.metadatas.of_class(found.id)
                table = BuiltTable(found.id, base.table.name, metadata, path, found.head.line, {}, [])
                self._reader.add_columns(table, found.id)
                built[found.id] = table

    def _declared(self, table: BuiltTable, database: str) -> DeclaredTable:
        keyed = {key.column for key in table.keys}
        return DeclaredTable(
            name=table.name,
            framework=NAME,
            definition=table.cls,
            model=self._program.definitions[table.cls].name if table.cls >= 0 else "",
            path=table.path,
            line=table.line,
            columns=tuple(table.columns),
            keys=tuple(dict.fromkeys(table.keys)),
            database=database,
            association=table.cls < 0 and len(keyed) > 1 and len(set(table.columns) - keyed) <= 1,
        )

    def _share_parents(self, found: ProgramDefinition) -> None:
        if found.id in self._schema.of_class:
            return
        for parent in self.classes.lineage(found.id)[1:]:
            table = self._schema.of_class.get(parent)
            if table is not None and self._schema.tables[table].framework == NAME:
                self._schema.of_class[found.id] = table
                return

    def _report_unknown(self, classes: list[ProgramDefinition]) -> None:
        """A class with columns but no table, from which no class with a table derives, has an unknown base."""
        mixins = {one for cls in self._schema.of_class for one in self.classes.lineage(cls)}
        for found in classes:
            if found.id not in mixins and not self.classes.is_abstract(found.id):
                self._reader.report_unknown_base(found)

    def _add_packages(self, used: Counter[str]) -> None:
        """Add the tables of packages that the program imports, where their first import stands."""
        files = ((module.path, module.facts) for module in self._program.modules)
        sites = import_sites(files, [one.name for one in self._packages.of(NAME)])
        database = min(used, key=lambda name: (-used[name], name)) if used else "default"
        for package in self._packages.of(NAME):
            if package.name not in sites:
                continue
            models = [(self._packages.columns(one.name), one.name) for one in package.classes if one.kind == "model"]
            tables = (*models, *((one, "") for one in package.tables))
            if any(self._replaces(package, table.name) for table, _ in tables):
                continue  # the program declares the package's models anew
            for table, model in tables:
                index = self._schema.named(table.name)
                if index is None:
                    index = self._schema.add(_of_package(table, model, sites[package.name], database))
                if model:
                    self._schema.of_outside[model] = index

    def _replaces(self, package: Package, table: str) -> bool:
        """True where a table of a package is declared by the program, other than by a class derived from its model."""
        index = self._schema.named(table)
        if index is None:
            return False
        cls = self._schema.tables[index].definition
        base = self.classes.base(cls) if cls >= 0 else None
        return base is None or base.package != package.name or base.table.name != table


def _of_package(table: PackageTable, model: str, site: tuple[str, int], database: str) -> DeclaredTable:
    path, line = site
    return DeclaredTable(
        name=table.name,
        framework=NAME,
        definition=-1,
        model=model,
        path=path,
        line=line,
        columns=table.columns,
        keys=tuple(DeclaredKey(key.column, key.to_table, key.to_column, path, line) for key in table.keys),
        database=database,
        certainty=Certainty.IMPLICIT,
        association=not model,
        nullable=table.nullable,
    )
