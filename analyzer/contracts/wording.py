"""How are names of the source spelled in addresses: words, plurals, kebab-case?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_SAME = frozenset({"data", "news", "series", "info", "metadata", "stock", "staff", "equipment", "media", "software"})
_ODD = {"person": "people", "child": "children", "index": "indexes", "status": "statuses", "address": "addresses"}
_LAYERS = frozenset({
    "abstract", "api", "app", "apps", "actions", "base", "commands", "common", "core", "controllers", "crud",
    "dao", "db", "handlers", "helper", "helpers", "impl", "lib", "logic", "main", "managers", "manager", "methods",
    "model", "models", "operations", "queries", "repositories", "repository", "selectors", "service", "services",
    "tools", "util", "utilities", "utils", "views",
})  # fmt: skip
"""What modules are called for their layer, and not for what they are about."""
_ASKING = frozenset({
    "can", "check", "count", "fetch", "find", "get", "has", "is", "list", "load", "read", "search", "show",
})  # fmt: skip
_DOING = frozenset(
    {"add", "clear", "create", "delete", "do", "insert", "make", "put", "remove", "set", "store", "update"}
)
KEYS = frozenset({"id", "pk", "key", "code", "slug", "uuid", "guid", "number", "token", "ref", "reference", "name"})
"""The last words of parameters that say which row is meant."""
_REMEMBERED = 20_000


@lru_cache(maxsize=_REMEMBERED)
def words(name: str) -> tuple[str, ...]:
    """Return the words of an identifier, lower case: ``OpenTrips2`` is open, trips, 2."""
    return tuple(part.lower() for part in _PARTS.findall(name))


def kebab(name: str) -> str:
    """Return an identifier as it stands in a path."""
    return "-".join(words(name)) or "operation"


def plural(parts: Sequence[str], *, counted: bool = False) -> tuple[str, ...]:
    """Return words with the last one in the plural, as English has it.

    ``counted`` for what there are several of, so that a booking becomes bookings, while shipping stays what it is.
    """
    if not parts:
        return ()
    *before, last = parts
    return (*before, last + "s" if counted and last.endswith("ing") else _plural(last))


@lru_cache(maxsize=_REMEMBERED)
def singular(word: str) -> str:
    """Return a word in the singular, where the ending says that it is a plural."""
    for one, several in _ODD.items():
        if word == several:
            return one
    if word in _SAME or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def topic(module: str) -> str:
    """Return what a module is about: its last name, or of one that is called for its layer the name before it.

    Nothing where that is the name of the whole program.
    """
    for part in reversed(module.split(".")[1:] or [module]):
        kept = [word for word in words(part) if word not in _LAYERS]
        if kept:
            return "_".join(kept)
    return ""


def asks(name: str) -> bool:
    """Return whether a name says that something is asked for, and nothing done."""
    parts = words(name)
    return bool(_ASKING.intersection(parts[:1])) and _DOING.isdisjoint(parts)


def key_of(parameter: str) -> tuple[str, ...] | None:
    """Return the words that say whose key a parameter is; none where it is no key, and nothing for a bare ``id``."""
    parts = words(parameter)
    if not parts or parts[-1] not in KEYS:
        return None
    return parts[:-1]


def _plural(word: str) -> str:
    if word in _SAME or word.endswith("ing"):
        return word
    if word in _ODD:
        return _ODD[word]
    if singular(word) != word:
        return word
    if word.endswith("y") and len(word) > 1 and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(_SIBILANT) else "s")
