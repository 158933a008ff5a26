"""What do the attributes of mapped objects lead to, and what do reading and assigning them do?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.frameworks.sqlalchemy.columns import is_column
from analyzer.frameworks.sqlalchemy.tables import NAME, Tables
from analyzer.frameworks.sqlalchemy.writing import Writing
from analyzer.link.found import FoundAccess
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import TypedAssignment, TypedUse
from analyzer.link.types import Instance, Query, Type
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation

_LAZY = ("select", "raise", "raise_on_sql", "")
_DYNAMIC = ("dynamic", "write_only")


class Objects:
    """Answers for instances of mapped classes."""

    def __init__(self, names: Names, tables: Tables, writing: Writing) -> None:
        self._names = names
        self._tables = tables
        self._writing = writing

    def attribute(self, receiver: Instance, name: str) -> Type | None:
        """Return the object, or the collection of them, that a relationship leads to."""
        found = self._tables.relationships.find(receiver.definition, name)
        if found is None or found.target < 0:
            return None
        one = Instance(found.target, guessed=receiver.guessed)
        if not found.many:
            return one
        return Query(
            NAME,
            found.target,
            self._tables.reached(found),
            related=True,
            form="query" if found.lazy in _DYNAMIC else "collection",
            rows=(one,),
            loads=(("collection", receiver.definition, name),),
            guessed=receiver.guessed,
        )

    def used(self, use: TypedUse) -> Iterable[FoundAccess]:
        """Return the rows that reading a relationship loads, unless they came with their owner."""
        owner = use.receiver
        if not isinstance(owner, Instance) or owner.fresh:
            return ()
        found = self._tables.relationships.find(owner.definition, use.name)
        if found is None or found.lazy not in _LAZY:
            return ()
        certainty = Certainty.GUESSED if owner.guessed else Certainty.RELATION
        first = self._tables.relationships.find(owner.definition, found.through) if found.through else None
        tables = (*(self._tables.reached(first) if first is not None else ()), *self._tables.reached(found))
        how = "secondary" if len(tables) > 1 else ""
        return [FoundAccess(tuple(dict.fromkeys(tables)), RowOperation.SELECT, certainty, how=how)] if tables else ()

    def assigned(self, assignment: TypedAssignment) -> Iterable[FoundAccess]:
        """Return what assigning to a column or a relationship comes to when the session flushes."""
        owner = assignment.receiver
        if not isinstance(owner, Instance) or not self._tables.is_mapped(owner.definition):
            return ()
        if self._tables.relationships.find(owner.definition, assignment.name) is not None:
            return self._writing.related(owner, assignment.name, assignment.value)
        if owner.fresh or self._makes(assignment, owner.definition):
            return ()
        found = self._names.member(owner.definition, assignment.name)
        if found is None or not isinstance(found[1], ValueBinding):
            return ()
        if is_column(found[1].value) or is_column(found[1].annotation):
            certainty = Certainty.GUESSED if owner.guessed else Certainty.TYPED
            table = self._tables.of_class(found[0]) or self._tables.of_class(owner.definition)
            return [FoundAccess(table[:1], RowOperation.UPDATE, certainty)]
        return ()

    def _makes(self, assignment: TypedAssignment, cls: int) -> bool:
        """An assignment in ``__init__`` of the class itself fills a new object."""
        if assignment.definition < 0:
            return False
        found = self._names.program.definitions[assignment.definition]
        return found.head.name == "__init__" and found.parent >= 0 and cls in self._names.mro(found.parent)
