"""What do the attributes of models, of their objects, and of managers and querysets yield?"""

from __future__ import annotations

from collections.abc import Callable

from analyzer.frameworks.django.forms import is_form
from analyzer.frameworks.django.generic import Generic
from analyzer.frameworks.django.managers import BUILT_IN
from analyzer.frameworks.django.querysets import is_built_in
from analyzer.frameworks.django.rows import Rows
from analyzer.frameworks.django.schema import NAME
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import ClassOf, External, Function, Instance, Method, Query, Super, TableOf, Type, union

MOST_MODELS = 6  # that a manager or an abstract model may stand for: more say nothing about a single line


class Attributes:
    """Reads them, by the type of what they are attributes of."""

    def __init__(self, names: Names, rows: Rows, generic: Generic, stand_ins: Callable[[int], tuple[int, ...]]) -> None:
        """``stand_ins`` returns the models with a table that an abstract one, or a mixin, stands for."""
        self._names = names
        self._rows = rows
        self._generic = generic
        self._stand_ins = stand_ins

    def of(self, receiver: Type, name: str) -> Type | None:
        """Return a manager of a model, a related object or manager, or a method of a queryset or model."""
        match receiver:
            case ClassOf(definition=cls):
                return self._of_class(cls, name)
            case Query(framework="django"):
                return self._of_query(receiver, name)
            case Instance():
                return self._of_instance(receiver, name)
            case TableOf():
                return self._of_outside(receiver, name)
            case External():
                return self._of_external(receiver, name)
            case Super(bound=bound):
                return self._of_super(receiver, bound, name)
            case Method(receiver=owner, name="_meta"):
                return self._of_meta(owner, name)
            case _:
                return None

    def _of_query(self, query: Query, name: str, *, own: bool = True) -> Type | None:
        """A method of the project's manager or queryset, or one of Django's."""
        if is_form(query):
            return self._generic.forms.attribute(query, name)
        for cls in query.managers if own else ():
            member = self._names.member(cls, name)
            if member is not None and isinstance(member[1], DefinitionBinding):
                return Function(member[1].definition, True, query)
        if name == "model":
            return self._rows.class_of(query.entity)
        if name == "through" and query.between >= 0:
            return TableOf(query.between)
        return Method(query, name)

    def _of_class(self, cls: int, name: str) -> Type | None:
        if name == "_meta":
            return Method(ClassOf(cls), name)
        concrete = self._stand_ins(cls) if self._rows.table(cls) is None else (cls,)
        if len(concrete) == 1 and self._rows.has_method(concrete[0], name) and not self._rows.is_method(name):
            return Method(ClassOf(concrete[0]), name)
        classes = self._rows.managers.of(cls, name) if 0 < len(concrete) <= MOST_MODELS else None
        if classes is None:
            related = self._rows.related(cls, name, guessed=False) if len(concrete) == 1 else None
            return related if isinstance(related, Query) else None
        return union([self._rows.query(one, classes) for one in concrete])

    def _of_instance(self, receiver: Instance, name: str) -> Type | None:
        cls = receiver.definition
        if name == "_meta" or (name == "opts" and "admin" in self._generic.kinds.of(cls)):
            return Method(receiver, "_meta")
        if self._rows.table(cls) is not None:
            if self._rows.has_method(cls, name):
                return Method(receiver, name)
            return self._rows.related(cls, name, guessed=receiver.guessed)
        if self._generic.kinds.owns(cls, name) and self._names.member(cls, name) is None:
            return Method(receiver, name)
        return self._generic.attribute(receiver, name) or self._of_manager(cls, name)

    def _of_outside(self, receiver: TableOf, name: str) -> Type | None:
        """A model, or an object of it, that is not in the source."""
        model = self._rows.model_of(receiver)
        if model == -1:
            return None
        if name in BUILT_IN:
            return self._rows.query(model)
        if self._rows.has_method(model, name):
            return Method(receiver, name)
        return self._rows.related(model, name, guessed=False)

    def _of_external(self, receiver: External, name: str) -> Type | None:
        if name in BUILT_IN:
            model = self._rows.model_of(receiver)
            return None if model == -1 else self._rows.query(model)
        model = self._rows.told(receiver)
        row = self._rows.of(model)
        return self._of_outside(row, name) if isinstance(row, TableOf) else None

    def _of_super(self, receiver: Super, bound: Type, name: str) -> Type | None:
        if isinstance(bound, Query) and bound.framework == NAME:
            return self._of_query(bound, name, own=False)
        if not isinstance(bound, Instance):
            return None
        if self._rows.is_method(name) and self._rows.model_of(bound) != -1:
            return Method(receiver, name)
        return Method(bound, name) if self._generic.kinds.owns(bound.definition, name) else None

    def _of_manager(self, cls: int, name: str) -> Type | None:
        """A manager or queryset that code makes itself is one over the models that have it."""
        models = self._rows.managers.models_of(cls) if is_built_in(name) or name == "model" else ()
        if not models or len(models) > MOST_MODELS:
            return None
        queries = [self._rows.query(model, (cls,)) for model in models]
        return union([found for query in queries if (found := self._of_query(query, name))])

    def _of_meta(self, owner: Type, name: str) -> Type | None:
        """``Model._meta.default_manager``, and ``form._meta.model``."""
        model = self._rows.model_of(owner)
        if model == -1 and isinstance(owner, (ClassOf, Instance)):
            model = self._generic.model(owner.definition)
        if model == -1:
            return None
        if name in ("default_manager", "base_manager"):
            return self._rows.query(model)
        return self._rows.class_of(model) if name in ("model", "concrete_model") else None
