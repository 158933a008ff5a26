"""Why a definition, module or table is in its service, short enough to be told of every one."""

from __future__ import annotations

import msgspec

from analyzer.model.location import Location


class EvidencePull(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one kind of evidence pulls to the own service and to the runner-up, as shares of the whole pull (0..1).

    The kind is one of edge, or ``module``, ``folder`` or ``word`` for what it shares with others.
    """

    kind: str
    own: float
    other: float


class Reason(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An edge that pulls: its kind, whether it leads away from the one explained, and what stands at its other end.

    ``count`` is how often it occurs, ``share`` that of the whole pull (0..1), ``at`` the first place. A module, folder
    or word that pulls has its name in ``other``: ``count`` ``of`` its members stand in the service, the one explained
    too; ``of`` is 0 for an edge.
    """

    kind: str
    outward: bool
    other: str
    count: int
    share: float
    at: Location
    of: int = 0


class Tipping(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How many of the strongest edges to the own service must change for the runner-up to pull more.

    ``lost`` if they went away, ``turned`` if they led to the runner-up instead; each with the share of the whole pull
    that they hold, and None where not even all would do, because of the words, folders and modules that it shares.
    ``kinds`` counts those that would have to go by kind, most first. Zero edges: the runner-up pulls more already.
    """

    lost: int | None
    lost_share: float
    turned: int | None
    turned_share: float
    kinds: tuple[tuple[str, int], ...] = ()


class Placement(msgspec.Struct, frozen=True):
    """Where an outermost definition, a module (with its definitions) or a table stands, and what holds it there.

    ``kind`` is class, function, module or table. ``stability`` is the share of runs in which it was with its service,
    for a module the mean over its definitions; ``margin`` how far behind the runner-up is (0..1). ``by_hand`` where
    the steering placed it. ``pulls`` are sorted by their kind's share; ``own`` and ``other`` are what pulls most
    to the service and to the runner-up; ``tipping`` is missing where nothing pulls elsewhere.
    """

    name: str
    kind: str
    service: str
    stability: float
    runner_up: str = ""
    margin: float = 1.0
    by_hand: bool = False
    pulls: tuple[EvidencePull, ...] = ()
    own: tuple[Reason, ...] = ()
    other: tuple[Reason, ...] = ()
    tipping: Tipping | None = None
