"""In which order do files change the schema, which of them are out of date, and for which database is each?

``full_schemas/72/full.sql`` comes before ``delta/73/01_x.sql``, which comes before ``delta/73/10_y.sql``: folders and
files of changes come last, and numbers count as numbers. Where a full schema has a number, changes up to that number
are in it. Files for one kind of database only (``.sql.postgres``, ``mysql/``) are applied beside those for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

_CHANGES = re.compile(
    r"(?:deltas?|migrations?|migrate|upgrades?|updates?|patch(?:es)?|changes?|changesets?|versions?|evolutions?|alters?"
    r"|diffs?|incremental)(?![a-z])",
    re.IGNORECASE,
)
_FULL = re.compile(r"full|snapshot|baseline|complete", re.IGNORECASE)
_BACK = re.compile(r"(?:^|[._-])(?:down|downgrade|rollback|revert|undo|teardown|uninstall)(?:[._-]|$)", re.IGNORECASE)
_UNKNOWN = re.compile("[\uf8ff\U000f0000-\U0010fffd]")
_NUMBER = re.compile(r"(\d+)")
_LEADING_NUMBER = re.compile(r"[a-z_-]{0,3}0*(\d{1,9})(?!\d)", re.IGNORECASE)
_DIALECT = re.compile(
    r"(?:^|[._/-])(?:(?P<postgres>postgres(?:ql)?|psql|pgsql|pg)|(?P<sqlite>sqlite3?)|(?P<mysql>mysql|mariadb)"
    r"|(?P<oracle>oracle)|(?P<tsql>mssql|sqlserver))(?=[._/-]|$)",
    re.IGNORECASE,
)
_DIGITS = 9  # longer numbers are compared as text

Source = TypeVar("Source")


def in_order(sources: Iterable[tuple[str, Source]]) -> tuple[list[tuple[str, Source]], list[tuple[str, Source]]]:
    """Return what changes the schema, by path, in the order in which it is applied, and what is out of date."""
    found = sorted(
        ((path, one) for path, one in sources if not _goes_back(path)),
        key=lambda pair: (_is_code(pair[0]), _order(pair[0])),
    )
    full = _newest_full([path for path, _ in found])
    past = {path for path, _ in found if _is_superseded(path, full)}
    return [one for one in found if one[0] not in past], [one for one in found if one[0] in past]


def is_change(path: str) -> bool:
    """Return whether a file belongs to the changes that a schema has gone through."""
    return any(_CHANGES.match(part) for part in path.split("/")[:-1])


def dialect_of(path: str) -> str:
    """Return the kind of database that a file is for, by its name or its folders; empty where it is for all."""
    found = ""
    for match in _DIALECT.finditer(path):
        found = match.lastgroup or ""
    return found


def dialects_of(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of databases that files are for; one that is empty where none is for one only."""
    return tuple(sorted({dialect_of(path) for path in paths} - {""})) or ("",)


def _is_code(path: str) -> bool:
    """Code that is no change of its own finds the schema in place."""
    return path.endswith(".py") and not is_change(path)


def _order(path: str) -> tuple[tuple[bool, tuple[tuple[int, int, str], ...]], ...]:
    return tuple((_CHANGES.match(part) is not None, _natural(part)) for part in path.split("/"))


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (0, int(part), part)
        if part.isdecimal() and part.isascii() and len(part) <= _DIGITS * 2
        else (1, 0, part.lower())
        for part in _NUMBER.split(text)
        if part
    )


def _goes_back(path: str) -> bool:
    return _BACK.search(path.rpartition("/")[2]) is not None


def _number(part: str) -> int:
    match = _LEADING_NUMBER.match(part)
    return int(match[1]) if match is not None else -1


def _newest_full(paths: Iterable[str]) -> dict[str, int]:
    """The number of the newest full schema, by the folder that holds all of them."""
    newest: dict[str, int] = {}
    for path in paths:
        parts = path.split("/")
        for place in range(1, len(parts) - 1):
            if _FULL.search(parts[place - 1]) and parts[place].isdecimal() and _number(parts[place]) >= 0:
                folder = "/".join(parts[: place - 1])
                newest[folder] = max(newest.get(folder, -1), _number(parts[place]))
    return newest


def _is_superseded(path: str, newest: dict[str, int]) -> bool:
    parts = path.split("/")
    for place in range(len(parts) - 1):
        version = newest.get("/".join(parts[:place]))
        if version is None:
            continue
        number = _number(parts[place + 1])
        if _FULL.search(parts[place]):
            return 0 <= number < version
        if _CHANGES.match(parts[place]):
            return 0 <= number <= version
    return False


def file_named(name: str, paths: Iterable[str]) -> str:
    """Return the only path that is, or ends in, a name that code gives, folder by folder; empty for none or several."""
    known = _UNKNOWN.split(name.replace("\\", "/"))[-1]
    if known != name and not known.startswith("/"):
        return ""
    wanted = "/".join(part for part in known.split("/") if part not in ("", ".", ".."))
    found = [path for path in paths if path == wanted or path.endswith(f"/{wanted}")] if wanted else []
    return found[0] if len(found) == 1 else ""
