"""A small cache in memory: values with a time to live, lost when the process ends."""

from __future__ import annotations

import time
from typing import Any

_ENTRIES: dict[str, tuple[float, Any]] = {}


def put(key: str, value: Any, seconds: float = 300) -> None:
    _ENTRIES[key] = (time.monotonic() + seconds, value)


def get(key: str) -> Any | None:
    entry = _ENTRIES.get(key)
    if entry is None:
        return None
    ends, value = entry
    if ends < time.monotonic():
        del _ENTRIES[key]
        return None
    return value


def clear() -> None:
    _ENTRIES.clear()
