"""Django's models, managers and querysets: what the linker and the collection of accesses ask, and who answers.

Understands: models with their inheritance (abstract, of several tables, proxies), names of tables and keys, relations
and their ``related_name``, the models of well-known packages, ``AUTH_USER_MODEL``, models loaded by label or named by
``getattr(settings, name, default)``: by the setting, or else by the default; managers and querysets of the project,
``__`` paths, ``Q`` and ``F``, ``select_related`` and ``prefetch_related``, relations that are read; generic views,
forms, formsets, the admin, serializers; what signals and cascades do; several databases and their routers; ``atomic``
and requests as transactions.
Does not understand: models chosen at run time among many (listed as unresolved), what a template loads while it
renders, ``Prefetch(to_attr=…)``, relations of objects that were loaded before (claimed as reads all the same), routes
of which neither address nor view is known (listed as unresolved where they are added).

Models and their tables are read by ``schema``, relations by ``relations``, managers by ``managers``; ``querysets``
says what their methods do, ``lookups`` follows ``__`` paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import chain

from analyzer.frameworks.brought_entities import brought_entities
from analyzer.frameworks.django.attributes import MOST_MODELS, Attributes
from analyzer.frameworks.django.behind import Behind
from analyzer.frameworks.django.choices import Choices
from analyzer.frameworks.django.emptiness import empty_at
from analyzer.frameworks.django.entry.points import EntryPoints
from analyzer.frameworks.django.entry.receivers import CONNECT, Receivers
from analyzer.frameworks.django.forms import Forms, is_form, is_put_off
from analyzer.frameworks.django.functions import FUNCTIONS, Functions
from analyzer.frameworks.django.gaps import OUTSIDE, gaps
from analyzer.frameworks.django.generic import REQUEST, Generic
from analyzer.frameworks.django.kinds import FACTORIES, Kinds
from analyzer.frameworks.django.lookups import Lookups
from analyzer.frameworks.django.managers import BUILT_IN, Managers
from analyzer.frameworks.django.passed import Passed
from analyzer.frameworks.django.querysets import builds, condition, done, in_database, read, told, yielded
from analyzer.frameworks.django.registered import Registered
from analyzer.frameworks.django.relations import Relations
from analyzer.frameworks.django.rows import Rows
from analyzer.frameworks.django.schema import NAME, DjangoSchema
from analyzer.frameworks.django.serving.model_fields import ModelFields
from analyzer.frameworks.django.serving.serving import Serving
from analyzer.frameworks.django.signals import Signals
from analyzer.frameworks.guesses import Guesses
from analyzer.link.found import FoundAccess, FoundEntryPoint, Gap, ImplicitAccess
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall, TypedUse, Values
from analyzer.link.schema import Schema
from analyzer.link.types import (
    ClassOf,
    External,
    Function,
    Instance,
    Method,
    Query,
    Super,
    TableOf,
    Type,
)
from analyzer.model.chains import last_name
from analyzer.model.data import RowOperation
from analyzer.model.interfaces import Served
from analyzer.model.shapes import DataType
from analyzer.model.syntax import Attribute, Expression

_CONDITIONS = ("Q", "Exists", "Subquery", "FilteredRelation")


class Django(Framework):
    """The plug-in."""

    name = NAME
    watched = frozenset((*FUNCTIONS, *BUILT_IN))
    outside: tuple[str, ...] = OUTSIDE
    noticed = frozenset((CONNECT,))
    answers = frozenset((*FUNCTIONS, *_CONDITIONS, *BUILT_IN, *FACTORIES, REQUEST.name, "user"))

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._models = DjangoSchema(names, schema)
        self._prepare(Relations(names, ()))

    def is_used(self) -> bool:
        """Return whether anything of Django, or of a package for it, is imported."""
        return any("django" in fact.module for module in self.names.program.modules for fact in module.facts.imports)

    def declare(self) -> None:
        """Add the tables of models and of their many-to-many fields."""
        self._models.declare()
        self.watched = Django.watched.union(self._models.effects.methods())
        self.outside = (*Django.outside, *self._models.effects.functions())
        self.answers = Django.answers | self._models.names_outside()
        self._prepare(Relations(self.names, self._models.relations()))

    def _prepare(self, relations: Relations) -> None:
        stored = self._models.stored()
        self._stored = bool(stored)
        self._managers = Managers(self.names, self._models.every(), stored)
        self._rows = Rows(self.names, self.schema, self._models, relations, self._managers)
        self._lookups = Lookups(relations, self._rows.tables)
        self._guesses = Guesses(self.names.program, stored)
        self._kinds = Kinds(self.names)
        self._forms = Forms(self._rows)
        self._choices = Choices(self.names, relations, self._rows.model_of)
        registered = self._registered = Registered(self.names, self._kinds, self._model_named)
        self._generic = Generic(self.names, self._rows, self._kinds, registered, self._choices)
        self._behind = Behind(self.names, self._kinds, self._generic)
        self._attributes = Attributes(self.names, self._rows, self._generic, self._stand_ins)
        self._passed = Passed(self.names, self._rows, self._generic, registered)
        self._functions = Functions(self.names, self.schema, self._models, self._rows, self._lookups)
        self._signals = Signals(self.names, self._named if stored else None)
        self._receivers = Receivers(self.names, self._label_named)

    def meet(self, values: Values) -> None:
        """Take the linker's side: generic classes say in many ways which model they work on."""
        self._values = values
        self._generic.values = values
        self._choices.values = values

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return the request, or the form, that a library passes; last, what the name speaks of."""
        passed = self._passed.of(definition, name, self._signals)
        if passed is not None:
            return passed
        return self._functions.user() if name == "user" else self._guesses.of(name)

    def receivers(self, cls: int) -> tuple[Type, ...]:
        """A manager's ``self`` is one over each of its models, an abstract model's an object of each concrete one."""
        models = self._managers.models_of(cls)
        if models:
            return tuple(self._rows.query(model) for model in models) if len(models) <= MOST_MODELS else ()
        if "type" in self._kinds.of(cls) and self._generic.model(cls) != -1:
            return (self._rows.of(self._generic.model(cls)),)
        below = self._stand_ins(cls) or self._kinds.below(cls)
        return tuple(Instance(one) for one in below) if len(below) <= MOST_MODELS else ()

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return a manager of a model, a related object or manager, or a method of a queryset or model."""
        if receiver == REQUEST:
            return self._functions.user() if name == "user" else self._guesses.of(name)
        if name == "user" and isinstance(receiver, External) and receiver.name.endswith("Request()"):
            return self._functions.user()
        return self._attributes.of(receiver, name)

    def result(self, call: TypedCall) -> Type | None:
        """Return the queryset, object or model class that a call yields."""
        match call.callee:
            case Method(receiver=Query(framework="django") as query, name=name):
                if is_form(query):
                    return self._forms.result(query, name)
                return yielded(call, query, name, self._lookups, self._rows.of)
            case Method(receiver=Instance(definition=cls), name=name) if self._kinds.owns(cls, name):
                return self._generic.result(cls, name, call)
            case Method(receiver=Instance() | ClassOf() | TableOf() as receiver, name=name):
                return self._rows.yielded(receiver, name) or self._functions.result(call)
            case TableOf() if self._rows.model_of(call.callee) != -1:
                return call.callee
            case External(name=name) if (
                name.startswith("django.db.models") and last_name(call.call.function) in _CONDITIONS
            ):
                return condition(call)
            case External() if last_name(call.call.function) in FACTORIES:
                return self._forms.made(call)
            case External(name=name) if self._rows.model_of(call.callee) != -1:
                return self._rows.of(self._rows.model_of(call.callee))
            case _:
                return self._functions.result(call)

    def item(self, container: Type) -> Type | None:
        """Return the objects that a queryset yields."""
        if isinstance(container, Query) and container.framework == NAME and container.entity != -1:
            if is_form(container):
                return self._forms.item(container)
            plain = External("builtins.object()")
            return plain if container.plain else self._rows.of(container.entity, guessed=container.guessed)
        return None

    def accesses(self, call: TypedCall) -> Iterable[FoundAccess | Gap]:
        """Return what a queryset method, ``save``, ``delete`` or a shortcut does to the model's table."""
        match call.callee:
            case Method(receiver=Query(framework="django") as query, name=name):
                return in_database(query.using, self._of_queryset(call, query, name))
            case Function(receiver=Query(framework="django") as query) if builds(last_name(call.call.function)):
                return done(call, query, last_name(call.call.function), self._lookups, self._rows.tables)
            case Method(receiver=Instance() | ClassOf() | TableOf() as receiver, name=name) if self._is_of_row(
                receiver, name
            ):
                return in_database(told(call), self._of_row(call, receiver, name))
            case Method(receiver=Super(bound=receiver), name=name):
                return self._of_row(call, receiver, name, overriding=True)
            case Method(receiver=Instance(definition=cls), name=name) if self._kinds.owns(cls, name):
                return () if name == "save" and is_put_off(call.call) else self._of_library(call, cls, name)
            case None | External() if self._stored and call.call.function.__class__ is Attribute:
                return chain(self._functions.accesses(call), gaps(call))
            case _:
                return self._functions.accesses(call)

    def used(self, use: TypedUse) -> Iterable[FoundAccess]:
        """Return the row that reading a relation loads, or those that running a queryset does."""
        if isinstance(use.receiver, Query):
            is_read = use.receiver.framework == NAME and use.receiver.tables and not is_form(use.receiver)
            return in_database(use.receiver.using, read(use.receiver)) if is_read else ()
        return self._rows.read(use.receiver, use.name) if use.name else ()

    def hidden(self, call: TypedCall) -> Iterable[tuple[int, str]]:
        """Return the receivers of the signals that a call sends."""
        match call.callee:
            case Method(receiver=Super(bound=receiver), name=name):
                return self._signals.sent(self._rows.model_of(receiver), name)
            case Method(receiver=Instance() | Query(framework="django") as receiver, name=name):
                is_known = isinstance(receiver, Instance) and not receiver.fresh and not receiver.assumed
                return self._signals.sent(self._rows.model_of(receiver), name, may_be_new=not is_known)
            case _:
                return ()

    def behind(self, call: TypedCall) -> Iterable[int]:
        """Return the methods of models and forms that Django runs for a call."""
        return self._behind.of(call) if self._stored else ()

    def implicit(self) -> Iterable[ImplicitAccess]:
        """Return what generic classes do by themselves."""
        for found in self.names.program.definitions:
            if found.head.kind == "class" and self._kinds.of(found.id):
                yield from self._generic.implicit(found.id)

    def notice(self, call: TypedCall) -> None:
        """Take note of a function that is connected to a signal."""
        self._receivers.notice(call)

    def entry_points(self) -> Iterator[FoundEntryPoint]:
        """Return the views behind URLs, the consumers of sockets, the commands and the receivers of signals."""
        yield from self._receivers.found()
        points = EntryPoints(self.names, self._values, self._admins)
        yield from points.found()
        self.schema.unresolved += points.unresolved
        self._points = points

    def served(self) -> Iterator[Served]:
        """Return what the views behind addresses take and give."""
        return self._serving.served(self._points.routed, self._points.digits)

    @cached_property
    def _serving(self) -> Serving:
        models = ModelFields(self.names, self._models, self._rows.model_of, tuple(self._models.entities().found()))
        models.worked_on = cache(self._generic.model)
        return Serving(self.names, self._kinds, models, self._values, self._behind)

    def data_types(self) -> Iterable[DataType]:
        """Return the models with the fields of their objects, forms and serializers."""
        return chain(brought_entities(self.schema, NAME), self._serving.data_types())

    def _admins(self) -> list[tuple[int, str]]:
        labels = ((cls, self._models.label_of(model).lower()) for cls, model in self._registered.every())
        return [(cls, label.replace(".", "/") + "/") for cls, label in labels]

    def _label_named(self, module: int, scope: int, expression: Expression) -> str:
        cls = self._named(module, scope, expression)
        return self._models.label_of(cls) if cls is not None else ""

    def _named(self, module: int, scope: int, expression: Expression) -> int | None:
        """The class of the model that an expression names: its own name, its label, or the user model's setting."""
        target = self._models.named_by(module, scope, expression)
        return target if target is not None and self._rows.table(target) is not None else None

    def _stand_ins(self, cls: int) -> tuple[int, ...]:
        """The models with a table that an abstract one, or a mixin, stands for."""
        return self._models.concrete_subclasses(cls) if self._rows.table(cls) is None else ()

    def _is_of_row(self, receiver: Type, name: str) -> bool:
        model = self._rows.model_of(receiver)
        return model != -1 and self._rows.has_method(model, name)

    def _model_named(self, module: int, scope: int, expression: Expression) -> int:
        cls = self._named(module, scope, expression)
        if cls is not None:
            return cls
        meaning = self.names.resolve(module, scope, expression)
        return self._rows.model_of(meaning) if isinstance(meaning, External) else -1

    def _of_row(self, call: TypedCall, receiver: Type, name: str, *, overriding: bool = False) -> Iterator[FoundAccess]:
        empty = empty_at(self.names.program, call) if name in ("delete", "adelete") else ()
        return self._rows.done(receiver, name, overriding=overriding, empty=empty)

    def _of_queryset(self, call: TypedCall, query: Query, name: str) -> Iterator[FoundAccess]:
        if is_form(query):
            yield from self._forms.accesses(query, name, call.call)
            return
        yield from done(call, query, name, self._lookups, self._rows.tables)
        if name in ("delete", "adelete") and query.entity != -1:
            yield from self._rows.cascade(query.entity, guessed=query.guessed)

    def _of_library(self, call: TypedCall, cls: int, name: str) -> Iterator[FoundAccess]:
        for access in self._generic.accesses(cls, name):
            yield access
            model = self._generic.model(cls) if access.operation is RowOperation.DELETE else -1
            if access.tables[0] in self._rows.tables(model):
                yield from self._rows.cascade(model, empty=empty_at(self.names.program, call))
