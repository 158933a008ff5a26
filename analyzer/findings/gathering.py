"""What does each node of a graph come to, itself included?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from analyzer.circles import circles


def gathered(
    components: Iterable[tuple[str, ...]], callees: Mapping[str, Sequence[str]], own: Callable[[str], int]
) -> dict[str, int]:
    """Return the bits of everything that each name reaches, itself included.

    ``components`` hold every name once, callees first, circles together; fewer ``callees`` than made these may count.
    """
    found: dict[str, int] = {}
    for component in components:
        parts = [component] if len(component) == 1 else circles(component, lambda name: callees.get(name, ()), found)
        for part in parts:
            bits = 0
            for name in part:
                bits |= own(name)
                for callee in callees.get(name, ()):
                    bits |= found.get(callee, 0)
            for name in part:
                found[name] = bits
    return found
