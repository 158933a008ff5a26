"""Candidate services and how they lean on each other."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from analyzer.model.location import Location

KERNEL = "shared kernel"
"""Stands where a service stands for code that several services need; no service may bear this name."""


class Word(msgspec.Struct, frozen=True):
    """A domain word that speaks for a service: how many definitions, modules and tables bear it inside and elsewhere.

    ``sources`` says where it stands inside: in the names of a package, table, class, route or function.
    """

    word: str
    inside: int
    outside: int
    sources: tuple[str, ...] = ()


class Service(msgspec.Struct, frozen=True):
    """A candidate service.

    ``definitions`` counts its definitions, nested ones included; ``modules`` those placed in it; ``lines`` the lines
    of its outermost definitions. ``cohesion`` is the weight of graph edges that stay inside divided by that of all
    edges that touch it (0..1; 1 where nothing touches it).
    ``exclusivity_code`` and ``exclusivity_data`` are the shares of its inbound calls and of its tables' accesses that
    come from itself.
    """

    name: str
    group: str
    words: tuple[Word, ...]
    definitions: int
    modules: int
    lines: int
    tables: tuple[str, ...]
    inbound_calls: int
    outbound_calls: int
    cohesion: float
    exclusivity_code: float
    exclusivity_data: float


class ServiceEdge(msgspec.Struct, frozen=True):
    """What crosses from one service to another: calls, imports, and accesses of the other's tables.

    ``evidence`` and ``call_evidence`` hold the first places of any kind and of calls.
    """

    source: str
    target: str
    calls: int
    imports: int
    inherits: int
    reads: int
    writes: int
    foreign_keys: int
    evidence: tuple[Location, ...]
    call_evidence: tuple[Location, ...] = ()


class Pull(msgspec.Struct, frozen=True):
    """How strongly a module leans to the service it is in and to the runner-up, as shares of its edge weight (0..1)."""

    module: str
    service: str
    own: float
    runner_up: str
    other: float


class Sharing(StrEnum):
    """What is to become of shared code when services part."""

    LIBRARY = "library"
    COPY = "copy"
    GLUE = "glue"


class KernelMember(msgspec.Struct, frozen=True):
    """An outermost definition of the shared kernel, or a module of it that has none.

    ``kind`` is class, function or module. ``services`` are those whose code uses it directly, ``users`` how many
    definitions and modules of them; ``lines`` are its own. ``sharing`` is that of its module: a library where its
    shared code is long or has many users, a copy where it is short and has few, glue where no service uses it and it
    uses services.
    """

    name: str
    kind: str
    module: str
    sharing: Sharing
    services: tuple[str, ...]
    users: int
    lines: int
