"""Peewee 2 to 4, and what ``playhouse`` adds: models, their queries, and what saves and deletes their objects.

Understands: subclasses of ``Model`` (also through bases of the project, ``FlaskDB().Model``, ``playhouse.signals``)
as tables, named by ``Meta.table_name`` or ``db_table``, else after the class: in small letters, or, with
``legacy_table_names = False``, in snake case; ``Meta.schema``; ``ForeignKeyField``, also deferred or to ``self``,
with ``backref``, ``related_name``, ``column_name``, ``db_column`` and ``field``; ``ManyToManyField`` with its own
table between or a ``through_model``; simple and composite keys; ``select``, ``insert``, ``replace``, ``update`` and
``delete`` with what is chained to them, the methods that run at once (``get_or_none``, ``create``, ``bulk_create``
…), joins, subqueries in conditions, upserts (two rows), ``prefetch``, and ``get_object_or_404``; rows of queries, the
objects that keys lead to, back references and the lists of many-to-many fields; ``save`` and ``delete_instance``,
with ``recursive=True`` also of what refers to the object. A model without fields that others derive from has no
table; one with fields that others derive from has one if it is used.
Does not understand: ``table_function`` and names that are put together at run time (the name that the class would
have is taken, as a guess), models made at run time by ``generate_models`` or ``type()`` (nothing), and which database
a model is bound to. What the database itself deletes for ``on_delete`` is not listed. A name that several star
imports may bring is taken from the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from analyzer.frameworks.mapped_classes import MappedClasses, MappedField, classes_of
from analyzer.frameworks.mapped_queries import DELETE, INSERT, SAME, SELECT, UPDATE, Action
from analyzer.frameworks.mapped_relations import FieldFacts
from analyzer.frameworks.mapper import Mapper
from analyzer.link.found import Found, FoundAccess
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, Column, External, Instance, Method, Query, Type, options
from analyzer.model.chains import keyword, last_name
from analyzer.model.code import Certainty
from analyzer.model.syntax import Call, Expression

NAME = "peewee"
_PACKAGES = ("peewee", "playhouse", "peewee_async", "peewee_aio", "aiopeewee", "flask_peewee", "peewee_asyncext")
_FOREIGN = ("ForeignKeyField", "DeferredForeignKey")
_KEYS = ("AutoField", "BigAutoField", "PrimaryKeyField", "IdentityField", "UUIDAutoField", "RowIDField")
_QUERY = Action(yields="query", joins=True)
_RUN = Action(runs=True)
_OF_CLASS = {
    **dict.fromkeys(("select", "raw"), Action((SELECT,), "query", joins=True)),
    "filter": Action((SELECT,), "query", follows=True),
    **dict.fromkeys(("get", "get_or_none", "get_by_id"), Action((SELECT,), "one")),
    "create": Action((INSERT,), "one"),
    "get_or_create": Action((SELECT, INSERT), "pair"),
    "create_or_get": Action((INSERT, SELECT), "pair"),
    **dict.fromkeys(("insert", "insert_many", "insert_from"), Action((INSERT,), "query")),
    **dict.fromkeys(("replace", "replace_many", "upsert"), Action((INSERT, UPDATE), "query")),
    "bulk_create": Action((INSERT,)),
    "bulk_update": Action((UPDATE,)),
    "update": Action((UPDATE,), "query"),
    "set_by_id": Action((UPDATE,)),
    "delete": Action((DELETE,), "query"),
    "delete_by_id": Action((DELETE,)),
    "truncate_table": Action((DELETE,)),
    "alias": Action(yields="class"),
}
_OF_QUERY = {
    **dict.fromkeys(("join", "join_from", "left_outer_join", "from_", "union", "union_all", "with_cte"), _QUERY),
    **dict.fromkeys(("intersect", "except_"), _QUERY),
    "filter": Action(yields="query", follows=True),
    **dict.fromkeys(
        ("where", "orwhere", "order_by", "order_by_extend", "group_by", "having", "limit", "offset", "paginate"),
        SAME,
    ),
    **dict.fromkeys(("distinct", "switch", "alias", "window", "for_update", "returning", "bind", "lateral"), SAME),
    **dict.fromkeys(
        ("select", "select_extend", "group_by_extend", "columns", "objects", "iterator", "clone", "as_rowcount", "cte"),
        SAME,
    ),
    **dict.fromkeys(("on_conflict_ignore", "on_conflict", "on_conflict_replace", "upsert"), SAME),
    **dict.fromkeys(("dicts", "tuples", "namedtuples"), Action(yields="query", plain=True)),
    "execute": Action(yields="query", runs=True),
    **dict.fromkeys(("get", "get_or_none", "first", "peek"), Action(yields="one", runs=True)),
    **dict.fromkeys(("count", "exists", "scalar", "scalars", "wrapped_count", "aggregate"), _RUN),
    "prefetch": Action(yields="query", runs=True),
}
_EXPORTS = frozenset(
    {
        *("Model", "fn", "prefetch", "JOIN", "Case", "SQL", "Value", "CompositeKey", "DeferredThroughModel"),
        *("DoesNotExist", "IntegrityError", "OperationalError", "DatabaseProxy", "Proxy", "Database", "Field"),
        *("SqliteDatabase", "MySQLDatabase", "PostgresqlDatabase", *_FOREIGN, *_KEYS, "ManyToManyField"),
        *(f"{kind}Field" for kind in ("Any", "Bare", "BigBit", "BigInteger", "BinaryUUID", "Bit", "Blob", "Boolean")),
        *(f"{kind}Field" for kind in ("Char", "Date", "DateTime", "Decimal", "Double", "FixedChar", "Float", "IP")),
        *(f"{kind}Field" for kind in ("Integer", "SmallInteger", "Text", "Time", "Timestamp", "UUID")),
    }
)
"""What a star import brings, as far as it matters here."""
_UPSERTS = ("on_conflict", "on_conflict_replace", "upsert")


class Peewee(Mapper):
    """The plug-in."""

    name = NAME
    key = "id"
    answers = frozenset(("prefetch", "get_object_or_404", "object_list", "dict_to_model"))
    watched = answers
    outside = ("peewee.", "playhouse.")
    of_class = _OF_CLASS
    of_object: ClassVar[dict[str, Action]] = {
        **_OF_CLASS,
        "save": Action((INSERT, UPDATE)),
        "delete_instance": Action((DELETE,)),
    }
    of_query: ClassVar[dict[str, Action]] = {
        **_OF_QUERY,
        **dict.fromkeys(_UPSERTS, Action((INSERT, UPDATE), "query")),
    }
    of_related: ClassVar = {"add": INSERT, "remove": DELETE, "clear": DELETE}
    iterates = True
    key_of_other = "column"
    exports: ClassVar = {"peewee": _EXPORTS}

    def is_used(self) -> bool:
        """Return whether the program imports Peewee."""
        return self.imports(*_PACKAGES)

    def declare(self) -> None:
        """Add the tables of models, and those between the sides of many-to-many fields."""
        self.map(MappedClasses(self.names, filter(self._begins, classes_of(self.names))), self)

    def table(self, cls: int) -> str:
        """Return the name of a model's table, after its schema if it has one."""
        classes = self.classes
        given = next((one for name in ("table_name", "db_table") if (one := self._text(cls, name, own=True))), "")
        name = classes.name(cls)
        legacy = classes.option(cls, "legacy_table_names")
        if legacy is not None and classes.truth(legacy.owner, legacy.value) is False:
            name = _snake(name)
        schema = self._text(cls, "schema")
        return ".".join(part for part in (schema, given or name.lower()) if part)

    def stands_for(self, cls: int) -> int:
        """A model without fields that others derive from is a base; any other has a table."""
        known = any(self._is_field(field) for field in self.classes.fields(cls))
        return cls if known or not self.classes.is_derived_from(cls) or self._is_named(cls) else -1

    def is_guessed(self, cls: int) -> bool:
        """Return whether the name of a model's table is put together in a way that is not understood."""
        is_given = any(self.classes.option(cls, name, inherited=False) for name in ("table_name", "db_table"))
        is_like = self.classes.looks_mapped(cls, _PACKAGES)
        return is_like or (
            not self._is_named(cls) and (is_given or self.classes.option(cls, "table_function") is not None)
        )

    def may_be_base(self, cls: int) -> bool:
        """Return whether a model may only share its fields with those below it."""
        return self.classes.is_derived_from(cls) and not self._is_named(cls)

    def keys(self, cls: int) -> tuple[str, ...] | None:
        """Return the columns of the key that a model declares."""
        given = self.classes.option(cls, "primary_key")
        if given is not None:
            call = given.value
            named = call.args if isinstance(call, Call) and last_name(call.function) == "CompositeKey" else ()
            fields = {field.name: field for field in self.classes.fields(cls)}
            texts = [self.classes.text(given.owner, one) for one in named]
            return tuple(self._column(fields[text]) for text in texts if text in fields)
        for field in self.classes.fields(cls):
            if self._is_field(field) and isinstance(field.value, Call):
                is_key = self.classes.truth(field.owner, keyword(field.value, "primary_key"))
                if is_key or self.classes.kind(field).rpartition(".")[2] in _KEYS:
                    return (self._column(field),)
        return None

    def field(self, cls: int, field: MappedField) -> FieldFacts | None:
        """Return what a field of a model is."""
        if not self._is_field(field) or not isinstance(field.value, Call):
            return None
        kind = self.classes.kind(field).rpartition(".")[2]
        if kind == "ManyToManyField":
            return self._many_to_many(cls, field, field.value)
        if kind not in _FOREIGN:
            return FieldFacts(self._column(field))
        call, owner = field.value, field.owner
        target = self.classes.target(owner, cls, _first(call, "model", "rel_model"))
        back = next((text for name in ("backref", "related_name") if (text := self._given(owner, call, name))), "")
        back = back.replace("%(classname)s", self.classes.name(cls).lower())
        to_field = keyword(call, "field") or keyword(call, "to_field")
        to_column = last_name(to_field) if to_field is not None else ""
        return FieldFacts(
            self._column(field),
            target,
            accessor="" if back == "+" else back or f"{self.classes.name(cls).lower()}_set",
            to_column=to_column or self.classes.text(owner, to_field),
            on_delete="update" if self.classes.truth(owner, keyword(call, "null")) else "delete",
        )

    def result(self, call: TypedCall) -> Type | None:
        """Return what a method yields, or a function of ``playhouse`` that is given a model or query."""
        name = last_name(call.call.function)
        if isinstance(call.callee, External) and name in self.answers:
            given = call.args[0] if call.args else None
            if name == "get_object_or_404":
                return self._one(given)
            if name == "dict_to_model" and isinstance(given, ClassOf) and self.is_mapped(given.definition):
                return Instance(given.definition, fresh=True)
            return given if name == "prefetch" else None
        if isinstance(call.callee, Method) and isinstance(call.callee.receiver, Column) and name.startswith("get_thr"):
            return self._through(call.callee.receiver)
        return super().result(call)

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to tables; ``recursive=True`` deletes what refers to an object first."""
        name = last_name(call.call.function)
        if isinstance(call.callee, External):
            return self._of_function(call) if name in self.answers and name != "dict_to_model" else ()
        found = super().accesses(call)
        receiver = call.callee.receiver if isinstance(call.callee, Method) else None
        is_recursive = name == "delete_instance" and keyword(call.call, "recursive") is not None
        if is_recursive and isinstance(receiver, Instance) and self.is_mapped(receiver.definition):
            return (*found, *self.cascade(receiver.definition))
        return found

    def _begins(self, cls: int) -> bool:
        outside = (base.name for base in self.names.bases(cls) if isinstance(base, External))
        is_model = any(name.partition(".")[0] in _PACKAGES and name.endswith("Model") for name in outside)
        return is_model or self.classes.looks_mapped(cls, _PACKAGES)

    def _is_named(self, cls: int) -> bool:
        return bool(self._text(cls, "table_name", own=True) or self._text(cls, "db_table", own=True))

    def _text(self, cls: int, name: str, *, own: bool = False) -> str:
        option = self.classes.option(cls, name, inherited=not own)
        return "" if option is None else self.classes.text(option.owner, option.value)

    def _given(self, owner: int, call: Call, name: str) -> str:
        return self.classes.given(owner, call, name)

    def _is_field(self, field: MappedField) -> bool:
        last = self.classes.kind(field).rpartition(".")[2]
        return last.endswith("Field") or last in _FOREIGN

    def _column(self, field: MappedField) -> str:
        call = field.value
        if not isinstance(call, Call):
            return field.name
        given = self._given(field.owner, call, "column_name") or self._given(field.owner, call, "db_column")
        is_foreign = self.classes.kind(field).rpartition(".")[2] in _FOREIGN
        plain = field.name if not is_foreign or field.name.endswith("_id") else f"{field.name}_id"
        return given or plain

    def _many_to_many(self, cls: int, field: MappedField, call: Call) -> FieldFacts:
        owner = field.owner
        target = self.classes.target(owner, cls, _first(call, "model", "rel_model"))
        through = self.classes.target(owner, cls, keyword(call, "through_model"))
        back = self._given(owner, call, "backref") or self._given(owner, call, "related_name")
        names = (self.classes.name(cls).lower(), self.classes.name(target).lower() if target >= 0 else "")
        is_known = target >= 0 and self.stands_for(target) >= 0
        return FieldFacts(
            target=target,
            many=True,
            accessor=back or f"{names[0]}s",
            through=f"{self.table(cls)}_{self.table(target)}_through" if is_known else "",
            through_columns=(f"{names[0]}_id", f"{names[1]}_id"),
            through_class=through,
        )

    def _one(self, given: Type | None) -> Type | None:
        for one in options(given):
            if isinstance(one, Query) and one.framework == NAME:
                return self.queries.row(one)
            if isinstance(one, ClassOf) and self.is_mapped(one.definition):
                return Instance(one.definition)
        return None

    def _of_function(self, call: TypedCall) -> Iterator[FoundAccess]:
        """Functions that run the queries they are given."""
        for value in call.args:
            for one in options(value):
                if isinstance(one, Query) and one.framework == NAME and one.form == "query":
                    yield from self.queries.run(one, Certainty.TYPED)
                elif isinstance(one, ClassOf) and self.is_mapped(one.definition):
                    yield FoundAccess((self.queries.table(one.definition),), SELECT, Certainty.LITERAL)

    def _through(self, column: Column) -> Type | None:
        """``Student.courses.get_through_model()``, the model of the table between."""
        relation = self.queries.relations.find(column.definition, column.name)
        if relation is None or relation.between < 0:
            return None
        cls = self.schema.tables[relation.between].definition
        return ClassOf(cls) if cls >= 0 else Query(NAME, -1, (relation.between,), form="class")


def _first(call: Call, *names: str) -> Expression | None:
    """Return the first argument of a field, or the keyword that it has as well."""
    if call.args:
        return call.args[0]
    return next((given for name in names if (given := keyword(call, name)) is not None), None)


def _snake(name: str) -> str:
    """Peewee's ``make_snake_case``."""
    first = re.sub(r"(.)_*([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])_*([A-Z])", r"\1_\2", first).lower()
