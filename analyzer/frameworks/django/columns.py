"""Which columns do the fields of Django's models come to?"""

from __future__ import annotations

from analyzer.frameworks.django.apps import Apps
from analyzer.frameworks.django.declared import Declarations
from analyzer.frameworks.django.fields import Field
from analyzer.frameworks.django.models import Models
from analyzer.frameworks.django.targets import Targets
from analyzer.link.names import Names
from analyzer.link.program import ProgramDefinition
from analyzer.link.types import External


class Columns:
    """Answers for fields, for keys, and for the columns that continue a row in another table."""

    def __init__(self, names: Names, apps: Apps, models: Models, targets: Targets, declarations: Declarations) -> None:
        self.apps = apps
        self.models = models
        self.targets = targets
        self._names = names
        self._declarations = declarations
        self._outside = models.outside

    def of_field(self, field: Field) -> str:
        """Return the column of a field: ``db_column``, else its name, with ``_id`` for a key."""
        given = self.apps.text(field.arguments.get("db_column"))
        return given or (f"{field.name}_id" if field.kind in ("one", "only") else field.name)

    def key(self, cls: int) -> str:
        """Return the column of the primary key of a model's own table."""
        for field in self.models.fields(cls).values():
            if field.is_true("primary_key"):
                return self.of_field(field)
        for parent, link in self._declarations.parent_links(self._names.program.definitions[cls]).items():
            return self.of_field(link) if link is not None else f"{self.targets.of_class(parent).word}_ptr_id"
        for base in self._names.bases(cls):
            if isinstance(base, External) and self._outside.is_stored(base.name):
                return f"{base.name.rpartition('.')[2].lower()}_ptr_id"
        return "id"

    def links(self, found: ProgramDefinition) -> dict[str, tuple[str, str, str]]:
        """Attribute -> (column, table, its key) of the parents that a row is continued in, without explicit fields."""
        links: dict[str, tuple[str, str, str]] = {}
        for parent, field in self._declarations.parent_links(found).items():
            if field is None:
                target = self.targets.of_class(parent)
                links[f"{target.word}_ptr"] = (f"{target.word}_ptr_id", target.table, self.key(parent))
        for base in self._names.bases(found.id):
            if isinstance(base, External) and self._outside.is_stored(base.name):
                word = base.name.rpartition(".")[2].lower()
                links[f"{word}_ptr"] = (f"{word}_ptr_id", self._outside.table(base.name), "id")
        return links
