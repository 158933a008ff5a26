"""Which classes are models, what are they called, and which fields do they have?"""

from __future__ import annotations

from analyzer.frameworks.django.apps import Apps
from analyzer.frameworks.django.fields import Field, Fields
from analyzer.frameworks.django.outside import Outside
from analyzer.link.names import Names
from analyzer.link.program import ProgramDefinition
from analyzer.link.types import ClassOf, External

_MODEL = ("django.db.models.Model", "django.db.models.base.Model", "django.contrib.gis.db.models.Model")
_OPTIONS = frozenset({"abstract", "app_label", "constraints", "db_table", "default_related_name", "indexes", "managed"})
_OPTIONS |= {"get_latest_by", "ordering", "permissions", "proxy", "swappable", "unique_together", "verbose_name"}
_NO_MODELS = ("Admin", "Field", "Filter", "FilterSet", "Form", "FormSet", "Manager", "Meta", "QuerySet", "Serializer")
_NO_MODULES = frozenset({"forms", "serializers", "fields", "admin", "filters", "filtersets", "views", "schema"})
_ACCOUNT = ("AbstractUser", "AbstractBaseUser")


class Models:
    """All models: ``every`` in the order of the program; those with a table; by label and name; their fields."""

    def __init__(self, names: Names, apps: Apps, fields: Fields, outside: Outside) -> None:
        self.outside = outside
        self._names = names
        self._apps = apps
        self._own_fields = fields
        self._definitions = names.program.definitions
        self._uses_django = False
        self.every: list[ProgramDefinition] = []
        self._stored: frozenset[int] = frozenset()
        self._concrete: frozenset[int] = frozenset()
        self._by_label: dict[tuple[str, str], int] = {}
        self._by_name: dict[str, set[int]] = {}
        self._fields: dict[int, dict[str, Field]] = {}
        self._below: dict[int, tuple[int, ...]] = {}

    def read(self) -> None:
        """Find the models of the program; twice where some may derive from models that a call names by their label."""
        self._read()
        if self._by_label and any(map(self._has_unknown_base, self._definitions)):
            self._names.label(self._by_label)
            self._read()

    def _has_unknown_base(self, found: ProgramDefinition) -> bool:
        """True where a base is what a call yields, or nothing that is known."""
        bases = self._names.bases(found.id)
        made = any(isinstance(base, External) and base.name.endswith("()") for base in bases)
        return made or len(bases) < len(found.head.bases)

    def _read(self) -> None:
        classes = [found for found in self._definitions if found.head.kind == "class"]
        outside = {found.id: self._names.external_bases(found.id) for found in classes}
        self._uses_django = any(base in _MODEL for bases in outside.values() for base in bases)
        self.every = [found for found in classes if outside[found.id] and self._is_model(found, outside[found.id])]
        self._fields.clear()  # read before it was known which models have a table
        concrete = [found for found in self.every if not self._apps.is_true(found.id, "abstract")]
        self._concrete = frozenset(found.id for found in concrete)
        self._stored = frozenset(found.id for found in concrete if not self._is_shared(found))
        below: dict[int, list[int]] = {}
        for found in concrete:
            word = found.head.name.lower()
            self._by_label[self._apps.label_of(found).lower(), word] = found.id
            for ancestor in self._names.mro(found.id)[1:] if found.id in self._stored else ():
                below.setdefault(ancestor, []).append(found.id)
        for (_, word), cls in self._by_label.items():
            self._by_name.setdefault(word, set()).add(cls)
        self._below = {cls: tuple(sorted(found)) for cls, found in below.items()}

    @property
    def concrete(self) -> list[ProgramDefinition]:
        """Every model that is not abstract."""
        return [found for found in self.every if found.id in self._concrete]

    @property
    def stored(self) -> list[ProgramDefinition]:
        """Every model with a table of its own."""
        return [found for found in self.every if found.id in self._stored]

    def is_stored(self, cls: int) -> bool:
        """Return whether a model has a table of its own: it is neither abstract, nor a proxy, nor swapped out."""
        return cls in self._stored

    def named(self, label: str, name: str) -> int | None:
        """Return the class of ``label.Name``; without a label, of the only model of that name."""
        if label:
            return self._by_label.get((label.lower(), name.lower()))
        same = self._by_name.get(name.lower(), set())
        return next(iter(same)) if len(same) == 1 else None

    def user_model(self) -> int | None:
        """Return the class of the project's user model; None where it is Django's own."""
        label, _, name = self._apps.user_model.partition(".")
        return self.named(label, name)

    def below(self, cls: int) -> tuple[int, ...]:
        """Return the models with a table of their own that derive from a class."""
        return self._below.get(cls, ())

    def parents(self, cls: int) -> list[int]:
        """Return the models with a table that a class keeps a part of its rows in, nearest first."""
        found: list[int] = []
        met = {cls}
        pending = [cls]
        for one in pending:
            for base in self._names.bases(one):
                if isinstance(base, ClassOf) and base.definition not in met:
                    met.add(base.definition)
                    if base.definition in self._stored:
                        found.append(base.definition)
                    else:
                        pending.append(base.definition)
        return found

    def fields(self, cls: int) -> dict[str, Field]:
        """Return the fields of a model's own table: its own, and those of its abstract ancestors."""
        if cls not in self._fields:
            self._fields[cls] = self._collected(cls)
        return self._fields[cls]

    def field(self, cls: int, name: str) -> Field | None:
        """Return a field of a class or of any of its ancestors."""
        for ancestor in self._names.mro(cls):
            found = self.fields(ancestor).get(name)
            if found is not None:
                return found
        return None

    def table_name(self, cls: int) -> str:
        """Return the name of a model's own table."""
        given = self._apps.text(self._apps.option(cls, "db_table"))
        found = self._definitions[cls]
        return given or f"{self._apps.label_of(found)}_{found.head.name.lower()}"

    def _collected(self, cls: int) -> dict[str, Field]:
        elsewhere: set[int] = set()  # a model with a table keeps its fields, and those of its own ancestors
        order = self._names.mro(cls)
        for ancestor in order[1:]:
            if ancestor in self._stored:
                elsewhere.update(self._names.mro(ancestor))
        met: set[str] = set()
        found: dict[str, Field] = {}
        for ancestor in order:
            if ancestor in elsewhere:
                continue
            for name, field in self._own_fields.own(ancestor).items():
                if field is not None and name not in met:
                    found[name] = field
                met.add(name)
            for base in self._names.bases(ancestor):
                if isinstance(base, External):
                    for field in self.outside.handed_down(base.name, self._definitions[ancestor]):
                        found.setdefault(field.name, field)
        return found

    def _is_shared(self, found: ProgramDefinition) -> bool:
        """True for a proxy, which has the table of its parent, and for a user model that another one stands in for."""
        if self._apps.is_true(found.id, "proxy"):
            return True
        swapped = self._apps.text(self._apps.option(found.id, "swappable")).endswith("USER_MODEL")
        label = f"{self._apps.label_of(found)}.{found.head.name}".lower()
        return swapped and self._apps.user_model not in ("auth.User", "") and self._apps.user_model.lower() != label

    def _is_model(self, found: ProgramDefinition, outside: tuple[str, ...]) -> bool:
        """By Django's base class; else by one outside that may be a model, and a field or options that say so."""
        if any(base in _MODEL or self.outside.known(base) or base.endswith(_ACCOUNT) for base in outside):
            return True
        likely = [base for base in outside if _may_be_model(base)]
        if not likely:
            return False
        if any(field.outside.startswith("django.") for field in self.fields(found.id).values()):
            return True
        own_module = self._names.program.modules[found.module].name
        tells = _is_in_models(own_module) or not _OPTIONS.isdisjoint(self._apps.options(found.id))
        return self._uses_django and tells and any(_is_in_models(base.rpartition(".")[0]) for base in likely)


def _may_be_model(base: str) -> bool:
    """Of Django only what its own apps define can be one; elsewhere, what is not named as something else."""
    module, _, last = base.rpartition(".")
    if last.endswith(_NO_MODELS) or not _NO_MODULES.isdisjoint(module.split(".")):
        return False
    if base.startswith("django."):
        return base.startswith("django.contrib.") and module.endswith((".models", ".base_user"))
    return True


def _is_in_models(module: str) -> bool:
    return any(part.endswith("models") for part in module.split("."))
