"""Which columns does a table have, and to which columns of other tables do they refer?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.frameworks.raw_sql.identifiers import read_name
from analyzer.frameworks.raw_sql.tokens import NAME, STRING, WORD, Token
from analyzer.frameworks.raw_sql.vocabulary import keywords

_CONSTRAINTS = keywords(
    "PRIMARY UNIQUE CONSTRAINT FOREIGN CHECK KEY INDEX EXCLUDE LIKE PERIOD FULLTEXT SPATIAL INHERITS PROJECTION"
)
_KEYS = frozenset({"KEY", "INDEX", "PERIOD", "LIKE", "PROJECTION"})  # which may also be what a column is called


class Column(msgspec.Struct, frozen=True, gc=False):
    """A column, by its name."""

    name: str


class Reference(msgspec.Struct, frozen=True, gc=False):
    """A column that refers to a table, and its column there, empty where it is the table's key."""

    column: str
    to_table: str
    to_column: str


def read_columns(words: Sequence[Token], place: int) -> tuple[tuple[Column, ...], tuple[Reference, ...], int]:
    """Return the columns and references between the parentheses that open at a place, and the place behind them."""
    columns: list[Column] = []
    references: list[Reference] = []
    start, depth = place + 1, 0
    for at in range(place, len(words)):
        upper = words[at].upper
        depth += (upper == "(") - (upper == ")")
        if (depth == 1 and upper == ",") or depth == 0:
            column, found = read_constraint(words[start:at])
            columns += [column] if column is not None else []
            references += found
            start = at + 1
        if depth == 0:
            return tuple(columns), tuple(references), at + 1
    column, found = read_constraint(words[start:])
    return (*columns, *([column] if column is not None else ())), (*references, *found), len(words)


def read_constraint(words: Sequence[Token]) -> tuple[Column | None, tuple[Reference, ...]]:
    """Return the column that words between commas define, if they do, and the references that they hold."""
    if not words:
        return None, ()
    first = words[0]
    follows = words[1].upper if len(words) > 1 else ""
    if first.kind == WORD and first.upper in _CONSTRAINTS and not _is_column(first, words):
        return None, tuple(_constraint(words))
    if first.kind not in (WORD, NAME, STRING) and first.upper != "[":
        return None, ()
    name, place = read_name(words, 0)
    if not name or follows == "=":
        return None, ()
    return Column(name), tuple(Reference(name, *target) for target in _targets(words, place))


def _is_column(first: Token, words: Sequence[Token]) -> bool:
    """``key text NOT NULL`` is a column, ``KEY name (column)`` is none."""
    if first.upper not in _KEYS:
        return False
    return not any(word.upper == "(" for word in words[1:3]) and first.upper != "LIKE"


def _constraint(words: Sequence[Token]) -> list[Reference]:
    """The references of ``FOREIGN KEY (a, b) REFERENCES t (c, d)``."""
    start = next((at for at, word in enumerate(words) if word.upper == "FOREIGN"), -1)
    if start < 0:
        return []
    opens = next((at for at in range(start, len(words)) if words[at].upper == "("), len(words))
    own, place = _list(words, opens)
    for at in range(place, len(words)):
        if words[at].upper == "REFERENCES":
            table, behind = read_name(words, at + 1)
            theirs, _ = _list(words, behind)
            return [
                Reference(column, table, theirs[number] if number < len(theirs) else "")
                for number, column in enumerate(own)
                if table
            ]
    return []


def _targets(words: Sequence[Token], place: int) -> list[tuple[str, str]]:
    found = []
    for at in range(place, len(words)):
        if words[at].upper == "REFERENCES":
            table, behind = read_name(words, at + 1)
            theirs, _ = _list(words, behind)
            if table:
                found.append((table, theirs[0] if theirs else ""))
    return found


def _list(words: Sequence[Token], place: int) -> tuple[list[str], int]:
    """The names between the parentheses that open at a place, and the place behind them."""
    names: list[str] = []
    if place >= len(words) or words[place].upper != "(":
        return names, place
    place += 1
    while place < len(words) and words[place].upper != ")":
        name, behind = read_name(words, place)
        if name:
            names.append(name)
        place = max(behind, place + 1)
        while place < len(words) and words[place].upper not in (",", ")"):
            place += 1
        if place < len(words) and words[place].upper == ",":
            place += 1
    return names, place + 1
