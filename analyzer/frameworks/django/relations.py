"""Where do the relations of Django's models lead, from either side?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal as OneOf

import msgspec

from analyzer.link.names import Names

_NO_CLASS = -2  # below are models without a class in the source


def without_class(table: int) -> int:
    """Return what stands for a model whose class is not in the source, only its table: no class has such a number."""
    return _NO_CLASS - table


def table_without_class(model: int) -> int:
    """Return the table of a model whose class is not in the source; -1 for any other."""
    return _NO_CLASS - model if model <= _NO_CLASS else -1


RelationKind = OneOf["one", "only", "many", "generic"]


class Relation(msgspec.Struct, frozen=True):
    """An attribute of a model's objects that leads to others.

    ``model`` is the class of these, ``many`` says whether it is a manager over them, ``between`` is the table between
    the two of a many-to-many field (-1: none, or one with a model of its own), ``through`` the class of the model
    between (-1: none). ``back`` where the key stands on the other side, ``on_delete`` is what its field says.
    """

    model: int
    many: bool
    between: int = -1
    through: int = -1
    back: bool = False
    on_delete: str = ""


class Cascade(msgspec.Struct, frozen=True):
    """What else changes when an object goes: rows of ``model``, or of ``between`` (a table) where that is not -1.

    ``on_delete``: CASCADE (they go too), SET_NULL, SET_DEFAULT or SET (their key changes), PROTECT or RESTRICT (they
    are looked for), empty where it is not known. ``attribute`` is the field that says so; ``accessor`` leads from the
    object to what changes, and is empty where nothing does.
    """

    model: int
    on_delete: str
    attribute: str
    between: int = -1
    accessor: str = ""


class DeclaredRelation(msgspec.Struct, frozen=True):
    """A relation as a field declares it.

    ``kind`` is ``one`` (the field leads to one object that has many), ``only`` (one to one), ``many``, or ``generic``
    (many, by a generic key of theirs). ``accessor`` is the attribute that the other side's objects get, and
    ``related_query_name`` what the way back is called between ``__``; both are empty where there is no such way.
    ``between`` and ``through`` as in ``Relation``; ``parent_link`` marks the key of a child's row to its parent's.
    """

    model: int
    attribute: str
    target: int
    kind: RelationKind
    accessor: str
    related_query_name: str
    on_delete: str = ""
    between: int = -1
    through: int = -1
    parent_link: bool = False
    is_abstract: bool = False


class Relations:
    """Looks relations up by class and name, inherited ones too."""

    def __init__(self, names: Names, declared: Iterable[DeclaredRelation]) -> None:
        self._names = names
        self._by_attribute: dict[tuple[int, str], Relation] = {}
        self._by_query: dict[tuple[int, str], Relation] = {}
        self._cascades: dict[int, dict[Cascade, None]] = {}
        known = list(declared)
        for one in known:
            forth = Relation(
                one.target, one.kind in ("many", "generic"), one.between, one.through, on_delete=one.on_delete
            )
            self._by_attribute[one.model, one.attribute] = forth
            self._by_query[one.model, one.attribute] = forth
        for one in known:
            if not one.is_abstract:
                self._add_back(one)
                self._add_cascades(one)

    def find(self, cls: int, name: str) -> Relation | None:
        """Return where an attribute of a class leads."""
        return self._inherited(self._by_attribute, cls, name)

    def lookup(self, cls: int, name: str) -> Relation | None:
        """Return where a name between ``__`` leads: a field of the class, or the way back along that of another."""
        return self._inherited(self._by_query, cls, name)

    def cascades(self, cls: int) -> tuple[Cascade, ...]:
        """Return what changes directly when an object of a class goes; what is declared for its parents counts."""
        return tuple(
            dict.fromkeys(one for ancestor in self._ancestors(cls) for one in self._cascades.get(ancestor, ()))
        )

    def _ancestors(self, cls: int) -> tuple[int, ...]:
        return self._names.mro(cls) if cls >= 0 else (cls,)

    def _inherited(self, known: dict[tuple[int, str], Relation], cls: int, name: str) -> Relation | None:
        for ancestor in self._ancestors(cls):
            found = known.get((ancestor, name))
            if found is not None:
                return found
        return None

    def _add_back(self, one: DeclaredRelation) -> None:
        """A field of the other side has precedence over the way back."""
        back = Relation(one.model, one.kind != "only", one.between, one.through, back=True, on_delete=one.on_delete)
        if one.accessor:
            self._by_attribute.setdefault((one.target, one.accessor), back)
        if one.related_query_name:
            self._by_query.setdefault((one.target, one.related_query_name), back)

    def _add_cascades(self, one: DeclaredRelation) -> None:
        """Keys act on those who hold them; rows between go with either side; a child and its parent go together."""
        if one.kind == "many":
            if one.between >= 0:
                for side, accessor in ((one.model, one.attribute), (one.target, one.accessor)):
                    self._cascade(side, Cascade(one.model, "CASCADE", one.attribute, one.between, accessor))
        elif one.kind == "generic":
            self._cascade(one.model, Cascade(one.target, "CASCADE", one.attribute, accessor=one.attribute))
        elif one.on_delete != "DO_NOTHING":
            self._cascade(one.target, Cascade(one.model, one.on_delete, one.attribute, accessor=one.accessor))
        if one.parent_link:
            self._cascade(one.model, Cascade(one.target, "CASCADE", one.attribute))

    def _cascade(self, cls: int, one: Cascade) -> None:
        self._cascades.setdefault(cls, {})[one] = None
