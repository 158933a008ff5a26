"""Which writes of a scope does each of its commits end?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from analyzer.model.syntax import Block, Call
from analyzer.transactions.order import Order

_ALWAYS = ("with", "try", "finally")
_MOST_PASSED = 50
"""Commits that a write is followed past; beyond them it has surely been committed."""


def committed(order: Order, commits: Sequence[Call], places: Sequence[int]) -> Iterator[tuple[Call, set[int]]]:
    """Yield each commit with the places, among some, that it ends: those before it that no other commit ended."""
    calls = {order.of_call[id(call)]: call for call in commits if id(call) in order.of_call}
    at = sorted(calls)
    ended: dict[int, set[int]] = {place: set() for place in at}
    for write in dict.fromkeys(places):
        own = order.chain(write)
        passed: set[int] = set()
        first = bisect_right(at, write)
        for place in at[first : first + _MOST_PASSED]:
            if not _excludes(order, write, place) and passed.isdisjoint(order.chain(place)):
                ended[place].add(write)
            block = _surely(order, order.blocks[place], passed)
            if block in own:
                break
            passed.add(block)
    for place in at:
        yield calls[place], ended[place]


def _surely(order: Order, block: int, passed: set[int]) -> int:
    """Return the outermost block that always runs a block in it, or one of two branches that both were passed."""
    blocks = order.scope.blocks
    while block:
        here = blocks[block]
        other = any(blocks[one].kind == "if" and _are_branches(blocks[one], here) for one in passed)
        if here.kind not in _ALWAYS and not other:
            break
        block = here.parent
    return block


def _excludes(order: Order, first: int, second: int) -> bool:
    """True where two places stand in branches of which only one is taken."""
    one, other = order.chain(first)[::-1], order.chain(second)[::-1]
    for left, right in zip(one, other, strict=False):
        if left != right:
            before, after = order.scope.blocks[left], order.scope.blocks[right]
            return _are_branches(before, after)
    return False


def _are_branches(first: Block, second: Block) -> bool:
    same = first.parent == second.parent and first.line == second.line
    return same and (first.kind, second.kind) == ("if", "else")
