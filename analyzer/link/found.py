"""What does a framework find? The answers that it gives when it is asked what code means."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.entry_points import EntryKind
from analyzer.model.resources import ResourceKind, ResourceOperation


class FoundAccess(msgspec.Struct, frozen=True, gc=False):
    """What one call does to tables: their indexes in the schema, those joined to them in the same statement last.

    ``replaces`` says that it ends a chain whose earlier calls run nothing by themselves; ``database`` is the one that
    the code asks for, empty where it is the tables' own. ``how`` is the way in which one statement joins them: join,
    eager, subquery, secondary, inheritance, or several of these between semicolons; empty where nobody said.
    """

    tables: tuple[int, ...]
    operation: RowOperation
    certainty: Certainty
    replaces: bool = False
    how: str = ""
    database: str = ""


class Gap(msgspec.Struct, frozen=True, gc=False):
    """Something a framework saw and could not resolve: what, the reason, and the kind (see ``Unresolved``)."""

    kind: str
    what: str
    reason: str


class FoundResource(msgspec.Struct, frozen=True, gc=False):
    """What one call does to a shared resource, by its name or the family of its names (``price:*``)."""

    kind: ResourceKind
    name: str
    operation: ResourceOperation


class ImplicitAccess(msgspec.Struct, frozen=True, gc=False):
    """An access, or use of a resource, that a definition (by its id) stands for, where its head stands."""

    definition: int
    access: FoundAccess | FoundResource


class FoundEntryPoint(msgspec.Struct, frozen=True, gc=False):
    """A definition (by its id) that is called from outside, and the module and line that say so.

    ``path`` is the file that says so where it is no module; ``owner`` the class whose object answers (-1: none), where
    the definition is a method. ``around`` are the definitions that wrap it at its address, ``doubts`` say what is open.
    """

    kind: EntryKind
    name: str
    definition: int
    module: int
    line: int
    path: str = ""
    owner: int = -1
    around: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()


class Waiting(msgspec.Struct, frozen=True, gc=False):
    """What a call does depends on texts that the function around it is given.

    ``text`` holds the parameters that it depends on (see ``analyzer.link.patterns``). ``read`` says what the call does
    once a caller's texts stand in their places; what it returns belongs to that caller. ``does`` tells it from others
    that wait for the same text. ``begun`` says that the text is part of a larger one, which begins here: what nobody
    tells is unresolved at this call, though its own text says nothing yet.
    """

    text: str
    read: Callable[[str], Iterable[Found]]
    does: str = ""
    begun: bool = False


Found = FoundAccess | FoundResource | Gap | Waiting
