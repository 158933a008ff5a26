"""Where do the attributes of mapped classes lead, and which tables and keys do their fields come to?

Knows no framework: a mapper says of each field what it is (``FieldFacts``), and of each class what its table is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import msgspec

from analyzer.frameworks.mapped_classes import MappedClasses, MappedField
from analyzer.link.names import Names
from analyzer.link.schema import DeclaredKey, DeclaredTable, Schema
from analyzer.model.code import Certainty


class Relation(msgspec.Struct, frozen=True):
    """Where an attribute leads: to a class, to one or many of its objects, through the table ``between`` (-1: none)."""

    target: int
    many: bool = False
    between: int = -1


class FieldFacts(msgspec.Struct, frozen=True):
    """What a field is: its column (empty where its table has none), and the class that it refers to (-1: none).

    ``accessor`` is the attribute of that class that leads back, to many objects or to one (``back_many``). ``through``
    is the table between the two sides of a relation from many to many, with its columns for them, or the class of it.
    ``on_delete`` says what the mapper itself does to the objects with the field when those that it refers to go:
    ``delete``, ``update``, or nothing.
    """

    column: str = ""
    target: int = -1
    many: bool = False
    accessor: str = ""
    back_many: bool = True
    to_column: str = ""
    through: str = ""
    through_columns: tuple[str, str] = ("", "")
    through_class: int = -1
    on_delete: str = ""


class Mapping(Protocol):
    """What a mapper says of its classes."""

    name: str
    key: str
    """The column that a table has as its key where no field is one; empty where there is none such."""

    def table(self, cls: int) -> str:
        """Return the name of the table that a class declares itself; empty for one that has none of its own."""

    def stands_for(self, cls: int) -> int:
        """Return the class in whose table the objects of one stand: itself, or one above; -1 for none."""

    def is_guessed(self, cls: int) -> bool:
        """Return whether a class says what its table is called in a way that is not understood."""

    def may_be_base(self, cls: int) -> bool:
        """Return whether a class may be there for those below it only, so that its table is none unless it is used."""

    def field(self, cls: int, field: MappedField) -> FieldFacts | None:
        """Return what a name in the body of a class is; None for what is no field."""

    def keys(self, cls: int) -> tuple[str, ...] | None:
        """Return the columns of the key of a class that declares one, None for one that does not."""


class Relations:
    """Relations by class and attribute, inherited ones too."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[tuple[int, str], Relation] = {}
        self.fields: dict[int, dict[str, FieldFacts]] = {}
        self._referring: dict[int, dict[tuple[int, str], None]] = {}

    def find(self, cls: int, name: str) -> Relation | None:
        """Return where an attribute of a class leads."""
        for ancestor in self._names.mro(cls) if cls >= 0 else ():
            found = self._known.get((ancestor, name))
            if found is not None:
                return found
        return None

    def field(self, cls: int, name: str) -> FieldFacts | None:
        """Return what a field of a class is."""
        return self.fields.get(cls, {}).get(name)

    def refer(self, cls: int, facts: FieldFacts) -> None:
        """Note that the objects of a class refer to those of another."""
        self._referring.setdefault(facts.target, {})[cls, facts.on_delete] = None

    def referring(self, cls: int) -> Iterator[tuple[int, str]]:
        """Yield the classes with keys to a class or one above it, and what becomes of their objects when its go."""
        for ancestor in self._names.mro(cls):
            yield from self._referring.get(ancestor, ())

    def add(self, cls: int, name: str, relation: Relation) -> None:
        """Add a relation; what a class declares itself stands before what leads back to it."""
        self._known.setdefault((cls, name), relation)


class MappedSchema:
    """Declares the tables of mapped classes and the relations between these."""

    def __init__(self, classes: MappedClasses, schema: Schema, mapping: Mapping) -> None:
        self._classes = classes
        self._schema = schema
        self._mapping = mapping
        self.relations = Relations(classes.names)
        self._stands: dict[int, int] = {}
        self._tables: dict[int, str] = {}
        self._firsts: dict[int, str] = {}

    def declare(self) -> Relations:
        """Add all tables, and return the relations."""
        classes = self._classes
        for cls in classes.all:
            found: dict[str, FieldFacts] = {}
            for field in classes.fields(cls):
                facts = self._mapping.field(cls, field)
                if facts is not None:
                    found[field.name] = facts
            self.relations.fields[cls] = found
        for cls in classes.all:
            if self._stands_for(cls) == cls:
                self._add(cls)
        for cls in classes.all:
            table = self._schema.of_class.get(self._stands_for(cls))
            if table is not None:
                self._schema.of_class.setdefault(cls, table)
        for cls in classes.all:
            for name, facts in self.relations.fields[cls].items():
                if facts.target >= 0:
                    self.relations.refer(cls, facts)
                    self.relations.add(cls, name, Relation(facts.target, facts.many, self._between(cls, facts)))
        for cls in classes.all:
            for facts in self.relations.fields[cls].values():
                if facts.target >= 0 and facts.accessor and cls in self._schema.of_class:
                    back = Relation(cls, facts.back_many, self._between(cls, facts))
                    self.relations.add(facts.target, facts.accessor, back)
        return self.relations

    def _add(self, cls: int) -> None:
        """Add the table of a class; those below that have none of their own keep their fields there too."""
        mine = [one for one in self._classes.below(cls) if self._stands_for(one) == cls]
        fields = [facts for one in dict.fromkeys((cls, *mine)) for facts in self.relations.fields[one].values()]
        keyed = self._mapping.keys(cls)
        implicit = (self._mapping.key,) if keyed is None and self._mapping.key else ()
        columns = tuple(dict.fromkeys((*implicit, *(one.column for one in fields if one.column))))
        found = self._classes.program.definitions[cls]
        path = self._classes.program.module_of(cls).path
        keys = dict.fromkeys(key for one in fields if (key := self._key(one, path, found.head.line)) is not None)
        certainty = Certainty.GUESSED if self._mapping.is_guessed(cls) else Certainty.LITERAL
        table = DeclaredTable(
            self._table(cls), self._mapping.name, cls, found.name, path, found.head.line, columns,
            tuple(keys), "default", certainty, if_used=self._mapping.may_be_base(cls),
        )  # fmt: skip
        self._schema.add(table)

    def _key(self, facts: FieldFacts, path: str, line: int) -> DeclaredKey | None:
        target = self._stands_for(facts.target) if facts.target >= 0 and facts.column else -1
        if target < 0:
            return None
        return DeclaredKey(facts.column, self._table(target), facts.to_column or self._first(target), path, line)

    def _first(self, cls: int) -> str:
        """The column that a key to a class means if it names none."""
        if cls not in self._firsts:
            keys = self._mapping.keys(cls)
            self._firsts[cls] = self._mapping.key if keys is None else next(iter(keys), "")
        return self._firsts[cls]

    def _stands_for(self, cls: int) -> int:
        if cls not in self._stands:
            self._stands[cls] = self._mapping.stands_for(cls)
        return self._stands[cls]

    def _table(self, cls: int) -> str:
        if cls not in self._tables:
            self._tables[cls] = self._mapping.table(cls)
        return self._tables[cls]

    def _between(self, cls: int, facts: FieldFacts) -> int:
        if facts.through_class >= 0:
            return self._schema.of_class.get(facts.through_class, -1)
        here, there = self._stands_for(cls), self._stands_for(facts.target)
        if not facts.through or here < 0 or there < 0:
            return -1
        known = self._schema.named(facts.through)
        if known is not None:
            return known
        found = self._classes.program.definitions[cls]
        path = self._classes.program.module_of(cls).path
        keys = tuple(
            DeclaredKey(column, self._table(side), self._first(side), path, found.head.line)
            for column, side in zip(facts.through_columns, (here, there), strict=True)
        )
        table = DeclaredTable(
            facts.through, self._mapping.name, -1, "", path, found.head.line, facts.through_columns, keys, "default",
            association=True,
        )  # fmt: skip
        return self._schema.add(table)
