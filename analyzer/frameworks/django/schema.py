"""Which tables do Django's models declare?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.django.apps import Apps
from analyzer.frameworks.django.outside import own_tables, table_outside
from analyzer.frameworks.django.relations import DeclaredRelation
from analyzer.link.names import Names, Value
from analyzer.link.program import ProgramDefinition, ValueBinding
from analyzer.link.schema import DeclaredKey, DeclaredTable, Schema
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Name

NAME = "django"
_MODEL = ("django.db.models.Model", "django.db.models.base.Model", "django.contrib.gis.db.models.Model")
_ACCOUNT = ("AbstractUser", "AbstractBaseUser")
_TO_ONE = {"ForeignKey", "OneToOneField", "ParentalKey", "TreeForeignKey", "AutoOneToOneField"}
_ONE_TO_ONE = {"OneToOneField", "AutoOneToOneField"}
_TO_MANY = {"ManyToManyField", "ParentalManyToManyField", "SortedManyToManyField"}
_NO_COLUMN = {"GenericForeignKey", "GenericRelation", "RichTextField_"}

_LABEL_AND_NAME = 2  # the strings that name a model


class DjangoSchema:
    """Reads the models of a program into a schema, and finds a model by its label or name."""

    def __init__(self, names: Names, schema: Schema) -> None:
        self._names = names
        self._program = names.program
        self._schema = schema
        self._apps = Apps(names)
        self._models: dict[tuple[str, str], int] = {}
        self._concrete: set[int] = set()
        self._all: list[ProgramDefinition] = []

    def declare(self) -> None:
        """Add the table of every concrete model, then those of many-to-many fields."""
        models = [found for found in self._program.definitions if found.head.kind == "class" and self._is_model(found)]
        self._all = models
        concrete = [found for found in models if not self._apps.is_true(found.id, "abstract")]
        for found in concrete:
            self._models[self._apps.label_of(found), found.head.name.lower()] = found.id
        tables = [found for found in concrete if not self._apps.is_true(found.id, "proxy")]
        self._concrete = {found.id for found in tables}
        for found in tables:
            self._schema.add(self._table(found))
        for found in concrete:
            self._share_parents(found)
        for found in tables:
            for table in self._association_tables(found):
                self._schema.add(table)

    def relations(self) -> Iterator[DeclaredRelation]:
        """Yield the relations of every model, abstract ones too; call it once the tables are declared."""
        for found in self._all:
            for attribute, call, kind, owner in self._fields(found.id):
                if kind not in _TO_ONE and kind not in _TO_MANY:
                    continue
                table = self._schema.named(self._target(found, owner, call))
                target = self._schema.tables[table].definition if table is not None else -1
                if target < 0:
                    continue
                many = kind in _TO_MANY
                name = text_of(keyword(call, "db_table")) or f"{self._table_name(found)}_{attribute}"
                between = self._schema.named(name) if many and keyword(call, "through") is None else None
                yield DeclaredRelation(
                    model=found.id,
                    attribute=attribute,
                    target=target,
                    kind="many" if many else "only" if kind in _ONE_TO_ONE else "one",
                    related_name=text_of(keyword(call, "related_name")),
                    between=-1 if between is None else between,
                    is_abstract=found.id not in self._concrete,
                )

    def only_concrete(self) -> dict[int, int]:
        """Map each abstract model to its concrete subclass, where it has just one."""
        below: dict[int, list[int]] = {}
        for cls in sorted(self._concrete):
            for ancestor in self._names.mro(cls)[1:]:
                below.setdefault(ancestor, []).append(cls)
        return {cls: found[0] for cls, found in below.items() if len(found) == 1 and cls not in self._concrete}

    def model_named(self, label: str, name: str) -> int | None:
        """Return the class of ``label.Name``; without a label, of the only model of that name."""
        if label:
            return self._models.get((label.lower(), name.lower()))
        same = [cls for (_, known), cls in sorted(self._models.items()) if known == name.lower()]
        return same[0] if len(same) == 1 else None

    def user_model(self) -> int | None:
        """Return the class of the project's user model; None where it is Django's own."""
        label, _, name = self._apps.user_model.partition(".")
        return self.model_named(label, name)

    def _is_model(self, found: ProgramDefinition) -> bool:
        outside = self._names.external_bases(found.id)
        if any(base in _MODEL or base.rpartition(".")[2] in _ACCOUNT for base in outside):
            return True
        return bool(outside) and any(self._is_djangos(owner, call) for _, call, _, owner in self._fields(found.id))

    def _is_djangos(self, owner: ProgramDefinition, call: Call) -> bool:
        """True for a field of Django itself: enough to know the model of a base class that is not in the source."""
        meaning = self._names.resolve(owner.module, owner.scope, call.function)
        return isinstance(meaning, External) and meaning.name.startswith("django.")

    def _fields(self, cls: int) -> Iterator[tuple[str, Call, str, ProgramDefinition]]:
        """Yield (attribute, call, last name of the field's class, class) over a model and its abstract ancestors."""
        seen: set[str] = set()
        elsewhere: set[int] = set()  # a concrete parent keeps its fields, and those of its own ancestors
        for ancestor in self._names.mro(cls)[1:]:
            if ancestor in self._concrete:
                elsewhere.update(self._names.mro(ancestor))
        for ancestor in self._names.mro(cls):
            if ancestor in elsewhere:
                continue
            found = self._program.definitions[ancestor]
            for name, binding in self._apps.own(ancestor).items():
                if name in seen or not isinstance(binding, ValueBinding):
                    continue
                seen.add(name)
                kind = self._field_kind(found, binding.value)
                if kind and isinstance(binding.value, Call):
                    yield name, binding.value, kind, found

    def _field_kind(self, found: ProgramDefinition, value: Expression) -> str:
        """The last name of a model field's class, Django's own or one derived from it; empty for any other value."""
        if not isinstance(value, Call) or not isinstance(value.function, (Name, Attribute)):
            return ""
        last = last_name(value.function)
        meaning = self._names.resolve(found.module, found.scope, value.function)
        if isinstance(meaning, External) and not meaning.name.startswith(("django.forms", "rest_framework", "wtforms")):
            is_form = ".forms." in meaning.name or "serializers" in meaning.name or "graphene" in meaning.name
            return last if not is_form and (last.endswith("Field") or last in _TO_ONE) else ""
        if isinstance(meaning, ClassOf):
            outside = self._names.external_bases(meaning.definition)
            if any("django.db" in base or (".db." in base and base.endswith("Field")) for base in outside):
                kinds = {base.rpartition(".")[2] for base in outside}
                return next(iter(sorted(kinds & (_TO_ONE | _TO_MANY))), last)
        return ""

    def _table(self, found: ProgramDefinition) -> DeclaredTable:
        name = self._table_name(found)
        path = self._program.modules[found.module].path
        columns: list[str] = []
        keys: list[DeclaredKey] = []
        for parent in self._names.mro(found.id)[1:]:
            if parent in self._concrete:
                column = f"{self._program.definitions[parent].head.name.lower()}_ptr_id"
                columns.append(column)
                target = self._table_name(self._program.definitions[parent])
                keys.append(DeclaredKey(column, target, "id", path, found.head.line))
                break
        for attribute, call, kind, owner in self._fields(found.id):
            if kind in _TO_MANY or kind in _NO_COLUMN:
                continue
            column = text_of(keyword(call, "db_column")) or (f"{attribute}_id" if kind in _TO_ONE else attribute)
            columns.append(column)
            if kind in _TO_ONE:
                keys += self._key(found, column, call, owner)
        if not columns or not any(self._is_primary(call) for _, call, _, _ in self._fields(found.id)):
            columns = columns if columns and columns[0].endswith("_ptr_id") else ["id", *columns]
        return DeclaredTable(
            name=name,
            framework=NAME,
            definition=found.id,
            model=found.name,
            path=path,
            line=found.head.line,
            columns=tuple(dict.fromkeys(columns)),
            keys=tuple(keys),
            database="default",
        )

    def _key(self, found: ProgramDefinition, column: str, call: Call, owner: ProgramDefinition) -> list[DeclaredKey]:
        target = self._target(found, owner, call)
        path = self._program.modules[owner.module].path
        if not target:
            reason = "the model that the key refers to could not be found"
            self._schema.unresolved.append(Unresolved("foreign_key", column, path, call.line, reason))
            return []
        to_column = text_of(keyword(call, "to_field")) or "id"
        return [DeclaredKey(column, target, to_column, path, call.line)]

    def _target(self, found: ProgramDefinition, owner: ProgramDefinition, call: Call) -> str:
        """The table that a relation refers to; the empty string where it cannot be known."""
        to = call.args[0] if call.args else keyword(call, "to")
        text = _label_in_call(to) or text_of(to)
        if text == "self":
            return self._table_name(found)
        if isinstance(to, (Name, Attribute)):
            if last_name(to).endswith("USER_MODEL"):
                text = self._apps.user_model
            else:
                meaning = self._names.resolve(owner.module, owner.scope, to)
                if isinstance(meaning, ClassOf):
                    return self._table_name(self._program.definitions[meaning.definition])
                if isinstance(meaning, Value):
                    return self._table_of_value(meaning)
                if isinstance(meaning, External):
                    return table_outside(meaning.name)
        return self._table_of_label(found, text) if text else ""

    def _table_of_value(self, value: Value) -> str:
        call = value.binding.value
        if isinstance(call, Call) and last_name(call.function) == "get_user_model":
            return self._table_of_label(None, self._apps.user_model)
        text = text_of(call)
        return self._table_of_label(None, text) if text else ""

    def _table_of_label(self, found: ProgramDefinition | None, text: str) -> str:
        label, _, name = text.rpartition(".")
        cls = self.model_named(label or (self._apps.label_of(found) if found else ""), name)
        cls = cls if cls is not None or label else self.model_named("", name)
        if cls is not None:
            return self._table_name(self._program.definitions[cls])
        return own_tables().get(f"{label}.{name}".lower(), f"{label}_{name}".lower()) if label else ""

    def _association_tables(self, found: ProgramDefinition) -> Iterator[DeclaredTable]:
        """The table that Django makes for each many-to-many field without a model of its own."""
        table = self._table_name(found)
        for attribute, call, kind, owner in self._fields(found.id):
            if kind not in _TO_MANY or keyword(call, "through") is not None:
                continue
            target = self._target(found, owner, call)
            path = self._program.modules[owner.module].path
            if not target:
                reason = "the model of the many-to-many field could not be found"
                self._schema.unresolved.append(Unresolved("foreign_key", attribute, path, call.line, reason))
            here = f"{found.head.name.lower()}_id"
            there = f"{self._model_word(found, owner, call)}_id"
            here, there = (f"from_{here}", f"to_{there}") if here == there else (here, there)
            keys = [DeclaredKey(here, table, "id", path, call.line)]
            keys += [DeclaredKey(there, target, "id", path, call.line)] if target else []
            yield DeclaredTable(
                name=text_of(keyword(call, "db_table")) or f"{table}_{attribute}",
                framework=NAME,
                definition=-1,
                model="",
                path=path,
                line=call.line,
                columns=("id", here, there),
                keys=tuple(keys),
                database="default",
                association=True,
            )

    def _model_word(self, found: ProgramDefinition, owner: ProgramDefinition, call: Call) -> str:
        to = call.args[0] if call.args else keyword(call, "to")
        text = text_of(to)
        if text == "self":
            return found.head.name.lower()
        if isinstance(to, (Name, Attribute)) and not text:
            meaning = self._names.resolve(owner.module, owner.scope, to)
            if isinstance(meaning, ClassOf):
                return self._program.definitions[meaning.definition].head.name.lower()
            text = self._apps.user_model if last_name(to).endswith("USER_MODEL") else last_name(to)
        return text.rpartition(".")[2].lower()

    def _table_name(self, found: ProgramDefinition) -> str:
        given = text_of(self._apps.option(found.id, "db_table"))
        return given or f"{self._apps.label_of(found)}_{found.head.name.lower()}"

    def _share_parents(self, found: ProgramDefinition) -> None:
        """A proxy model has the table of its parent."""
        for parent in self._names.mro(found.id)[1:]:
            table = self._schema.of_class.get(parent)
            if table is not None:
                self._schema.of_class.setdefault(found.id, table)

    def _is_primary(self, call: Call) -> bool:
        value = keyword(call, "primary_key")
        return isinstance(value, Constant) and value.value is True


def _label_in_call(expression: Expression | None) -> str:
    """A call with the two strings of a model names that model, as functions for swappable models do."""
    texts = [text_of(arg) for arg in expression.args] if isinstance(expression, Call) else []
    return ".".join(texts) if len(texts) == _LABEL_AND_NAME and all(texts) else ""
