"""Tortoise ORM: models, their querysets, and what saves and deletes their objects.

Understands: subclasses of ``tortoise.models.Model`` (also through abstract ones and mixins) as tables, named by
``Meta.table``, else after the class in small letters, with ``Meta.schema``; ``ForeignKeyField`` and ``OneToOneField``
to ``"app.Model"`` with ``source_field``, ``to_field`` and ``related_name``, and the way back; ``ManyToManyField``
with its table between (``through``, ``forward_key``, ``backward_key``); the methods of models and querysets that
build, run and write, ``get_or_create`` and ``update_or_create`` as two operations and more; ``__`` paths in filters,
``Q``, ``values``, ``order_by`` and ``annotate`` as joins; ``select_related`` as a join, ``prefetch_related`` and
``fetch_related`` as reads beside; awaiting or iterating over querysets, relations and ways back; ``add``, ``remove``
and ``clear`` of many-to-many relations; ``save``, ``update``, ``delete`` and ``refresh_from_db`` of objects.
``Model`` subclasses of packages that wrap Tortoise are models if the name of their base ends in ``Model`` and begins
with ``tortoise``.
Does not understand: a ``table_name_generator`` of ``Tortoise.init`` (the default name is taken), custom managers
(``Meta.manager``: the objects are followed, their own conditions are not), and which connection a model goes to. What
the database itself deletes for ``on_delete`` is not listed.
"""

from __future__ import annotations

from typing import ClassVar

from analyzer.frameworks.mapped_classes import MappedClasses, MappedField, classes_of
from analyzer.frameworks.mapped_queries import DELETE, INSERT, SELECT, UPDATE, Action, paths_in
from analyzer.frameworks.mapped_relations import FieldFacts
from analyzer.frameworks.mapper import Mapper
from analyzer.link.protocol import TypedCall
from analyzer.link.types import External, Query, Type
from analyzer.model.chains import is_false, keyword, last_name
from analyzer.model.syntax import Call

NAME = "tortoise"
_RELATIONS = ("ForeignKeyField", "OneToOneField", "ManyToManyField")
_BUILD = Action(yields="query", follows=True)
_ONE = Action(yields="one", runs=True, follows=True)
_RUN = Action(runs=True)
_WRITES = {
    "create": Action((INSERT,), "one"),
    "get_or_create": Action((SELECT, INSERT), "pair"),
    "update_or_create": Action((SELECT, INSERT, UPDATE), "pair"),
    "bulk_create": Action((INSERT,), "many"),
    "bulk_update": Action((UPDATE,)),
}
_FROM = Action((SELECT,), "query", follows=True)
_ONE_FROM = Action((SELECT,), "one", follows=True)
_OF_CLASS = {
    **_WRITES,
    **dict.fromkeys(("all", "filter", "exclude", "annotate", "select_for_update"), _FROM),
    "raw": Action((SELECT,), "query"),
    **dict.fromkeys(("get", "get_or_none", "first", "last", "earliest", "latest"), _ONE_FROM),
    **dict.fromkeys(("exists", "count", "in_bulk"), Action((SELECT,))),
    "fetch_for_list": Action((SELECT,), beside=True),
}
_VALUES = Action(yields="query", follows=True, plain=True)
_OF_QUERY = {
    **_WRITES,
    **dict.fromkeys(("filter", "exclude", "all", "annotate", "order_by", "group_by"), _BUILD),
    "select_related": Action(yields="query", follows=True, whole=True),
    **dict.fromkeys(("limit", "offset", "distinct", "only", "using_db", "select_for_update"), Action(yields="query")),
    **dict.fromkeys(("use_index", "force_index", "resolve_filters"), Action(yields="query")),
    "prefetch_related": Action(yields="query", beside=True),
    **dict.fromkeys(("values", "values_list"), _VALUES),
    **dict.fromkeys(("get", "get_or_none", "first", "last", "earliest", "latest"), _ONE),
    **dict.fromkeys(("count", "exists", "explain", "in_bulk"), _RUN),
    "delete": Action((DELETE,), "query"),
    "update": Action((UPDATE,), "query"),
}
_EXPRESSIONS = ("Q", "Subquery", "F", "Prefetch", "Exists")


class Tortoise(Mapper):
    """The plug-in."""

    name = NAME
    key = "id"
    answers = frozenset(_EXPRESSIONS)
    key_of_other = "name"
    of_class = _OF_CLASS
    of_object: ClassVar[dict[str, Action]] = {
        "save": Action((INSERT, UPDATE)),
        "delete": Action((DELETE,)),
        "refresh_from_db": Action((SELECT,)),
        "fetch_related": Action(beside=True),
        "prefetch_related": Action(yields="one", beside=True),
        "select_related": Action(yields="one", follows=True, whole=True, runs=True),
        **dict.fromkeys(("only", "annotate", "using_db", "select_for_update"), Action(yields="one")),
    }
    """What ``get`` yields is as good as its object, and has methods of querysets until it is awaited."""
    of_query = _OF_QUERY
    of_related: ClassVar = {"add": INSERT, "remove": DELETE, "clear": DELETE}

    def is_used(self) -> bool:
        """Return whether the program imports Tortoise."""
        return self.imports("tortoise")

    def declare(self) -> None:
        """Add the tables of models, and those between the sides of many-to-many fields."""
        self.map(MappedClasses(self.names, filter(self._begins, classes_of(self.names))), self)

    def table(self, cls: int) -> str:
        """Return the name of a model's table, after its schema if it has one."""
        name = self._text(cls, "table") or self.classes.name(cls).lower()
        schema = self._text(cls, "schema")
        return f"{schema}.{name}" if schema else name

    def is_guessed(self, cls: int) -> bool:
        """Return whether the name of a model's table is put together in a way that is not understood."""
        is_like = self.classes.looks_mapped(cls, ("tortoise",))
        return is_like or (
            self.classes.option(cls, "table", inherited=False) is not None and not self._text(cls, "table")
        )

    def stands_for(self, cls: int) -> int:
        """Every model that does not say it is abstract has a table."""
        option = self.classes.option(cls, "abstract", inherited=False)
        return -1 if option is not None and self.classes.truth(option.owner, option.value) else cls

    def may_be_base(self, cls: int) -> bool:
        """Abstract models say so."""
        del cls
        return False

    def keys(self, cls: int) -> tuple[str, ...] | None:
        """Return the column of the field that is the key."""
        for field in self.classes.fields(cls):
            if self._kind(field) and isinstance(field.value, Call):
                given = (keyword(field.value, name) for name in ("pk", "primary_key"))
                if any(self.classes.truth(field.owner, one) for one in given):
                    return (self._column(field),)
        return None

    def field(self, cls: int, field: MappedField) -> FieldFacts | None:
        """Return what a field of a model is."""
        kind = self._kind(field)
        if not kind or not isinstance(field.value, Call):
            return None
        if kind not in _RELATIONS:
            return FieldFacts(self._column(field))
        call, owner = field.value, field.owner
        named = call.args[0] if call.args else keyword(call, "model_name") or keyword(call, "to")
        target = self.classes.target(owner, cls, named)
        accessor = self._accessor(cls, field, call)
        if kind == "ManyToManyField":
            return self._many_to_many(cls, field, target, accessor)
        return FieldFacts(
            self._column(field),
            target,
            accessor=accessor,
            back_many=kind == "ForeignKeyField",
            to_column=self.classes.given(owner, call, "to_field"),
        )

    def result(self, call: TypedCall) -> Type | None:
        """Return what a method yields, or what a condition adds to the query it is given to."""
        if isinstance(call.callee, External) and call.callee.name.startswith("tortoise."):
            if last_name(call.call.function) not in _EXPRESSIONS:
                return None
            made = self.queries.clause((*call.args, *(value for _, value in call.keywords)))
            return Query(NAME, -1, made.tables, form="clause", paths=(*made.paths, *paths_in(call.call)))
        return super().result(call)

    def _begins(self, cls: int) -> bool:
        outside = (base.name for base in self.names.bases(cls) if isinstance(base, External))
        is_model = any(name.startswith("tortoise") and name.endswith("Model") for name in outside)
        return is_model or self.classes.looks_mapped(cls, ("tortoise",))

    def _text(self, cls: int, name: str) -> str:
        option = self.classes.option(cls, name, inherited=False)
        return "" if option is None else self.classes.text(option.owner, option.value)

    def _kind(self, field: MappedField) -> str:
        """The kind of a field; empty for what is none."""
        last = self.classes.kind(field).rpartition(".")[2]
        return last if last.endswith(("Field", "FieldInstance")) else ""

    def _column(self, field: MappedField) -> str:
        call = field.value
        if not isinstance(call, Call):
            return field.name
        given = self.classes.given(field.owner, call, "source_field") or self.classes.given(
            field.owner, call, "db_column"
        )
        return given or (f"{field.name}_id" if self._kind(field) in _RELATIONS else field.name)

    def _accessor(self, cls: int, field: MappedField, call: Call) -> str:
        """The attribute that leads back: ``related_name``, none if that is False, else the table's name with an s."""
        given = keyword(call, "related_name")
        if is_false(given):
            return ""
        return self.classes.text(field.owner, given) or f"{self.table(cls)}s"

    def _many_to_many(self, cls: int, field: MappedField, target: int, accessor: str) -> FieldFacts:
        call, owner = field.value, field.owner
        if not isinstance(call, Call) or target < 0:
            return FieldFacts()
        between = self.classes.given(owner, call, "through") or f"{self.table(cls)}_{self.table(target)}"
        backward = self.classes.given(owner, call, "backward_key") or f"{self.table(cls)}_id"
        forward = self.classes.given(owner, call, "forward_key") or f"{self.classes.name(target).lower()}_id"
        if backward == forward:
            backward = f"{self.table(cls)}_rel_id"
        return FieldFacts(
            target=target, many=True, accessor=accessor, through=between, through_columns=(backward, forward)
        )
