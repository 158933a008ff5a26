"""Findings about running: what services ask of each other, and what they share besides tables."""

from __future__ import annotations

import msgspec

from analyzer.model.finding import FindingBase, Part
from analyzer.model.live_values import LiveValue
from analyzer.model.location import Location


class CallCycle(FindingBase, frozen=True, kw_only=True, tag="call-cycle"):
    """Services that call each other in a circle; ``calls`` counts the calls on each step of it."""

    calls: tuple[tuple[str, str, int], ...]


class CallInLoop(FindingBase, frozen=True, kw_only=True, tag="call-in-loop"):
    """A definition that calls other services once for each turn of a loop; ``callees`` are what it calls."""

    caller: str
    callees: tuple[Part, ...]


class ChattyEntryPoint(FindingBase, frozen=True, kw_only=True, tag="chatty-entry-point"):
    """An entry point that makes many calls across borders before it answers; ``callees`` are the operations."""

    definition: str
    names: tuple[str, ...]
    calls: int
    callees: tuple[Part, ...]


class SynchronousChain(FindingBase, frozen=True, kw_only=True, tag="synchronous-chain"):
    """Services that wait for each other in a row behind an entry point.

    ``steps`` holds the definition that is entered in each, with its service.
    """

    steps: tuple[Part, ...]

    @property
    def depth(self) -> int:
        """How many borders one request crosses in a row."""
        return len(self.steps) - 1


class ResourceUsers(msgspec.Struct, frozen=True):
    """How one service uses a resource: counts of reading (or consuming) and writing (or publishing) uses, and where."""

    service: str
    reads: int
    writes: int
    evidence: tuple[Location, ...]


class SharedResource(FindingBase, frozen=True, kw_only=True):
    """A resource that several services use; ``uses`` are writers first."""

    uses: tuple[ResourceUsers, ...]


class SharedQueue(SharedResource, frozen=True, kw_only=True, tag="shared-queue"):
    """A queue of several services."""


class SharedTopic(SharedResource, frozen=True, kw_only=True, tag="shared-topic"):
    """A topic of several services."""


class SharedCache(SharedResource, frozen=True, kw_only=True, tag="shared-cache"):
    """A family of cache keys of several services."""


class SharedFile(SharedResource, frozen=True, kw_only=True, tag="shared-file"):
    """A file, or a family of files, of several services."""


class SharedBucket(SharedResource, frozen=True, kw_only=True, tag="shared-bucket"):
    """A bucket of an object store of several services."""


class SharedIndex(SharedResource, frozen=True, kw_only=True, tag="shared-index"):
    """A search index of several services."""


class SharedState(SharedResource, frozen=True, kw_only=True, tag="shared-state"):
    """A value in the memory of the process, or a setting that is changed, of several services."""


class LiveObject(FindingBase, frozen=True, kw_only=True, tag="live-object"):
    """A definition that others hand, or get from it, what cannot leave its process; ``callers`` are those of others."""

    definition: str
    values: tuple[LiveValue, ...]
    callers: tuple[Part, ...]


class BlastRadius(FindingBase, frozen=True, kw_only=True, tag="blast-radius"):
    """A service without which entry points of others stop working; ``lost`` counts them by service, with all it has."""

    service: str
    lost: tuple[tuple[str, int, int], ...]
