"""Does a real parser accept a statement that looked odd? sqlglot is asked, and loaded only then."""

from __future__ import annotations

import re

from analyzer.link.patterns import BLANK

_PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|\?|(?<![:\w]):[a-zA-Z_]\w*|\$\d+|\{[\w.]*\}")
_UNKNOWN = re.compile(f"[{BLANK}\U000f0000-\U0010fffd]+")
_LONGEST = 20_000
_DIALECTS = ("postgres", "clickhouse", "snowflake", "tsql")


def is_accepted(text: str, dialect: str = "") -> bool:
    """Return whether sqlglot reads a statement, in the dialect of the program if that is known."""
    if len(text) > _LONGEST or text.rstrip().endswith((".", "!", ":")):
        return False
    import logging

    import sqlglot
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it warns of what it falls back to
    filled = _PLACEHOLDER.sub("NULL", _UNKNOWN.sub("x", text))
    for one in (dialect,) if dialect else _DIALECTS:
        try:
            parsed = sqlglot.parse(filled, dialect=one)
        except (SqlglotError, RecursionError, ValueError):
            continue
        if all(statement is not None and statement.__class__.__name__ != "Command" for statement in parsed):
            return True
    return False
