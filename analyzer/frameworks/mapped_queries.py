"""What do the methods of a declarative mapper do and yield, told by tables from their names to actions?

Knows no framework: a mapper hands over such tables, and says which of its methods join what they are given.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.mapped_relations import Relations
from analyzer.link.found import FoundAccess
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, Container, External, Instance, Literal, Query, Row, Type, options
from analyzer.model.chains import text_of
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Attribute, Call, Name, Subscript

SELECT, INSERT, UPDATE, DELETE = RowOperation.SELECT, RowOperation.INSERT, RowOperation.UPDATE, RowOperation.DELETE
VALUE = External("builtins.object()")
_MOST_TABLES = 40  # in one query


class Action(msgspec.Struct, frozen=True):
    """What a method does to the table of its class (``does``), or, with ``runs``, to the tables of its query.

    ``yields``: a query (the same, or one that ``does`` as told), one object, a pair of it and a truth value, many, the
    class, or any value. ``joins``: classes and queries among the arguments join the query. ``follows``: names with
    ``__`` in its arguments lead to tables that join it, or that are read beside it (``beside``); the last name of each
    too, if it names no condition but what to load (``whole``).
    """

    does: tuple[RowOperation, ...] = ()
    yields: str = "value"
    runs: bool = False
    joins: bool = False
    follows: bool = False
    beside: bool = False
    whole: bool = False
    plain: bool = False


SAME = Action(yields="query")


class MappedQueries:
    """Queries of one framework over the classes of a schema."""

    def __init__(self, framework: str, schema: Schema, relations: Relations) -> None:
        self.framework = framework
        self.schema = schema
        self.relations = relations

    def table(self, cls: int) -> int:
        """Return the table of a class; -1 if it has none of this framework's."""
        found = self.schema.of_class.get(cls, -1)
        return found if found >= 0 and self.schema.tables[found].framework == self.framework else -1

    def of_class(self, cls: int) -> Query:
        """Return the query over all objects of a class."""
        return Query(self.framework, cls, (self.table(cls),), form="query")

    def row(self, query: Query) -> Type:
        """Return what a query yields one of."""
        known = query.entity >= 0 and not query.plain
        return Instance(query.entity, guessed=query.guessed) if known else VALUE

    def related(self, receiver: Instance, name: str) -> Type | None:
        """Return the object, or the query, that a relation of an object leads to."""
        relation = self.relations.find(receiver.definition, name)
        if relation is None or self.table(relation.target) < 0:
            return None
        if not relation.many:
            return Instance(relation.target, guessed=receiver.guessed)
        found = self.of_class(relation.target)
        tables = (*found.tables, relation.between) if relation.between >= 0 else found.tables
        how = "secondary" if relation.between >= 0 else ""
        return msgspec.structs.replace(
            found, tables=tables, related=True, between=relation.between, guessed=receiver.guessed, how=how
        )

    def yielded(self, call: TypedCall, query: Query, action: Action) -> Type:
        """Return what a method yields."""
        one = self.row(query)
        match action.yields:
            case "one":
                return one
            case "pair":
                return Row((one, External("builtins.bool()")))
            case "many":
                return Container(one)
            case "class" if query.entity >= 0:
                return ClassOf(query.entity)
            case "query":
                return self.extended(call, query, action)
            case _:
                return VALUE

    def extended(self, call: TypedCall, query: Query, action: Action) -> Query:
        """Return a query with what a method adds to it."""
        tables, ways = dict.fromkeys(query.tables), [query.how]
        for one in self._given(call):
            added = one.tables if one.form != "class" or action.joins else ()
            if set(added) - set(tables):
                ways.append("join" if action.joins else "subquery")
            tables.update(dict.fromkeys(added))
            if one.paths:
                tables.update(dict.fromkeys(self._followed(query.entity, one.paths, ways)))
        if action.follows:
            paths = paths_in(call.call)
            tables.update(dict.fromkeys(self._followed(query.entity, paths, ways, whole=action.whole)))
        operation = "+".join(action.does) or query.operation
        return msgspec.structs.replace(
            query,
            tables=tuple(tables)[:_MOST_TABLES],
            operation=operation,
            plain=query.plain or action.plain,
            form="query",
            how=_ways(ways),
        )

    def done(self, call: TypedCall, query: Query, action: Action, certainty: Certainty) -> Iterator[FoundAccess]:
        """Yield what a method does where it is called: whoever runs or ends a chain speaks for its links."""
        longer = self.extended(call, query, action)
        if action.beside:
            for table in self._followed(query.entity, paths_in(call.call), [], whole=True):
                yield FoundAccess((table,), SELECT, Certainty.RELATION)
        for operation in action.does:
            tables = longer.tables if operation is not INSERT or action.yields == "query" else longer.tables[:1]
            yield FoundAccess(tables, operation, certainty, True, longer.how if len(tables) > 1 else "")
        if action.does:
            return
        is_link = isinstance(call.call.function, Attribute) and isinstance(call.call.function.value, Call)
        if action.runs or longer.tables != query.tables or (is_link and action.yields == "query"):
            yield from self.run(longer, certainty)

    def run(self, query: Query, certainty: Certainty) -> Iterator[FoundAccess]:
        """Yield what running a query does."""
        for operation in query.operation.split("+") if query.tables else ():
            yield FoundAccess(query.tables, RowOperation(operation), certainty, True, query.how)

    def changed(self, query: Query, operation: RowOperation, certainty: Certainty) -> Iterator[FoundAccess]:
        """Yield what adding objects to a relation, or taking them out, does to the table between, or to the objects."""
        if query.between >= 0:
            yield FoundAccess((query.between,), operation, certainty)
        else:
            yield FoundAccess(query.tables[:1], UPDATE, certainty)

    def clause(self, values: tuple[Type | None, ...]) -> Query:
        """Return a condition made of columns and other values: what it adds to a query are the queries in it."""
        tables: dict[int, None] = {}
        paths: dict[str, None] = {}
        for value in values:
            for one in options(value):
                if isinstance(one, Query) and one.framework == self.framework:
                    tables.update(dict.fromkeys(one.tables))
                    paths.update(dict.fromkeys(one.paths))
        return Query(self.framework, -1, tuple(tables), form="clause", paths=tuple(paths))

    def _given(self, call: TypedCall) -> Iterator[Query]:
        """Yield the queries, conditions and classes among the arguments of a call."""
        for value in (*call.args, *(value for _, value in call.keywords)):
            for one in options(value.item if isinstance(value, Container) else value):
                if isinstance(one, Query) and one.framework == self.framework:
                    yield one
                elif isinstance(one, ClassOf) and self.table(one.definition) >= 0:
                    yield msgspec.structs.replace(self.of_class(one.definition), form="class")

    def _followed(self, cls: int, paths: tuple[str, ...], ways: list[str], *, whole: bool = False) -> Iterator[int]:
        """Yield the tables that names with ``__`` in them lead to; a key at the end is compared without its table."""
        for path in paths:
            current, names = cls, path.split("__")
            for place, name in enumerate(names):
                relation = self.relations.find(current, name)
                if relation is None:
                    break
                after = names[place + 1] if place + 1 < len(names) else ""
                if whole or relation.many or self._has(relation.target, after):
                    for table in (relation.between, self.table(relation.target)):
                        if table >= 0:
                            ways.append("eager" if whole else "join")
                            yield table
                current = relation.target

    def _has(self, cls: int, name: str) -> bool:
        return self.relations.field(cls, name) is not None or self.relations.find(cls, name) is not None


def paths_in(call: Call) -> tuple[str, ...]:
    """Return the paths in the keywords of a call and in the texts among its arguments."""
    texts = (text_of(arg).lstrip("-") for arg in call.args)
    return (*(text for text in texts if text), *(one.name for one in call.keywords if one.name))


def text_in(value: Type | None) -> str:
    """Return the text that a value is known to be; empty for any other."""
    return value.value if isinstance(value, Literal) else ""


def certainty_of(call: Call, query: Query) -> Certainty:
    """Return how sure it is which table a call is about: surest where its chain starts at the name of a class."""
    if query.guessed:
        return Certainty.GUESSED
    if query.related:
        return Certainty.RELATION
    node = call.function
    while isinstance(node, (Attribute, Call, Subscript)):
        node = node.function if isinstance(node, Call) else node.value
    return Certainty.LITERAL if isinstance(node, Name) and node.id[:1].isupper() else Certainty.TYPED


def _ways(given: list[str]) -> str:
    return ";".join(sorted({one for text in given for one in text.split(";") if one}))
