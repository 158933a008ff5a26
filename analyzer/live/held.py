"""What live things may one value hold, and how are they told to a reader?"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.model.live_values import LiveKind


class Held(msgspec.Struct, frozen=True, order=True):
    """A live thing that a value is, or contains, and its type in words; ``kept`` where an object keeps it to itself."""

    what: LiveKind
    type: str
    kept: bool = False


def inside(container: str, items: Iterable[Held]) -> tuple[Held, ...]:
    """Return what a container of some items holds: ``list of shop.models.Order``."""
    return tuple([Held(one.what, f"{container} of {one.type}", one.kept) for one in items])


def lazily(found: Iterable[str]) -> Held:
    """Return a generator over items of some types, as far as these are known."""
    items = " or ".join(dict.fromkeys(one for one in found if one))
    return Held(LiveKind.GENERATOR, f"generator of {items}" if items else "generator")


def told(held: tuple[Held, ...]) -> tuple[Held, ...]:
    """Return what is held, several callables as one: which functions are handed over changes with every caller."""
    others = [one for one in held if one.what is not LiveKind.CALLABLE]
    if len(held) < len(others) + 2:
        return held
    return (*others, Held(LiveKind.CALLABLE, "callable"))
