"""What do the objects of models hold, and what do their own methods do to tables?

A model is the id of its class or, where that is not in the source, what ``without_class`` makes of its table; an object
of such a model, and the model itself, have the type ``TableOf``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.frameworks.django.deletion import cascade
from analyzer.frameworks.django.managers import Managers
from analyzer.frameworks.django.relations import Relations, table_without_class, without_class
from analyzer.frameworks.django.schema import NAME, DjangoSchema
from analyzer.link.found import FoundAccess
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, External, Instance, Query, TableOf, Type
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation

_METHODS = {
    "save": (RowOperation.INSERT, RowOperation.UPDATE),
    "delete": (RowOperation.DELETE,),
    "refresh_from_db": (RowOperation.SELECT,),
    "validate_unique": (RowOperation.SELECT,),
    "full_clean": (RowOperation.SELECT,),
}


class Rows:
    """The objects of all models."""

    def __init__(
        self, names: Names, schema: Schema, models: DjangoSchema, relations: Relations, managers: Managers
    ) -> None:
        self._models = models
        self._effects = models.effects
        self._names = names
        self._schema = schema
        self._relations = relations
        self.managers = managers
        self._own_methods: dict[tuple[int, str], bool] = {}
        self._by_class: dict[str, int] = {}

    def of(self, model: int, *, guessed: bool = False) -> Type:
        """Return the type of an object of a model."""
        if model >= 0:
            return Instance(model, guessed=guessed)
        table = table_without_class(model)
        return External("builtins.object()") if table < 0 else TableOf(table)

    def model_of(self, value: Type | None) -> int:
        """Return the model of which a value is an object or that it is itself; -1 where it is neither."""
        match value:
            case Instance(definition=cls) | ClassOf(definition=cls) if self.table(cls) is not None:
                return cls
            case TableOf(table=table) if self._schema.tables[table].framework == NAME:
                return without_class(table)
            case Query(framework="django", entity=entity):
                return entity
            case External(name=name):
                return self._outside(name)
            case _:
                return -1

    def class_of(self, model: int) -> Type:
        """Return the type of a model itself."""
        return ClassOf(model) if model >= 0 else self.of(model)

    def _outside(self, name: str) -> int:
        """Return the model of a class outside, by its dotted name; -1 where it is none."""
        if name not in self._by_class:
            table = self._models.outside.table(name)
            module = name.rpartition(".")[0]
            self._by_class[name] = without_class(self._models.table_outside(table, module, 0)) if table else -1
        return self._by_class[name]

    def told(self, value: Type | None) -> int:
        """Return the model of a value that packages tell of, also where it is an object that code makes itself."""
        if isinstance(value, External):
            name = value.name.removesuffix("()")
            return self._outside(name) if self._models.outside.known(name) is not None else -1
        return self.model_of(value)

    def table(self, cls: int) -> int | None:
        """Return the table of a model's class."""
        table = self._schema.of_class.get(cls)
        return table if table is not None and self._schema.tables[table].framework == NAME else None

    def tables(self, model: int) -> tuple[int, ...]:
        """Return the table of a model and those of the parents whose rows each of its objects has too."""
        if model < 0:
            table = table_without_class(model)
            return () if table < 0 else (table,)
        found: dict[int, None] = {}
        for ancestor in self._names.mro(model):
            own = self.table(ancestor)
            if own is not None:
                found[own] = None
        return tuple(found)

    def query(self, model: int, classes: tuple[int, ...] | None = None) -> Query:
        """Return the query over all objects of a model, with the methods of some classes (its managers')."""
        managers = self.managers.default(model) if classes is None and model >= 0 else classes or ()
        return Query(NAME, model, self.tables(model), managers=managers)

    def has_method(self, model: int, name: str) -> bool:
        """Return whether a method of Django's is not overridden by the project."""
        key = (model, name)
        known = self._own_methods.get(key)
        if known is None:
            known = self.is_method(name) or bool(self._effects.operations(self._bases(model), name))
            known = known and (model < 0 or self._names.member(model, name) is None)
            self._own_methods[key] = known
        return known

    def yielded(self, receiver: Type, name: str) -> Type | None:
        """Return what such a method yields."""
        model = self.model_of(receiver)
        kind = self._effects.yields(self._bases(model), name)
        return self.query(model) if kind == "many" else self.of(model) if kind == "one" else None

    def _bases(self, model: int) -> tuple[str, ...]:
        """The classes outside that a model has methods from."""
        if model >= 0:
            return self._names.external_bases(model)
        table = table_without_class(model)
        return (self._schema.tables[table].model,) if table >= 0 else ()

    def is_method(self, name: str) -> bool:
        """Return whether Django's models have a method that does something to tables."""
        return _sync(name) in _METHODS

    def related(self, model: int, name: str, *, guessed: bool) -> Type | None:
        """Return the object that a relation leads to, or the manager over them."""
        relation = self._relations.find(model, name)
        if relation is None:
            return None
        if not relation.many:
            return self.of(relation.model, guessed=guessed)
        between = relation.between
        if relation.through >= 0:
            between = next(iter(self.tables(relation.through)), -1)
        found = self.query(relation.model)
        tables = (*found.tables, between) if between >= 0 else found.tables
        is_joined = between >= 0 and not self.managers.is_plain(relation.model)
        how = "secondary" if is_joined else ""  # the plain manager may do without a join
        return msgspec.structs.replace(found, tables=tables, related=True, between=between, guessed=guessed, how=how)

    def read(self, receiver: Type, name: str) -> Iterator[FoundAccess]:
        """Yield what reading a relation to one object loads."""
        relation = self._relations.find(self.told(receiver), name)
        if relation is not None and not relation.many:
            guessed = isinstance(receiver, Instance) and receiver.guessed
            certainty = Certainty.GUESSED if guessed else Certainty.RELATION
            yield FoundAccess(self.tables(relation.model), RowOperation.SELECT, certainty)

    def done(
        self, receiver: Type, name: str, *, overriding: bool = False, empty: Iterable[str] = ()
    ) -> Iterator[FoundAccess]:
        """Yield what a method does; who overrides ``save()`` saves new objects and known ones.

        ``empty`` are the relations of the object that are known to lead to nothing.
        """
        name = _sync(name)
        model = self.model_of(receiver)
        guessed = isinstance(receiver, Instance) and receiver.guessed
        certainty = Certainty.GUESSED if guessed else Certainty.TYPED
        done = _METHODS.get(name) or self._effects.operations(self._bases(model), name)
        is_new = isinstance(receiver, Instance) and receiver.fresh
        if name == "save" and not overriding and not (isinstance(receiver, Instance) and receiver.assumed):
            done = done[:1] if is_new else done[1:]
        for operation in done:
            for table in self.tables(model):
                yield FoundAccess((table,), operation, certainty)
        if name == "delete":
            yield from self.cascade(model, guessed=guessed, empty=empty)

    def cascade(self, model: int, *, guessed: bool = False, empty: Iterable[str] = ()) -> Iterator[FoundAccess]:
        """Yield what goes with an object that is deleted; ``empty`` are its relations that lead to nothing."""
        known = frozenset(name for name in empty if self._sees_all(model, name))
        for access in cascade(model, self._relations, self.tables, known):
            yield msgspec.structs.replace(access, certainty=Certainty.GUESSED) if guessed else access

    def _sees_all(self, model: int, name: str) -> bool:
        """Return whether a relation leads to all that hangs on an object: its manager leaves nothing out."""
        relation = self._relations.find(model, name)
        if relation is None or relation.model < 0:
            return False
        return all(self._names.member(cls, "get_queryset") is None for cls in self.managers.default(relation.model))


def _sync(name: str) -> str:
    """The asynchronous methods do what those without the ``a`` do."""
    return name[1:] if name[:1] == "a" and name[1:] in _METHODS else name
