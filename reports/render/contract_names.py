"""How are services, data types and operations named in files whose keys may hold few characters?"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

LONGEST_NAME = 80

_FOREIGN = re.compile(r"[^A-Za-z0-9]+")


def identifier(text: str) -> str:
    """Write a name in letters, digits and underscores of ASCII; what has no such letters is spelled by its numbers."""
    plain = unicodedata.normalize("NFKD", text)
    spelled = "".join(
        char if char.isascii() else f"u{ord(char):x}" for char in plain if not unicodedata.combining(char)
    )
    words = _FOREIGN.sub("_", spelled).strip("_")[:LONGEST_NAME].strip("_")
    return words or "unnamed"


def slug(text: str) -> str:
    """Write a name as a part of a file name or address: small letters, digits and hyphens."""
    return identifier(text).lower().replace("_", "-")


class Names:
    """Gives each name once; letter case does not tell two names apart, because not every generator heeds it."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def free(self, *wishes: str, joint: str = "_") -> str:
        """Give the first wish that is free, else the last one with a number, and take it."""
        for wish in wishes:
            if wish.casefold() not in self._taken:
                break
        else:
            stem, number = wishes[-1], 2
            while (wish := f"{stem}{joint}{number}").casefold() in self._taken:
                number += 1
        self._taken.add(wish.casefold())
        return wish


def file_names(services: Iterable[str]) -> dict[str, str]:
    """Give each service a file name without its ending, each of its own."""
    names = Names(("index",))
    return {service: names.free(slug(service), joint="-") for service in sorted(services)}


def component_keys(definitions: Iterable[str]) -> dict[str, str]:
    """Give each data type a key: its last name, where two share that the names before it as well."""
    keys: dict[str, str] = {}
    waiting, parts, names = sorted(set(definitions)), 1, Names()
    while waiting:
        alike: dict[str, list[str]] = defaultdict(list)
        for definition in waiting:
            alike[identifier("_".join(definition.split(".")[-parts:])).casefold()].append(definition)
        longest = max(definition.count(".") for definition in waiting) + 1
        for group in alike.values():
            if len(group) == 1 or parts >= longest:
                for definition in group:
                    keys[definition] = names.free(identifier("_".join(definition.split(".")[-parts:])))
        waiting, parts = [one for one in waiting if one not in keys], parts + 1
    return keys
