"""Which related rows are read together with the objects that a query yields?"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.frameworks.sqlalchemy.tables import NAME, Tables, merged
from analyzer.link.types import Column, Container, Instance, Literal, Query, Row, Type, Union

LOADERS = {
    "joinedload": "joined",
    "joinedload_all": "joined",
    "eagerload": "joined",
    "selectinload": "selectin",
    "subqueryload": "subquery",
    "subqueryload_all": "subquery",
    "immediateload": "selectin",
    "contains_eager": "contains",
    "defaultload": "",
    "lazyload": "select",
    "noload": "noload",
    "raiseload": "raise",
}
"""The functions that make a loader option, by the way of loading that they ask for."""
_JOINED = ("joined", "contains")
_APART = ("selectin", "subquery", "immediate")
_DEEPEST = 3
Loads = tuple[tuple[str, int, str], ...]


class Eager(msgspec.Struct):
    """What is read with a query: tables in the same statement, and those of statements of their own."""

    joined: dict[int, None]
    apart: list[tuple[int, ...]]


class Loading:
    """Follows relationships that load by themselves, and options that say so for one query."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def option(self, name: str, args: Iterable[Type | None], before: Query | None = None) -> Query:
        """Return a loader option, which goes on from another in a chain."""
        added: list[tuple[str, int, str]] = []
        for arg in args:
            if isinstance(arg, Column):
                added.append((LOADERS[name], arg.definition, arg.name))
            elif isinstance(arg, Literal):
                added += [(LOADERS[name], -1, part) for part in arg.value.split(".")]
        loads = before.loads if before is not None else ()
        return Query(NAME, -1, (), form="option", loads=(*loads, *added))

    def chosen(self, values: Iterable[Type | None]) -> Loads:
        """Return what the options of a query ask for."""
        found: list[tuple[str, int, str]] = []
        for value in values:
            match value:
                case Query(form="option", loads=loads):
                    found += loads
                case Container(item=item):
                    found += self.chosen((item,))
                case Row(items=items) | Union(options=items):
                    found += self.chosen(items)
                case _:
                    pass
        return tuple(dict.fromkeys(found))

    def eager(self, query: Query) -> Eager:
        """Return what running a query reads besides its own tables."""
        found = Eager({}, [])
        for row in query.rows:
            if isinstance(row, Instance):
                self._follow(row.definition, query, found, frozenset())
        return found

    def of_object(self, cls: int) -> Eager:
        """Return what reading one object by its key reads besides its own tables."""
        return self.eager(Query(NAME, cls, self._tables.of_class(cls), rows=(Instance(cls),)))

    def _follow(self, cls: int, query: Query, found: Eager, seen: frozenset[tuple[int, str]]) -> None:
        for name, relationship in self._tables.relationships.of(cls).items():
            way = self._way(cls, name, query.loads)
            way = relationship.lazy if way is None else way
            if relationship.through or (cls, name) in seen or len(seen) >= _DEEPEST:
                continue
            reached = self._tables.reached(relationship)
            inside = seen | {(cls, name)}
            if way in _JOINED:
                if way == "joined":
                    found.joined.update(dict.fromkeys(reached))
                self._follow(relationship.target, query, found, inside)
            elif way in _APART:
                own = Eager({}, [])
                self._follow(relationship.target, query, own, inside)
                base = query.tables if way == "subquery" else ()
                found.apart += [tables] if (tables := merged(reached, tuple(own.joined), base)) else []
                found.apart += own.apart

    def _way(self, cls: int, name: str, loads: Loads) -> str | None:
        """The way that options ask for, the last first; what is meant for all attributes comes last."""
        for way, owner, attribute in reversed(loads):
            if attribute == name and way and (owner < 0 or self._is_of(cls, owner)):
                return way
        return next((way for way, _, attribute in loads if attribute == "*"), None)

    def _is_of(self, cls: int, owner: int) -> bool:
        here, there = self._tables.of_class(cls), self._tables.of_class(owner)
        return cls == owner or bool(set(here) & set(there))
