"""Django's models, managers and querysets.

Understands: models and their tables (see ``schema``); ``Model.objects``, ``_default_manager`` and managers that a model
assigns, followed through queryset methods and local names; ``get_model("app", "Model")``, ``get_user_model()``,
``get_object_or_404`` and ``get_list_or_404``; ``save()`` and ``delete()`` on objects whose class is known; relations
from either side, and managers over related objects; an abstract model with one concrete subclass stands for that.
Does not understand: ``__`` lookups, generic views, admin, forms and serializers, signals, cascades.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.django.relations import Relations
from analyzer.frameworks.django.schema import NAME, DjangoSchema
from analyzer.link.names import Names
from analyzer.link.program import DefinitionBinding, ValueBinding
from analyzer.link.protocol import FoundAccess, Gap, TypedAssignment, TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, Container, External, Instance, Literal, Method, Query, Type
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Attribute, Call, Expression, Name

_MANAGERS = {"objects", "_default_manager", "_base_manager"}
_ONE = {"get", "first", "last", "earliest", "latest", "create", "acreate", "aget", "afirst", "alast"}
_SINGLE_VALUES = {
    "count",
    "exists",
    "aggregate",
    "update",
    "delete",
    "in_bulk",
    "contains",
    "explain",
    "acount",
    "aexists",
}
_READ = (RowOperation.SELECT,)
_OPERATIONS = {
    "create": (RowOperation.INSERT,),
    "acreate": (RowOperation.INSERT,),
    "bulk_create": (RowOperation.INSERT,),
    "get_or_create": (RowOperation.SELECT, RowOperation.INSERT),
    "update_or_create": (RowOperation.SELECT, RowOperation.INSERT, RowOperation.UPDATE),
    "update": (RowOperation.UPDATE,),
    "bulk_update": (RowOperation.UPDATE,),
    "delete": (RowOperation.DELETE,),
}
_OF_RELATED = {
    "add": (RowOperation.INSERT,),
    "remove": (RowOperation.DELETE,),
    "clear": (RowOperation.DELETE,),
    "set": (RowOperation.DELETE, RowOperation.INSERT),
}
"""Methods of related managers: they change the table between, or the key of the objects themselves."""
_FUNCTIONS = ("get_model", "get_registered_model", "get_user_model", "get_object_or_404", "get_list_or_404")
_BUILDS_NOTHING = {"none", "db_manager", "using", "as_manager", "contribute_to_class", "model", "query"}


class Django:
    """The plug-in."""

    name = NAME
    answers = frozenset(_FUNCTIONS)

    def __init__(self, names: Names, schema: Schema) -> None:
        self._names = names
        self._schema = schema
        self._models = DjangoSchema(names, schema)
        self._relations = Relations(names, iter(()))
        self._concrete: dict[int, int] = {}

    def declare(self) -> None:
        """Add the tables of models and of their many-to-many fields."""
        self._models.declare()
        self._relations = Relations(self._names, self._models.relations())
        self._concrete = self._models.only_concrete()

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return a manager of a model, or a method of a queryset."""
        match receiver:
            case ClassOf(definition=cls) if self._table(cls) is not None and self._is_manager(cls, name):
                return Query(NAME, cls, self._tables(cls))
            case Query(framework="django"):
                return Method(receiver, name)
            case Instance(definition=cls) if name in ("save", "delete") and self._table(cls) is not None:
                return Method(receiver, name) if self._names.member(cls, name) is None else None
            case Instance(definition=cls):
                return self._related(cls, name)
            case _:
                return None

    def result(self, call: TypedCall) -> Type | None:
        """Return the queryset, object or model class that a call yields."""
        match call.callee:
            case Method(receiver=Query(framework="django", entity=cls) as query, name=name):
                if name in _ONE:
                    return Instance(cls)
                if name in ("get_or_create", "update_or_create"):
                    return Container(Instance(cls))
                return External("builtins.object()") if name in _SINGLE_VALUES else query
            case _:
                return self._known_function(call)

    def item(self, container: Type) -> Type | None:
        """Return the objects that a queryset yields."""
        if isinstance(container, Query) and container.framework == NAME and container.entity >= 0:
            return Instance(container.entity)
        return None

    def accesses(self, call: TypedCall) -> Iterable[FoundAccess | Gap]:
        """Return what a queryset method, ``save``, ``delete`` or a shortcut does to the model's table."""
        match call.callee:
            case Method(receiver=Query(framework="django") as query, name=name):
                return self._of_method(call, query, name)
            case Method(receiver=Instance(definition=cls, fresh=fresh), name="save"):
                operation = RowOperation.INSERT if fresh else RowOperation.UPDATE
                return [FoundAccess(self._tables(cls), operation, Certainty.TYPED)]
            case Method(receiver=Instance(definition=cls), name="delete") if self._table(cls) is not None:
                return [FoundAccess(self._tables(cls), RowOperation.DELETE, Certainty.TYPED)]
            case _ if last_name(call.call.function) in ("get_object_or_404", "get_list_or_404") and call.args:
                return self._of_shortcut(call.args[0])
            case _:
                return ()

    def assigned(self, assignment: TypedAssignment) -> Iterable[FoundAccess]:
        """Return nothing: a model is written by ``save()``, not by an assignment."""
        del assignment
        return ()

    def _related(self, cls: int, name: str) -> Type | None:
        """Return the object that a relation leads to, or the manager over them."""
        relation = self._relations.find(self._concrete.get(cls, cls), name)
        if relation is None:
            return None
        if not relation.many:
            return Instance(relation.model)
        between = (relation.between,) if relation.between >= 0 else ()
        return Query(NAME, relation.model, (*self._tables(relation.model), *between), related=True)

    def _of_method(self, call: TypedCall, query: Query, name: str) -> Iterator[FoundAccess]:
        tables = query.tables
        if name in _BUILDS_NOTHING or not tables:
            return
        if name in _OF_RELATED:
            for operation in _OF_RELATED[name]:
                changed = RowOperation.UPDATE if len(tables) == 1 else operation
                yield FoundAccess(tables[-1:], changed, Certainty.RELATION)
            return
        literal = Certainty.LITERAL if _names_manager(call.call) else Certainty.TYPED
        literal = Certainty.RELATION if query.related else literal
        for operation in _OPERATIONS.get(name, _READ):
            replaces = operation in (RowOperation.UPDATE, RowOperation.DELETE) and name in ("update", "delete")
            yield FoundAccess(tables, operation, literal, replaces)

    def _of_shortcut(self, subject: Type | None) -> Iterator[FoundAccess]:
        match subject:
            case ClassOf(definition=cls) if self._table(cls) is not None:
                yield FoundAccess(self._tables(cls), RowOperation.SELECT, Certainty.LITERAL)
            case _:
                return

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

    def _is_manager(self, cls: int, name: str) -> bool:
        if name in _MANAGERS:
            return True
        found = self._names.member(cls, name)
        if found is None or isinstance(found[1], DefinitionBinding) or not isinstance(found[1], ValueBinding):
            return False
        return self._makes_manager(found[0], found[1].value)

    def _makes_manager(self, cls: int, value: Expression) -> bool:
        """``Manager()``, ``Query.as_manager()`` or ``Manager.from_queryset(Query)()``, of Django or derived from it."""
        if not isinstance(value, (Call, Attribute, Name)):
            return False
        place = self._names.program.definitions[cls]
        meaning = self._names.resolve(place.module, place.scope, value)
        if isinstance(meaning, ClassOf):
            outside = self._names.external_bases(meaning.definition)
            return any(base.endswith(("Manager", "QuerySet")) for base in outside)
        if isinstance(meaning, External) and meaning.name.removesuffix("()").endswith(("Manager", "QuerySet")):
            return True
        inner = value.function if isinstance(value, Call) else value.value if isinstance(value, Attribute) else None
        return inner is not None and self._makes_manager(cls, inner)

    def _table(self, cls: int) -> int | None:
        table = self._schema.of_class.get(self._concrete.get(cls, cls))
        return table if table is not None and self._schema.tables[table].framework == NAME else None

    def _tables(self, cls: int) -> tuple[int, ...]:
        table = self._table(cls)
        return () if table is None else (table,)


def _names_manager(call: Call) -> bool:
    """True where the chain of the call starts at a name and passes through a manager: ``Model.objects.filter()``."""
    node = call.function
    while True:
        if isinstance(node, Call):
            node = node.function
        elif isinstance(node, Attribute):
            if node.name in _MANAGERS:
                return True
            node = node.value
        else:
            return isinstance(node, Name) and node.id[:1].isupper()


def _two_texts(args: tuple[Type | None, ...]) -> tuple[str, str]:
    texts = [arg.value for arg in args if isinstance(arg, Literal)]
    if len(texts) == 1:
        label, _, model = texts[0].rpartition(".")
        return label, model
    return (texts[0], texts[1]) if len(texts) > 1 else ("", "")
