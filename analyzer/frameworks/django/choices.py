"""Which fields of forms and serializers hold objects of models, and of which?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from analyzer.frameworks.django.relations import Relation, Relations
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import Values
from analyzer.link.types import ClassOf, Type, options
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.syntax import Call, Items

_ONE = ("ModelChoiceField", "PrimaryKeyRelatedField", "SlugRelatedField", "HyperlinkedRelatedField")
_MANY = ("ModelMultipleChoiceField",)


class Choice(msgspec.Struct, frozen=True):
    """A field that holds one object of a model, or ``many``; ``between`` is the table that saving them writes (-1)."""

    model: int
    many: bool
    between: int = -1


class Choices:
    """Reads the fields that classes declare, and those that they have from their model."""

    def __init__(self, names: Names, relations: Relations, model_of: Callable[[Type], int]) -> None:
        self._names = names
        self._relations = relations
        self._model_of = model_of
        self._known: dict[int, dict[str, Choice]] = {}
        self.values: Values | None = None

    def of(self, cls: int, model: int) -> dict[str, Choice]:
        """Return the fields of a form or serializer over a model (-1: over none)."""
        if cls not in self._known:
            self._known[cls] = {}  # a form whose fields ask for themselves
            found = {name: _choice(one) for name, one in self._of_model(cls, model)}
            for name, choice in self._declared(cls):
                between = found[name].between if name in found else -1
                found[name] = msgspec.structs.replace(choice, between=between)
            self._known[cls] = found
        return self._known[cls]

    def _of_model(self, cls: int, model: int) -> Iterator[tuple[str, Relation]]:
        for name in self._named(cls) if model >= 0 else ():
            relation = self._relations.find(model, name)
            if relation is not None and not relation.back:
                yield name, relation

    def _named(self, cls: int) -> tuple[str, ...]:
        """What ``Meta.fields`` names, where it is written there."""
        meta = self.values.read(ClassOf(cls), "Meta") if self.values is not None else None
        member = self._names.member(meta.definition, "fields") if isinstance(meta, ClassOf) else None
        value = member[1].value if member is not None and isinstance(member[1], ValueBinding) else None
        return tuple(text_of(one) for one in value.items) if isinstance(value, Items) else ()

    def _declared(self, cls: int) -> Iterator[tuple[str, Choice]]:
        for ancestor in reversed(self._names.mro(cls)):
            place = self._names.program.definitions[ancestor]
            for name, binding in self._names.program.namespaces.get((place.module, place.scope), {}).items():
                made = binding.value if isinstance(binding, ValueBinding) else None
                if isinstance(made, Call) and last_name(made.function).endswith((*_ONE, *_MANY)):
                    model = self._chosen_from(place.module, place.scope, made)
                    if model != -1:
                        yield name, Choice(model, _is_many(made))

    def _chosen_from(self, module: int, scope: int, made: Call) -> int:
        given = keyword(made, "queryset") or (made.args[0] if made.args else None)
        if given is None or self.values is None:
            return -1
        found = (self._model_of(one) for one in options(self.values.value_at(module, scope, given)))
        return next((model for model in found if model != -1), -1)


def _choice(relation: Relation) -> Choice:
    return Choice(relation.model, relation.many, relation.between)


def _is_many(made: Call) -> bool:
    many = keyword(made, "many")
    return last_name(made.function).endswith(_MANY) or is_true(many)
