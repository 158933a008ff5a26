"""Which relations do the fields of Django's models declare?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.frameworks.django.apps import Apps, Given
from analyzer.frameworks.django.fields import Field
from analyzer.frameworks.django.models import Models
from analyzer.frameworks.django.relations import DeclaredRelation, RelationKind
from analyzer.frameworks.django.targets import Targets
from analyzer.link.program import ProgramDefinition
from analyzer.model.chains import last_name, text_of
from analyzer.model.syntax import Call

_ON_DELETE = frozenset({"CASCADE", "PROTECT", "RESTRICT", "SET_NULL", "SET_DEFAULT", "SET", "DO_NOTHING"})

_KINDS: dict[str, RelationKind] = {"one": "one", "only": "only", "many": "many", "reverse": "generic"}


class Declarations:
    """Reads the relations of every model, abstract ones too."""

    def __init__(
        self,
        apps: Apps,
        models: Models,
        targets: Targets,
        table_between: Callable[[int, Field], int],
        outside: Callable[[str, Field], int],
    ) -> None:
        """``table_between`` gives the table that Django makes for a many-to-many field of a model, or -1.

        ``outside`` gives what stands for the model of a table without a class, as a field mentions it.
        """
        self._outside = outside
        self._apps = apps
        self._models = models
        self._targets = targets
        self._table_between = table_between

    def relations(self) -> Iterator[DeclaredRelation]:
        """Yield all relations, of each model after its links to parents."""
        for found in self._models.every:
            if self._models.is_stored(found.id):
                yield from self._links(found)
            for field in self._models.fields(found.id).values():
                if field.kind not in ("column", "generic"):
                    yield from self._relation(found, field)

    def parent_links(self, found: ProgramDefinition) -> dict[int, Field | None]:
        """Return the parents in whose tables a model keeps a part of its rows, each with its field if one is given."""
        explicit: dict[int, Field | None] = {}
        for field in self._models.fields(found.id).values():
            if field.kind == "only" and field.is_true("parent_link"):
                explicit[self._targets.of_field(found, field).cls] = field
        return {parent: explicit.get(parent) for parent in self._models.parents(found.id)}

    def _links(self, found: ProgramDefinition) -> Iterator[DeclaredRelation]:
        word = found.head.name.lower()
        for parent, field in self.parent_links(found).items():
            if field is None:
                attribute = f"{self._targets.of_class(parent).word}_ptr"
                yield DeclaredRelation(found.id, attribute, parent, "only", word, word, "CASCADE", parent_link=True)

    def _relation(self, found: ProgramDefinition, field: Field) -> Iterator[DeclaredRelation]:
        target = self._targets.of_field(found, field)
        through = self._targets.find(found, field.arguments.get("through"))
        if not field.leads and through.cls >= 0:
            target = self._targets.other_side(found, through.cls)
        model = target.cls if target.cls >= 0 else self._outside(target.table, field)
        if model == -1:
            return
        accessor, query = self._names_back(found, field, model)
        yield DeclaredRelation(
            model=found.id,
            attribute=field.name,
            target=model,
            kind=_KINDS[field.kind],
            accessor=accessor,
            related_query_name=query,
            on_delete=self._on_delete(field),
            between=self._table_between(found.id, field) if field.kind == "many" else -1,
            through=through.cls if field.kind == "many" else -1,
            parent_link=field.kind == "only" and field.is_true("parent_link"),
            is_abstract=not self._models.is_stored(found.id),
        )

    def _names_back(self, found: ProgramDefinition, field: Field, target: int) -> tuple[str, str]:
        """The attribute that the other side gets, and the name of the way back between ``__``."""
        word = found.head.name.lower()
        query = self._filled(found, self._apps.text(field.arguments.get("related_query_name")))
        if field.kind == "reverse":
            return "", query
        name = self._apps.text(field.arguments.get("related_name"))
        name = name or self._apps.text(self._apps.option(found.id, "default_related_name"))
        name = self._filled(found, name)
        is_both = field.kind == "many" and target == found.id and not field.is_false("symmetrical")
        if name.endswith("+") or (is_both and not name):
            return "", ""
        return name or (word if field.kind == "only" else f"{word}_set"), query or name or word

    def _filled(self, found: ProgramDefinition, name: str) -> str:
        if "%(" not in name:
            return name
        word = found.head.name.lower()
        name = name.replace("%(class)s", word).replace("%(model_name)s", word)
        return name.replace("%(app_label)s", self._apps.label_of(found).lower())

    def _on_delete(self, field: Field) -> str:
        given = field.arguments.get("on_delete")
        if given is None:
            plain = field.kind in ("one", "only") and field.outside.startswith("django.")
            return "CASCADE" if plain else ""  # as it was before the argument was asked for
        return _named(given)


def _named(given: Given) -> str:
    expression = given.expression.function if isinstance(given.expression, Call) else given.expression
    name = last_name(expression) or text_of(expression)
    return name if name in _ON_DELETE else ""
