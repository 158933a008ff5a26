"""Of which words is a text made, if it is SQL, and where does one statement end and the next begin?

One way of cutting serves all dialects and never fails: what is not closed goes on to the end. Parts that are not known
(``analyzer.link.patterns``), and placeholders that Python replaces in the text (``%s``, ``{table}``), are letters of
the word that they stand in. Every pattern here is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzer.link.patterns import BLANK

_UNKNOWN = f"{BLANK}\U000f0000-\U0010fffd"
_FILLED = r"%s(?![A-Za-z0-9])|%\(\w+\)s|\{\{[^{}]*\}\}|\{[\w.!\[\]]*\}"
_DOLLARS = r"\$((?:[A-Za-z_]\w*)?)\$(?:[\s\S]*?\$\{}\$|[\s\S]*)"
_COMMENT = r"--[^\n]*|/\*(?:[\s\S]*?\*/|[\s\S]*)|\{%(?:[\s\S]*?%\}|[\s\S]*)|\{\#(?:[\s\S]*?\#\}|[\s\S]*)"
_STRING = r"'[^']*(?:''[^']*)*(?:'|\Z)"
_ESCAPED_STRING = r"'[^'\\]*(?:(?:''|\\[\s\S])[^'\\]*)*(?:'|\Z)"
_QUOTED = r'"[^"]*(?:""[^"]*)*(?:"|\Z)|`[^`]*(?:`|\Z)'
_BACKSLASH = frozenset({"mysql", "bigquery", "clickhouse"})  # a backslash in a string hides the quote behind it

WORD, NAME, STRING, NUMBER, SIGN = range(5)


class Token(NamedTuple):
    """A word (``upper`` in capitals, to be compared), quoted name, string, number or sign, and where it begins."""

    kind: int
    text: str
    upper: str
    start: int


def _pattern(string: str, *, hash_comments: bool) -> re.Pattern[str]:
    comment = _COMMENT + (r"|\#[^\n]*" if hash_comments else "")
    begins = "" if hash_comments else r"\#"
    return re.compile(
        rf"\s+|{comment}"
        rf"|(?P<string>[eEnNbBxX]?{string}|{_DOLLARS.format(2)})"
        rf"|(?P<quoted>{_QUOTED})"
        rf"|(?P<word>(?:[^\W\d]|[{_UNKNOWN}]|[@{begins}]+(?=\w)|{_FILLED})(?:[\w$@\#]|[{_UNKNOWN}]|{_FILLED})*)"
        r"|(?P<number>\d[\w.]*)"
        r"|(?P<sign>\?|::|:\w+|\$\w+|[^\s])"
    )


_PLAIN = _pattern(_STRING, hash_comments=False)
_MYSQL = _pattern(_ESCAPED_STRING, hash_comments=True)
_ESCAPED = _pattern(_ESCAPED_STRING, hash_comments=False)
_KINDS = {"string": STRING, "quoted": NAME, "word": WORD, "number": NUMBER, "sign": SIGN}

_ENDS = re.compile(
    rf"(?P<skip>{_COMMENT}|{_STRING}|{_QUOTED}|{_DOLLARS.format(2)})|(?P<end>;|^[ \t]*(?:go|/)[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_ESCAPED_ENDS = re.compile(
    rf"(?P<skip>{_COMMENT}|{_ESCAPED_STRING}|{_QUOTED}|{_DOLLARS.format(2)})|(?P<end>;|^[ \t]*(?:go|/)[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_LEADING = re.compile(rf"(?:\s+|{_COMMENT}|\\[^\n]*|delimiter[ \t]+\S+)*", re.IGNORECASE)
_ROUTINE = re.compile(
    r"create\s+(?:or\s+(?:replace|alter)\s+)?(?:temp(?:orary)?\s+|constraint\s+|definer\s*=\s*\S+\s+)?"
    r"(?:trigger|function|procedure|event|package)\b",
    re.IGNORECASE,
)
_BEGIN = re.compile(r"\bbegin\b", re.IGNORECASE)
_DOLLAR = re.compile(r"\$\w*\$")  # quotes the whole body
_END = re.compile(r"end\b(?!\s+(?:if|loop|case|while|repeat)\b)", re.IGNORECASE)
_COPIED = re.compile(r"copy\b[\s\S]*\bfrom\s+stdin\b", re.IGNORECASE)


def tokens(text: str, dialect: str = "") -> list[Token]:
    """Return the tokens of a text without its comments."""
    pattern = _PLAIN
    if dialect in _BACKSLASH:
        pattern = _MYSQL if dialect == "mysql" else _ESCAPED
    found = []
    for match in pattern.finditer(text):
        group = match.lastgroup
        if group is not None:
            kind, value = _KINDS[group], match.group()
            upper = value.upper() if kind == WORD else value if kind == SIGN else ""
            found.append(Token(kind, value, upper, match.start()))
    return found


def split(text: str, dialect: str = "") -> Iterator[tuple[int, str]]:
    """Yield each statement of a text with the place where it begins, without the comments before it.

    The body of a trigger or routine belongs to its statement, and the rows behind ``COPY … FROM stdin`` to none.
    """
    pattern = _ESCAPED_ENDS if dialect in _BACKSLASH else _ENDS
    start = part = position = 0
    inside = False
    while (match := pattern.search(text, position)) is not None:
        position = match.end()
        if match["end"] is None:
            continue
        begins = _first_word(text, start)
        if inside:
            inside = not _END.match(text, _first_word(text, part))
        else:
            inside = bool(
                _ROUTINE.match(text, begins)
                and _BEGIN.search(text, begins, match.start())
                and not _DOLLAR.search(text, begins, match.start())
            )
        part = position
        if inside:
            continue
        if begins < match.start():
            yield begins, text[begins : match.start()]
        if _COPIED.match(text, begins, match.start()):
            ends = text.find("\n\\.", position)
            position = part = ends + 3 if ends >= 0 else len(text)
        start = position
    begins = _first_word(text, start)
    if begins < len(text):
        yield begins, text[begins:]


def _first_word(text: str, start: int) -> int:
    match = _LEADING.match(text, start)
    return match.end() if match is not None else start


def begins_after(text: str) -> int:
    """Return where the first word of a text stands: behind comments and opening parentheses."""
    place = _first_word(text, 0)
    while text.startswith("(", place):
        place = _first_word(text, place + 1)
    return place
