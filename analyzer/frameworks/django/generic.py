"""What do classes hold that Django and its companions run: generic views, forms, serializers, filter sets, admin?

Their base classes are not in the source; which model they work on stands in ``model``, ``queryset``, ``Meta.model``, a
form or serializer class, or in what ``get_queryset()`` returns. What the libraries do is told by the words in the names
of the bases (``ListView``, ``UpdateAPIView``, ``ModelForm``), not by a list of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.choices import Choices
from analyzer.frameworks.django.forms import Forms
from analyzer.frameworks.django.kinds import FACTORIES, Kinds, of_request, when_valid
from analyzer.frameworks.django.managers import first_call
from analyzer.frameworks.django.querysets import read
from analyzer.frameworks.django.registered import Registered
from analyzer.frameworks.django.rows import Rows
from analyzer.link.found import FoundAccess, ImplicitAccess
from analyzer.link.names import Names
from analyzer.link.namespaces import Binding, DefinitionBinding
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.types import ClassOf, Container, External, Instance, Keyed, Query, Type, options
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Call, Expression

REQUEST = External("django.http.HttpRequest()")
_OBJECT = ("object", "instance")
_EVALUATE = frozenset(("get_context_data", "paginate_queryset", "list", "get_table_data", "get_table"))
_SELECT, _INSERT, _UPDATE, _DELETE = RowOperation
_DOES = {
    "save": (_INSERT, _UPDATE),
    "save_model": (_INSERT, _UPDATE),
    "get_object": (_SELECT,),
    "retrieve": (_SELECT,),
    "create": (_INSERT,),
    "perform_create": (_INSERT,),
    "update": (_UPDATE,),
    "partial_update": (_UPDATE,),
    "perform_update": (_UPDATE,),
    "delete": (_DELETE,),
    "destroy": (_DELETE,),
    "perform_destroy": (_DELETE,),
    "delete_model": (_DELETE,),
}
_DECLARED = ("model", "queryset")
_DEEPEST = 4
_MOST_BELOW = 6  # classes for which a method runs: more say nothing about a single line


class Generic:
    """Knows what such classes hold and do, from the linker's ``values``."""

    def __init__(self, names: Names, rows: Rows, kinds: Kinds, registered: Registered, choices: Choices) -> None:
        self._names = names
        self._bodies = Bodies(names.program)
        self.kinds = kinds
        self._rows = rows
        self.forms = Forms(rows)
        self._registered = registered
        self._choices = choices
        self._asking: set[int] = set()
        self._declared: dict[int, int] = {}
        self.values: Values | None = None

    def attribute(self, receiver: Instance, name: str) -> Type | None:
        """Return what an attribute that a library sets holds, or say that a method is a library's."""
        kinds = self.kinds.of(receiver.definition)
        if not kinds:
            return None
        if name == "request" and "view" in kinds:
            return REQUEST
        if name in ("cleaned_data", "validated_data"):
            return self._cleaned(receiver.definition)
        if name in _OBJECT or name in ("object_list", "qs"):
            model = self.model(receiver.definition)
            if model == -1:
                return None
            return self._rows.of(model) if name in _OBJECT else self._items(receiver.definition, model)
        return None

    def result(self, cls: int, name: str, call: TypedCall) -> Type | None:
        """Return what such a method yields."""
        if name == "get_form":
            return self._form_of(cls)
        if name == "filter_queryset" and call.args and isinstance(call.args[0], Query):
            return call.args[0]
        model = self.model(cls)
        if model == -1:
            return None
        if name == "save":
            made = self._rows.of(model)
            return Container(made) if "formset" in self.kinds.of(cls) else made
        if name == "get_object":
            return self._rows.of(model)
        return self._items(cls, model) if name in ("get_queryset", "paginate_queryset") else None

    def accesses(self, cls: int, name: str) -> Iterator[FoundAccess]:
        """Yield what such a method does."""
        kinds = self.kinds.of(cls)
        model = self.model(cls)
        if not kinds.isdisjoint(("form", "serializer")):
            yield from self._of_choices(cls, model, name)
        if model == -1:
            return
        if name in _EVALUATE and "list" in kinds:
            for query in options(self._items(cls, model)):
                if isinstance(query, Query) and query.tables:
                    for access in read(query):
                        yield msgspec.structs.replace(access, certainty=Certainty.IMPLICIT)
        elif "formset" in kinds:
            yield from self._on(model, *((_INSERT, _UPDATE, _DELETE) if name == "save" else (_SELECT,)))
        elif name in ("get", "post", "dispatch"):
            yield from self._on(model, *of_request(kinds, name))
        elif name == "form_valid":
            yield from self._on(model, *when_valid(kinds))
        else:
            yield from self._on(model, *_DOES.get(name, ()))

    def _of_choices(self, cls: int, model: int, name: str) -> Iterator[FoundAccess]:
        """Cleaning a form loads the objects that were chosen; saving it writes the tables between."""
        operations = {"is_valid": (_SELECT,), "full_clean": (_SELECT,), "save": (_SELECT, _INSERT, _DELETE)}
        operations["save_m2m"] = operations["save"]
        for choice in self._choices.of(cls, model).values() if name in operations else ():
            tables = self._rows.tables(choice.model)[-1:] if operations[name] == (_SELECT,) else (choice.between,)
            for table in tables:
                for operation in operations[name] if table >= 0 else ():
                    yield FoundAccess((table,), operation, Certainty.IMPLICIT)

    def _cleaned(self, cls: int) -> Type | None:
        """What was chosen, by the names of the fields."""
        held: list[tuple[str, Type]] = []
        for name, choice in self._choices.of(cls, self.model(cls)).items():
            held.append((name, self._rows.query(choice.model) if choice.many else self._rows.of(choice.model)))
        return Keyed(tuple(held)) if held else None

    def implicit(self, cls: int) -> Iterator[ImplicitAccess]:
        """Yield what a library does for a class without a line of code for it."""
        kinds = self.kinds.of(cls)
        operations: dict[RowOperation, None] = {}
        for kind, done in (
            ("list", (_SELECT,)),
            ("detail", (_SELECT,)),
            ("create", (_INSERT,)),
            ("update", (_SELECT, _UPDATE)),
            ("delete", (_SELECT, _DELETE)),
            ("admin", (_SELECT, _INSERT, _UPDATE, _DELETE)),
        ):
            if kind in kinds:
                operations.update(dict.fromkeys(done))
        model = self.model(cls) if operations else -1
        if model != -1:
            for access in self._on(model, *operations):
                yield ImplicitAccess(cls, access)

    def model(self, cls: int) -> int:
        """Return the model that a class works on; -1 where nothing says which."""
        if cls in self._asking:
            return self._declared.get(cls, -1)
        if self.values is None or len(self._asking) > _DEEPEST:
            return -1
        kinds = self.kinds.of(cls)
        if not kinds and self._names.member(cls, "Meta") is None:
            return -1
        self._asking.add(cls)
        try:
            return self._model_of_view(cls) if "view" in kinds or "admin" in kinds else self._model_of_form(cls)
        finally:
            self._asking.discard(cls)

    def models(self, cls: int) -> tuple[int, ...]:
        """Return the model of a class, or those of the classes for which its methods run."""
        found = self.model(cls)
        if found != -1:
            return (found,)
        below = self.kinds.below(cls)
        found_below = [self.model(one) for one in below] if len(below) <= _MOST_BELOW else []
        return tuple(dict.fromkeys(model for model in found_below if model != -1))

    def _model_of_view(self, cls: int) -> int:
        assert self.values is not None  # asked above
        me = Instance(cls)
        found = self._registered.model(cls) if "admin" in self.kinds.of(cls) else -1
        if found == -1:
            found = self._one_model(self.values.read(ClassOf(cls), "model"))
        if found == -1:
            found = self._one_model(self.values.read(ClassOf(cls), "queryset"))
        self._declared[cls] = found
        for name in ("get_queryset", "get_object"):
            if self._chooses(cls, name) if found != -1 else not self._leads_on(cls, name):
                found = self._chosen(self.values.call(me, name), found)
        for name in ("form_class", "serializer_class", "form"):
            given = self.values.read(ClassOf(cls), name) if found == -1 else None
            if isinstance(given, ClassOf):
                found = self.model(given.definition)
        return found

    def _chooses(self, cls: int, name: str) -> bool:
        """Return whether a method of the project's gives the objects of a view, whatever model that declares.

        One that is inherited from further up than the declaration, or asks ``super()``, works on what is declared.
        """
        kinds = self.kinds.of(cls)
        is_asked = name == "get_queryset" or "list" not in kinds
        order = self._names.mro(cls)
        places = [order.index(found[0]) for one in _DECLARED if (found := self._names.member(cls, one)) is not None]
        own = self._names.member(cls, name)
        if own is None or not is_asked or not kinds.isdisjoint(("admin", "create")):
            return False
        return all(order.index(own[0]) <= place for place in places) and not self._asks(own[1], "super")

    def _leads_on(self, cls: int, name: str) -> bool:
        """Return whether a method only narrows what a library gives: then what flows there is of the class's heirs."""
        asked = ("super",) if name == "get_queryset" else ("super", "get_queryset")
        found = self._names.member(cls, name)
        while found is not None and self._asks(found[1], *asked):
            found = self._names.member_after(cls, found[0], name)
        return found is None

    def _asks(self, binding: Binding, *asked: str) -> bool:
        """Return whether a method narrows what one of the functions gives it."""
        body = self._bodies.statements(binding.definition) if isinstance(binding, DefinitionBinding) else ()
        calls = (first_call(statement.value) for statement in body)
        return any(call is not None and last_name(call.function) in asked for call in calls)

    def _model_of_form(self, cls: int) -> int:
        assert self.values is not None  # asked above
        for ancestor in self._names.mro(cls):
            for base in self._names.program.definitions[ancestor].head.bases:
                found = self._model_of_factory(ancestor, base)
                if found != -1:
                    return found
        meta = self.values.read(ClassOf(cls), "Meta")
        return self._one_model(self.values.read(meta, "model")) if isinstance(meta, ClassOf) else -1

    def _model_of_factory(self, cls: int, base: Expression) -> int:
        """``class Lines(inlineformset_factory(Order, Line))``, or of a name that holds one."""
        assert self.values is not None  # asked above
        place = self._names.program.definitions[cls]
        for _ in range(_DEEPEST):
            if isinstance(base, Call):
                wanted = FACTORIES.get(last_name(base.function), -1)
                if not 0 <= wanted < len(base.args):
                    return -1
                return self._one_model(self.values.value_at(place.module, place.head.scope, base.args[wanted]))
            value = self._names.value_of(place.module, place.head.scope, base)
            if value is None:
                return -1
            base = value
        return -1

    def _chosen(self, value: Type | None, declared: int) -> int:
        """Return the model of what a method gives; of several the declared one, without one the first."""
        models = {self._rows.model_of(option) for option in options(value)} - {-1}
        is_known = declared != -1 and (len(models) != 1 or declared in models)
        return declared if is_known else self._one_model(value)

    def _one_model(self, value: Type | None) -> int:
        for option in options(value):
            model = self._rows.model_of(option)
            if model != -1:
                return model
        return -1

    def _items(self, cls: int, model: int) -> Type:
        assert self.values is not None  # a model was found through them
        found: Type | None = None
        if cls not in self._asking:
            self._asking.add(cls)
            try:
                found = self.values.call(Instance(cls), "get_queryset")
            finally:
                self._asking.discard(cls)
        for given in (found, self.values.read(ClassOf(cls), "queryset")):
            if given is not None and any(isinstance(option, Query) for option in options(given)):
                return given
        return self._rows.query(model)

    def _form_of(self, cls: int) -> Type | None:
        """A form of the class that a view or admin class names; without one Django makes one for the model."""
        for name in ("form_class", "serializer_class", "form") if self.values is not None else ():
            given = self.values.read(ClassOf(cls), name) if self.values is not None else None
            if isinstance(given, ClassOf):
                return Instance(given.definition)
        model = self.model(cls)
        return None if model == -1 else self.forms.form(model)

    def form_given(self, cls: int) -> Type | None:
        """Return the form that ``form_valid(self, form)`` and its like get."""
        return None if self.kinds.of(cls).isdisjoint(("view", "admin")) else self._form_of(cls)

    def _on(self, model: int, *operations: RowOperation) -> Iterator[FoundAccess]:
        for operation in operations:
            for table in self._rows.tables(model):
                yield FoundAccess((table,), operation, Certainty.IMPLICIT)
