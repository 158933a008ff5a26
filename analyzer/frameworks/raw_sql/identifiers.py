"""Which table does a name in SQL mean, as it is written there?

A name is what stands between dots, in any quotes: its last part is the table, the one before it the schema; a catalogue
or project before both is left out. An unknown part keeps its mark (``analyzer.link.patterns``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.frameworks.raw_sql.tokens import NAME, SIGN, STRING, WORD, Token
from analyzer.link.patterns import BLANK, is_known, says_nothing

_FILLED = re.compile(r"%s|%\(\w+\)s|\{\{[^{}]*\}\}|\{[\w.!\[\]]*\}")
_WORD = re.compile(r"\w+")
_CATALOGUE = re.compile(
    r"(?:sqlite_(?:master|schema|temp_master|temp_schema|sequence|stat\d|dbpage)"
    r"|pragma_\w+|pg_(?!\w*\.)\w+|dual|sysibm\.\w+|v\$\w+"
    r"|(?:information_schema|pg_catalog|pg_toast|performance_schema|mysql|sys|system|sqlite_\w+)\..*)$",
    re.IGNORECASE,
)
_DEFAULT_SCHEMAS = ("public.", "main.", "dbo.")


def read_name(tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """Return the name that begins at a token, and the place behind it; an empty name where none begins.

    The name of what is filled in when the statement runs is a blank; a variable has none.
    """
    parts: list[str] = []
    count = len(tokens)
    while place < count:
        part, behind = _part(tokens, place)
        if behind == place:
            break
        parts += part
        place = behind
        while place < count and tokens[place].upper == "." and behind < count:
            place += 1
        if place == behind:
            break
    if not parts or parts[-1].startswith("@"):
        return "", place
    known = [part for part in parts[-2:-1] if part and is_known(part)]
    return ".".join([*known, parts[-1]]), place


def _part(tokens: Sequence[Token], place: int) -> tuple[list[str], int]:
    kind, text, upper, _ = tokens[place]
    if kind == WORD:
        return [_with_blanks(text)], place + 1
    if kind == NAME:
        inner = _with_blanks(text[1:-1].replace('""', '"'))
        return (inner.split(".") if text[0] == "`" else [inner]), place + 1
    if kind == STRING and _WORD.fullmatch(text[1:-1]):
        return [text[1:-1]], place + 1
    if upper == "[":
        return _bracketed(tokens, place)
    if kind == SIGN and (upper == "?" or (len(upper) > 1 and upper[0] in ":$" and upper != "::")):
        return [BLANK], place + 1
    return [], place


def _bracketed(tokens: Sequence[Token], place: int) -> tuple[list[str], int]:
    """``[Order Details]``: the words up to the bracket that closes."""
    words = []
    end = place + 1
    while end < len(tokens) and tokens[end].kind in (WORD, NAME) and end - place <= 8:  # noqa: PLR2004  # words of a name
        words.append(tokens[end].text)
        end += 1
    if not words or end == len(tokens) or tokens[end].upper != "]":
        return [], place
    return [_with_blanks(" ".join(words))], end + 1


def _with_blanks(text: str) -> str:
    return _FILLED.sub(BLANK, text) if "%" in text or "{" in text else text


def is_catalogue(name: str) -> bool:
    """Return whether a table belongs to the database itself, and not to the program."""
    return _CATALOGUE.match(name) is not None


def is_named(name: str) -> bool:
    """Return whether a name is known in all its parts."""
    return bool(name) and is_known(name) and not says_nothing(name)


def without_default_schema(name: str) -> str:
    """Return a name without the schema that every database of a kind begins with: ``public``, ``main``, ``dbo``."""
    lowered = name.lower()
    for schema in _DEFAULT_SCHEMAS:
        if lowered.startswith(schema):
            return name[len(schema) :]
    return name
