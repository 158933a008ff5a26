"""For objects of which class does a method run, and which methods do its calls on its own object run then?

A method that calls others of its own object is known once for each class that overrides some of them; everything else
is known once. What is known of one such pair is kept under a key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from analyzer.model.code import CallEdge
from analyzer.model.interfaces import Interfaces

_BETWEEN = "\n"
Step = tuple[int, str, str, CallEdge | None]
"""A line, what is called there, its key, and the call where the facts hold it."""


class OwnObjects:
    """Answers for the methods of a program."""

    def __init__(self, known: Interfaces) -> None:
        self._runs = {(one.owner, one.name): one.definition for one in known.overriding}
        self._overriding = {one.owner for one in known.overriding}
        self._of_heirs = {one.definition for one in known.overriding}
        self._kept: dict[str, set[str]] = defaultdict(set)
        for each in known.overriding:
            if each.definition.rpartition(".")[2] != each.name:
                self._kept[each.definition].add(each.name)
        self._called: dict[str, dict[tuple[int, str], bool]] = defaultdict(dict)
        for one in known.own_calls:
            self._called[one.definition][one.line, one.name] = one.above

    def key(self, name: str, owner: str = "") -> str:
        """Return the key of a definition that runs for objects of a class, by default that of which it is a method."""
        if name not in self._called:
            return name
        owner = owner or name.rpartition(".")[0]
        return f"{name}{_BETWEEN}{owner}" if owner in self._overriding else name

    def name(self, key: str) -> str:
        """Return the definition of a key."""
        return key.partition(_BETWEEN)[0]

    def calls(self, key: str, calls: Iterable[CallEdge]) -> Iterator[Step]:
        """Yield what a definition calls for the object of its key, of the calls that the facts hold of it."""
        name, _, owner = key.partition(_BETWEEN)
        own = self._called.get(name, {}) if owner else {}
        if not own:
            for call in calls:
                yield call.line, call.callee, self.key(call.callee), call
            return
        seen: set[tuple[int, str]] = set()
        calls = tuple(calls)
        inherited = {self._place(call, own) for call in calls if call.callee not in self._of_heirs} if own else set()
        for call in calls:
            place = self._place(call, own)
            if place not in own:
                yield call.line, call.callee, self.key(call.callee), call
            elif own[place]:
                yield call.line, call.callee, self.key(call.callee, owner), call
            elif (owner, place[1]) in self._runs:
                if place not in seen:
                    callee = self._runs[owner, place[1]]
                    yield call.line, callee, self.key(callee, owner), None
                seen.add(place)
            elif place not in inherited or call.callee not in self._of_heirs:
                yield call.line, call.callee, self.key(call.callee, owner), call
        for line, called, callee in self._unseen(own, owner, seen):
            yield line, callee, self.key(callee, owner), None
            seen.add((line, called))

    def _unseen(
        self, own: dict[tuple[int, str], bool], owner: str, seen: set[tuple[int, str]]
    ) -> Sequence[tuple[int, str, str]]:
        """Return the calls of which only the class of the object says what they run."""
        found = ((line, name, self._runs.get((owner, name), "")) for (line, name), above in own.items() if not above)
        return [one for one in found if one[2] and one[:2] not in seen]

    def _place(self, call: CallEdge, own: Container[tuple[int, str]]) -> tuple[int, str]:
        """Return the line and the name by which a call calls: that of the attribute that keeps a function."""
        kept = (name for name in sorted(self._kept.get(call.callee, ())) if (call.line, name) in own)
        return call.line, next(kept, call.callee.rpartition(".")[2])
