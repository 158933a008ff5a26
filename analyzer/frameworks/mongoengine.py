"""MongoEngine, also by ``flask_mongoengine`` and ``django_mongoengine``: documents, querysets, saving and deleting.

Understands: subclasses of ``Document`` and ``DynamicDocument`` as tables, named by ``meta["collection"]``, else after
the class in snake case; documents that derive from another share its collection, abstract ones have none, and
embedded documents and map-reduce documents are no tables; ``ReferenceField`` (lazy, cached, generic ones without
their target, in lists too) as keys, by class, text or ``self``, with ``db_field``; ``objects`` and other ``QuerySet``
attributes, called or not, with ``queryset_class`` and ``queryset_manager`` methods of the project; the methods that
build, run and write, ``modify`` and ``upsert_one`` as several operations; reading a reference, and embedded documents
on the way to one; ``save``, ``update``, ``modify``, ``delete`` and ``reload`` of documents, and what
``reverse_delete_rule`` deletes or changes with them.
Does not understand: ``__raw__`` queries and aggregation pipelines that read other collections (their own collection
is known), ``switch_collection``, ``db_alias``, and collections named by functions (the default name is taken, as a
guess).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from analyzer.frameworks.mapped_classes import MappedClasses, MappedField, classes_of
from analyzer.frameworks.mapped_queries import DELETE, INSERT, SAME, SELECT, UPDATE, Action, certainty_of
from analyzer.frameworks.mapped_relations import FieldFacts
from analyzer.frameworks.mapper import MOST, Mapper
from analyzer.frameworks.plain_shapes import STRING
from analyzer.link.found import Found
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, Container, External, Function, Instance, Query, Type
from analyzer.model.chains import keyword, last_name
from analyzer.model.syntax import Call, Expression

NAME = "mongoengine"
_PACKAGES = ("mongoengine", "flask_mongoengine", "django_mongoengine", "mongoengine_goodjson")
_DOCUMENTS = ("Document", "DynamicDocument")
_REFERENCES = ("ReferenceField", "LazyReferenceField", "CachedReferenceField")
_LISTS = ("ListField", "SortedListField", "MapField", "DictField")
_EMBEDDED = ("EmbeddedDocumentField", "EmbeddedDocumentListField", "GenericEmbeddedDocumentField")
_ONE = Action(yields="one", runs=True)
_RUN = Action(runs=True)
_OF_QUERY = {
    **dict.fromkeys(("filter", "all", "order_by", "limit", "skip", "only", "exclude", "fields", "all_fields"), SAME),
    **dict.fromkeys(("no_dereference", "no_sub_classes", "timeout", "hint", "batch_size", "using", "clone"), SAME),
    **dict.fromkeys(("select_related", "read_preference", "no_cache", "comment", "collation", "search_text"), SAME),
    **dict.fromkeys(("none", "where", "allow_disk_use", "read_concern", "clear_initial_query"), Action(yields="query")),
    **dict.fromkeys(("as_pymongo", "scalar", "values_list"), Action(yields="query", plain=True)),
    **dict.fromkeys(("get", "first", "with_id", "next", "get_or_404", "first_or_404"), _ONE),
    **dict.fromkeys(("count", "distinct", "aggregate", "sum", "average", "item_frequencies", "map_reduce"), _RUN),
    **dict.fromkeys(("explain", "in_bulk", "to_json", "aggregate_sum", "aggregate_average", "paginate"), _RUN),
    "create": Action((INSERT,), "one"),
    "insert": Action((INSERT,), "many"),
    "from_json": Action((INSERT,)),
    **dict.fromkeys(("update", "update_one", "rewind_update"), Action((UPDATE,))),
    "upsert_one": Action((SELECT, INSERT, UPDATE), "one"),
    "get_or_create": Action((SELECT, INSERT), "pair"),
    "modify": Action((SELECT, UPDATE), "one"),
    "delete": Action((DELETE,)),
}
_KINDS = (
    *("Binary", "Boolean", "ComplexDateTime", "Date", "DateTime", "Decimal", "Decimal128", "Dynamic", "Email", "Enum"),
    *("File", "Float", "GenericLazyReference", "GenericReference", "GeoPoint", "Image", "Int", "Long", "ObjectId"),
    *("Point", "LineString", "Polygon", "Sequence", "String", "URL", "UUID"),
)
_EXPORTS = frozenset(
    {
        *("Document", "DynamicDocument", "EmbeddedDocument", "DynamicEmbeddedDocument", "MapReduceDocument", "Q"),
        *("QuerySet", "queryset_manager", "QuerySetManager", "CASCADE", "NULLIFY", "PULL", "DENY", "DO_NOTHING"),
        *("DoesNotExist", "ValidationError", "NotUniqueError", "MultipleObjectsReturned", "connect"),
        *(*_REFERENCES, *_LISTS, *_EMBEDDED, *(f"{kind}Field" for kind in _KINDS)),
    }
)
"""What a star import brings, as far as it matters here."""
_RULES = {"CASCADE": "delete", "NULLIFY": "update", "PULL": "update"}


class MongoEngine(Mapper):
    """The plug-in."""

    name = NAME
    key = "_id"
    answers = frozenset(("objects",))
    of_class: ClassVar[dict[str, Action]] = {
        "drop_collection": Action((DELETE,)),
    }
    of_object: ClassVar[dict[str, Action]] = {
        "save": Action((INSERT, UPDATE), "one"),
        "update": Action((UPDATE,)),
        "modify": Action((SELECT, UPDATE)),
        "delete": Action((DELETE,)),
        "reload": Action((SELECT,), "one"),
        "cascade_save": Action((UPDATE,)),
    }
    of_query = _OF_QUERY
    key_shape = STRING
    cascades = True
    exports: ClassVar = {"mongoengine": _EXPORTS}

    def is_used(self) -> bool:
        """Return whether the program imports MongoEngine."""
        return self.imports(*_PACKAGES)

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._managers: dict[int, tuple[int, ...]] = {}
        self._of_queryset: dict[int, list[int]] | None = None

    def declare(self) -> None:
        """Add the collections of documents; embedded ones are read for where their fields lead."""
        self.map(MappedClasses(self.names, filter(self._begins, classes_of(self.names))), self)

    def table(self, cls: int) -> str:
        """Return the name of a collection."""
        return self._collection(cls) or _snake(self.classes.name(cls))

    def is_guessed(self, cls: int) -> bool:
        """Return whether the name of a collection is put together in a way that is not understood."""
        is_like = self.classes.looks_mapped(cls, _PACKAGES)
        return is_like or (self._entry(cls, "collection") is not None and not self._collection(cls))

    def stands_for(self, cls: int) -> int:
        """Documents stand in the collection of the topmost one above them that is not abstract."""
        concrete = (one for one in reversed(self.names.mro(cls)) if one in self.classes and self._is_stored(one))
        return next(concrete, -1)

    def may_be_base(self, cls: int) -> bool:
        """Abstract documents say so."""
        del cls
        return False

    def keys(self, cls: int) -> tuple[str, ...] | None:
        """Return the column of the key, which has one name whatever its attribute is called."""
        del cls
        return None

    def may_be_null(self, field: MappedField) -> bool:
        """Fields are there only where they are required, or where a default stands."""
        call = field.value
        if not isinstance(call, Call) or self._kind(field.owner, call) in (*_LISTS, "EmbeddedDocumentListField"):
            return False  # empty ones stand for none
        given = [keyword(call, name) for name in ("required", "primary_key")]
        is_there = any(self.classes.truth(field.owner, one) for one in given if one is not None)
        return not is_there and keyword(call, "default") is None

    def key_columns(self, cls: int) -> tuple[str, ...] | None:
        """Return the column of the key where a field is the key, under a name of its own."""
        fields = self.queries.relations.fields.get(cls, {}).values()
        return (self.key,) if any(one.column == self.key for one in fields) else None

    def field(self, cls: int, field: MappedField) -> FieldFacts | None:
        """Return what a field of a document is."""
        if not isinstance(field.value, Call):
            return None
        kind = self._kind(field.owner, field.value)
        if not kind:
            return None
        is_key = self.classes.truth(field.owner, keyword(field.value, "primary_key"))
        column = "_id" if is_key else self.classes.given(field.owner, field.value, "db_field") or field.name
        made, many = field.value, False
        if kind in _LISTS:
            inner = made.args[0] if made.args else keyword(made, "field")
            made, many = inner if isinstance(inner, Call) else made, True
            kind = self._kind(field.owner, made)
        if kind not in _REFERENCES:
            return FieldFacts(column)
        target = self.classes.target(field.owner, cls, made.args[0] if made.args else keyword(made, "document_type"))
        return FieldFacts(column, target, many, on_delete=self._rule(made))

    def receivers(self, cls: int) -> tuple[Type, ...]:
        """The methods of a class of querysets run on those over the documents that name it."""
        if self._of_queryset is None:
            self._of_queryset = {}
            for document in self.classes.all:
                for above in (one for own in self.managers(document) for one in self.names.mro(own)):
                    self._of_queryset.setdefault(above, []).append(document)
        documents = [one for one in self._of_queryset.get(cls, ()) if self.is_mapped(one)]
        if documents:
            return tuple(self.over(one) for one in documents) if len(documents) <= MOST else ()
        return super().receivers(cls)

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return the queryset over a document, an embedded document, or what other mappers have too."""
        if isinstance(receiver, ClassOf) and self.is_mapped(receiver.definition) and self._is_queryset(receiver, name):
            return self.over(receiver.definition)
        if isinstance(receiver, Instance):
            embedded = self._embedded(receiver.definition, name)
            if embedded is not None:
                return embedded
        return super().attribute(receiver, name)

    def result(self, call: TypedCall) -> Type | None:
        """Return what a method yields; a queryset that is called is filtered."""
        if isinstance(call.callee, Query) and call.callee.framework == NAME:
            return call.callee
        return super().result(call)

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to collections; calling a queryset, or the project's method of one, builds it."""
        made = call.callee.receiver if isinstance(call.callee, Function) else call.callee
        if isinstance(made, Query) and made.framework == NAME:
            return self.queries.run(made, certainty_of(call.call, made))
        return super().accesses(call)

    def managers(self, cls: int) -> tuple[int, ...]:
        """Return the project's class of the querysets over a document."""
        if cls not in self._managers:
            given = self._entry(cls, "queryset_class", inherited=True)
            meaning = None
            if given is not None:
                found = self.names.program.definitions[given.owner]
                meaning = self.names.resolve(found.module, found.scope, given.value)
            self._managers[cls] = (meaning.definition,) if isinstance(meaning, ClassOf) else ()
        return self._managers[cls]

    def _begins(self, cls: int) -> bool:
        outside = (base.name for base in self.names.bases(cls) if isinstance(base, External))
        is_model = any(name.partition(".")[0] in _PACKAGES and name.endswith(_DOCUMENTS) for name in outside)
        return is_model or self.classes.looks_mapped(cls, _PACKAGES)

    def _is_stored(self, cls: int) -> bool:
        entry = self._entry(cls, "abstract")
        is_abstract = entry is not None and self.classes.truth(entry.owner, entry.value)
        outside = (base.rpartition(".")[2] for base in self.names.external_bases(cls))
        is_embedded = any("Embedded" in name or "MapReduce" in name for name in outside)
        return not is_abstract and not is_embedded

    def _entry(self, cls: int, name: str, *, inherited: bool = False) -> MappedField | None:
        order = self.names.mro(cls) if inherited else (cls,)
        return next((found for one in order if (found := self.classes.entry(one, name)) is not None), None)

    def _collection(self, cls: int) -> str:
        order = (one for one in self.names.mro(cls) if one == cls or not self._is_stored(one))
        entry = next((found for one in order if (found := self.classes.entry(one, "collection")) is not None), None)
        return "" if entry is None else self.classes.text(entry.owner, entry.value)

    def _kind(self, owner: int, value: Expression) -> str:
        last = self.classes.called(owner, value).rpartition(".")[2]
        return last if last.endswith("Field") else ""

    def _rule(self, made: Call) -> str:
        given = keyword(made, "reverse_delete_rule")
        return _RULES.get(last_name(given), "") if given is not None else ""

    def _is_queryset(self, receiver: ClassOf, name: str) -> bool:
        if name == "objects":
            return True
        member = self.names.member(receiver.definition, name)
        if member is None or not isinstance(member[1], ValueBinding):
            return False
        return self.classes.called(member[0], member[1].value).endswith(("QuerySetManager", "queryset_manager"))

    def _embedded(self, cls: int, name: str) -> Type | None:
        """Return the embedded document, or the list of them, in a field."""
        member = self.names.member(cls, name)
        made = member[1].value if member is not None and isinstance(member[1], ValueBinding) else None
        if member is None or not isinstance(made, Call):
            return None
        kind = self._kind(member[0], made)
        many = kind in _LISTS or kind == "EmbeddedDocumentListField"
        if kind in _LISTS and made.args and isinstance(made.args[0], Call):
            made = made.args[0]
            kind = self._kind(member[0], made)
        if kind not in _EMBEDDED or not made.args:
            return None
        found = self.names.program.definitions[member[0]]
        meaning = self.names.resolve(found.module, found.scope, made.args[0])
        if not isinstance(meaning, ClassOf):
            return None
        return Container(Instance(meaning.definition)) if many else Instance(meaning.definition)


def _snake(name: str) -> str:
    """MongoEngine's own: every capital letter begins a word."""
    return re.sub(r"([A-Z])", r"_\1", name).strip("_").lower()
