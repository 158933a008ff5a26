"""How are several names said in one sentence?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.model.finding import Part

_MOST = 6


def listed(names: Sequence[str], most: int = _MOST) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``; of many the first, and how many more there are."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def by_owner(parts: Iterable[Part], most: int = 4) -> str:
    """Return ``a and b of trips; c of billing``: the first of each owner's, owners in the order of their first.

    Of many owners the first are named, and the others counted.
    """
    owned: dict[str, list[str]] = {}
    for part in parts:
        owned.setdefault(part.service, []).append(part.name)
    said = [f"{listed(names, most)}{f' of {owner}' if owner else ''}" for owner, names in owned.items()]
    if len(said) > most + 1:
        more = sum(len(names) for names in list(owned.values())[most:])
        said[most:] = [f"{more} more of {len(said) - most} services"]
    return "; ".join(said)
