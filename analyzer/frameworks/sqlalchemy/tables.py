"""Which tables do classes, columns, expressions and queries stand for, one by one or together?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.frameworks.sqlalchemy.relationships import Relationship, Relationships
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.link.types import (
    ClassOf,
    Collection,
    Column,
    Container,
    External,
    Function,
    Instance,
    Keyed,
    Literal,
    Method,
    Pattern,
    Query,
    Row,
    TableOf,
    Type,
    Union,
    is_expression,
    options,
)

NAME = "sqlalchemy"
MOST = 8  # classes that one variable may hold: more say nothing about a single line
ANY = -2  # as the entity of a query: one of too many classes
_DEEPEST = 4
_OF_NO_TABLE = frozenset((type(None), Instance, Literal, Pattern, Collection))


class Tables:
    """Answers for the tables of one program."""

    def __init__(self, names: Names, schema: Schema, relationships: Relationships) -> None:
        self._names = names
        self._schema = schema
        self.relationships = relationships
        self._of_class: dict[int, tuple[int, ...]] = {}
        self._below: dict[int, list[int]] = {}
        for cls in sorted(schema.of_class):
            if schema.tables[schema.of_class[cls]].framework == NAME:
                for ancestor in names.mro(cls)[1:]:
                    self._below.setdefault(ancestor, []).append(cls)

    def of_class(self, cls: int) -> tuple[int, ...]:
        """Return the table of a mapped class, and those of the parents whose rows each of its objects has too."""
        found = self._of_class.get(cls)
        if found is None:
            own: dict[int, None] = {}
            if self._table(cls) is not None:
                own.update((table, None) for one in self._names.mro(cls) if (table := self._table(one)) is not None)
            found = self._of_class[cls] = tuple(own)
        return found

    def is_mapped(self, cls: int) -> bool:
        """Return whether objects of a class are rows."""
        return bool(self.of_class(cls))

    def mapped(self) -> list[int]:
        """Return all mapped classes."""
        return [cls for cls in sorted(self._schema.of_class) if self.is_mapped(cls)]

    def concrete(self, cls: int) -> Sequence[int]:
        """Return the mapped classes that a class without a table may stand for."""
        return () if self.is_mapped(cls) else self._below.get(cls, ())

    def of(self, values: Iterable[Type | None], depth: int = 0) -> tuple[int, ...]:
        """Return the tables of some values, once each, in their order."""
        found: dict[int, None] = {}
        for value in values if depth < _DEEPEST else ():
            if value.__class__ in _OF_NO_TABLE:
                continue
            match value:
                case ClassOf(definition=cls) | Column(definition=cls):
                    found.update(dict.fromkeys(self.of_class(cls)))
                case TableOf(table=index):
                    found[index] = None
                case External(name=outside) if outside in self._schema.of_outside:
                    found[self._schema.of_outside[outside]] = None
                case Query(framework="sqlalchemy", tables=tables):
                    found.update(dict.fromkeys(tables))
                case Method(receiver=Column() | TableOf() | Query() | Method() as receiver):
                    found.update(dict.fromkeys(self.of((receiver,), depth + 1)))
                case Function(definition=definition):
                    found.update(dict.fromkeys(self._of_hybrid(definition)))
                case Container(item=item):
                    found.update(dict.fromkeys(self._of_several(item, depth + 1)))
                case Row(items=items) | Union(options=items):
                    found.update(dict.fromkeys(self.of(items, depth + 1)))
                case Keyed(items=pairs):
                    found.update(dict.fromkeys(self.of([one for _, one in pairs], depth + 1)))
                case _:
                    pass
        return tuple(found)

    def joined(self, value: Type | None) -> tuple[int, ...]:
        """Return the tables that joining a value adds: a relationship adds those at its end and between."""
        found: dict[int, None] = {}
        for one in value.items if isinstance(value, Row) else (value,):
            relationship = self.related(one)
            if relationship is None:
                found.update(dict.fromkeys(self.of((one,))))
            else:
                found.update(dict.fromkeys(self.reached(relationship)))
        return tuple(found)

    def related(self, value: Type | None) -> Relationship | None:
        """Return the relationship that an attribute of a class, or a method of it, speaks of."""
        if isinstance(value, Method):
            value = value.receiver
        return self.relationships.find(value.definition, value.name) if isinstance(value, Column) else None

    def reached(self, relationship: Relationship) -> tuple[int, ...]:
        """Return the tables at the end of a relationship, then the one between."""
        between = (relationship.secondary,) if relationship.secondary >= 0 else ()
        return (*(self.of_class(relationship.target) if relationship.target >= 0 else ()), *between)

    def is_keyed(self, relationship: Relationship, cls: int) -> bool:
        """Return whether rows at the end of a relationship are known to refer to those of a class."""
        if relationship.direction != "one_to_many" or relationship.lazy == "noload":
            return False
        own = {self._schema.tables[table].name.lower() for table in self.of_class(cls)}
        there = (self._schema.tables[table] for table in self.of_class(relationship.target))
        return any(key.to_table.lower() in own for table in there for key in table.keys)

    def choices(self, values: Sequence[Type | None], known: tuple[int, ...] = ()) -> list[tuple[Type | None, ...]]:
        """Return what some values may be together, where a variable that may hold n classes gives n statements.

        A variable that may hold what is known already holds that: ``query(model).filter(model.name == name)``.
        """
        found: list[tuple[tuple[Type | None, ...], tuple[int, ...]]] = [((), known)]
        for value in values:
            found = [
                ((*before, one), (*tables, *self.of((one,))))
                for before, tables in found
                for one in self._options(value, tables)
            ]
            if len(found) > MOST:
                return []
        return [before for before, _ in found]

    def _options(self, value: Type | None, known: tuple[int, ...]) -> Sequence[Type | None]:
        if isinstance(value, ClassOf):
            below = self.concrete(value.definition)
            return [ClassOf(one) for one in below] if 0 < len(below) <= MOST else (value,)
        if not isinstance(value, Union):
            return (value,)
        among: dict[tuple[int, ...], Type] = {}
        for option in value.options:
            for one in self._options(option, known):
                if one is not None:
                    among.setdefault(self.of((one,)), one)
        telling = {tables: one for tables, one in among.items() if tables}
        overlapping = [one for tables, one in telling.items() if set(tables) & set(known)]
        if known and not overlapping and all(is_expression(one) for one in telling.values()):
            return (None,)  # a condition that some other caller passes
        return overlapping[:1] or tuple(telling.values()) or (value,)

    def _of_several(self, item: Type, depth: int) -> tuple[int, ...]:
        """A list of clauses uses all their tables; one that may hold too many classes is of some other statement."""
        found = self.of(options(item), depth)
        return found if len(found) <= MOST else ()

    def _of_hybrid(self, definition: int) -> tuple[int, ...]:
        """A method of a mapped class that is read from the class is an expression over its columns."""
        parent = self._names.program.definitions[definition].parent
        return self.of_class(parent) if parent >= 0 else ()

    def _table(self, cls: int) -> int | None:
        table = self._schema.of_class.get(cls)
        return table if table is not None and self._schema.tables[table].framework == NAME else None


def merged(*groups: tuple[int, ...]) -> tuple[int, ...]:
    """Return the tables of all groups, once each."""
    return tuple(dict.fromkeys(table for group in groups for table in group))


def ways(*kinds: str) -> str:
    """Return kinds of join as one text."""
    return ";".join(sorted({part for kind in kinds for part in kind.split(";") if part}))
