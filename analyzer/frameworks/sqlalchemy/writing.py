"""What do adding, deleting and changing objects do to tables, theirs and those of related objects?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.sqlalchemy.loading import Loading
from analyzer.frameworks.sqlalchemy.relationships import Relationship
from analyzer.frameworks.sqlalchemy.tables import Tables, merged
from analyzer.link.found import FoundAccess
from analyzer.link.types import ClassOf, Container, External, Instance, Query, Row, Type, options
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation

SELECT, INSERT, UPDATE, DELETE = RowOperation.SELECT, RowOperation.INSERT, RowOperation.UPDATE, RowOperation.DELETE
SESSION_WRITES = {
    "add": (INSERT, UPDATE),
    "add_all": (INSERT,),
    "bulk_save_objects": (INSERT,),
    "merge": (SELECT, INSERT, UPDATE),
    "delete": (DELETE,),
    "bulk_insert_mappings": (INSERT,),
    "bulk_update_mappings": (UPDATE,),
    "refresh": (SELECT,),
}
_PUTS = {"append", "add", "insert", "extend", "update", "set", "add_all"}
_TAKES = {"remove", "discard", "pop", "popitem", "clear"}
CHANGES = _PUTS | _TAKES
_DEEPEST = 4


class Writing:
    """Says what becomes of rows when objects change."""

    def __init__(self, tables: Tables, loading: Loading) -> None:
        self._tables = tables
        self._loading = loading

    def by_session(self, name: str, value: Type | None) -> Iterator[FoundAccess]:
        """Yield what a method of a session does with what it is given."""
        for item in items(value):
            if not isinstance(item, (Instance, ClassOf)):
                continue
            tables = self._tables.of_class(item.definition)
            operations = SESSION_WRITES[name]
            if name == "add" and isinstance(item, Instance) and item.fresh:
                operations = (INSERT,)
            for operation in operations if tables else ():
                yield from self._on(tables, operation, certainty_of(item))
            if tables and name in ("refresh", "merge"):
                yield from self.beside(item.definition, tables)
            if tables and name == "delete":
                yield from self._cascade(item.definition, ())

    def beside(self, cls: int, tables: tuple[int, ...]) -> Iterator[FoundAccess]:
        """Yield what reading one object by its key reads besides."""
        found = self._loading.of_object(cls)
        if found.joined:
            yield FoundAccess(merged(tables, tuple(found.joined)), SELECT, Certainty.RELATION, how="eager")
        for one in found.apart:
            yield FoundAccess(one, SELECT, Certainty.RELATION, how="eager")

    def related(self, owner: Instance, name: str, value: Type | None) -> Iterator[FoundAccess]:
        """Yield what assigning to a relationship does."""
        relationship = self._tables.relationships.find(owner.definition, name)
        if relationship is None or relationship.through or relationship.target < 0 or not relationship.written:
            return
        target = self._tables.of_class(relationship.target)
        new = [one for one in items(value) if isinstance(one, Instance)]
        certainty = Certainty.GUESSED if owner.guessed else Certainty.RELATION
        if relationship.many:
            yield from self._put(relationship, value, certainty)
            if not owner.fresh:
                yield from self._taken(relationship, certainty)
            return
        if any(one.fresh for one in new):
            yield from self._on(target, INSERT, certainty)
        if relationship.direction == "one_to_many":
            yield from self._on(target, UPDATE, certainty)
        elif not owner.fresh:
            yield from self._on(self._tables.of_class(owner.definition)[:1], UPDATE, certainty)

    def constructed(self, cls: int, keywords: tuple[tuple[str, Type | None], ...]) -> Iterator[FoundAccess]:
        """Yield what new objects come with one that is made with them."""
        for name, value in keywords:
            relationship = self._tables.relationships.find(cls, name) if value is not None else None
            if relationship is not None and (relationship.many or any(_is_fresh(one) for one in items(value))):
                yield from self._put(relationship, value, Certainty.RELATION)

    def of_collection(self, query: Query, name: str, args: tuple[Type | None, ...]) -> Iterator[FoundAccess]:
        """Yield what putting something into a collection of related objects, or taking it out, does."""
        _, owner, attribute = query.loads[0]
        relationship = self._tables.relationships.find(owner, attribute)
        if relationship is None:
            return
        certainty = Certainty.GUESSED if query.guessed else Certainty.RELATION
        if name in _TAKES:
            yield from self._taken(relationship, certainty)
        else:
            yield from self._put(relationship, args[-1] if args else None, certainty)

    def _put(self, relationship: Relationship, value: Type | None, certainty: Certainty) -> Iterator[FoundAccess]:
        if not _holds(value):
            return
        if relationship.secondary >= 0:
            yield FoundAccess((relationship.secondary,), INSERT, certainty)
        given = [one for one in items(value) if isinstance(one, Instance)]
        target = self._tables.of_class(relationship.target) if relationship.target >= 0 else ()
        if any(one.fresh for one in given):
            yield from self._on(target, INSERT, certainty)
        elif relationship.secondary < 0:
            yield from self._on(target, INSERT, certainty)
            yield from self._on(target[:1], UPDATE, certainty)

    def _taken(self, relationship: Relationship, certainty: Certainty) -> Iterator[FoundAccess]:
        if relationship.secondary >= 0:
            yield FoundAccess((relationship.secondary,), DELETE, certainty)
            return
        target = self._tables.of_class(relationship.target) if relationship.target >= 0 else ()
        if "delete-orphan" in relationship.cascade:
            yield from self._on(target, DELETE, certainty)
        else:
            yield from self._on(target[:1], UPDATE, certainty)

    def _cascade(self, cls: int, seen: tuple[int, ...]) -> Iterator[FoundAccess]:
        """Yield what goes with a deleted object: children that cascade, and rows between."""
        for relationship in self._tables.relationships.of(cls).values():
            target = relationship.target
            if relationship.through or target < 0 or target in seen or not relationship.written:
                continue
            tables = self._tables.of_class(target)
            goes = any(word.strip() in ("all", "delete") for word in relationship.cascade.split(","))
            if relationship.secondary >= 0:
                yield FoundAccess((relationship.secondary,), DELETE, Certainty.RELATION)
            if goes:
                yield from self._on(tables, SELECT, Certainty.RELATION)
                yield from self._on(tables, DELETE, Certainty.RELATION)
                if len(seen) < _DEEPEST:
                    yield from self._cascade(target, (*seen, cls))
            elif self._tables.is_keyed(relationship, cls) and not relationship.passive:
                yield from self._on(tables, SELECT, Certainty.RELATION)
                yield from self._on(tables[:1], UPDATE, Certainty.RELATION)

    def _on(self, tables: tuple[int, ...], operation: RowOperation, certainty: Certainty) -> Iterator[FoundAccess]:
        for table in tables:
            yield FoundAccess((table,), operation, certainty)


def items(value: Type | None) -> Iterator[Type]:
    """Yield what a value is one of, or holds."""
    for option in options(value):
        if isinstance(option, Container):
            yield from options(option.item)
        elif isinstance(option, Row):
            yield from (one for part in option.items for one in options(part))
        elif isinstance(option, Query) and option.form in ("collection", "scalars"):
            yield from option.rows[:1] if option.rows and option.rows[0] is not None else ()  # type: ignore[misc]
        else:
            yield option


def certainty_of(value: Type) -> Certainty:
    """Return how sure what happens to an object is."""
    return Certainty.GUESSED if isinstance(value, Instance) and value.guessed else Certainty.TYPED


def _is_fresh(value: Type) -> bool:
    return isinstance(value, Instance) and value.fresh


def _holds(value: Type | None) -> bool:
    """An empty list puts nothing in."""
    return value not in (Row(()), External("builtins.list()"), External("builtins.set()"), External("builtins.dict()"))
