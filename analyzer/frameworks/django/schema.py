"""Which tables do Django's models declare?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.django.apps import Apps
from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.brought import Brought
from analyzer.frameworks.django.columns import Columns
from analyzer.frameworks.django.databases import Databases
from analyzer.frameworks.django.declared import Declarations
from analyzer.frameworks.django.effects import Effects
from analyzer.frameworks.django.entities import Entities
from analyzer.frameworks.django.fields import Field, Fields
from analyzer.frameworks.django.history import Histories
from analyzer.frameworks.django.models import Models
from analyzer.frameworks.django.operations import Subject
from analyzer.frameworks.django.outside import Outside
from analyzer.frameworks.django.relations import DeclaredRelation, without_class
from analyzer.frameworks.django.targets import Targets
from analyzer.link.names import Names, Value
from analyzer.link.program import ProgramDefinition
from analyzer.link.schema import DeclaredKey, DeclaredTable, Schema
from analyzer.link.types import ClassOf
from analyzer.model.chains import last_name, text_of
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Call, Expression
from analyzer.project.packages import known_packages

NAME = "django"
_NO_MODEL = "the model that the key refers to could not be found"
_NO_OTHER_SIDE = "the model of the many-to-many field could not be found"
_GENERIC = "a generic key: which table a row refers to is written in the row itself"


class DjangoSchema:
    """Reads the models of a program into a schema, and finds a model by its label or name."""

    def __init__(self, names: Names, schema: Schema) -> None:
        bodies = Bodies(names.program)
        self._names = names
        self._schema = schema
        self._apps = Apps(names)
        packages = known_packages(names.program.settings.packages)
        self.outside = Outside(packages)
        self.effects = Effects(packages)
        self._models = Models(names, self._apps, Fields(names, self._apps, bodies, packages), self.outside)
        self._targets = Targets(names, self._apps, self._models, bodies)
        self._declarations = Declarations(self._apps, self._models, self._targets, self._table_between, self._outside)
        self._columns = Columns(names, self._apps, self._models, self._targets, self._declarations)
        self._histories = Histories(names, self._apps, self._targets, packages)
        self._brought = Brought(names.program, schema, self._targets, self.outside)
        self._databases = Databases(names, bodies)

    def declare(self) -> None:
        """Add the table of every concrete model, then those of many-to-many fields."""
        self._models.read()
        for found in self._models.stored:
            table = self._table(found)
            self._schema.add(table)
            history = self._histories.table(found, table)
            if history is not None:
                self._schema.add(history)
        for found in self._models.concrete:
            self._share_parents(found)
        for found in self._models.stored:
            for field in self._models.fields(found.id).values():
                if field.kind == "many" and "through" in field.arguments:
                    between = self._schema.named(self._targets.find(found, field.arguments["through"]).table)
                    if between is not None:
                        self._schema.stands_between(between)
                elif field.kind == "many" and field.leads:
                    self._schema.add(self._association(found, field))
        self._schema.unresolved += sorted(self._databases.unresolved)
        if self._models.every:
            self._brought.declare()

    def relations(self) -> Iterator[DeclaredRelation]:
        """Yield the relations of every model, abstract ones too; call it once the tables are declared."""
        yield from self._declarations.relations()
        yield from self._brought.relations()

    def entities(self) -> Entities:
        """Return what says which fields the models have; ask it once the tables are declared."""
        return Entities(self._names, self._schema, self._columns)

    def every(self) -> tuple[int, ...]:
        """Return every model class, abstract ones and proxies too."""
        return tuple(found.id for found in self._models.every)

    def stored(self) -> tuple[int, ...]:
        """Return the model classes that have a table of their own."""
        return tuple(found.id for found in self._models.stored)

    def concrete_subclasses(self, cls: int) -> tuple[int, ...]:
        """Return the models with a table of their own that derive from a class, without itself."""
        return self._models.below(cls)

    def model_named(self, label: str, name: str) -> int | None:
        """Return the class of ``label.Name``; without a label, of the only model of that name."""
        return self._models.named(label, name)

    def named_by(self, module: int, scope: int, expression: Expression) -> int | None:
        """Return the class of the model that an expression names: by its own name, its label, or as the user model."""
        text = text_of(expression)
        if text:
            label, _, name = text.rpartition(".")
            return self.model_named(label, name)
        last = last_name(expression.function if isinstance(expression, Call) else expression)
        if last in ("get_user_model", "AUTH_USER_MODEL"):
            return self.user_model()
        meaning = self._names.resolve(module, scope, expression)
        if isinstance(meaning, Value):
            return self.named_by(meaning.module, meaning.scope, meaning.binding.value)
        return meaning.definition if isinstance(meaning, ClassOf) else None

    def label_of(self, cls: int) -> str:
        """Return ``app.Model``."""
        found = self._names.program.definitions[cls]
        return f"{self._apps.label_of(found)}.{found.head.name}"

    def config(self, label: str) -> int | None:
        """Return the class that configures the app of a label."""
        return self._apps.config(label)

    def user_model(self) -> int | None:
        """Return the class of the project's user model; None where it is Django's own."""
        return self._models.user_model()

    def table_outside(self, name: str, path: str, line: int) -> int:
        """Return the table of a name that may be that of a package, as a place of the program mentions it."""
        return self._brought.add(name, path, line)

    def names_outside(self) -> frozenset[str]:
        """Return the dotted names of the models of packages that the program uses, and of objects of theirs."""
        return self._brought.names()

    def user_table(self) -> str:
        """Return the name of the table of the user model."""
        return self._targets.user().table

    def fields_of(self, cls: int) -> dict[str, Field]:
        """Return the fields of a model's own table."""
        return self._models.fields(cls)

    def target_of(self, cls: int, field: Field) -> int:
        """Return the model that a field of a model leads to; -1 where its class is not in the source."""
        return self._targets.of_field(self._names.program.definitions[cls], field).cls

    def _table(self, found: ProgramDefinition) -> DeclaredTable:
        path = self._names.program.modules[found.module].path
        columns: list[str] = []
        keys: list[DeclaredKey] = []
        for column, table, to_column in self._columns.links(found).values():
            columns.append(column)
            keys.append(DeclaredKey(column, table, to_column, path, found.head.line))
        for field in self._models.fields(found.id).values():
            if field.kind in ("column", "one", "only"):
                columns.append(self._columns.of_field(field))
            if field.kind in ("one", "only"):
                keys += self._key(found, field)
            elif field.kind == "generic":
                self._missed(f"{found.head.name}.{field.name}", field, _GENERIC)
        if self._apps.option(found.id, "order_with_respect_to") is not None:
            columns.append("_order")
        key = self._columns.key(found.id)
        name = self._models.table_name(found.id)
        return DeclaredTable(
            name=name,
            framework=NAME,
            definition=found.id,
            model=found.name,
            path=path,
            line=found.head.line,
            columns=tuple(dict.fromkeys(columns if key in columns else [key, *columns])),
            keys=tuple(keys),
            database=self._database(found, found.head.name, name),
        )

    def _key(self, found: ProgramDefinition, field: Field) -> list[DeclaredKey]:
        target = self._targets.of_field(found, field)
        if not target.table:
            self._missed(self._columns.of_field(field), field, _NO_MODEL)
            return []
        to_field = self._apps.text(field.arguments.get("to_field"))
        to_column = to_field or self.outside.key_column(target.table)
        if target.cls >= 0:
            other = self._models.field(target.cls, to_field) if to_field else None
            key = to_field or self._columns.key(target.cls)
            to_column = self._columns.of_field(other) if other is not None else key
        path = self._names.program.modules[field.owner.module].path
        return [DeclaredKey(self._columns.of_field(field), target.table, to_column, path, field.line)]

    def _association(self, found: ProgramDefinition, field: Field) -> DeclaredTable:
        """The table that Django makes for a many-to-many field without a model of its own."""
        target = self._targets.of_field(found, field)
        if not target.table:
            self._missed(field.name, field, _NO_OTHER_SIDE)
        here, there = f"{found.head.name.lower()}_id", f"{target.word}_id"
        here, there = (f"from_{here}", f"to_{there}") if here == there else (here, there)
        path = self._names.program.modules[field.owner.module].path
        keys = [DeclaredKey(here, self._models.table_name(found.id), self._columns.key(found.id), path, field.line)]
        if target.table:
            to_column = self._columns.key(target.cls) if target.cls >= 0 else self.outside.key_column(target.table)
            keys.append(DeclaredKey(there, target.table, to_column, path, field.line))
        name = self._name_between(found.id, field)
        return DeclaredTable(
            name=name,
            framework=NAME,
            definition=-1,
            model="",
            path=path,
            line=field.line,
            columns=("id", here, there) if target.table else ("id", here),
            keys=tuple(keys),
            database=self._database(found, f"{found.head.name}_{field.name}", name),
            association=True,
        )

    def _database(self, found: ProgramDefinition, name: str, table: str) -> str:
        return self._databases.of(Subject(found.id, self._apps.label_of(found), name, table))

    def _name_between(self, cls: int, field: Field) -> str:
        given = self._apps.text(field.arguments.get("db_table"))
        return given or f"{self._models.table_name(cls)}_{field.name}"

    def _table_between(self, cls: int, field: Field) -> int:
        if "through" in field.arguments:
            return -1
        table = self._schema.named(self._name_between(cls, field))
        return -1 if table is None else table

    def _outside(self, table: str, field: Field) -> int:
        """A model of a package that the source does not hold, by its table."""
        path = self._names.program.modules[field.owner.module].path
        return without_class(self._brought.add(table, path, field.line)) if table else -1

    def _missed(self, what: str, field: Field, reason: str) -> None:
        path = self._names.program.modules[field.owner.module].path
        self._schema.unresolved.append(Unresolved("foreign_key", what, path, field.line, reason))

    def _share_parents(self, found: ProgramDefinition) -> None:
        """A proxy model has the table of its parent."""
        for parent in self._names.mro(found.id)[1:]:
            table = self._schema.of_class.get(parent)
            if table is not None:
                self._schema.of_class.setdefault(found.id, table)
