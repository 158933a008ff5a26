"""Django's models, managers and querysets: what the linker and the collection of accesses ask, and who answers.

Models and their tables are read by ``schema``, relations by ``relations``, managers by ``managers``; ``querysets`` says
what their methods do, ``lookups`` follows ``__`` paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.frameworks.django.deletion import cascade
from analyzer.frameworks.django.generic import REQUEST, Generic
from analyzer.frameworks.django.lookups import Lookups
from analyzer.frameworks.django.managers import Managers
from analyzer.frameworks.django.querysets import done, is_built_in, read, yielded
from analyzer.frameworks.django.relations import Relations
from analyzer.frameworks.django.schema import NAME, DjangoSchema
from analyzer.frameworks.guesses import Guesses
from analyzer.link.names import Names
from analyzer.link.program import DefinitionBinding
from analyzer.link.protocol import FoundAccess, Gap, ImplicitAccess, TypedAssignment, TypedCall, TypedUse, Values
from analyzer.link.schema import Schema
from analyzer.link.types import (
    ClassOf,
    Container,
    External,
    Function,
    Instance,
    Literal,
    Method,
    Query,
    Super,
    Type,
    options,
    union,
)
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation

_FUNCTIONS = ("get_model", "get_registered_model", "get_user_model", "get_object_or_404", "get_list_or_404")
_OF_OBJECT = {
    "save": (RowOperation.INSERT, RowOperation.UPDATE),
    "asave": (RowOperation.INSERT, RowOperation.UPDATE),
    "delete": (RowOperation.DELETE,),
    "adelete": (RowOperation.DELETE,),
    "refresh_from_db": (RowOperation.SELECT,),
    "arefresh_from_db": (RowOperation.SELECT,),
    "validate_unique": (RowOperation.SELECT,),
    "full_clean": (RowOperation.SELECT,),
}
_MOST_MODELS = 6  # that a manager or an abstract model may stand for: more say nothing about a single line


class Django:
    """The plug-in."""

    name = NAME
    answers = frozenset((*_FUNCTIONS, REQUEST.name))

    def __init__(self, names: Names, schema: Schema) -> None:
        self._names = names
        self._schema = schema
        self._models = DjangoSchema(names, schema)
        self._relations = Relations(names, iter(()))
        self._managers = Managers(names, (), ())
        self._lookups = Lookups(self._relations, self._tables)
        self._guesses = Guesses(names.program, ())
        self._generic = Generic(names, self._tables, self._query)

    def declare(self) -> None:
        """Add the tables of models and of their many-to-many fields."""
        self._models.declare()
        self._relations = Relations(self._names, self._models.relations())
        self._lookups = Lookups(self._relations, self._tables)
        self._managers = Managers(self._names, self._models.every(), self._models.stored())
        self._guesses = Guesses(self._names.program, self._models.stored())

    def meet(self, values: Values) -> None:
        """Take the linker's side: generic classes say in many ways which model they work on."""
        self._generic.values = values

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return the request, or the form, that a library passes."""
        if name == "request":
            return REQUEST
        if name in ("form", "serializer", "formset"):
            parent = self._names.program.definitions[definition].parent
            return self._generic.form_given(parent) if parent >= 0 else None
        return self._guesses.of(name)

    def receivers(self, cls: int) -> tuple[Type, ...]:
        """A manager's ``self`` is one over each of its models, an abstract model's an object of each concrete one."""
        models = self._managers.models_of(cls)
        if models:
            return tuple(self._query(model) for model in models) if len(models) <= _MOST_MODELS else ()
        below = self._stand_ins(cls) or self._generic.below(cls)
        return tuple(Instance(one) for one in below) if len(below) <= _MOST_MODELS else ()

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return a manager of a model, a related object or manager, or a method of a queryset or model."""
        match receiver:
            case ClassOf(definition=cls):
                return self._of_model(cls, name)
            case Query(framework="django"):
                return self._of_query(receiver, name)
            case Instance():
                return self._of_instance(receiver, name)
            case External(name="django.http.HttpRequest()"):
                return self._of_request(name)
            case Super(bound=Query(framework="django") as query):
                return self._of_query(query, name, own=False)
            case Super(bound=Instance(definition=cls)) if self._is_of_object(cls, name):
                return Method(receiver, name)
            case Super(bound=Instance(definition=cls)) if self._generic.owns(cls, name):
                return Method(receiver.bound, name)
            case _:
                return None

    def result(self, call: TypedCall) -> Type | None:
        """Return the queryset, object or model class that a call yields."""
        match call.callee:
            case Method(receiver=Query(framework="django") as query, name=name):
                return yielded(call, query, name, self._lookups)
            case Method(receiver=Instance(definition=cls), name=name) if self._generic.owns(cls, name):
                return self._generic.result(cls, name, call)
            case _:
                return self._known_function(call)

    def item(self, container: Type) -> Type | None:
        """Return the objects that a queryset yields."""
        if isinstance(container, Query) and container.framework == NAME and container.entity >= 0:
            return (
                External("builtins.object()")
                if container.plain
                else Instance(container.entity, guessed=container.guessed)
            )
        return None

    def accesses(self, call: TypedCall) -> Iterable[FoundAccess | Gap]:
        """Return what a queryset method, ``save``, ``delete`` or a shortcut does to the model's table."""
        match call.callee:
            case Method(receiver=Query(framework="django") as query, name=name):
                return self._of_queryset(call, query, name)
            case Method(receiver=Instance(definition=cls) as receiver, name=name) if self._is_of_object(cls, name):
                return self._of_object(receiver, name, is_new=receiver.fresh, may_be_new=receiver.assumed)
            case Method(receiver=Super(bound=Instance() as receiver), name=name):
                return self._of_object(receiver, name, is_new=False, may_be_new=True)
            case Method(receiver=Instance(definition=cls), name=name) if self._generic.owns(cls, name):
                return self._of_library(cls, name)
            case _ if last_name(call.call.function) in ("get_object_or_404", "get_list_or_404") and call.args:
                return self._of_shortcut(call)
            case _:
                return ()

    def assigned(self, assignment: TypedAssignment) -> Iterable[FoundAccess]:
        """Return nothing: a model is written by ``save()``, not by an assignment."""
        del assignment
        return ()

    def used(self, use: TypedUse) -> Iterable[FoundAccess]:
        """Return the row that reading a relation loads, or those that running a queryset does."""
        match use.receiver:
            case Instance(definition=cls) if use.name:
                relation = self._relations.find(cls, use.name)
                if relation is not None and not relation.many:
                    certainty = Certainty.GUESSED if use.receiver.guessed else Certainty.RELATION
                    return [FoundAccess(self._tables(relation.model), RowOperation.SELECT, certainty)]
            case Query(framework="django") as query if query.tables:
                return read(query)
            case _:
                pass
        return ()

    def implicit(self) -> Iterable[ImplicitAccess]:
        """Return what generic classes do by themselves."""
        for found in self._names.program.definitions:
            if found.head.kind == "class" and self._generic.kinds(found.id):
                yield from self._generic.implicit(found.id)

    def _of_instance(self, receiver: Instance, name: str) -> Type | None:
        cls = receiver.definition
        if self._table(cls) is not None:
            if name in _OF_OBJECT and self._names.member(cls, name) is None:
                return Method(receiver, name)
            return self._related(receiver, name)
        if self._generic.owns(cls, name) and self._names.member(cls, name) is None:
            return Method(receiver, name)
        return self._generic.attribute(receiver, name) or self._of_manager(cls, name)

    def _of_model(self, cls: int, name: str) -> Type | None:
        concrete = self._stand_ins(cls) if self._table(cls) is None else (cls,)
        classes = self._managers.of(cls, name) if 0 < len(concrete) <= _MOST_MODELS else None
        if classes is None:
            return None
        return union([self._query(one, classes) for one in concrete])

    def _of_request(self, name: str) -> Type | None:
        if name != "user":
            return self._guesses.of(name)
        cls = self._models.user_model()
        return Instance(cls) if cls is not None else None

    def _stand_ins(self, cls: int) -> tuple[int, ...]:
        """The models with a table that an abstract one, or a mixin, stands for."""
        return self._models.concrete_subclasses(cls) if self._table(cls) is None else ()

    def _query(self, model: int, classes: tuple[int, ...] | None = None) -> Query:
        managers = self._managers.default(model) if classes is None else classes
        return Query(NAME, model, self._tables(model), managers=managers)

    def _of_query(self, query: Query, name: str, *, own: bool = True) -> Type | None:
        """A method of the project's manager or queryset, or one of Django's."""
        for cls in query.managers if own else ():
            member = self._names.member(cls, name)
            if member is not None and isinstance(member[1], DefinitionBinding):
                return Function(member[1].definition, True, query)
        if name == "model":
            return ClassOf(query.entity) if query.entity >= 0 else None
        return Method(query, name)

    def _of_manager(self, cls: int, name: str) -> Type | None:
        """A manager or queryset that code makes itself is one over the models that have it."""
        models = self._managers.models_of(cls) if is_built_in(name) or name == "model" else ()
        if not models or len(models) > _MOST_MODELS:
            return None
        return union([found for model in models if (found := self._of_query(self._query(model, (cls,)), name))])

    def _related(self, owner: Instance, name: str) -> Type | None:
        """Return the object that a relation leads to, or the manager over them."""
        relation = self._relations.find(owner.definition, name)
        if relation is None:
            return None
        if not relation.many:
            return Instance(relation.model, guessed=owner.guessed)
        between = (relation.between,) if relation.between >= 0 else ()
        tables = (*self._tables(relation.model), *between)
        managers = self._managers.default(relation.model)
        return Query(
            NAME,
            relation.model,
            tables,
            related=True,
            managers=managers,
            between=relation.between,
            guessed=owner.guessed,
        )

    def _of_queryset(self, call: TypedCall, query: Query, name: str) -> Iterator[FoundAccess]:
        yield from done(call, query, name, self._lookups, self._tables)
        if name in ("delete", "adelete") and query.entity >= 0:
            yield from self._cascade(query.entity, guessed=query.guessed)

    def _of_library(self, cls: int, name: str) -> Iterator[FoundAccess]:
        for access in self._generic.accesses(cls, name):
            yield access
            if access.operation is RowOperation.DELETE:
                yield from self._cascade(self._generic.model(cls), guessed=False)

    def _is_of_object(self, cls: int, name: str) -> bool:
        return name in _OF_OBJECT and self._table(cls) is not None

    def _of_object(self, receiver: Instance, name: str, *, is_new: bool, may_be_new: bool) -> Iterator[FoundAccess]:
        """What a method of every model does; who overrides ``save()`` saves new objects and known ones."""
        operations = _OF_OBJECT[name]
        if name.endswith("save") and not may_be_new:
            operations = operations[:1] if is_new else operations[1:]
        for operation in operations:
            for table in self._tables(receiver.definition):
                yield FoundAccess((table,), operation, Certainty.GUESSED if receiver.guessed else Certainty.TYPED)
        if name.endswith("delete"):
            yield from self._cascade(receiver.definition, guessed=receiver.guessed)

    def _cascade(self, model: int, *, guessed: bool) -> Iterator[FoundAccess]:
        for access in cascade(model, self._relations, self._tables):
            yield msgspec.structs.replace(access, certainty=Certainty.GUESSED) if guessed else access

    def _of_shortcut(self, call: TypedCall) -> Iterator[FoundAccess]:
        for subject in options(call.args[0]):
            model = subject.definition if isinstance(subject, ClassOf) else -1
            model = subject.entity if isinstance(subject, Query) else model
            tables = self._tables(model) if model >= 0 else ()
            if tables:
                joined = self._lookups.joined(model, "get", call.call)
                yield FoundAccess(tuple(dict.fromkeys((*tables, *joined))), RowOperation.SELECT, Certainty.LITERAL)

    def _known_function(self, call: TypedCall) -> Type | None:
        name = last_name(call.call.function)
        if name in ("get_model", "get_registered_model"):
            label, model = _two_texts(call.args)
            cls = self._models.model_named(label, model) if model else None
            return ClassOf(cls) if cls is not None else None
        if name == "get_user_model":
            cls = self._models.user_model()
            return ClassOf(cls) if cls is not None else None
        if name in ("get_object_or_404", "get_list_or_404") and call.args:
            subject = call.args[0]
            cls = subject.definition if isinstance(subject, ClassOf) else None
            cls = subject.entity if isinstance(subject, Query) else cls
            if cls is not None and cls >= 0:
                return Instance(cls) if name == "get_object_or_404" else Container(Instance(cls))
        return None

    def _table(self, cls: int) -> int | None:
        table = self._schema.of_class.get(cls)
        return table if table is not None and self._schema.tables[table].framework == NAME else None

    def _tables(self, cls: int) -> tuple[int, ...]:
        """Return the table of a model and those of the parents whose rows each of its objects has too."""
        if cls < 0:
            return ()
        found: dict[int, None] = {}
        for ancestor in self._names.mro(cls):
            table = self._table(ancestor)
            if table is not None:
                found[table] = None
        return tuple(found)


def _two_texts(args: tuple[Type | None, ...]) -> tuple[str, str]:
    texts = [arg.value for arg in args if isinstance(arg, Literal)]
    if len(texts) == 1:
        label, _, model = texts[0].rpartition(".")
        return label, model
    return (texts[0], texts[1]) if len(texts) > 1 else ("", "")
