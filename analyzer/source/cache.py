"""Which files were read before? Keeps what became of a file's bytes, under a hash of them, in one SQLite file.

The cache is a convenience: whatever is wrong with it is said and costs its help, never the run.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

LARGEST = 512 * 1024 * 1024
"""Bytes of results kept; the longest unused go first."""

_FRESH = 24 * 3600  # seconds after which a use is written down anew
_WAIT = 5.0  # seconds for which a run waits for another that is writing
_TABLE = """
    CREATE TABLE IF NOT EXISTS results (
        key BLOB PRIMARY KEY, content BLOB NOT NULL, size INTEGER NOT NULL, used INTEGER NOT NULL
    ) WITHOUT ROWID
"""
_DROP_OLDEST = """
    DELETE FROM results WHERE key IN (
        SELECT key FROM (SELECT key, SUM(size) OVER (ORDER BY used DESC, key) AS kept FROM results) WHERE kept > ?
    )
"""
_FORMAT = 1  # of the table; another one is thrown away


def cache_file() -> Path:
    """Return where the cache lies: ``$SEAMLINE_CACHE`` (a folder), else the user's cache folder."""
    import platformdirs

    folder = os.environ.get("SEAMLINE_CACHE") or platformdirs.user_cache_dir("seamline", appauthor=False)
    return Path(folder) / "files.sqlite"


class Cache:
    """What became of bytes that were read before.

    ``maker`` identifies the code that makes the results and is part of every key, so that other code never finds them.
    ``say`` is told when the cache cannot be used.
    """

    def __init__(self, file: Path, maker: bytes, say: Callable[[str], None] = lambda _: None) -> None:
        self._say = say
        self._file = file
        self._maker = maker
        self._new: dict[bytes, bytes] = {}
        self._stale: list[bytes] = []
        self._now = int(time.time())
        self._connection = self._opened(file)

    def key(self, content: bytes) -> bytes:
        """Return the key of a file's bytes."""
        return hashlib.sha256(self._maker + content).digest()

    def get(self, key: bytes) -> bytes | None:
        """Return what was kept under a key."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT content, used FROM results WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as problem:
            self._give_up(problem)
            return None
        if row is None:
            return None
        if self._now - row[1] > _FRESH:
            self._stale.append(key)
        return bytes(row[0])

    def put(self, key: bytes, content: bytes) -> None:
        """Keep a result; it is written when the cache is closed."""
        self._new[key] = content

    def close(self) -> None:
        """Write what is new, in one transaction, drop what is too much, and let go of the file."""
        if self._connection is None:
            return
        try:
            if self._new or self._stale:
                self._write(self._connection, self._new)
            self._connection.close()
        except sqlite3.Error as problem:
            self._give_up(problem)
        self._connection = None

    def _write(self, connection: sqlite3.Connection, new: Mapping[bytes, bytes]) -> None:
        rows = [(key, content, len(content), self._now) for key, content in new.items()]
        with connection:
            connection.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
            connection.executemany(
                "UPDATE results SET used = ? WHERE key = ?", [(self._now, key) for key in self._stale]
            )
            (size,) = connection.execute("SELECT COALESCE(SUM(size), 0) FROM results").fetchone()
            if size > LARGEST:
                connection.execute(_DROP_OLDEST, (LARGEST,))

    def _opened(self, file: Path) -> sqlite3.Connection | None:
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                return _connected(file)
            except sqlite3.DatabaseError as problem:
                if isinstance(problem, sqlite3.OperationalError):
                    raise
                self._say(f"the cache {file} is damaged or of another version and is made anew")
                _drop(file)
                return _connected(file)
        except (sqlite3.Error, OSError) as problem:
            self._say(f"the cache {file} cannot be used: {problem}; going on without it")
            return None

    def _give_up(self, problem: sqlite3.Error) -> None:
        self._say(f"the cache cannot be used any more: {problem}; going on without it")
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None
        if not isinstance(problem, sqlite3.OperationalError):
            with suppress(OSError):
                _drop(self._file)


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_WAIT)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        _check(version)
        connection.execute("PRAGMA synchronous = OFF")  # after a power cut a damaged cache is made anew
        if version == 0:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
        connection.execute("SELECT used FROM results LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _check(version: int) -> None:
    if version not in (0, _FORMAT):
        raise sqlite3.DatabaseError(f"the cache has format {version}")


def _drop(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
