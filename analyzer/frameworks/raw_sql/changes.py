"""What does a statement make of the schema: which table does it create, alter, rename or drop?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.frameworks.raw_sql.columns import Column, Reference, read_columns, read_constraint
from analyzer.frameworks.raw_sql.identifiers import read_name
from analyzer.frameworks.raw_sql.tokens import WORD, Token
from analyzer.frameworks.raw_sql.vocabulary import keywords

_KINDS = {"TABLE": "create", "VIEW": "view", "SEQUENCE": "sequence"}
_BEFORE_KIND = keywords(
    "OR REPLACE GLOBAL LOCAL TEMP TEMPORARY UNLOGGED EXTERNAL TRANSIENT VIRTUAL MATERIALIZED RECURSIVE FOREIGN COLUMN "
    "ALGORITHM UNDEFINED MERGE TEMPTABLE SQL SECURITY INVOKER DEFINER = FORCE"
)
_ACTIONS = keywords(
    "ADD ALTER ATTACH AUTO_INCREMENT CHANGE CLUSTER CONVERT DETACH DISABLE DROP ENABLE ENGINE INHERIT MODIFY OWNER "
    "RENAME REPLICA SET VALIDATE WITH"
)
_GUARDS = frozenset({"IF", "NOT", "EXISTS", "ONLY", "CONCURRENTLY"})


class Change(msgspec.Struct, frozen=True, gc=False):
    """One change of the schema.

    ``kind``: create, view, sequence, drop, rename, alter, and of columns add, drop column, rename column. ``tables``
    are more that are dropped with it; ``other`` is the new name, or the table that a new one is like. ``query`` is the
    token at which the query begins whose rows a table or view holds, -1 without one; ``sources`` are its tables.
    ``is_sure`` unless the words may be a sentence; ``more`` are further changes of the same statement.
    """

    kind: str
    table: str
    tables: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    references: tuple[Reference, ...] = ()
    other: str = ""
    is_temporary: bool = False
    sources: tuple[str, ...] = ()
    query: int = -1
    is_sure: bool = True
    more: tuple[Change, ...] = ()


def read_change(words: Sequence[Token]) -> Change | None:
    """Return what a statement makes of the schema; None where it is about rows, an index, a trigger or the like."""
    match words[0].upper if words else "":
        case "CREATE":
            return _created(words)
        case "ALTER":
            return _altered(words)
        case "RENAME" if len(words) > 4 and words[1].upper == "TABLE":  # noqa: PLR2004  # RENAME TABLE a TO b
            old, place = read_name(words, 2)
            new, _ = read_name(words, place + 1)
            return Change("rename", old, other=new) if old and new else None
        case "DROP":
            return _dropped(words)
        case _:
            return None


def _upper(words: Sequence[Token], place: int) -> str:
    return words[place].upper if 0 <= place < len(words) else ""


def _created(words: Sequence[Token]) -> Change | None:
    place = 1
    while _upper(words, place) in _BEFORE_KIND:
        place += 1
    kind = _KINDS.get(_upper(words, place), "")
    if not kind:
        return None
    before = {word.upper for word in words[1:place]}
    place += 1
    while _upper(words, place) in _GUARDS:
        place += 1
    name, place = read_name(words, place)
    if not name or name.isdigit():
        return None
    is_temporary = not before.isdisjoint({"TEMP", "TEMPORARY"}) or name.startswith(("#", "temp."))
    change = Change(kind, name, is_temporary=is_temporary)
    follows = _upper(words, place)
    if kind == "sequence":
        return change
    if follows == "(" and kind == "create" and _upper(words, place + 1) not in ("SELECT", "WITH", "LIKE"):
        columns, references, place = read_columns(words, place)
        change = msgspec.structs.replace(change, columns=columns, references=references)
    elif follows in ("LIKE", "CLONE") or (follows == "(" and _upper(words, place + 1) == "LIKE"):
        other, _ = read_name(words, place + 1 + (follows == "("))
        return msgspec.structs.replace(change, other=other)
    elif follows == "PARTITION" and _upper(words, place + 1) == "OF":
        return None  # a part of a table that is there
    elif follows == "USING" and "VIRTUAL" in before:
        return _virtual(words, place, change)
    query = _query(words, place)
    is_sure = bool(change.columns) or query >= 0 or follows in ("AS", "USING", "ENGINE", "INHERITS", "OF")
    return msgspec.structs.replace(change, query=query, is_sure=is_sure)


def _virtual(words: Sequence[Token], place: int, change: Change) -> Change:
    """``CREATE VIRTUAL TABLE name USING module (column, option=value)``."""
    if _upper(words, place + 2) != "(":
        return change
    columns, _, _ = read_columns(words, place + 2)
    return msgspec.structs.replace(change, columns=columns)


def _query(words: Sequence[Token], place: int) -> int:
    """Where the query of ``CREATE … AS SELECT`` begins; -1 for none."""
    depth = 0
    for at in range(place, len(words)):
        upper = words[at].upper
        depth += (upper == "(") - (upper == ")")
        if depth == 0 and upper == "AS" and words[at].kind == WORD:
            begins = next((one for one in range(at + 1, len(words)) if words[one].upper != "("), at)
            return begins if words[begins].upper in ("SELECT", "WITH", "VALUES", "TABLE") else -1
        if depth == 0 and upper == "SELECT":
            return at
    return -1


def _dropped(words: Sequence[Token]) -> Change | None:
    place = 1
    before = set()
    while _upper(words, place) in ("TEMPORARY", "MATERIALIZED", "FOREIGN", "EXTERNAL"):
        before.add(_upper(words, place))
        place += 1
    if _upper(words, place) not in _KINDS:
        return None
    place += 1
    names = []
    while True:
        while _upper(words, place) in _GUARDS:
            place += 1
        name, place = read_name(words, place)
        if name:
            names.append(name)
        if _upper(words, place) != ",":
            break
        place += 1
    return Change("drop", names[0], tuple(names[1:])) if names else None


def _altered(words: Sequence[Token]) -> Change | None:
    if _upper(words, 1) not in _KINDS and _upper(words, 2) != "VIEW":
        return None
    place = 2 if _upper(words, 1) in _KINDS else 3
    while _upper(words, place) in _GUARDS:
        place += 1
    name, place = read_name(words, place)
    if not name:
        return None
    found = []
    for start, end in _actions(words, place):
        change = _action(words[start:end], name)
        if change is not None:
            found.append(change)
    if not found:
        return Change("alter", name, is_sure=_upper(words, place) in _ACTIONS)
    return msgspec.structs.replace(found[0], more=tuple(found[1:]))


def _actions(words: Sequence[Token], place: int) -> list[tuple[int, int]]:
    """The places of the actions of an ``ALTER TABLE``, which stand between commas."""
    found, start, depth = [], place, 0
    for at in range(place, len(words)):
        upper = words[at].upper
        depth += (upper == "(") - (upper == ")")
        if upper == "," and depth == 0:
            found.append((start, at))
            start = at + 1
    found.append((start, len(words)))
    return found


def _action(words: Sequence[Token], table: str) -> Change | None:
    first, second = _upper(words, 0), _upper(words, 1)
    if first == "RENAME" and second in ("TO", "AS"):
        new, _ = read_name(words, 2)
        return Change("rename", table, other=new) if new else None
    if first == "RENAME":
        old, place = read_name(words, 1 + (second == "COLUMN"))
        new, _ = read_name(words, place + 1)
        is_column = _upper(words, place) == "TO" and second not in ("CONSTRAINT", "INDEX", "KEY")
        return Change("rename column", table, columns=(Column(old),), other=new) if is_column and new else None
    if first == "CHANGE":
        old, place = read_name(words, 1 + (second == "COLUMN"))
        new, _ = read_name(words, place)
        return Change("rename column", table, columns=(Column(old),), other=new) if old and new else None
    if first == "DROP" and second not in ("CONSTRAINT", "PRIMARY", "FOREIGN", "INDEX", "KEY", "DEFAULT", "CHECK"):
        place = 1 + (second == "COLUMN")
        while _upper(words, place) in _GUARDS:
            place += 1
        name, _ = read_name(words, place)
        return Change("drop column", table, columns=(Column(name),)) if name else None
    if first == "ADD":
        return _added(words, table)
    return None


def _added(words: Sequence[Token], table: str) -> Change | None:
    place = 1 + (_upper(words, 1) == "COLUMN")
    while _upper(words, place) in _GUARDS:
        place += 1
    if _upper(words, place) == "(":
        columns, references, _ = read_columns(words, place)
    else:
        column, references = read_constraint(words[place:])
        columns = (column,) if column is not None else ()
    return Change("add", table, columns=columns, references=references) if columns or references else None
