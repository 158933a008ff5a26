"""What does a SQL text say: which tables does each of its statements read, write, create or change?"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.raw_sql.changes import Change, read_change
from analyzer.frameworks.raw_sql.judge import is_accepted
from analyzer.frameworks.raw_sql.queries import Reader
from analyzer.frameworks.raw_sql.tokens import STRING, Token, split, tokens
from analyzer.frameworks.raw_sql.vocabulary import begins_like_sql
from analyzer.model.data import RowOperation

_SIGNS = frozenset({"*", "=", "(", "?", "<", ">", "%S"})
_LONGEST = 200_000  # characters of a text that a program runs


class TableUse(msgspec.Struct, frozen=True, gc=False):
    """What a statement does to a table.

    ``name`` is as written, with its schema if it has one; parts that are not known are private-use characters (see
    ``analyzer.link.patterns``): a name of nothing else is a table of which nothing is known.
    """

    name: str
    operation: RowOperation


class Statement(msgspec.Struct, frozen=True, gc=False):
    """One statement: its tables in order, how it brings them together, and what it changes in the schema, if it does.

    ``how``: join, subquery, union, or several of these between semicolons; empty where it has one table. What replaces
    or adds a row (``REPLACE``, ``ON CONFLICT DO UPDATE``, ``MERGE``) is an insert and an update. ``line`` counts from 0
    in the text. A table that is locked, or explained, is read.
    """

    uses: tuple[TableUse, ...]
    how: str
    change: Change | None
    line: int

    @property
    def reads(self) -> tuple[str, ...]:
        """The tables read."""
        return tuple(use.name for use in self.uses if use.operation is RowOperation.SELECT)


class Sql(msgspec.Struct, frozen=True, gc=False):
    """The statements of a text; ``is_sure`` unless something in it looks like a sentence, or like nobody's SQL."""

    statements: tuple[Statement, ...]
    is_sure: bool


class Texts:
    """Reads texts, each once."""

    def __init__(self, dialect: str = "") -> None:
        self.dialect = dialect
        self._known: dict[str, Sql | None] = {}

    def read(self, text: str) -> Sql | None:
        """Return what a text says; None where it is no SQL, or names no table."""
        if text not in self._known:
            self._known[text] = read(text, self.dialect)
        return self._known[text]


def read(text: str, dialect: str = "") -> Sql | None:
    """Return what a text says; None where it is no SQL, or names no table. Never fails."""
    if len(text) > _LONGEST or not begins_like_sql(text):
        return None
    found, is_sure = [], True
    line = before = 0
    for start, part in split(text, dialect):
        line += text.count("\n", before, start)
        before = start
        statement, sure = read_statement(tokens(part, dialect), line)
        if statement is not None:
            found.append(statement)
            is_sure = is_sure and (sure if sure is not None else is_accepted(part, dialect))
    return Sql(tuple(found), is_sure) if found else None


def read_statement(words: list[Token], line: int) -> tuple[Statement | None, bool | None]:
    """Return what one statement says, and whether it is SQL; None where a parser had better be asked."""
    change = read_change(words)
    if change is not None and change.query < 0:
        return Statement((), "", change, line), change.is_sure
    reader = Reader(words).read(change.query if change is not None else 0)
    sure = False if reader.is_prose or _reads_like_prose(words) else reader.is_sure or None
    uses = tuple(TableUse(name, operation) for name, operation in reader.found.tables)
    if change is not None:
        change = msgspec.structs.replace(change, sources=tuple(dict.fromkeys(use.name for use in uses)))
    if change is not None and change.kind == "view":
        return Statement((), "", change, line), sure
    if change is not None:
        uses = (TableUse(change.table, RowOperation.INSERT), *uses)
    if not uses:
        return None, True
    several = len({use.name for use in uses}) > 1
    return Statement(uses, ";".join(sorted(reader.found.ways)) if several else "", change, line), sure


def _reads_like_prose(words: list[Token]) -> bool:
    """``Select drivers from lists``: a capital at the beginning and small letters afterwards, and no sign of SQL."""
    if not words[0].text[1:].islower() or not words[0].text[0].isupper():
        return False
    return not any(word.upper in _SIGNS or word.kind == STRING or "_" in word.text for word in words)
