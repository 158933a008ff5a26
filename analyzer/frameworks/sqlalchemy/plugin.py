"""SQLAlchemy 1.3 to 2.x, and Flask-SQLAlchemy's ``Model.query``: who answers what the linker and the collection ask.

Understands: declarative classes and their mixins, imperative mappings, ``Table`` objects, names and columns put
together by code that can be followed, SQLModel and Flask-AppBuilder; relationships, backrefs and association proxies;
queries and statements of both styles with joins, aliases, subqueries and loader options; sessions, what objects
added, changed and deleted come to; Core statements; ``begin()``, ``commit()`` and sessions as transactions.
Does not understand: what a session writes where somebody else's query flushes it (charged to who made the change),
tables reflected from a database, statements built by functions of unknown arguments.

``schema`` reads classes and tables, ``relationships`` what leads from one to the next, ``statements`` builds queries,
``running`` says what they do, ``loading`` what is read with them, ``writing`` what becomes of objects. A session
needs no type: ``x.query(Model)`` and ``x.execute(statement)`` are known by their arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from analyzer.frameworks.brought_entities import brought_entities
from analyzer.frameworks.guesses import Guesses
from analyzer.frameworks.sqlalchemy.columns import is_column
from analyzer.frameworks.sqlalchemy.entities import Entities
from analyzer.frameworks.sqlalchemy.loading import LOADERS, Loading
from analyzer.frameworks.sqlalchemy.objects import Objects
from analyzer.frameworks.sqlalchemy.relationships import read_relationships
from analyzer.frameworks.sqlalchemy.running import Running
from analyzer.frameworks.sqlalchemy.schema import SqlAlchemySchema
from analyzer.frameworks.sqlalchemy.sessions import ANSWERS, FLUSHES, Sessions
from analyzer.frameworks.sqlalchemy.statements import RUNS, STATEMENTS, Statements, is_function, is_sqlalchemy
from analyzer.frameworks.sqlalchemy.tables import ANY, MOST, NAME, Tables
from analyzer.frameworks.sqlalchemy.writing import CHANGES, SESSION_WRITES, Writing
from analyzer.link.found import FoundAccess, Gap
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import TypedAssignment, TypedCall, TypedUse
from analyzer.link.schema import Schema
from analyzer.link.types import (
    ClassOf,
    Column,
    External,
    Instance,
    Literal,
    Method,
    Query,
    TableOf,
    Type,
    is_expression,
)
from analyzer.model.chains import last_name
from analyzer.model.shapes import DataType

_COMBINE = ("and_", "or_", "not_", "case", "tuple_", "literal_column", "over", "union", "union_all", "Load", "aliased")
_TABLES = ("Table", "table", "TableClause")
_ANY = "the class may be any of many"


class SqlAlchemy(Framework):
    """The plug-in."""

    name = NAME
    answers = frozenset((*STATEMENTS, *ANSWERS, *LOADERS, *_COMBINE, *_TABLES, "exists", "tables"))

    watched = frozenset((*answers, *SESSION_WRITES, *FLUSHES))
    outside: tuple[str, ...] = ("sqlalchemy", "flask_sqlalchemy", "sqlmodel")

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._prepare()

    def _prepare(self) -> None:
        self._tables = Tables(self.names, self.schema, read_relationships(self.names, self.schema))
        self._loading = Loading(self._tables)
        self._statements = Statements(self._tables, self._loading)
        self._running = Running(self._tables, self._loading, self._statements)
        self._writing = Writing(self._tables, self._loading)
        self._guesses = Guesses(self.names.program, self._tables.mapped())
        self._sessions = Sessions(self._tables, self._statements, self._running, self._writing)
        self._objects = Objects(self.names, self._tables, self._writing)

    def is_used(self) -> bool:
        """Return whether an import may bring mapped classes."""
        return SqlAlchemySchema(self.names, self.schema).may_be_used()

    def declare(self) -> None:
        """Add the tables of declarative classes and table objects."""
        SqlAlchemySchema(self.names, self.schema).declare()
        self._prepare()
        for table in self._tables.relationships.between():
            self.schema.stands_between(table)

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return the object that the name of a parameter speaks of; no library passes anything."""
        del definition
        return self._guesses.of(name)

    def receivers(self, cls: int) -> tuple[Type, ...]:
        """In a mixin, or an abstract base, ``self`` is an object of one of the mapped classes below."""
        below = self._tables.concrete(cls)
        return tuple(Instance(one) for one in below) if len(below) <= MOST else ()

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return ``Model.query``, a column of a class, a related object, or a method of a query."""
        if receiver.__class__ is Instance:
            return self._objects.attribute(receiver, name)
        match receiver:
            case ClassOf(definition=cls) if self._tables.is_mapped(cls):
                return self._of_class(cls, name)
            case Query(framework="sqlalchemy", form=form) if name in ("c", "columns"):
                tables = receiver.tables
                return Query(NAME, -1, tables, form="columns") if form in ("subquery", "statement", "columns") else None
            case Query(framework="sqlalchemy", form="columns"):
                return Query(NAME, -1, receiver.tables, form="clause")
            case Query(framework="sqlalchemy") | Column():
                return Method(receiver, name)
            case TableOf(table=table) if name in ("c", "columns", "primary_key"):
                return Query(NAME, -1, (table,), form="columns")
            case TableOf():
                return Method(receiver, name)
            case ClassOf(definition=cls) if name == "query" and len(self._tables.concrete(cls)) > MOST:
                return Query(NAME, ANY, (), form="query")
            case External(name=outside) if name == "tables" and "metadata" in outside.lower():
                return Query(NAME, -1, (), form="names")
            case _:
                return None

    def result(self, call: TypedCall) -> Type | None:
        """Return the query that a call builds, or what running it yields."""
        match call.callee:
            case External(name=outside) if is_sqlalchemy(outside):
                return self._of_function(call, outside)
            case Method(receiver=TableOf(table=table), name=name) if name in STATEMENTS:
                return Query(NAME, -1, (table,), STATEMENTS[name], form="statement")
            case Method(receiver=TableOf() as table, name="alias" | "tablesample"):
                return table
            case Method(receiver=Query(framework="sqlalchemy", form="names")):
                return self._table_object(call)
            case Method(receiver=Query(framework="sqlalchemy") as query, name=name):
                return self._statements.extended(call, query, name)
            case Method(receiver=TableOf() | Column() as receiver):
                return self._expression(call, receiver)
            case Method(receiver=Method() as receiver) if is_expression(receiver):
                return self._expression(call, receiver)
            case _ if last_name(call.call.function) in _TABLES:
                return self._table_object(call)
            case _:
                return self._sessions.result(call)

    def item(self, container: Type) -> Type | None:
        """Return the objects that a query yields."""
        if isinstance(container, Query) and container.framework == NAME:
            return self._statements.item(container)
        return None

    def accesses(self, call: TypedCall) -> Iterable[FoundAccess | Gap]:
        """Return what building or ending a query, or changing a session or an object, does to tables."""
        match call.callee:
            case Method(receiver=Query(framework="sqlalchemy") as query, name=name):
                if query.form == "collection" or (query.related and name in CHANGES):
                    return self._writing.of_collection(query, name, call.args) if name in CHANGES else ()
                if query.entity == ANY and name in RUNS:
                    return [Gap("access", f"{name}() of a query", _ANY)]
                return self._running.called(call, query, name)
            case Method(receiver=Column()):
                return ()
            case ClassOf(definition=cls):
                return self._sessions.constructed(call, cls) if self._tables.is_mapped(cls) else ()
            case _:
                return self._sessions.accesses(call, self.result)

    def assigned(self, assignment: TypedAssignment) -> Iterable[FoundAccess]:
        """Return the update that assigning to an attribute of an object comes to when the session flushes."""
        return self._objects.assigned(assignment)

    def used(self, use: TypedUse) -> Iterable[FoundAccess]:
        """Return the rows that reading an attribute, or iterating over a query, loads."""
        match use.receiver:
            case Instance() if use.name:
                return self._objects.used(use)
            case Query(framework="sqlalchemy", form="query") as query:
                return self._running.run(query)
            case _:
                return ()

    def data_types(self) -> Iterable[DataType]:
        """Return the mapped classes with the fields of their objects."""
        return chain(Entities(self.schema, self._tables.relationships).found(), brought_entities(self.schema, NAME))

    def _of_function(self, call: TypedCall, outside: str) -> Type | None:
        """Return what a function of SQLAlchemy, or a method of what one of them yields, yields itself."""
        last = _last(outside)
        if last in _TABLES:
            return self._table_object(call)
        known = self._sessions.result(call)
        if known is not None or not is_function(outside):
            return known or (Query(NAME, -1, (), form="query") if last == "query" else None)
        made = self._statements.started(call, last)
        return made or (Query(NAME, -1, (), form="clause") if last == "exists" else None)

    def _of_class(self, cls: int, name: str) -> Type | None:
        found = self.names.member(cls, name)
        if name == "query" and (found is None or _makes_query(found[1])):
            return Query(NAME, cls, self._tables.of_class(cls), form="query", rows=(Instance(cls),))
        if name in ("c", "columns", "__table__"):
            return TableOf(self._tables.of_class(cls)[0])
        if self._tables.relationships.find(cls, name) is not None:
            return Column(cls, name)
        return Column(cls, name) if found is not None and isinstance(found[1], ValueBinding) else None

    def _expression(self, call: TypedCall, receiver: Type) -> Type | None:
        """A method of a column; ``any`` and ``has`` of a relationship look into the table at its end."""
        values = (*call.args, *(value for _, value in call.keywords))
        known = self._tables.of((receiver,))
        relationship = self._tables.related(receiver)
        if relationship is not None and last_name(call.call.function) in ("any", "has"):
            reached = self._tables.reached(relationship)
            receiver = Query(NAME, -1, (*known, *reached), form="clause", how="subquery")
        made = self._statements.each((receiver, *values), self._statements.clause)
        return made or Query(NAME, -1, known, form="clause")

    def _table_object(self, call: TypedCall) -> Type | None:
        name = call.args[0] if call.args else None
        table = self.schema.named(name.value) if isinstance(name, Literal) else None
        return None if table is None else TableOf(table)


def _makes_query(binding: object) -> bool:
    """``query = session.query_property()`` in a base class; a column of that name is a column."""
    return isinstance(binding, ValueBinding) and not (is_column(binding.value) or is_column(binding.annotation))


def _last(name: str) -> str:
    return name.rpartition(".")[2]
