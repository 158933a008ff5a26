"""Pony ORM: entities, generators over them, and objects that keep track of what is assigned to them.

Understands: classes below ``db.Entity`` as tables, also where a function makes them for the database it is given;
``_table_`` (a text, or schema and name), else the name of the class; entities that derive from others stand in the
table of the topmost; ``Required``, ``Optional``, ``PrimaryKey`` and ``Set`` with ``column``, ``reverse`` and
``table``, by class, text or lambda; the table between two ``Set`` ends; ``PrimaryKey(a, b)``; ``select``, ``get``,
``exists``, ``count``, ``delete``, ``left_join`` and the like over a generator, ``Entity.select(lambda …)``,
``Entity.get``, ``Entity[key]``, also reached as ``db.Entity``: what the generator or lambda reaches through
attributes joins it; making an object inserts, assigning to its attributes and ``set`` update, ``delete`` deletes,
also what requires the object; ``add``, ``remove``, ``clear``, ``create`` and reading of ``Set`` attributes.
Does not understand: generators given as text; keys to entities with several key columns have one column here. A
table's name is as the class writes it, as in SQLite; PostgreSQL and MySQL have it in small letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from analyzer.frameworks.mapped_classes import MappedField
from analyzer.frameworks.mapped_queries import DELETE, INSERT, SELECT, UPDATE, VALUE, Action
from analyzer.frameworks.mapper import Mapper
from analyzer.frameworks.pony.entities import NAME, Entities
from analyzer.frameworks.pony.generators import Reached, lines_of
from analyzer.link.found import Found, FoundAccess
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall, TypedUse
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, Container, External, Instance, Method, Query, Type, options
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.syntax import Call, Comprehension, Expression, Lambda

_SELECTS = ("select", "left_join", "get", "exists", "count", "sum", "min", "max", "avg", "group_concat", "delete")
_EXPORTS = frozenset(
    (
        *_SELECTS,
        "Database",
        "Required",
        "Optional",
        "PrimaryKey",
        "Set",
        "Discriminator",
        "db_session",
        "commit",
        "desc",
    )
)
"""What a star import brings, as far as it matters here."""
_BUILD = Action(yields="query")
_ONE = Action(yields="one", runs=True)
_DATABASES = ("pony.orm.Database()", "pony.orm.core.Database()")
_NUMBERS = ("count", "exists", "sum", "avg", "min", "max", "group_concat", "is_empty", "to_json")
_OF_QUERY = {
    **dict.fromkeys(("filter", "where", "order_by", "sort_by", "limit", "page", "prefetch", "for_update"), _BUILD),
    **dict.fromkeys(("distinct", "without_distinct", "copy", "select"), _BUILD),
    **dict.fromkeys(("first", "get"), _ONE),
    **dict.fromkeys(_NUMBERS, Action(runs=True)),
    **dict.fromkeys(("fetch", "to_list", "random", "load"), Action(yields="query", runs=True)),
    "delete": Action((DELETE,)),
    "create": Action((INSERT,), "one"),
}


class Pony(Mapper):
    """The plug-in."""

    name = NAME
    answers = frozenset((*_SELECTS, *_DATABASES))
    outside = ("pony.",)
    of_class: ClassVar[dict[str, Action]] = {
        **dict.fromkeys(("select", "select_by_sql", "select_random"), Action((SELECT,), "query")),
        **dict.fromkeys(("get", "get_for_update", "get_by_sql"), Action((SELECT,), "one")),
        "exists": Action((SELECT,)),
    }
    of_object: ClassVar[dict[str, Action]] = {
        "delete": Action((DELETE,)),
        "set": Action((UPDATE,)),
        "load": Action((SELECT,)),
    }
    of_query = _OF_QUERY
    of_related: ClassVar = {"add": INSERT, "remove": DELETE, "clear": DELETE}
    constructs = True
    keeps = True
    iterates = True
    cascades = True
    exports: ClassVar = {"pony.orm": _EXPORTS, "pony.orm.core": _EXPORTS}

    def is_used(self) -> bool:
        """Return whether the program imports Pony."""
        return self.imports("pony")

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._databases: dict[int, bool] = {}  # of classes, whether their objects are databases
        self._lines: dict[tuple[int, int], set[int]] = {}  # of generators, by module and definition

    def declare(self) -> None:
        """Add the tables of entities, and those between two sets."""
        entities = Entities(self.names)
        self.map(entities.classes, entities)

    def may_be_null(self, field: MappedField) -> bool:
        """Optional attributes may be empty; texts are empty texts then."""
        call = field.value
        if not isinstance(call, Call) or last_name(call.function) != "Optional":
            return False
        return not (call.args and last_name(call.args[0]) in ("str", "LongStr"))

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return a database for a parameter called ``db`` of which nothing else is known."""
        return External(_DATABASES[0]) if name == "db" else super().parameter(definition, name)

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return an entity of a database, by its name, or what other mappers have too."""
        if isinstance(receiver, External):
            return self._entity_named(name) if receiver.name in _DATABASES else None
        known = super().attribute(receiver, name)
        is_database = known is None and isinstance(receiver, Instance) and self._is_database(receiver.definition)
        return self._entity_named(name) if is_database else known

    def result(self, call: TypedCall) -> Type | None:
        """Return the query that a generator makes, or what running it yields."""
        if not self._takes_generator(call):
            return super().result(call)
        name = last_name(call.call.function)
        entity = _entity(call)
        if isinstance(call.call.args[0], Comprehension):
            self._lines.setdefault((call.module, call.definition), set()).update(lines_of(call.call.args[0]))
        one: Type = Instance(entity) if entity >= 0 and self.is_mapped(entity) else VALUE
        if name == "get":
            return one
        if name not in ("select", "left_join"):
            return VALUE
        tables = self._tables(call, entity)
        how = "join" if len(tables) > 1 else ""
        return Query(NAME, entity, tables, form="query", plain=entity < 0, how=how) if tables else None

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a generator selects or deletes, what a lambda joins, and what other calls do."""
        if self._takes_generator(call):
            return self._of_generator(call)
        return (*super().accesses(call), *self._of_lambdas(call))

    def used(self, use: TypedUse) -> Iterable[FoundAccess]:
        """Return what reading an attribute loads; inside a generator it becomes SQL, which the call around it says."""
        is_read = isinstance(use.receiver, Instance) and use.line in self._lines.get((use.module, use.definition), ())
        return () if is_read else super().used(use)

    def _is_database(self, cls: int) -> bool:
        if cls not in self._databases:
            outside = self.names.external_bases(cls)
            self._databases[cls] = any(f"{base}()" in _DATABASES for base in outside)
        return self._databases[cls]

    def _entity_named(self, name: str) -> Type | None:
        """Several entities of one name have one table, or it is not known which is meant."""
        found = [cls for cls in self.classes.named(name) if self.is_mapped(cls)]
        tables = {self.queries.table(cls) for cls in found}
        return ClassOf(found[0]) if len(tables) == 1 else None

    def _takes_generator(self, call: TypedCall) -> bool:
        callee = call.callee
        is_pony = isinstance(callee, External) and callee.name.startswith("pony.")
        given = call.call.args[0] if call.call.args else None
        return is_pony and isinstance(given, Comprehension) and last_name(call.call.function) in _SELECTS

    def _of_generator(self, call: TypedCall) -> Iterator[FoundAccess]:
        entity = _entity(call)
        tables = self._tables(call, entity)
        if tables:
            yield FoundAccess(tables, SELECT, Certainty.LITERAL, how="join" if len(tables) > 1 else "")
            if last_name(call.call.function) == "delete" and self.is_mapped(entity):
                yield FoundAccess((self.queries.table(entity),), DELETE, Certainty.LITERAL)
                yield from self.cascade(entity)

    def _of_lambdas(self, call: TypedCall) -> Iterator[FoundAccess]:
        given = [one for one in call.call.args if isinstance(one, Lambda)]
        callee = call.callee
        subject = self.subject(callee.receiver, callee.name) if given and isinstance(callee, Method) else None
        if subject is None or subject.query.entity < 0:
            return
        reached = self._reached(call)
        for one in given:
            reached.function(one, subject.query.entity)
        tables = self._known((*subject.query.tables, *self._of_entities(reached)))
        if len(tables) > len(subject.query.tables):
            yield FoundAccess(tables, SELECT, Certainty.TYPED, how="join")

    def _tables(self, call: TypedCall, entity: int) -> tuple[int, ...]:
        """The tables that a generator reaches, that of what it yields first."""
        made = call.call.args[0]
        if not isinstance(made, Comprehension):
            return ()
        reached = self._reached(call)
        reached.generator(made, entity)
        first = (self.queries.table(entity),) if entity >= 0 else ()
        return self._known((*first, *self._of_entities(reached)))

    def _reached(self, call: TypedCall) -> Reached:
        scope = self.names.program.definitions[call.definition].scope if call.definition >= 0 else 0

        def named(expression: Expression) -> int:
            meaning = self.names.resolve(call.module, scope, expression)
            return meaning.definition if isinstance(meaning, ClassOf) and self.is_mapped(meaning.definition) else -1

        return Reached(self.queries.relations, named)

    def _of_entities(self, reached: Reached) -> Iterator[int]:
        yield from (self.queries.table(cls) for cls in reached.entities)
        yield from reached.between

    def _known(self, tables: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(table for table in tables if table >= 0))


def _entity(call: TypedCall) -> int:
    """Return the entity whose objects a generator yields; -1 where it yields other things."""
    for one in options(call.args[0] if call.args else None):
        if isinstance(one, Container) and isinstance(one.item, Instance):
            return one.item.definition
    return -1
