"""Which tables and relations do models bring along that only packages tell of?

They become known where the package is imported or installed, or where something refers to its tables; the result has
those that are used.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.django.outside import SELF, USER, Outside
from analyzer.frameworks.django.relations import DeclaredRelation, RelationKind, without_class
from analyzer.frameworks.django.targets import Targets
from analyzer.link.program import Program
from analyzer.link.schema import DeclaredKey, DeclaredTable, Schema
from analyzer.model.code import Certainty
from analyzer.model.packages import PackageClass, PackageKey, PackageRelation, PackageTable
from analyzer.project.packages import import_sites

_NAME = "django"
_USERS = "django.contrib.auth.base_user.AbstractBaseUser"


class Brought:
    """Adds tables of packages to a schema."""

    def __init__(self, program: Program, schema: Schema, targets: Targets, outside: Outside) -> None:
        self._program = program
        self._schema = schema
        self._targets = targets
        self._outside = outside
        self._added: dict[int, PackageClass] = {}

    def declare(self) -> None:
        """Add the models of the packages that the program imports or installs."""
        packages = self._outside.packages
        files = ((module.path, module.facts) for module in self._program.modules)
        names = [name for package in packages for name in (package.name, *(one.name for one in package.classes))]
        sites = import_sites(files, names)
        settings = next((one.path for one in self._program.settings.modules if one.chosen), "")
        for package in packages:
            inside = f"{package.name}."
            if any(f"{app}.".startswith(inside) for app in self._program.settings.apps):
                sites.setdefault(package.name, (settings, 1))
            if package.name in sites:
                for one in package.classes:
                    if one.kind == "model" and not self._is_swapped(one):
                        self.add(one.table.name, *sites.get(one.name, sites[package.name]))

    def add(self, name: str, path: str, line: int) -> int:
        """Return the table of a name; one that nothing declares is added with what is told of it, else as guessed."""
        found = self._schema.named(name)
        if found is not None:
            return found
        told = self._outside.described(name)
        if told is None:
            return self._schema.known_or_new(name, _NAME, path, line)
        model = self._outside.model_of(name)
        tables = {key: self._table_of(key.to_table, name) for key in told.keys}
        index = self._schema.add(
            DeclaredTable(
                name=name,
                framework=_NAME,
                definition=-1,
                model=model.name if model is not None else "",
                path=path,
                line=line,
                columns=told.columns,
                keys=tuple(DeclaredKey(key.column, table, key.to_column, path, line) for key, table in tables.items()),
                database="default",
                certainty=Certainty.IMPLICIT,
                association=model is None,
                if_used=True,
                nullable=told.nullable,
            )
        )
        if model is not None:
            self._added[index] = model
            for table in (*tables.values(), *(self._table_of(key.to_table, name) for key in told.many)):
                self.add(table, path, line)
            for key in told.many:
                self._add_between(index, model, key)
        return index

    def names(self) -> frozenset[str]:
        """Return the dotted names of the models that were added, and those of their objects."""
        tables = {model.table.name for model in self._added.values()}
        models = [one for package in self._outside.packages for one in package.classes if one.table.name in tables]
        return frozenset(name for one in models for name in (one.name, f"{one.name}()"))

    def relations(self) -> Iterator[DeclaredRelation]:
        """Yield the relations of the models that were added."""
        for index, model in self._added.items():
            told = self._outside.relations(model.name)
            table = self._outside.described(model.table.name) or PackageTable()
            for key in table.keys:
                yield self._relation(index, model, key, told.get(key.field, PackageRelation(key.field)))
            for key in table.many:
                between = self._schema.named(self._between(model, key))
                yield self._relation(index, model, key, told.get(key.column, PackageRelation(key.column)), between)

    def _relation(
        self, index: int, model: PackageClass, key: PackageKey, told: PackageRelation, between: int | None = None
    ) -> DeclaredRelation:
        kind: RelationKind = "many" if between is not None else "only" if told.one_to_one else "one"
        word = _word(model)
        name = told.related_name.replace("%(class)s", word).replace("%(model_name)s", word)
        name = name.replace("%(app_label)s", self._outside.label_of(model))
        hidden = name.endswith("+")
        target = self._targets.of_table(self._table_of(key.to_table, model.table.name))
        own = self._schema.tables[index]
        there = target.cls if target.cls >= 0 else without_class(self.add(target.table, own.path, own.line))
        return DeclaredRelation(
            model=without_class(index),
            attribute=told.name,
            target=there,
            kind=kind,
            accessor="" if hidden else name or (word if kind == "only" else f"{word}_set"),
            related_query_name="" if hidden else told.related_query_name or name or word,
            on_delete=told.on_delete,
            between=-1 if between is None else between,
        )

    def _table_of(self, told: str, own: str) -> str:
        """A table as the packages name it, seen from a table of theirs."""
        return own if told == SELF else self._targets.user().table if told == USER else told

    def _is_swapped(self, model: PackageClass) -> bool:
        """True for a user model that another one stands in for."""
        is_user = any(one.name == _USERS for one in self._outside.lineage(model.name))
        return is_user and self._targets.user().table != model.table.name

    def _between(self, model: PackageClass, key: PackageKey) -> str:
        return key.between or f"{model.table.name}_{key.column}"

    def _add_between(self, index: int, model: PackageClass, key: PackageKey) -> None:
        """The table of a many-to-many field, by Django's naming where nothing is told of it."""
        name = self._between(model, key)
        own = self._schema.tables[index]
        if self._outside.described(name) is not None or self._schema.named(name) is not None:
            self.add(name, own.path, own.line)
            return
        target = self._targets.of_table(self._table_of(key.to_table, model.table.name))
        here, there = f"{_word(model)}_id", f"{target.word}_id"
        here, there = (f"from_{here}", f"to_{there}") if here == there else (here, there)
        ends = ((here, own.name), (there, target.table))
        self._schema.add(
            DeclaredTable(
                name=name,
                framework=_NAME,
                definition=-1,
                model="",
                path=own.path,
                line=own.line,
                columns=("id", here, there),
                keys=tuple(
                    DeclaredKey(column, table, self._outside.key_column(table), own.path, own.line)
                    for column, table in ends
                ),
                database="default",
                certainty=Certainty.IMPLICIT,
                association=True,
                if_used=True,
            )
        )


def _word(model: PackageClass) -> str:
    return model.name.rpartition(".")[2].lower()
