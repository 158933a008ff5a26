"""What does a request carry for a set of forms that a view makes itself, of a class that a factory makes?

``formset_factory(Form)``, ``modelformset_factory(Model)``, ``inlineformset_factory(Parent, Model)``, in the body, in a
module, or as the base of a class.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.django.serving.handed_forms import ANY_PREFIX
from analyzer.frameworks.django.serving.model_fields import ModelFields
from analyzer.frameworks.django.serving.records import Records, field_input
from analyzer.frameworks.django.serving.written import Placed, texts
from analyzer.frameworks.plain_shapes import BOOLEAN, INTEGER
from analyzer.link.names import Names, Value
from analyzer.link.protocol import Values
from analyzer.link.types import ClassOf, options
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.interfaces import Place, RequestInput
from analyzer.model.shapes import UNKNOWN, Origin, Shape
from analyzer.model.syntax import Call, Constant

_MODELS = {"formset_factory": -1, "modelformset_factory": 0, "inlineformset_factory": 1}
"""The factories, with the place of the model among their arguments; the form stands behind it."""
_COUNTS = ("INITIAL_FORMS", "TOTAL_FORMS")
_DEEPEST = 4


class MadeSet(msgspec.Struct, frozen=True):
    """A call of a factory, and the prefix that the set is given; empty where it is the library's own."""

    factory: Placed
    prefix: str


class MadeSets:
    """Answers for calls in views, by what is called."""

    def __init__(self, names: Names, models: ModelFields, records: Records, values: Values) -> None:
        self._names = names
        self._models = models
        self._records = records
        self._values = values
        imported = (fact.name for module in names.program.modules for fact in module.facts.imports)
        self.are_used = any(name in _MODELS or name == "forms" for name in imported)

    def factory(self, placed: Placed) -> Placed | None:
        """Return the call of a factory that makes the class behind an expression."""
        for _ in range(_DEEPEST):
            module, scope, expression = placed
            if isinstance(expression, Call) and last_name(expression.function) in _MODELS:
                return placed
            meaning = self._names.resolve(module, scope, expression)
            if isinstance(meaning, Value):
                placed = meaning.module, meaning.scope, meaning.binding.value
            elif isinstance(meaning, ClassOf):
                base = self._base(meaning.definition)
                if base is None:
                    return None
                placed = base
            else:
                return None
        return None

    def _base(self, cls: int) -> Placed | None:
        """The first base of a class, and its ancestors', that is no class: what a factory makes, or its name."""
        for ancestor in self._names.mro(cls):
            place = self._names.program.definitions[ancestor]
            for base in place.head.bases:
                meaning = None if isinstance(base, Call) else self._names.resolve(place.module, place.head.scope, base)
                if isinstance(base, Call) or isinstance(meaning, Value):
                    return place.module, place.head.scope, base
        return None

    def inputs(self, made: MadeSet, at: tuple[str, int]) -> Iterator[RequestInput]:
        """Yield the two numbers of forms, and the fields of each form, with key, place and whether it is to go."""
        module, scope, call = made.factory
        assert isinstance(call, Call)
        kind = last_name(call.function)
        model = self._model(made.factory, _MODELS[kind])
        prefix = made.prefix or (self._of_parent(made.factory, model) if kind.startswith("inline") else "form")
        for count in _COUNTS:
            yield RequestInput(f"{prefix}-{count}", Place.FORM, INTEGER, True, *at, "", Origin.ANNOTATION)
        each = f"{prefix}-{{n}}-"
        if kind != "formset_factory":
            yield _beside(f"{each}id", self._models.key(model), Origin.COLUMN, at)
        for one in self._fields((module, scope, call), kind, model):
            if one.name != "id":
                yield msgspec.structs.replace(one, name=f"{each}{one.name}", required=False)
        if _may_delete(call, kind):
            yield _beside(f"{each}DELETE", BOOLEAN, Origin.ANNOTATION, at)
        if is_true(keyword(call, "can_order")):
            yield _beside(f"{each}ORDER", INTEGER, Origin.ANNOTATION, at)

    def _fields(self, factory: Placed, kind: str, model: int) -> Iterator[RequestInput]:
        module, scope, call = factory
        assert isinstance(call, Call)
        place = _MODELS[kind] + 1
        form = keyword(call, "form") or (call.args[place] if len(call.args) > place else None)
        if form is not None:
            for one in options(self._values.value_at(module, scope, form)):
                if isinstance(one, ClassOf):
                    yield from self._records.inputs(one.definition, Place.FORM)
            return
        listed, without = keyword(call, "fields"), keyword(call, "exclude")
        wanted = texts(self._names, (module, scope, listed)) if listed is not None else None
        left_out = texts(self._names, (module, scope, without)) if without is not None else ()
        for field in self._records.of_model(model, wanted):
            if field.name not in (left_out or ()):
                yield field_input(field, Place.FORM)

    def _of_parent(self, factory: Placed, model: int) -> str:
        """The prefix of an inline set: under which name the object has those of the set."""
        call = factory[2]
        key = keyword(call, "fk_name") if isinstance(call, Call) else None
        parent = self._model(factory, 0, "parent_model")
        return self._models.accessor(model, parent, text_of(key) if key is not None else "") or ANY_PREFIX

    def _model(self, factory: Placed, place: int, name: str = "model") -> int:
        module, scope, call = factory
        assert isinstance(call, Call)
        given = keyword(call, name) or (call.args[place] if 0 <= place < len(call.args) else None)
        return -1 if given is None else self._models.at((module, scope, given))


def _beside(name: str, shape: Shape, origin: Origin, at: tuple[str, int]) -> RequestInput:
    return RequestInput(name, Place.FORM, shape, False, *at, "", Origin.UNKNOWN if shape == UNKNOWN else origin)


def _may_delete(call: Call, kind: str) -> bool:
    """Return whether forms may be marked: those of an inline set, unless it is said that they may not."""
    said = keyword(call, "can_delete")
    return said.value is True if isinstance(said, Constant) else kind.startswith("inline")
