"""What the user chose for a run."""

from __future__ import annotations

import msgspec


class ServiceRange(msgspec.Struct, frozen=True):
    """How many services are wanted; both zero: as many as the evidence supports."""

    least: int = 0
    most: int = 0

    @property
    def automatic(self) -> bool:
        """True where the evidence decides."""
        return self.most == 0


class SteeredService(msgspec.Struct, frozen=True):
    """What the architect decided about one service, whatever the numbers say.

    ``pin`` holds patterns of definitions and modules that stay in it (``*`` is any run of characters; a plain name
    holds what stands below it too), ``tables`` the tables it owns.
    """

    name: str
    pin: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


class Options(msgspec.Struct, frozen=True):
    """Options of an analysis. All but ``jobs`` and ``cache`` can change the result; ``jobs`` 0 means one per core.

    ``shared_kernel`` holds patterns, as in ``SteeredService.pin``, of code that belongs to no service; ``service`` is
    sorted by name. ``transactions`` are dotted names of decorators and context managers that begin one.
    sorted by name. ``packages`` is a file, below the analysed folder, that describes packages of the user's own.
    ``git`` is whether what was changed together in the past counts.
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
