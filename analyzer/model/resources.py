"""What definitions share besides tables: queues, topics, caches, files, buckets, indexes, state, settings."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class ResourceKind(StrEnum):
    """What is shared; ``state`` lives in the memory of the process, ``setting`` in configuration or environment."""

    QUEUE = "queue"
    TOPIC = "topic"
    CACHE = "cache"
    BUCKET = "bucket"
    FILE = "file"
    INDEX = "index"
    STATE = "state"
    SETTING = "setting"


class ResourceOperation(StrEnum):
    """What a use does: contents are read or written, messages published or consumed."""

    READ = "read"
    WRITE = "write"
    PUBLISH = "publish"
    CONSUME = "consume"


class ResourceUse(msgspec.Struct, frozen=True, order=True):
    """A definition (by path and qualname; ``<module>`` outside all) uses a resource.

    ``name`` is its name, or the family of its names with ``*`` for what differs: ``price:*``.
    """

    kind: ResourceKind
    name: str
    operation: ResourceOperation
    path: str
    qualname: str
    line: int
    framework: str
    service: str = ""
