"""What do functions do that take or return models: ``get_model``, ``get_object_or_404``, those of libraries?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.django.lookups import Lookups
from analyzer.frameworks.django.rows import Rows
from analyzer.frameworks.django.schema import DjangoSchema
from analyzer.link.found import FoundAccess
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, Container, Instance, Literal, Query, TableOf, Type, options, union
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation

_MOST_LABELS = 4
_BY_LABEL = ("get_model", "get_registered_model", "load_model")
_CONFIG = "get_app_config"
FUNCTIONS = (*_BY_LABEL, _CONFIG, "get_user_model", "get_object_or_404", "get_list_or_404")
_ASKED = {
    "get_all_permissions": ("get_all_permissions",),
    "get_group_permissions": ("get_group_permissions",),
    "has_module_perms": ("has_module_perms", "get_all_permissions"),
    "has_perm": ("has_perm", "get_all_permissions"),
    "has_perms": ("has_perm", "get_all_permissions"),
}
"""Methods of a user -> the methods of each authentication backend of which any, overridden, gives the answer."""
_SHORTCUTS = ("get_object_or_404", "get_list_or_404")


class Functions:
    """Knows them by their names."""

    def __init__(self, names: Names, schema: Schema, models: DjangoSchema, rows: Rows, lookups: Lookups) -> None:
        self._names = names
        self._schema = schema
        self._models = models
        self._rows = rows
        self._lookups = lookups

    def user(self) -> Type | None:
        """Return an object of the user model, the project's or Django's own."""
        cls = self._models.user_model()
        if cls is not None:
            return Instance(cls)
        name = self._models.user_table()
        return TableOf(self._models.table_outside(name, "", 0)) if name else None

    def accesses(self, call: TypedCall) -> Iterator[FoundAccess]:
        """Yield what a call does."""
        if last_name(call.call.function) in _SHORTCUTS and call.args:
            yield from self._of_shortcut(call)
        else:
            yield from self._of_effects(call)

    def _of_effects(self, call: TypedCall) -> Iterator[FoundAccess]:
        effects = tuple(self._models.effects.of_call(call))
        user = self.user() if effects else None
        is_known = isinstance(user, Instance)
        if isinstance(user, Instance) and self._names.member(user.definition, last_name(call.call.function)):
            return  # the project's own ``has_perm()``
        if effects and self._answers(last_name(call.call.function)):
            return
        path = self._names.program.modules[call.module].path
        for effect in effects:
            tables = [name for name in effect.tables if not name.startswith("user.")]
            found = [self._models.table_outside(name, path, call.line) for name in tables]
            between = [self._between(name.removeprefix("user.")) for name in effect.tables if name not in tables]
            beside = [table for table in between if table >= 0]
            if is_known:  # a user model outside may be any: nothing is joined to its tables
                found, beside = [*found, *beside], []
            for together in (found, *([one] for one in beside)):
                yield FoundAccess(tuple(together), effect.operation, Certainty.GUESSED)

    def _answers(self, name: str) -> bool:
        """True where all authentication backends are the project's own and answer themselves what a user may do."""
        backends = self._names.program.settings.backends
        own = [self._names.program.by_name.get(backend, -1) for backend in backends]
        asked = _ASKED.get(name, ())
        return bool(own) and all(
            cls != -1 and any(self._names.member(cls, method) is not None for method in asked) for cls in own
        )

    def _between(self, field: str) -> int:
        """Return the table between the user model and what one of its fields leads to; -1 where there is none."""
        related = self._rows.related(self._rows.model_of(self.user()), field, guessed=True)
        return related.between if isinstance(related, Query) else -1

    def _of_shortcut(self, call: TypedCall) -> Iterator[FoundAccess]:
        for subject in options(call.args[0]):
            model = self._rows.model_of(subject)
            tables = self._rows.tables(model)
            if tables:
                joined = self._lookups.joined(model, "get", call.call)
                yield FoundAccess(tuple(dict.fromkeys((*tables, *joined))), RowOperation.SELECT, Certainty.LITERAL)

    def _labelled(self, call: TypedCall) -> Type | None:
        """``get_model("app", "Model")``; an app that is not in the source has its tables by Django's naming."""
        return union(self._of_label(call, label, model) for label, model in _labels(call.args) if label and model)

    def _of_label(self, call: TypedCall, label: str, model: str) -> Type:
        cls = self._models.model_named(label, model)
        if cls is not None:
            return ClassOf(cls)
        path = self._names.program.modules[call.module].path
        table = self._models.outside.table_of_label(label, model)
        return TableOf(self._models.table_outside(table, path, call.line))

    def result(self, call: TypedCall) -> Type | None:
        """Return what a call yields."""
        name = last_name(call.call.function)
        if name in _BY_LABEL:
            return self._labelled(call)
        if name == _CONFIG:
            label = call.args[0] if call.args else None
            config = self._models.config(label.value) if isinstance(label, Literal) else None
            return Instance(config) if config is not None else None
        if name == "get_user_model":
            cls = self._models.user_model()
            return ClassOf(cls) if cls is not None else self.user()
        if name in ("get_object_or_404", "get_list_or_404") and call.args:
            of = self._rows.model_of(call.args[0])
            found = self._rows.of(of) if of != -1 else None
            return Container(found) if found is not None and name == "get_list_or_404" else found
        return None


def _labels(args: tuple[Type | None, ...]) -> list[tuple[str, str]]:
    """The app and the name of each model that one text, or two, may name."""
    texts = [[one.value for one in options(arg) if isinstance(one, Literal)] for arg in args[:2]]
    if len(texts) > 1 and texts[1]:
        return [(label, model) for label in texts[0] for model in texts[1]][:_MOST_LABELS]
    whole = [text.rpartition(".") for text in texts[0]] if texts else []
    return [(label, model) for label, _, model in whole][:_MOST_LABELS]
