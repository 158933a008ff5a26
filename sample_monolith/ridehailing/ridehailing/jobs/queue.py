"""A queue of our own: named, in order, one small file for each body."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ridehailing.db import database_path


class Spool:
    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, body: dict[str, Any]) -> None:
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{time.time_ns():020d}.json").write_text(json.dumps(body), encoding="utf-8")

    def take(self, name: str) -> dict[str, Any] | None:
        waiting = sorted((self.root / name).glob("*.json"))
        if not waiting:
            return None
        body = json.loads(waiting[0].read_text(encoding="utf-8"))
        waiting[0].unlink()
        return body


def _spool() -> Spool:
    return Spool(Path(database_path() + ".spool"))


def publish(name: str, body: dict[str, Any]) -> None:
    _spool().put(name, body)


def consume(name: str) -> Iterator[dict[str, Any]]:
    spool = _spool()
    while (body := spool.take(name)) is not None:
        yield body
