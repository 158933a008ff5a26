"""Which definitions may a call, as it is written, stand for?

``method.price(basket)`` runs one of the methods of that name, by the class of the object: many definitions, one call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from analyzer.model.code import CallEdge


def written(call: CallEdge) -> tuple[str, int, str]:
    """Return where a call stands, and what name is called there."""
    return call.path, call.line, call.callee.rpartition(".")[2]


def meant_together(calls: Iterable[CallEdge]) -> tuple[tuple[str, ...], ...]:
    """Return what is called, those together of which a call runs one, sorted; each definition stands once."""
    by_place: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for call in calls:
        by_place[written(call)].append(call.callee)
    first: dict[str, str] = {}
    for callees in by_place.values():
        low, *more = sorted({_root(first, callee) for callee in callees})
        first.update(dict.fromkeys((low, *more), low))
    groups: dict[str, list[str]] = defaultdict(list)
    for callee in sorted({callee for callees in by_place.values() for callee in callees}):
        groups[_root(first, callee)].append(callee)
    return tuple(sorted(tuple(group) for group in groups.values()))


def _root(first: dict[str, str], callee: str) -> str:
    """Return the first of those that stand together with a definition, which from then on leads to it directly."""
    root = callee
    while first.setdefault(root, root) != root:
        root = first[root]
    while first[callee] != root:
        first[callee], callee = root, first[callee]
    return root
