"""Where do the relations of Django's models lead, from either side?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.link.names import Names


class Relation(msgspec.Struct, frozen=True):
    """An attribute of a model's objects that leads to others.

    ``model`` is the class of these, ``many`` says whether it is a manager over them, ``between`` is the table between
    the two of a many-to-many field (-1: none, or one with a model of its own).
    """

    model: int
    many: bool
    between: int = -1
    is_reverse: bool = False


class DeclaredRelation(msgspec.Struct, frozen=True):
    """A relation as a field declares it; ``related_name`` is empty where the field gives none."""

    model: int
    attribute: str
    target: int
    kind: str
    related_name: str
    between: int = -1
    is_abstract: bool = False


class Relations:
    """Looks relations up by class and attribute, inherited ones too."""

    def __init__(self, names: Names, declared: Iterator[DeclaredRelation]) -> None:
        """``kind`` is ``one`` (the field leads to one object that has many), ``only`` (one to one) or ``many``."""
        self._names = names
        self._queried: dict[tuple[int, str], Relation] = {}
        self._known: dict[tuple[int, str], Relation] = {}
        for one in declared:
            self._known[one.model, one.attribute] = Relation(one.target, one.kind == "many", one.between)
            accessor = self._accessor(one)
            if accessor and not one.is_abstract:
                back = Relation(one.model, one.kind != "only", one.between, is_reverse=True)
                self._known.setdefault((one.target, accessor), back)
                self._queried.setdefault((one.target, accessor.removesuffix("_set")), back)

    def find(self, cls: int, name: str) -> Relation | None:
        """Return where an attribute of a class leads."""
        for ancestor in self._names.mro(cls):
            found = self._known.get((ancestor, name))
            if found is not None:
                return found
        return None

    def lookup(self, cls: int, name: str) -> Relation | None:
        """Return where a name in a ``__`` path leads."""
        for ancestor in self._names.mro(cls):
            found = self._known.get((ancestor, name))
            found = self._queried.get((ancestor, name)) if found is None or found.is_reverse else found
            if found is not None:
                return found
        return None

    def _accessor(self, one: DeclaredRelation) -> str:
        """The name that the other side gets; empty where the field asks for none (``+``)."""
        word = self._names.program.definitions[one.model].head.name.lower()
        if one.related_name:
            return "" if one.related_name.endswith("+") else one.related_name.replace("%(class)s", word)
        return word if one.kind == "only" else f"{word}_set"
