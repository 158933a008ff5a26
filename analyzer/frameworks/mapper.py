"""What does every declarative mapper answer, whose classes stand for tables and have methods that make queries?

Knows no framework: one derives from it, reads its own classes in ``mapping``, and hands over what its methods do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

import msgspec

from analyzer.frameworks.guesses import Guesses
from analyzer.frameworks.mapped_classes import MappedClasses, MappedField
from analyzer.frameworks.mapped_entities import MappedEntities
from analyzer.frameworks.mapped_queries import DELETE, INSERT, SELECT, UPDATE, Action, MappedQueries, certainty_of
from analyzer.frameworks.mapped_relations import MappedSchema, Relations
from analyzer.frameworks.mapped_relations import Mapping as ClassMapping
from analyzer.frameworks.plain_shapes import INTEGER
from analyzer.link.found import Found, FoundAccess
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedAssignment, TypedCall, TypedUse
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, Column, Function, Instance, Method, Query, Super, Type, is_expression
from analyzer.model.chains import keyword
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.shapes import DataType
from analyzer.model.syntax import Call

MOST = 6  # classes that a base may stand for: more say nothing about a single line


class Subject(msgspec.Struct, frozen=True):
    """What a method is called on: the query over its table or, if it is one, itself, and what the method does there."""

    query: Query
    action: Action
    receiver: Type
    changes: RowOperation | None = None


class Mapper(Framework):
    """A framework of mapped classes.

    ``of_class``, ``of_object`` and ``of_query`` say what its methods do by their names, ``of_related`` which of them
    change the relation that a query was reached by. ``constructs``: calling a class inserts. ``keeps``: assigning to a
    field updates. ``exports`` is what star imports bring. ``iterates``: iterating over a class, or
    indexing it, selects. ``cascades``: ``delete`` of an object deletes those that refer to it, too. ``key_of_other``
    and ``key_shape`` as in ``EntityMapping``.
    """

    of_class: ClassVar[Mapping[str, Action]] = {}
    of_object: ClassVar[Mapping[str, Action]] = {}
    of_query: ClassVar[Mapping[str, Action]] = {}
    of_related: ClassVar[Mapping[str, RowOperation]] = {}
    saves: ClassVar[frozenset[str]] = frozenset(("save",))
    exports: ClassVar[Mapping[str, frozenset[str]]] = {}
    constructs = False
    keeps = False
    iterates = False
    cascades = False
    key_of_other = ""
    key_shape = INTEGER

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        names.exports.update(self.exports)
        self.classes = MappedClasses(names, ())
        self.queries = MappedQueries(self.name, schema, Relations(names))
        self._guesses = Guesses(names.program, ())
        self._mapping: ClassMapping | None = None

    def map(self, classes: MappedClasses, mapping: ClassMapping) -> None:
        """Take the mapped classes, and declare their tables."""
        self.classes = classes
        self._mapping = mapping
        relations = MappedSchema(classes, self.schema, mapping).declare()
        self.queries = MappedQueries(self.name, self.schema, relations)
        self._guesses = Guesses(self.names.program, (cls for cls in classes.all if self.queries.table(cls) >= 0))

    def is_mapped(self, cls: int) -> bool:
        """Return whether a class has a table."""
        return self.queries.table(cls) >= 0

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return the object that the name of a parameter speaks of."""
        del definition
        return self._guesses.of(name)

    def receivers(self, cls: int) -> tuple[Type, ...]:
        """In a base without a table ``self`` is an object of one of the classes below."""
        if self.is_mapped(cls):
            return ()
        below = [one for one in self.classes.below(cls) if self.is_mapped(one)]
        return tuple(Instance(one) for one in below) if len(below) <= MOST else ()

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return a related object, a column, or a method that does something to tables."""
        match receiver:
            case Instance(definition=cls) if cls in self.classes:
                related = self.queries.related(receiver, name)
                is_method = name in self.of_object and self.is_mapped(cls)
                return related or (Method(receiver, name) if is_method else None)
            case ClassOf(definition=cls) if self.is_mapped(cls):
                if name in self.of_class:
                    return Method(receiver, name)
                is_field = self.queries.relations.field(cls, name) is not None
                return Column(cls, name) if is_field or self.queries.relations.find(cls, name) else None
            case Query() if receiver.framework == self.name:
                return self._of_query(receiver, name)
            case Super(bound=bound):
                return self._of_super(receiver, bound, name)
            case Column(definition=cls) if self.is_mapped(cls):
                return Method(receiver, name)
            case _:
                return None

    def result(self, call: TypedCall) -> Type | None:
        """Return the query, object or value that a call yields."""
        match call.callee:
            case Method(receiver=receiver) if self._is_clause(receiver):
                return self.queries.clause((receiver, *call.args, *(value for _, value in call.keywords)))
            case Method(receiver=receiver, name=name):
                subject = self.subject(receiver, name)
                return None if subject is None else self.queries.yielded(call, subject.query, subject.action)
            case _:
                return None

    def item(self, container: Type) -> Type | None:
        """Return the objects that a query or, where that selects, a class yields."""
        if isinstance(container, Query) and container.framework == self.name and container.form == "query":
            return self.queries.row(container)
        if self.iterates and isinstance(container, ClassOf) and self.is_mapped(container.definition):
            return Instance(container.definition)
        return None

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a method of a class, object or query, or making an object, does to tables."""
        match call.callee:
            case Method(receiver=receiver, name=name):
                subject = self.subject(receiver, name)
                return () if subject is None else self._done(call, subject)
            case ClassOf(definition=cls) if self.constructs and self.is_mapped(cls):
                return [FoundAccess((self.queries.table(cls),), INSERT, Certainty.LITERAL)]
            case _:
                return ()

    def assigned(self, assignment: TypedAssignment) -> Iterable[FoundAccess]:
        """Return the update that assigning to a field of a known object comes to, where the mapper keeps track."""
        receiver = assignment.receiver
        if not self.keeps or not isinstance(receiver, Instance) or not self.is_mapped(receiver.definition):
            return
        is_field = self.queries.relations.field(receiver.definition, assignment.name) is not None
        if is_field and not receiver.fresh:
            certainty = Certainty.GUESSED if receiver.guessed else Certainty.TYPED
            yield FoundAccess((self.queries.table(receiver.definition),), UPDATE, certainty)

    def used(self, use: TypedUse) -> Iterable[FoundAccess]:
        """Return the row that reading a relation loads, or those that running a query does."""
        match use.receiver:
            case Instance(definition=cls) if use.name and cls in self.classes:
                relation = self.queries.relations.find(cls, use.name)
                if relation is not None and not relation.many and self.is_mapped(relation.target):
                    certainty = Certainty.GUESSED if use.receiver.guessed else Certainty.RELATION
                    yield FoundAccess((self.queries.table(relation.target),), SELECT, certainty)
            case Query() if use.receiver.framework == self.name and use.receiver.form == "query":
                related = Certainty.RELATION if use.receiver.related else Certainty.TYPED
                yield from self.queries.run(use.receiver, Certainty.GUESSED if use.receiver.guessed else related)
            case ClassOf(definition=cls) if self.iterates and self.is_mapped(cls) and not use.name:
                yield FoundAccess((self.queries.table(cls),), SELECT, Certainty.LITERAL)

    def cascade(self, cls: int) -> Iterator[FoundAccess]:
        """Yield what the mapper does to the objects that refer to those of a class when these go."""
        pending, seen = [cls], {cls}
        for one in pending:
            for other, action in self.queries.relations.referring(one) if one >= 0 else ():
                if self.is_mapped(other) and action:
                    operation = DELETE if action == "delete" else UPDATE
                    yield FoundAccess((self.queries.table(other),), operation, Certainty.CASCADE)
                    if action == "delete" and other not in seen:
                        seen.add(other)
                        pending.append(other)

    def data_types(self) -> Iterator[DataType]:
        """Return the mapped classes with the fields of their objects."""
        return MappedEntities(self.classes, self.schema, self.queries.relations, self).found()

    def may_be_null(self, field: MappedField) -> bool:
        """Return whether a field may be empty."""
        given = keyword(field.value, "null") if isinstance(field.value, Call) else None
        return bool(self.classes.truth(field.owner, given)) if given is not None else False

    def key_columns(self, cls: int) -> tuple[str, ...] | None:
        """Return the columns of the key of a class that declares one, None for one that does not."""
        return None if self._mapping is None else self._mapping.keys(cls)

    def managers(self, cls: int) -> tuple[int, ...]:
        """Return the classes of the project with methods for the queries over a class."""
        del cls
        return ()

    def subject(self, receiver: Type, name: str) -> Subject | None:
        """Return what a method does, by what it is called on; None for one that is not known to do anything."""
        match receiver:
            case Super(bound=bound):
                found = self.subject(bound, name)
                return None if found is None else msgspec.structs.replace(found, receiver=receiver)
            case Query() if receiver.framework == self.name:
                return self._subject_query(receiver, name)
            case ClassOf(definition=cls) if name in self.of_class and self.is_mapped(cls):
                return Subject(self.over(cls), self.of_class[name], receiver)
            case Instance(definition=cls) if name in self.of_object and self.is_mapped(cls):
                query = msgspec.structs.replace(self.over(cls), guessed=receiver.guessed)
                return Subject(query, self.of_object[name], receiver)
            case _:
                return None

    def over(self, cls: int) -> Query:
        """Return the query over all objects of a class, with the methods that the project has for it."""
        return msgspec.structs.replace(self.queries.of_class(cls), managers=self.managers(cls))

    def _subject_query(self, query: Query, name: str) -> Subject | None:
        if query.form == "class":
            found = self.of_class.get(name)
            return None if found is None else Subject(query, found, query)
        if query.form != "query":
            return None
        if query.related and name in self.of_related:
            return Subject(query, Action(), query, self.of_related[name])
        found = self.of_query.get(name)
        return None if found is None else Subject(query, found, query)

    def _is_clause(self, receiver: Type) -> bool:
        if isinstance(receiver, Query):
            return receiver.framework == self.name and receiver.form == "clause"
        return is_expression(receiver) and isinstance(receiver, Column) and self.is_mapped(receiver.definition)

    def _of_query(self, query: Query, name: str) -> Type | None:
        """A method of the project's own class of queries, or one of the mapper's."""
        for cls in query.managers:
            member = self.names.member(cls, name)
            if member is not None and isinstance(member[1], DefinitionBinding):
                return Function(member[1].definition, True, query)
        return Method(query, name)

    def _of_super(self, receiver: Super, bound: Type, name: str) -> Type | None:
        if isinstance(bound, Query):
            return Method(bound, name) if bound.framework == self.name else None
        return Method(receiver, name) if self.subject(bound, name) is not None else None

    def _done(self, call: TypedCall, subject: Subject) -> Iterator[FoundAccess]:
        certainty = certainty_of(call.call, subject.query)
        if subject.changes is not None:
            yield from self.queries.changed(subject.query, subject.changes, certainty)
            return
        action = subject.action
        receiver = subject.receiver
        if isinstance(receiver, Instance):
            certainty = Certainty.GUESSED if receiver.guessed else Certainty.TYPED
            method = call.callee.name if isinstance(call.callee, Method) else ""
            if method in self.saves and not receiver.assumed:
                action = msgspec.structs.replace(action, does=(INSERT,) if receiver.fresh else (UPDATE,))
        yield from self.queries.done(call, subject.query, action, certainty)
        if self.cascades and DELETE in action.does:
            yield from self.cascade(subject.query.entity)
