"""What do string methods, formats and regular expressions of the analysed code make of known texts?

The code is not trusted: only what is listed here is computed, on short texts, with patterns that cannot run for long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

LONGEST = 300
_LONGEST_PATTERN = 80
_LONGEST_SUBJECT = 100
_MOST_REPEATS = 2
_REPEATED_GROUP = re.compile(r"(?<!\\)\)[*+{]|(?<!\\)\{")
_REPEAT = re.compile(r"(?<!\\)[*+]")
_OPTION = re.compile(r"(?<![\\(*+])\?")
_FIELD = re.compile(r"\{\{|\}\}|\{(\w*)\}|[{}]")
_PERCENT = re.compile(r"%%|%(?:\((\w+)\))?[sd]|%")

_METHODS: dict[str, Callable[..., object]] = {
    name: getattr(str, name)
    for name in (
        "capitalize", "casefold", "endswith", "find", "isalnum", "isalpha", "isdigit", "islower", "isspace", "istitle",
        "isupper", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rpartition", "rsplit",
        "rstrip", "split", "startswith", "strip", "swapcase", "title", "upper",
    )
}  # fmt: skip


class Uncomputable(Exception):  # noqa: N818  # no error: the answer "it is not known"
    """What is asked for cannot be known, or would not be computed for an untrusted program."""


def method(text: str, name: str, args: Sequence[object], keywords: Mapping[str, object]) -> object:
    """Return what ``text.name(*args)`` yields; raises Uncomputable for all but pure methods."""
    if name == "format":
        return _formatted(text, args, keywords)
    if name == "join":
        parts = args[0] if len(args) == 1 else None
        if isinstance(parts, (tuple, str)) and all(isinstance(part, str) for part in parts):
            return short(text.join(str(part) for part in parts))
        raise Uncomputable
    if name not in _METHODS or keywords:
        raise Uncomputable
    try:
        made = _METHODS[name](text, *args)
    except (TypeError, ValueError) as problem:
        raise Uncomputable from problem
    return tuple(made) if isinstance(made, list) else short(made) if isinstance(made, str) else made


def percent(text: str, operand: object) -> str:
    """Return ``text % operand``, of ``%s``, ``%d`` and ``%(name)s`` alone."""
    values = list(operand) if isinstance(operand, tuple) else [operand]

    def one(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if found[0] == "%":
            raise Uncomputable
        if found[1]:
            if not isinstance(operand, dict) or found[1] not in operand:
                raise Uncomputable
            return _shown(operand[found[1]])
        if not values:
            raise Uncomputable
        return _shown(values.pop(0))

    return short(_PERCENT.sub(one, text))


def pattern(text: object) -> re.Pattern[str]:
    """Compile a regular expression in which nothing is repeated within a repetition."""
    if not isinstance(text, str) or len(text) > _LONGEST_PATTERN or _REPEATED_GROUP.search(text):
        raise Uncomputable
    if max(len(_REPEAT.findall(text)), len(_OPTION.findall(text))) > _MOST_REPEATS:
        raise Uncomputable
    try:
        return re.compile(text)
    except (re.error, RecursionError, OverflowError) as problem:
        raise Uncomputable from problem


def substituted(compiled: re.Pattern[str], instead: str | Callable[[re.Match[str]], str], text: object) -> str:
    """Return ``compiled.sub(instead, text)``."""
    if not isinstance(text, str) or len(text) > _LONGEST_SUBJECT:
        raise Uncomputable
    try:
        return short(compiled.sub(instead, text))
    except (re.error, IndexError, TypeError) as problem:
        raise Uncomputable from problem


def short(text: str) -> str:
    """Return a text; raises Uncomputable where it grew beyond all names of tables."""
    if len(text) > LONGEST:
        raise Uncomputable
    return text


def snake_case(name: str) -> str:
    """``HTTPLog`` is ``http_log``: Flask-SQLAlchemy's rule, ``camel_to_snake_case`` of its versions 2 and 3."""
    name = re.sub(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", r"_\1", name)
    return name.lower().lstrip("_")


def _formatted(text: str, args: Sequence[object], keywords: Mapping[str, object]) -> str:
    rest = iter(args)

    def one(found: re.Match[str]) -> str:
        if found[0] in ("{{", "}}"):
            return found[0][0]
        name = found[1]
        if name is None:
            raise Uncomputable
        if name.isdecimal():
            return _shown(args[int(name)]) if len(name) == 1 and int(name) < len(args) else _shown(None)
        return _shown(keywords.get(name) if name else next(rest, None))

    return short(_FIELD.sub(one, text))


def _shown(value: object) -> str:
    if isinstance(value, (str, int)):
        return str(value)
    raise Uncomputable
