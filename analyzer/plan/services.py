"""What does it take to make one service of two?"""

from __future__ import annotations

import msgspec

from analyzer.plan.effort import Counted
from analyzer.plan.grounds import Grounds
from analyzer.plan.recipe import plural


class Merging(msgspec.Struct, frozen=True):
    """The largest service takes in the others."""

    counted: Counted
    steps: tuple[str, ...]


def merged(grounds: Grounds, names: tuple[str, ...]) -> Merging:
    """Return what it takes to merge services."""
    known = {one.name: one for one in grounds.evidence.candidates.services}
    ranked = sorted(names, key=lambda name: (-known[name].lines if name in known else 0, name))
    modules = {name: known[name].modules if name in known else 0 for name in ranked[1:]}
    return Merging(
        {"service merged": len(modules), "module moved": sum(modules.values())},
        tuple(f"merge {name} into {ranked[0]} ({plural(number, 'module')})" for name, number in modules.items()),
    )
