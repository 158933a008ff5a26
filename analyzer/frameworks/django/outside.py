"""What is known of models that are not in the source: their tables, and the fields that they hand down?"""

from __future__ import annotations

from analyzer.frameworks.django.apps import Given
from analyzer.frameworks.django.fields import Field, FieldKind
from analyzer.link.program import ProgramDefinition
from analyzer.model.packages import Package, PackageClass, PackageKey, PackageRelation, PackageTable
from analyzer.model.syntax import Constant, Expression, Name
from analyzer.project.packages import Packages

USER = "AUTH_USER_MODEL"  # stands for the table of the project's user model
SELF = "self"  # stands for the table of the model itself
_ABSTRACT = ("Abstract", "Base", "Mixin")  # parts of the names of Django's own abstract models
_NO_MODELS = ("Manager", "QuerySet")
_FRAMEWORK = "django"


class Outside:
    """Looks models up in the packages; those of Django that are not told there are guessed by their names."""

    def __init__(self, packages: Packages) -> None:
        self._packages = packages
        self.packages = packages.of(_FRAMEWORK)
        self._models: dict[str, PackageClass] = {}
        self._labels: dict[str, str] = {}
        self._by_label: dict[str, str] = {}
        for package in self.packages:
            for one in package.classes:
                if one.kind == "model" and packages.find(one.name) is one:
                    label = _label(package, one)
                    self._models.setdefault(one.table.name, one)
                    self._labels[one.name] = label
                    self._by_label[f"{label}.{_last(one.name)}".lower()] = one.table.name
        self._tables = {one.name: one for package in self.packages for one in package.tables}

    def table_of_label(self, label: str, name: str) -> str:
        """``auth`` and ``Group`` give ``auth_group``, by Django's naming where nothing else is known."""
        return self._by_label.get(f"{label}.{name}".lower(), f"{label}_{name}".lower())

    def table(self, name: str) -> str:
        """``django.contrib.auth.models.Group`` is ``auth_group``; empty for what cannot be the name of a model."""
        known = self.known(name)
        if known is not None:
            return known.table.name
        parts = name.split(".")
        if "models" not in parts[1:-1] or not parts[-1].isidentifier() or not parts[-1][0].isupper():
            return ""
        if parts[-1].endswith(_NO_MODELS) or (parts[0] == "django" and not self.is_stored(name)):
            return ""
        return self.table_of_label(parts[parts.index("models", 1) - 1], parts[-1])

    def known(self, name: str) -> PackageClass | None:
        """Return what is told of a model, abstract or not, by its dotted name."""
        found = self._packages.near(name)
        return found if found is not None and found.framework == _FRAMEWORK else None

    def is_stored(self, base: str) -> bool:
        """Return whether a class outside is a model with a table, which its subclasses keep a part of their rows in."""
        known = self.known(base)
        if known is not None:
            return known.kind == "model"
        parts = base.split(".")
        own = parts[:2] == ["django", "contrib"] and parts[3:-1] == ["models"]
        return own and not any(part in parts[-1] for part in _ABSTRACT)

    def model_of(self, table: str) -> PackageClass | None:
        """Return the model of a package that a table is told to be of."""
        return self._models.get(table)

    def described(self, table: str) -> PackageTable | None:
        """Return a table of a package with its columns, those of its model's abstract parents too."""
        model = self._models.get(table)
        if model is not None:
            return self._packages.columns(model.name)
        return self._tables.get(table)

    def label_of(self, model: PackageClass) -> str:
        """Return the label of the app of a model of a package, in small letters."""
        return self._labels.get(model.name, "")

    def lineage(self, name: str) -> tuple[PackageClass, ...]:
        """Return a class of a package and all it derives from, nearest first."""
        return self._packages.lineage(name)

    def key_column(self, table: str) -> str:
        """Return the column of the primary key of a table: ``id``, or the first one that is told."""
        columns = (self.described(table) or PackageTable()).columns
        return columns[0] if columns and "id" not in columns else "id"

    def relations(self, name: str) -> dict[str, PackageRelation]:
        """Return what is told of the relations of a model and of its abstract parents, by field."""
        return {told.name: told for one in reversed(self._packages.lineage(name)) for told in one.relations}

    def handed_down(self, base: str, owner: ProgramDefinition) -> list[Field]:
        """Return the fields that a class gets from a base class outside; ``owner`` is the class that names the base."""
        known = self.known(base)
        if known is None or known.kind == "model":
            return []
        told = self._packages.columns(known.name)
        relations = self.relations(known.name)
        keys = {key.column: key for key in told.keys}
        fields: list[Field] = []
        for column in told.columns:
            key = keys.get(column)
            if key is None:
                said = (
                    {"null": Given(Constant(True, owner.head.line), owner.module, 0)} if column in told.nullable else {}
                )
                fields.append(Field(column, "column", base, owner.head.line, owner, said))
            else:
                fields.append(_relation(key, relations.get(key.field), "one", base, owner))
        return fields + [_relation(key, relations.get(key.column), "many", base, owner) for key in told.many]


def _label(package: Package, model: PackageClass) -> str:
    """The label of a model's app, in small letters: the package that holds its module, if nothing else is told."""
    parts = model.name.split(".")[:-1]
    place = parts.index("models", 1) if "models" in parts[1:] else len(parts)
    return (package.label or parts[place - 1]).lower()


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _relation(
    key: PackageKey, told: PackageRelation | None, kind: FieldKind, base: str, owner: ProgramDefinition
) -> Field:
    """A key or a many-to-many field, with the arguments that Django's field would be given."""
    told = told or PackageRelation("")
    given: dict[str, Expression] = {}
    line = owner.head.line
    if key.to_table in (USER, SELF):
        given["to"] = Name(USER, line) if key.to_table == USER else Constant(SELF, line)
    if kind == "one" and key.column == key.field:
        given["db_column"] = Constant(key.column, line)
    if key.to_column != "id":
        given["to_field"] = Constant(key.to_column, line)
    if key.between:
        given["db_table"] = Constant(key.between, line)
    if told.on_delete:
        given["on_delete"] = Name(told.on_delete, line)
    for name, text in (("related_name", told.related_name), ("related_query_name", told.related_query_name)):
        if text:
            given[name] = Constant(text, line)
    arguments = {name: Given(expression, owner.module, 0) for name, expression in given.items()}
    name = key.field if kind == "one" else key.column
    table = "" if "to" in given else key.to_table
    kind = "only" if told.one_to_one else kind
    return Field(name, kind, base, line, owner, arguments, table)
