"""How are several names said in one sentence?"""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 6


def listed(names: Sequence[str], most: int = _MOST) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``; of many the first, and how many more there are."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
