"""What do the lists, sets and dicts hold that the program builds?

A collection is known by the place that builds it. What that place itself puts in is known in order, so that a key that
is assigned again holds only the later value; what other scopes put in only grows.
"""

from __future__ import annotations

from analyzer.link.types import Type, join

ItemKey = str | int
_MOST_KEYS = 400


class Site:
    """One place that builds collections, or a lambda; ``kind`` is list, set or dict."""

    __slots__ = ("factory", "held", "kind", "others", "own", "owner", "readers", "rest", "rest_of_others")

    def __init__(self, kind: str, owner: int) -> None:
        self.kind = kind
        self.owner = owner
        self.own: dict[ItemKey, Type | None] = {}
        self.rest: Type | None = None
        self.others: dict[ItemKey, Type | None] = {}
        self.rest_of_others: Type | None = None
        self.readers: set[int] = set()
        self.factory: Type | None = None  # what ``defaultdict`` calls for a missing key
        self.held: tuple[Type | None] | None = None  # what any item may be, once asked


class Heap:
    """All sites, numbered in the order in which they are met."""

    def __init__(self, dirty: set[int]) -> None:
        self.sites: list[Site] = []
        self._numbers: dict[tuple[int, int, str], int] = {}
        self._dirty = dirty
        self._before: dict[int, dict[int, tuple[dict[ItemKey, Type | None], Type | None]]] = {}

    def build(self, place: int, context: int, kind: str, owner: int) -> int:
        """Return the number of the site of an expression, emptied of what its own scope put there before."""
        number = self._numbers.setdefault((place, context, kind), len(self.sites))
        if number == len(self.sites):
            self.sites.append(Site(kind, owner))
        else:
            site = self.sites[number]
            self._before.setdefault(owner, {}).setdefault(number, (site.own, site.rest))
            site.own = {}
            site.rest = None
            site.held = None
        return number

    def number(self, place: int, kind: str) -> int | None:
        """Return the number of the site of an expression that was read, where no caller tells it from another."""
        return self._numbers.get((place, 0, kind))

    def get(self, number: int, key: ItemKey, reader: int) -> Type | None:
        """Return what stands under a key that is known."""
        site = self.sites[number]
        site.readers.add(reader)
        found = join(site.own.get(key), site.others.get(key))
        loose = join(site.rest, site.rest_of_others)
        if found is None and loose is None and isinstance(key, int):
            return self.any(number, reader)
        return join(found, loose)

    def any(self, number: int, reader: int) -> Type | None:
        """Return what any item may be."""
        site = self.sites[number]
        site.readers.add(reader)
        if site.held is not None:
            return site.held[0]
        found = join(site.rest, site.rest_of_others)
        for held in (site.own, site.others):
            for value in held.values():
                found = join(found, value)
        site.held = (found,)
        return found

    def put(self, number: int, key: ItemKey | None, value: Type | None, writer: int) -> None:
        """Put a value under a key, or under one that is not known."""
        site = self.sites[number]
        site.held = None
        if writer == site.owner:
            if site.readers:
                self._before.setdefault(writer, {}).setdefault(number, (dict(site.own), site.rest))
            if key is None or len(site.own) >= _MOST_KEYS:
                site.rest = join(site.rest, value)
            else:
                site.own[key] = value
            return
        if key is None or len(site.others) >= _MOST_KEYS:
            merged = join(site.rest_of_others, value)
            changed = merged != site.rest_of_others
            site.rest_of_others = merged
        else:
            merged = join(site.others.get(key), value)
            changed = merged != site.others.get(key)
            site.others[key] = merged
        if changed:
            self._dirty.update(site.readers)

    def settle(self, owner: int) -> None:
        """A scope was read: who read what it builds, and it is no longer the same, has to read it again."""
        for number, before in self._before.pop(owner, {}).items():
            site = self.sites[number]
            if before != (site.own, site.rest):
                self._dirty.update(reader for reader in site.readers if reader != owner)

    def keys(self, number: int) -> list[ItemKey]:
        """Return the keys that are known."""
        site = self.sites[number]
        return list(dict.fromkeys((*site.own, *site.others)))
