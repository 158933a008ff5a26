"""What do queries and statements become as they are built, and what does running them yield?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from analyzer.frameworks.sqlalchemy.loading import LOADERS, Loading
from analyzer.frameworks.sqlalchemy.tables import NAME, Tables, merged, ways
from analyzer.link.protocol import TypedCall
from analyzer.link.types import (
    ClassOf,
    Container,
    External,
    Instance,
    Literal,
    Query,
    Row,
    Type,
    Union,
    options,
    union,
)

STATEMENTS = {"select": "select", "insert": "insert", "update": "update", "delete": "delete"}
FIRST = {
    *("first", "one", "one_or_none", "get", "get_or_404", "first_or_404", "one_or_404", "fetchone"),
    *("scalar", "scalar_one", "scalar_one_or_none"),
}
"""Methods that run a query and return one row, or the first item of one."""
ALL = {"all", "fetchall", "fetchmany", "partitions", "paginate", "yield_per", "iterator", "scalars", "execute"}
NUMBER = {"count", "update", "delete", "rowcount"}
RUNS = FIRST | ALL | NUMBER
_SCALAR = {"scalar", "scalar_one", "scalar_one_or_none"}
_JOINS = {"join", "outerjoin", "join_from", "outerjoin_from", "select_from", "select_entity_from"}
_SUBQUERIES = {"subquery", "cte", "alias", "lateral", "tablesample"}
_CLAUSES = {
    "label",
    "as_scalar",
    "scalar_subquery",
    "exists",
    "any",
    "has",
    "in_",
    "not_in",
    "notin_",
    "over",
    "filter_by",
}
_SAME = {"aliased", "with_polymorphic", "alias", "with_loader_criteria"}
_SETS = {"union", "union_all", "intersect", "intersect_all", "except_", "except_all"}
_INTEGER, _OBJECT = External("builtins.int()"), External("builtins.object()")


def is_sqlalchemy(name: str) -> bool:
    """Return whether something outside the project belongs to SQLAlchemy or to what extends it."""
    lowered = name.lower()
    return "sqlalchemy" in lowered or lowered.startswith(("sqlmodel", "geoalchemy"))


def is_function(name: str) -> bool:
    """Return whether something of SQLAlchemy is a function, rather than a method of what one of them yields."""
    plain = name.replace("SQLAlchemy()", "")
    return "()" not in plain or plain.startswith(("sqlalchemy.func.", "sqlalchemy.sql.", "sqlalchemy.case()"))


class Statements:
    """Builds queries, statements and expressions, step by step."""

    def __init__(self, tables: Tables, loading: Loading) -> None:
        self._tables = tables
        self._loading = loading

    def started(self, call: TypedCall, name: str) -> Type | None:
        """Return what a function of SQLAlchemy makes: a statement, a loader option, an alias or an expression."""
        if name in STATEMENTS:
            return self.each(call.args, lambda args: self._statement(STATEMENTS[name], args))
        if name in LOADERS:
            return self._loading.option(name, call.args)
        if name in _SAME:
            return call.args[0] if call.args else None
        if name in _SETS:
            return self.each(call.args, self._set)
        if name == "Load":
            return self._loading.option("defaultload", ())
        values = (*call.args, *(value for _, value in call.keywords))
        return self.each(values, self.clause)

    def query(self, args: tuple[Type | None, ...]) -> Type | None:
        """Return what ``session.query(…)`` yields."""
        return self.each(args, lambda chosen: self._selected(chosen, "query", "select"))

    def narrowed(self, args: tuple[Type | None, ...]) -> Type | None:
        """Return what a query of which nothing is known becomes when it is filtered: one over these tables."""
        made = self.each(args, self.clause)
        return union([msgspec.structs.replace(one, form="query") for one in options(made) if isinstance(one, Query)])

    def clause(self, values: Iterable[Type | None]) -> Query | None:
        """Return an expression over all columns that are mentioned in it."""
        given = tuple(values)
        tables = self._tables.of(given)
        how = "subquery" if any(_way(value) == "subquery" for value in given) else ""
        return Query(NAME, -1, tables, form="clause", how=how) if tables else None

    def each(
        self, args: tuple[Type | None, ...], make: Callable[[tuple[Type | None, ...]], Type | None], *known: int
    ) -> Type | None:
        """Return what is made of some arguments, one statement for each class that a variable may hold."""
        made = [make(chosen) for chosen in self._tables.choices(args, known)]
        return union([one for one in made if one is not None])

    def extended(self, call: TypedCall, query: Query, name: str) -> Type | None:
        """Return what a method of a query, statement, result or expression yields."""
        match query.form:
            case "option":
                return self._loading.option(name, call.args, query) if name in LOADERS else query
            case "result" | "scalars":
                return self._read(query, name)
            case "clause" | "columns" | "subquery":
                return self._within(call, query, name)
            case _:
                return self._ended(query, name) if name in RUNS else self._longer(call, query, name)

    def item(self, query: Query) -> Type | None:
        """Return what iterating over a query or result yields."""
        if query.form == "columns":
            return Query(NAME, -1, query.tables, form="clause")
        if query.form == "result":
            return Row(query.rows) if query.rows else None
        if query.form in ("query", "scalars", "collection"):
            return _one(query)
        return None

    def result(self, query: Query, name: str) -> Type | None:
        """Return what ``session.execute(statement)`` and its kind yield."""
        if name in _SCALAR:
            return query.rows[0] if query.rows else None
        form = "scalars" if name in ("scalars", "stream_scalars", "exec") and len(query.rows) < 2 else "result"  # noqa: PLR2004  # one
        return Query(NAME, query.entity, (), form=form, rows=query.rows)

    def _statement(self, operation: str, args: tuple[Type | None, ...]) -> Query:
        if operation == "select":
            return self._selected(args, "statement", operation)
        return Query(NAME, entity(args), self._tables.of(args[:1]), operation, form="statement")

    def _selected(self, args: tuple[Type | None, ...], form: str, operation: str) -> Query:
        rows = tuple(row for arg in args for row in _rows(arg))
        how = ways(*(_way(arg) for arg in args)) if len(self._tables.of(args)) > 1 else ""
        return Query(NAME, entity(args), self._tables.of(args), operation, form=form, rows=rows, how=how)

    def _set(self, args: tuple[Type | None, ...]) -> Query:
        first = next((arg for arg in args if isinstance(arg, Query)), None)
        rows = first.rows if first is not None else ()
        return Query(
            NAME, first.entity if first is not None else -1, self._tables.of(args), form="statement", rows=rows
        )

    def _longer(self, call: TypedCall, query: Query, name: str) -> Type | None:
        values = (*call.args, *(value for _, value in call.keywords))
        if name == "options":
            return msgspec.structs.replace(query, loads=(*query.loads, *self._loading.chosen(call.args)))
        return self.each(values, lambda chosen: self.step(query, name, chosen), *query.tables)

    def step(self, query: Query, name: str, values: tuple[Type | None, ...]) -> Query:
        """Return a query after one method of it was called."""
        added = self._added(query, name, values)
        tables = merged(query.tables, added)
        how = query.how
        if len(tables) > len(query.tables) and len(tables) > 1:
            how = ways(how, *self._ways(name, values, added))
        made = msgspec.structs.replace(query, tables=tables, how=how)
        if name in ("with_entities", "with_only_columns", "returning", "columns"):
            rows = tuple(row for arg in values for row in _rows(arg))
            return msgspec.structs.replace(made, rows=rows, entity=entity(values))
        if name in ("add_columns", "add_entity", "add_column", "column"):
            return msgspec.structs.replace(made, rows=(*query.rows, *(row for arg in values for row in _rows(arg))))
        if name in _SUBQUERIES or name in _CLAUSES - {"filter_by"}:
            return msgspec.structs.replace(
                made, form="subquery" if name in _SUBQUERIES else "clause", rows=(), loads=()
            )
        return made

    def _added(self, query: Query, name: str, values: tuple[Type | None, ...]) -> tuple[int, ...]:
        """Return the tables that the arguments of a method mention."""
        if name not in _JOINS:
            return self._tables.of(values)
        found = merged(*(self._tables.joined(value) for value in values))
        for value in values:
            if isinstance(value, Literal) and query.entity >= 0:
                named = self._tables.relationships.find(query.entity, value.value)
                found = merged(found, self._tables.reached(named) if named is not None else ())
        return found

    def _ways(self, name: str, values: tuple[Type | None, ...], added: tuple[int, ...]) -> Iterable[str]:
        yield from (_way(value) for value in values if set(self._tables.of((value,))) & set(added))
        for value in values if name in _JOINS else ():
            relationship = self._tables.related(value)
            if relationship is not None:
                yield "secondary" if relationship.secondary >= 0 else "join"

    def _ended(self, query: Query, name: str) -> Type | None:
        if name in ("scalars", "execute") and query.form == "statement":
            return self.result(query, name)
        if name in _SCALAR:
            return query.rows[0] if query.rows else None
        if name in NUMBER:
            return _INTEGER
        one = _one(query)
        if name in FIRST or one is None:
            return one
        return query if name in ("yield_per", "iterator", "scalars", "execute") else Container(one)

    def _read(self, query: Query, name: str) -> Type | None:
        """A result has been read from the database: its methods only pass rows on."""
        one = _one(query) if query.form == "scalars" else self.item(query)
        if name == "scalars":
            return msgspec.structs.replace(query, form="scalars")
        if name in _SCALAR:
            return query.rows[0] if query.rows else None
        if name in FIRST or name == "next":
            return one
        if name in ("all", "fetchall", "fetchmany"):
            return None if one is None else Container(one)
        return _INTEGER if name in NUMBER else query

    def _within(self, call: TypedCall, query: Query, name: str) -> Type | None:
        """Methods of an expression, or of a subquery, take in all tables that their arguments mention."""
        if query.form == "subquery" and name in STATEMENTS:
            return msgspec.structs.replace(query, form="statement", operation=STATEMENTS[name])
        values = (*call.args, *(value for _, value in call.keywords))

        def taken(chosen: tuple[Type | None, ...]) -> Query:
            return msgspec.structs.replace(query, tables=merged(query.tables, self._tables.of(chosen)))

        return self.each(values, taken, *query.tables)


def entity(types: Iterable[Type | None]) -> int:
    """Return the class whose objects a query over some values yields first."""
    for known in types:
        if isinstance(known, ClassOf):
            return known.definition
        if isinstance(known, Query):
            return known.entity
        return -1
    return -1


def _rows(arg: Type | None) -> tuple[Type | None, ...]:
    """Return what an argument of ``query`` or ``select`` adds to each row."""
    match arg:
        case ClassOf(definition=cls):
            return (Instance(cls),)
        case Row(items=items):
            return tuple(row for item in items for row in _rows(item))
        case Container(item=item):
            return _rows(item) if not isinstance(item, Union) else ()
        case Query(form="statement", rows=rows):
            return rows
        case _:
            return (None,)


def _one(query: Query) -> Type | None:
    if len(query.rows) > 1:
        return Row(query.rows)
    if not query.rows:
        return Instance(query.entity, guessed=query.guessed) if query.entity >= 0 else None
    return query.rows[0]


def _way(value: Type | None) -> str:
    if isinstance(value, Query) and value.form in ("statement", "query", "subquery"):
        return "subquery"
    if isinstance(value, Query) and value.how:
        return value.how
    return "" if isinstance(value, (Instance, type(None))) else "join"
