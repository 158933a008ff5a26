"""SQLAlchemy 1.3 to 2.x, and Flask-SQLAlchemy's ``Model.query``.

Understands: declarative classes with a literal ``__tablename__`` (their own, a mixin's, or a constant's), tables of
single-table inheritance, ``Column`` and ``mapped_column`` with ``ForeignKey``, ``ForeignKeyConstraint``, ``Table(...)``
and ``__table__``; Flask-SQLAlchemy's names by convention; ``session.query/add/add_all/get/delete/merge``, ``select``,
``insert``, ``update`` and ``delete`` of classes, columns and tables, followed through ``.join()`` and local names;
assignments to columns of loaded objects.
Does not understand: names computed in ``declared_attr``, imperative mapping, relationships that load by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.sqlalchemy.columns import is_column
from analyzer.frameworks.sqlalchemy.schema import SqlAlchemySchema
from analyzer.link.names import Names
from analyzer.link.program import ValueBinding
from analyzer.link.protocol import FoundAccess, Gap, ImplicitAccess, TypedAssignment, TypedCall, TypedUse, Values
from analyzer.link.schema import Schema
from analyzer.link.types import (
    ClassOf,
    Collection,
    Column,
    Container,
    External,
    Function,
    Instance,
    Keyed,
    Literal,
    Method,
    Query,
    Row,
    TableOf,
    Type,
)
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Attribute

NAME = "sqlalchemy"
_STATEMENTS = {"select": "select", "insert": "insert", "update": "update", "delete": "delete", "exists": "select"}
_ONE = {
    "first",
    "one",
    "one_or_none",
    "get",
    "get_or_404",
    "first_or_404",
    "scalar",
    "scalar_one",
    "scalar_one_or_none",
}
_RUN = {"execute", "scalars", "scalar", "exec", "stream", "stream_scalars", "scalar_one"}
_ENDS = {"update": RowOperation.UPDATE, "delete": RowOperation.DELETE}
_SESSION_WRITES = {
    "add": (RowOperation.INSERT,),
    "add_all": (RowOperation.INSERT,),
    "bulk_save_objects": (RowOperation.INSERT,),
    "merge": (RowOperation.INSERT, RowOperation.UPDATE),
    "delete": (RowOperation.DELETE,),
    "bulk_insert_mappings": (RowOperation.INSERT,),
    "bulk_update_mappings": (RowOperation.UPDATE,),
}
_OBJECT, _STATEMENT = "the type of the object is not known", "what the statement selects or changes is not known"
_GAPS = dict.fromkeys(("add", "add_all", "delete", "merge"), _OBJECT) | dict.fromkeys((*_RUN, "query"), _STATEMENT)
"""Calls of a session whose table is unresolved when the type of their first argument is."""
_EXPRESSION = External("sqlalchemy.sql.ColumnElement()")


class SqlAlchemy:
    """The plug-in."""

    name = NAME
    answers = frozenset((*_STATEMENTS, *_RUN, "Table", "query", "get", "get_one"))

    def meet(self, values: Values) -> None:
        """Ask nothing of the program's values."""

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return nothing: no library passes anything."""
        del definition, name
        return None

    def receivers(self, cls: int) -> tuple[Type, ...]:
        """Return nothing: objects of a class are just that."""
        del cls
        return ()

    def used(self, use: TypedUse) -> Iterable[FoundAccess]:
        """Return nothing: no use without a call."""
        del use
        return ()

    def hidden(self, call: TypedCall) -> Iterable[tuple[int, str]]:
        """Return nothing: what a call runs is written where it stands."""
        del call
        return ()

    def implicit(self) -> Iterable[ImplicitAccess]:
        """Return nothing: there is code for every access."""
        return ()

    def __init__(self, names: Names, schema: Schema) -> None:
        self._names = names
        self._schema = schema
        self._built: dict[int, Query] = {}

    def is_used(self) -> bool:
        """Return whether an import may bring mapped classes."""
        return SqlAlchemySchema(self._names, self._schema).may_be_used()

    def declare(self) -> None:
        """Add the tables of declarative classes and table objects."""
        SqlAlchemySchema(self._names, self._schema).declare()

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return ``Model.query``, a column of a class, or a method of a query."""
        match receiver:
            case ClassOf(definition=cls) if self._table_of(cls) is not None:
                if name == "query" and self._names.member(cls, "query") is None:
                    return Query(NAME, cls, self._tables([receiver]))
                if name in ("c", "columns", "__table__"):
                    return TableOf(self._schema.of_class[cls])
                found = self._names.member(cls, name)
                return Column(cls, name) if found is not None and isinstance(found[1], ValueBinding) else None
            case Query(framework="sqlalchemy"):
                return Method(receiver, name)
            case Column() | TableOf():
                return receiver if name in ("c", "columns") else Method(receiver, name)
            case _:
                return None

    def result(self, call: TypedCall) -> Type | None:
        """Return the query that a call builds, or what running it yields."""
        match call.callee:
            case External(name=outside) if outside.startswith("sqlalchemy") and _last(outside) in _STATEMENTS:
                return self._statement(call, _STATEMENTS[_last(outside)])
            case External(name=outside) if _last(outside) == "Table" and "sqlalchemy" in outside.lower():
                return self._table_object(call)
            case Method(receiver=TableOf(table=table), name=name) if name in _STATEMENTS:
                return Query(NAME, -1, (table,), _STATEMENTS[name])
            case Method(receiver=Query(framework="sqlalchemy") as query, name=name):
                return self._extended(call, query, name)
            case Method(receiver=Column() | TableOf()):
                return _EXPRESSION
            case _:
                return self._by_arguments(call)

    def item(self, container: Type) -> Type | None:
        """Return the objects that a query yields."""
        if isinstance(container, Query) and container.framework == NAME and container.entity >= 0:
            return Instance(container.entity)
        return None

    def accesses(self, call: TypedCall) -> Iterable[FoundAccess | Gap]:
        """Return what building or ending a query, or changing a session, does to tables."""
        match call.callee:
            case Method(receiver=Query(framework="sqlalchemy") as query, name=name):
                return self._of_query(call, query, name)
            case Method(receiver=Column()):
                return ()
            case _:
                return self._of_call(call)

    def assigned(self, assignment: TypedAssignment) -> Iterable[FoundAccess]:
        """Return the update that assigning to a column of a loaded object comes to when the session flushes."""
        match assignment.receiver:
            case Instance(definition=cls, fresh=False) if self._table_of(cls) is not None:
                found = self._names.member(cls, assignment.name)
                if found is None or not isinstance(found[1], ValueBinding) or self._makes(assignment, cls):
                    return ()
                if is_column(found[1].value) or is_column(found[1].annotation):
                    return [FoundAccess(self._tables([ClassOf(cls)]), RowOperation.UPDATE, Certainty.TYPED)]
                return ()
            case _:
                return ()

    def _makes(self, assignment: TypedAssignment, cls: int) -> bool:
        """An assignment in ``__init__`` of the class itself fills a new object."""
        if assignment.definition < 0:
            return False
        found = self._names.program.definitions[assignment.definition]
        return found.head.name == "__init__" and found.parent >= 0 and cls in self._names.mro(found.parent)

    def _of_query(self, call: TypedCall, query: Query, name: str) -> Iterator[FoundAccess]:
        if name in _ENDS and query.operation == "select" and query.tables:
            yield FoundAccess(query.tables[:1], _ENDS[name], Certainty.LITERAL, replaces=True)
            return
        tables = tuple(dict.fromkeys((*query.tables, *self._tables(call.args))))
        if tables:
            yield FoundAccess(tables, RowOperation(query.operation), Certainty.TYPED)

    def _of_call(self, call: TypedCall) -> Iterator[FoundAccess | Gap]:
        name = _called(call)
        found = list(self._known(call, name)) if not _is_elsewhere(call.callee) else []
        yield from found
        if not found and call.args and call.args[0] is None and name in _GAPS and _is_session(call):
            yield Gap("access", f"{name}() of a session", _GAPS[name])

    def _known(self, call: TypedCall, name: str) -> Iterator[FoundAccess]:
        built = self.result(call)
        run = next((arg for arg in call.args if isinstance(arg, Query)), None)
        if name in _RUN and run is not None:
            yield FoundAccess(run.tables, RowOperation(run.operation), Certainty.TYPED)
        elif isinstance(built, Query):
            yield FoundAccess(built.tables, RowOperation(built.operation), Certainty.LITERAL)
        elif name in _SESSION_WRITES:
            yield from self._session_write(call, name)
        elif name in ("get", "get_one") and call.args and isinstance(call.args[0], ClassOf):
            tables = self._tables(call.args[:1])
            if tables:
                yield FoundAccess(tables, RowOperation.SELECT, Certainty.LITERAL)

    def _session_write(self, call: TypedCall, name: str) -> Iterator[FoundAccess]:
        for arg in call.args[:1]:
            item = arg.item if isinstance(arg, Container) else arg
            tables = self._tables([ClassOf(item.definition)]) if isinstance(item, Instance) else self._tables([item])
            for operation in _SESSION_WRITES[name] if tables else ():
                yield FoundAccess(tables, operation, Certainty.TYPED)

    def _table_object(self, call: TypedCall) -> Type | None:
        name = call.args[0] if call.args else None
        table = self._schema.named(name.value) if isinstance(name, Literal) else None
        return None if table is None else TableOf(table)

    def _statement(self, call: TypedCall, operation: str) -> Query | None:
        tables = self._tables(call.args)
        if not tables:
            return None
        return Query(NAME, _entity(call.args), tables, operation)

    def _extended(self, call: TypedCall, query: Query, name: str) -> Type | None:
        if name in _ONE and query.operation == "select":
            return Instance(query.entity) if query.entity >= 0 else None
        if name in ("all", "unique", "partitions", "fetchall"):
            return Container(Instance(query.entity)) if query.entity >= 0 else query
        if name in ("count", *_ENDS) and query.operation == "select":
            return External("builtins.int()")
        joined = tuple(dict.fromkeys((*query.tables, *self._tables(call.args))))
        return Query(NAME, query.entity, joined, query.operation)

    def _by_arguments(self, call: TypedCall) -> Type | None:
        """A session needs no type: ``x.query(Model)`` and ``x.execute(statement)`` are known by their arguments."""
        name = _called(call)
        if not name or not isinstance(call.call.function, Attribute):
            return None
        if name == "query":
            tables = self._tables(call.args)
            return Query(NAME, _entity(call.args), tables) if tables else None
        if name in _RUN:
            run = next((arg for arg in call.args if isinstance(arg, Query) and arg.framework == NAME), None)
            if run is not None and name == "scalar":
                return Instance(run.entity) if run.entity >= 0 else None
            return run
        if name in ("get", "get_one") and call.args and isinstance(call.args[0], ClassOf):
            cls = call.args[0].definition
            return Instance(cls) if self._table_of(cls) is not None else None
        return None

    def _tables(self, types: Iterable[Type | None]) -> tuple[int, ...]:
        """Return the tables of classes, columns, table objects and queries among some types, once each."""
        found: dict[int, None] = {}
        for known in types:
            match known:
                case ClassOf(definition=cls) | Column(definition=cls):
                    table = self._table_of(cls)
                    if table is not None:
                        found[table] = None
                case TableOf(table=index):
                    found[index] = None
                case Query(framework="sqlalchemy", tables=tables):
                    found.update(dict.fromkeys(tables))
                case Method(receiver=Column(definition=cls)):
                    table = self._table_of(cls)
                    if table is not None:
                        found[table] = None
                case Container(item=item):
                    found.update(dict.fromkeys(self._tables([item])))
                case _:
                    pass
        return tuple(found)

    def _table_of(self, cls: int) -> int | None:
        table = self._schema.of_class.get(cls)
        return table if table is not None and self._schema.tables[table].framework == NAME else None


def _entity(types: Iterable[Type | None]) -> int:
    for known in types:
        if isinstance(known, ClassOf):
            return known.definition
        if isinstance(known, Query):
            return known.entity
        return -1
    return -1


def _is_session(call: TypedCall) -> bool:
    function = call.call.function
    return isinstance(function, Attribute) and "session" in last_name(function.value).lower()


def _is_elsewhere(callee: Type | None) -> bool:
    """True for a function of the project, or a method of Python's own: a set's ``add`` is no session's."""
    if isinstance(callee, Method):
        return isinstance(callee.receiver, (Collection, Container, Keyed, Row))
    return isinstance(callee, Function) or (isinstance(callee, External) and callee.name.startswith("builtins."))


def _called(call: TypedCall) -> str:
    function = call.call.function
    return function.name if isinstance(function, Attribute) else ""


def _last(name: str) -> str:
    return name.rpartition(".")[2]
