"""What do the methods of sessions and connections do and yield? They are known by their arguments, not by a type."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.frameworks.sqlalchemy.running import Running
from analyzer.frameworks.sqlalchemy.statements import Statements
from analyzer.frameworks.sqlalchemy.tables import NAME, Tables
from analyzer.frameworks.sqlalchemy.writing import SESSION_WRITES, Writing
from analyzer.link.found import FoundAccess, Gap
from analyzer.link.protocol import TypedCall
from analyzer.link.types import (
    ClassOf,
    Collection,
    Container,
    External,
    Function,
    Instance,
    Keyed,
    Method,
    Query,
    Row,
    Type,
    options,
    union,
)
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Attribute

_RUN = {"execute", "scalars", "scalar", "exec", "stream", "stream_scalars", "scalar_one", "first_or_404", "one_or_404"}
_NARROW = ("filter", "where", "join", "outerjoin", "order_by", "group_by", "having", "select_from")
_GET = {"get", "get_one", "get_or_404"}
FLUSHES = ("flush", "commit")
_QUERIES = ("query", "model_query")
"""What makes a query of a class it is given: a session, and the helper of oslo.db."""
ANSWERS = (*_RUN, *_GET, *_NARROW, *_QUERIES, "merge")
"""Names of methods whose results are told by what they are given."""
_OBJECT, _STATEMENT = "the type of the object is not known", "what the statement selects or changes is not known"
_ANY = "the object may be of any of many classes"
_MANY = "the variable may hold too many classes"
_GAPS = dict.fromkeys(("add", "add_all", "delete", "merge"), _OBJECT) | dict.fromkeys((*_RUN, "query"), _STATEMENT)
"""Calls of a session whose table is unresolved when the type of their first argument is."""


class Sessions:
    """Answers for what a session, or a connection, is asked to do."""

    def __init__(self, tables: Tables, statements: Statements, running: Running, writing: Writing) -> None:
        self._tables = tables
        self._statements = statements
        self._running = running
        self._writing = writing
        self._flushed: set[tuple[int, int]] = set()

    def result(self, call: TypedCall) -> Type | None:
        """Return what a method of a session yields, which is known by what it is given."""
        name = _called(call)
        if not name:
            return None
        if name in _QUERIES:
            return self._statements.query(_columns(name, call.args)) if self._tables.of(call.args) else None
        if name in _NARROW:
            return self._statements.narrowed(call.args) if not _is_elsewhere(call.callee) else None
        if name in _RUN:
            return union([made for run in self._run_by(call) if (made := self._statements.result(run, name))])
        if name in _GET and call.args:
            return union([Instance(cls) for cls in self._classes(call.args[0])])
        if name == "merge" and call.args and isinstance(call.args[0], Instance):
            return Instance(call.args[0].definition)
        return None

    def constructed(self, call: TypedCall, cls: int) -> Iterator[FoundAccess]:
        """A new object comes with those it is made with; whoever flushes writes it, maybe the function itself."""
        yield from self._writing.constructed(cls, call.keywords)
        if (call.module, call.definition) in self._flushed and call.definition >= 0:
            for table in self._tables.of_class(cls):
                yield FoundAccess((table,), RowOperation.INSERT, Certainty.IMPLICIT)

    def accesses(self, call: TypedCall, result: Callable[[TypedCall], Type | None]) -> Iterator[FoundAccess | Gap]:
        """Yield what a call does; ``result`` says what calls of any other kind yield."""
        if _is_elsewhere(call.callee):
            return
        name = _called(call)
        if name in FLUSHES:
            self._flushed.add((call.module, call.definition))  # calls come last to first
        found = list(self._known(call, name, result))
        yield from found
        if not found and name in _GAPS and call.args and _is_session(call):
            if call.args[0] is None:
                yield Gap("access", f"{name}() of a session", _GAPS[name])
            elif any(isinstance(option, ClassOf) for option in options(call.args[0])):
                yield Gap("access", f"{name}() of a session", _MANY)
        if not found and name == "delete" and call.args and _is_session(call) and self._may_be_any(call.args[0]):
            yield Gap("row", RowOperation.DELETE.value, _ANY)

    def _may_be_any(self, value: Type | None) -> bool:
        """Return whether an object may be of any of the mapped classes below one without a table: ``self`` there."""
        return any(isinstance(one, Instance) and self._tables.concrete(one.definition) for one in options(value))

    def _known(self, call: TypedCall, name: str, result: Callable[[TypedCall], Type | None]) -> Iterator[FoundAccess]:
        if name in _RUN:
            for run in self._run_by(call):
                yield from self._running.run(run)
        elif name in SESSION_WRITES:
            for chosen in self._tables.choices(call.args[:1]):
                yield from self._writing.by_session(name, chosen[0] if chosen else None)
        elif name in _GET and call.args:
            for cls in self._classes(call.args[0]):
                query = Query(NAME, cls, self._tables.of_class(cls), form="query", rows=(Instance(cls),))
                yield from self._running.built(query)
                yield from self._running.run(query)
        else:
            for built in options(result(call)):
                if isinstance(built, Query) and built.framework == NAME:
                    yield from self._running.built(built)

    def _run_by(self, call: TypedCall) -> list[Query]:
        """Return the statements that a method of a session or connection runs."""
        for value in (*call.args[:1], *(value for name, value in call.keywords if name == "statement")):
            found = [one for one in options(value) if isinstance(one, Query) and one.framework == NAME]
            if found:
                return [one for one in found if one.form != "option"]
        return []

    def _classes(self, value: Type | None) -> list[int]:
        """Return the mapped classes that a value is one of."""
        found = [one[0].definition for one in self._tables.choices((value,)) if isinstance(one[0], ClassOf)]
        return [cls for cls in found if self._tables.is_mapped(cls)]


def _columns(name: str, args: tuple[Type | None, ...]) -> tuple[Type | None, ...]:
    """Return what a query is over: ``model_query(model, session, columns)`` of oslo.db yields objects, or columns."""
    return args if name == "query" or (len(args) > 2 and args[2] is not None) else args[:1]  # noqa: PLR2004


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
