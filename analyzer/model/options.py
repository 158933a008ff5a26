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


class Options(msgspec.Struct, frozen=True):
    """Options of an analysis. All but ``jobs`` can change the result; ``jobs`` 0 means one process per core."""

    services: ServiceRange = ServiceRange()
    resolution: float = 1.0
    seed: int = 0
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    source_roots: tuple[str, ...] = ()
    with_tests: bool = False
    with_migrations: bool = False
    jobs: int = 0
