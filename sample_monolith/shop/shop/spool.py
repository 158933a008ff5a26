"""A queue in a directory: one file for each message, oldest first.

Without SHOP_SPOOL the messages stay in memory, which is enough for one process.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

_memory: dict[str, deque[dict[str, Any]]] = {}


def _folder(queue: str) -> Path:
    folder = Path(settings.SPOOL_DIR) / queue
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def publish(queue: str, message: dict[str, Any]) -> None:
    if not settings.SPOOL_DIR:
        _memory.setdefault(queue, deque()).append(message)
        return
    folder = _folder(queue)
    number = max((int(path.stem) for path in folder.glob("*.json")), default=0) + 1
    (folder / f"{number:09d}.json").write_text(json.dumps(message), encoding="utf-8")


def consume(queue: str) -> Iterator[dict[str, Any]]:
    """Gives each message once; a message is gone as soon as the next one is asked for."""
    if not settings.SPOOL_DIR:
        waiting = _memory.get(queue, deque())
        while waiting:
            yield waiting.popleft()
        return
    for path in sorted(_folder(queue).glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))
        path.unlink()


def waiting(queue: str) -> int:
    if not settings.SPOOL_DIR:
        return len(_memory.get(queue, ()))
    return len(list(_folder(queue).glob("*.json")))


def clear() -> None:
    _memory.clear()
