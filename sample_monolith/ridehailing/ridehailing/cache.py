"""A small cache on disk that all processes of one machine share."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote as escape

from ridehailing.config import settings


def get(key: str, default: Any = None) -> Any:
    """The value put under *key*, or *default* when absent or stale."""
    try:
        until, value = json.loads(_path(key).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return default
    return value if until > time.time() else default


def put(key: str, value: Any, seconds: int = 60) -> None:
    """Keep a JSON value for a while."""
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps([time.time() + seconds, value]), encoding="utf-8")
    draft.replace(path)


def drop(key: str) -> None:
    """Forget *key*."""
    _path(key).unlink(missing_ok=True)


def _path(key: str) -> Path:
    return settings.cache / f"{escape(key, safe='')}.json"
