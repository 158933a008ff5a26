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
    come from itself. ``stability`` is the mean over its outermost definitions of the share of runs in which each was
    with it, every definition counting the same.
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
    stability: float = 1.0


class ServiceEdge(msgspec.Struct, frozen=True):
    """What crosses from one service to another: calls (rows of calls.csv), imports, accesses of the other's tables.

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


class TableOwnership(msgspec.Struct, frozen=True):
    """The service that should keep a table, and the one with the next best claim, with their shares of the pull (0..1).

    ``contested`` where the rival pulls at least half as much as the owner and nobody has decided; ``by_hand`` where the
    steering says who owns it. Both shares are 0 where the table is only placed by its keys or by the graph.
    """

    table: str
    owner: str
    share: float
    rival: str
    rival_share: float
    contested: bool
    by_hand: bool = False


class SplitPart(msgspec.Struct, frozen=True):
    """What one service holds of a module to split: how many outermost definitions and lines, and where.

    ``ranges`` are the first and last lines, neighbours drawn together, in the order of the file.
    """

    service: str
    definitions: int
    lines: int
    ranges: tuple[tuple[int, int], ...]


class ModuleToSplit(msgspec.Struct, frozen=True):
    """A module whose outermost definitions belong to several services; the part with most lines comes first.

    A part may be of the shared kernel; a module needs two services beside it to be one to split.
    """

    module: str
    path: str
    parts: tuple[SplitPart, ...]


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
