"""Named queues on disk, one JSON file per item; several processes may share them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import count
from os import getpid
from pathlib import Path
from typing import Any

from ridehailing.config import settings

_serial = count()


def push(queue: str, payload: dict[str, Any]) -> None:
    """Append *payload* to the queue of that name."""
    folder = _folder(queue)
    name = f"{time.time_ns():020d}-{getpid()}-{next(_serial):06d}"
    draft = folder / f"{name}.part"
    draft.write_text(json.dumps(payload), encoding="utf-8")
    draft.rename(folder / f"{name}.json")


def drain(queue: str, limit: int = 100) -> Iterator[dict[str, Any]]:
    """Take up to *limit* items, oldest first; an item is gone once it was yielded."""
    for path in sorted(_folder(queue).glob("*.json"))[:limit]:
        payload = json.loads(path.read_text(encoding="utf-8"))
        path.unlink()
        yield payload


def depth(queue: str) -> int:
    """How many items wait."""
    return sum(1 for _ in _folder(queue).glob("*.json"))


def _folder(queue: str) -> Path:
    folder = settings.spool / queue
    folder.mkdir(parents=True, exist_ok=True)
    return folder
