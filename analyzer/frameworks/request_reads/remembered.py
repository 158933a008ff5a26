"""What was read before, so that it need not be read again for another handler?"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from analyzer.frameworks.request_reads.frames import Frame, Held
from analyzer.frameworks.request_reads.memories import NAMED, OWN, TOUCHES, Asked, Members, Memory, moved, told
from analyzer.frameworks.request_reads.refusals import Refusals
from analyzer.frameworks.request_reads.touching import Touching
from analyzer.frameworks.request_reads.values import Defined, Value, any_of
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.model.syntax import Scope

if TYPE_CHECKING:
    from analyzer.frameworks.request_reads.run import Run

_MOST = 16  # readings that are kept of one function with the same arguments
DEEPEST = 6  # calls in calls


class Remembered:
    """Shared by the handlers of one framework."""

    def __init__(self, names: Names, touching: Touching, assigned: Callable[[int, int, ValueBinding], None]) -> None:
        """``assigned`` reads what stands in a class."""
        self.touching = touching
        self._plain: dict[Hashable, tuple[Value | None, tuple[Asked, ...]]] = {}
        self._calls: dict[Hashable, list[Memory]] = {}
        self._refusals: dict[int, tuple[Scope, Refusals]] = {}
        self._assigned = assigned
        self.members = Members(names, self._told)

    def refusals(self, body: Scope) -> Refusals:
        """Return what a body refuses to do without."""
        if id(body) not in self._refusals:
            self._refusals[id(body)] = (body, Refusals(body))  # the body is kept, so that its number stays its own
        return self._refusals[id(body)][1]

    def plain(self, run: Run, key: Hashable, read: Callable[[], Value | None]) -> Value | None:
        """Return what a name, a default or an attribute of a class holds: read once, if nothing is noted for it."""
        known = self._plain.get(key)
        if known is not None:
            run.trace.asked += known[1]
            return known[0]
        trace, before = run.trace, (len(run.notes.log), len(run.trace.called), run.trace.cuts, len(run.replaced))
        start = len(trace.asked)
        value = read()
        if before == (len(run.notes.log), len(trace.called), trace.cuts, 0):
            self._plain[key] = (value, tuple(trace.asked[start:]))
        return value

    def call(self, run: Run, called: Defined, held: Held, frame: Frame) -> Value | None:
        """Return what a call yields; its body is read unless it was, alike."""
        if run.replaced:
            return self._read(run, called, held, frame)
        cls = called.cls
        parameters = tuple([(name, told(value, cls)) for name, value in held.items()])
        key = (called.definition, cls >= 0, run.notes.method, frame.conditional, parameters)
        for known in (self._calls.get(key), self._calls.get((key, frame.depth))):
            for memory in known or ():
                if self._holds(run, memory, called, frame):
                    return _again(run, memory, cls, frame)
        return self._learn(run, key, called, held, frame)

    def _holds(self, run: Run, memory: Memory, called: Defined, frame: Frame) -> bool:
        if memory.cost > run.left or frame.depth + memory.height > DEEPEST:
            return False
        for definition, cls, _ in memory.called:
            if (definition, called.cls if cls == OWN else cls) in run.running:
                return False
        return self.same(memory, called.cls)

    def same(self, memory: Memory, cls: int) -> bool:
        """Return whether a reading holds for objects of a class too."""
        if memory.cls == cls:
            return True
        for owner, name, after, answer in memory.asked:
            if owner != OWN:
                continue
            if name == NAMED or cls < 0:
                return False
            found = self.touching.touches(after, cls) if name == TOUCHES else self.members.told(cls, name, after)
            if found != answer:
                return False
        return True

    def _learn(self, run: Run, key: Hashable, called: Defined, held: Held, frame: Frame) -> Value | None:
        trace, cls, left = run.trace, called.cls, run.left
        noted, asked, start, cuts = len(run.notes.log), len(trace.asked), len(trace.called), trace.cuts
        value = self._read(run, called, held, frame)
        levels = dict.fromkeys(trace.called[start:])
        if run.replaced or run.left < 0 or any(one[:2] in run.running for one in levels):
            return value
        memory = Memory(cls, moved(value, cls, OWN) if cls >= 0 else value, trace.asked_since(asked, cls))
        memory.called = tuple([(one[0], OWN if one[1] == cls >= 0 else one[1], one[2] - frame.depth) for one in levels])
        memory.height = max((one[2] for one in memory.called), default=0)
        memory.noted = tuple(run.notes.log[noted:])
        memory.cost = left - run.left
        memories = self._calls.setdefault(key if cuts == trace.cuts else (key, frame.depth), [])
        memories.append(memory)
        if len(memories) > _MOST:
            del memories[0]
        return value

    def _read(self, run: Run, called: Defined, held: Held, frame: Frame) -> Value | None:
        inner = run.frame(called.definition, called.cls, held)
        inner.depth = frame.depth + 1
        inner.conditional = frame.conditional
        run.running.append((called.definition, called.cls))
        try:
            run.read(inner)
        finally:
            run.running.pop()
        return any_of(value for value, _ in inner.returned)

    def _told(self, module: int, scope: int, binding: ValueBinding) -> Hashable:
        """Return what tells what stands in a class: its value, or itself where reading it notes something."""
        key = ("assigned", module, scope, id(binding))
        if key not in self._plain:
            self._assigned(module, scope, binding)
        known = self._plain.get(key)
        return ("value", told(known[0], -1)) if known is not None else ("binding", id(binding))


def _again(run: Run, memory: Memory, cls: int, frame: Frame) -> Value | None:
    """Let a reading that is remembered have happened."""
    run.left -= memory.cost
    run.trace.asked += [(cls, *one[1:]) if one[0] == OWN else one for one in memory.asked]
    run.trace.called += [(one[0], cls if one[1] == OWN else one[1], one[2] + frame.depth) for one in memory.called]
    run.notes.again(memory.noted)
    return moved(memory.value, OWN, cls) if cls >= 0 else memory.value
