"""What is the answer to a question that leads to others, and may lead back to itself?

A question that is met while it is being answered has the answer ``nothing`` there, and so has one that is too deep.
What rests on that holds only on the way to it: it is forgotten when the question that was met again has been answered.
So answers do not depend on what was asked before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import msgspec

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")

_DEEPEST = 20
_NOWHERE = _DEEPEST + 1


class _Known(msgspec.Struct, Generic[Answer], frozen=True):
    """An answer, how many questions deep it went, and those of its circle: it is another one while these are asked."""

    answer: Answer
    height: int
    circle: frozenset[Hashable] = frozenset()


class Remembered(Generic[Key, Answer]):
    """Keeps the answers to questions, by keys, as long as they hold."""

    def __init__(self, nothing: Answer) -> None:
        """``nothing`` is the answer where a question leads to itself."""
        self._nothing = nothing
        self._known: dict[Key, _Known[Answer]] = {}
        self._passing: dict[Key, tuple[Answer, int]] = {}  # with the depth of the outermost question that it rests on
        self._order: list[Key] = []  # of what is passing
        self._depth = 0
        self._reached = 0
        self._rests = _NOWHERE

    def answer(self, key: Key, find: Callable[[], Answer]) -> Answer:
        """Return what ``find`` returns, which may ask for other answers on its way."""
        depth = self._depth
        known = self._known.get(key)
        is_near = known is not None and (not depth or depth + known.height < _DEEPEST)
        if known is not None and is_near and known.circle.isdisjoint(self._passing):
            self._reached = max(self._reached, depth + known.height)
            return known.answer
        passing = self._passing.get(key)
        if passing is not None:
            self._rests = min(self._rests, passing[1])
            return passing[0]
        if depth >= _DEEPEST:
            self._reached, self._rests = _DEEPEST, 0
            return self._nothing
        return self._found(key, find)

    def _found(self, key: Key, find: Callable[[], Answer]) -> Answer:
        depth, reached, rests, before = self._depth, self._reached, self._rests, len(self._order)
        self._passing[key] = (self._nothing, depth)
        self._order.append(key)
        self._depth, self._reached, self._rests = depth + 1, depth, _NOWHERE
        found = find()
        self._depth = depth
        if self._rests < depth:
            self._passing[key] = (found, self._rests)
        else:
            circle = self._order[before:]
            del self._order[before:]
            for one in circle:
                del self._passing[one]
            is_circle = self._rests == depth
            self._known[key] = _Known(found, self._reached - depth, frozenset(circle if is_circle else ()))
            self._rests = _NOWHERE
        self._reached, self._rests = max(reached, self._reached), min(rests, self._rests)
        return found
