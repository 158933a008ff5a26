"""What the user chose for a run."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.model.plan import RemedyKind


class ServiceRange(msgspec.Struct, frozen=True):
    """How many services are wanted; both zero: as many as the evidence supports."""

    least: int = 0
    most: int = 0

    @property
    def automatic(self) -> bool:
        """True where the evidence decides."""
        return self.most == 0


class SteeredService(msgspec.Struct, frozen=True):
    """What the architect decided about one service.

    ``pin``, ``seed`` and ``never_with`` hold patterns of definitions and modules (``*`` is any run of characters; a
    plain name holds what stands below it too). What is pinned stays, whatever the numbers say; what is seeded starts
    here and draws others. ``tables`` are owned by the service; ``never_with`` may also name other steered services.
    """

    name: str
    pin: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    seed: tuple[str, ...] = ()
    never_with: tuple[str, ...] = ()
    team: str = ""


class Accepted(msgspec.Struct, frozen=True, order=True):
    """A finding, by its id, that the team lives with, and why; ``until`` is an ISO date, or empty for no end."""

    finding: str
    reason: str
    until: str = ""


class RemedyWish(msgspec.Struct, frozen=True, order=True):
    """What the user says about the remedies of a finding, or of all where ``finding`` is empty.

    What is in ``forbid`` is not offered; the first in ``prefer`` that applies is recommended.
    """

    finding: str = ""
    forbid: tuple[RemedyKind, ...] = ()
    prefer: tuple[RemedyKind, ...] = ()


class EffortWish(msgspec.Struct, frozen=True, order=True):
    """The person-days, least and most, that the user gives to one coefficient."""

    name: str
    low: float
    high: float


class KindWeight(msgspec.Struct, frozen=True, order=True):
    """The weight that the user gives to one kind of edge."""

    kind: str
    weight: float


class Origin(msgspec.Struct, frozen=True, order=True):
    """Where a setting is written: ``path`` is its keys and, in a list, its text; line 0 is a line not found."""

    path: tuple[str, ...]
    file: str
    line: int


class Options(msgspec.Struct, frozen=True):
    """Options of an analysis. All but ``jobs`` and ``cache`` can change the result; ``jobs`` 0 means one per core.

    ``shared_kernel`` holds patterns, as in ``SteeredService.pin``, of code that belongs to no service; ``service`` is
    sorted by name, ``weights`` by kind, ``accepted`` by finding. ``transactions`` are dotted names of decorators and
    context managers that begin one. ``packages`` is a file, below the analysed folder, that describes packages of the
    user's own. ``git`` is whether what was changed together in the past counts. ``today`` is the ISO date against which
    ``until`` of accepted findings is held; empty where it could change nothing. ``remedies`` is sorted by
    finding, ``effort`` by name. ``origins`` say where the steering is written, for messages; a result has none.
    """

    services: ServiceRange = ServiceRange()
    resolution: float = 1.0
    seed: int = 0
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    source_roots: tuple[str, ...] = ()
    settings: str = ""
    with_tests: bool = False
    with_migrations: bool = False
    jobs: int = 0
    cache: bool = True
    shared_kernel: tuple[str, ...] = ()
    service: tuple[SteeredService, ...] = ()
    transactions: tuple[str, ...] = ()
    packages: str = ""
    git: bool = True
    weights: tuple[KindWeight, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    today: str = ""
    remedies: tuple[RemedyWish, ...] = ()
    effort: tuple[EffortWish, ...] = ()
    origins: tuple[Origin, ...] = ()

    def written(self, *paths: tuple[str, ...]) -> str:
        """Return where settings are written, to begin a message with: ``seamline.toml:12 and :31: ``, or nothing."""
        found = {origin.path: origin for origin in self.origins}
        there = [found[path] for path in paths if path in found]
        return f"{spelled(there[0].file, [origin.line for origin in there])}: " if there else ""


def spelled(file: str, lines: Iterable[int]) -> str:
    """Return a file with lines of it, ``seamline.toml:12 and :31``; the file alone where a line is not known."""
    wanted = sorted(set(lines))
    return file + " and ".join(f":{line}" for line in wanted) if all(wanted) else file
