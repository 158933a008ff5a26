"""Which exceptions escape a definition, its callees included?

Every place that raises is a bit. What escapes a definition are its own places and those that escape its callees, less
what its guards catch around each line. Everything is gathered once, callees first; in a circle until nothing changes.
Left out are calls that are guessed or sent as a message, calls of what one of several callers hands over, and what is
no error: exceptions that end a program or a loop, or that a framework asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property

from analyzer.circles import circles
from analyzer.contracts.guarded import Guarded, numbers
from analyzer.contracts.own_objects import OwnObjects, Step
from analyzer.contracts.skipped import is_within
from analyzer.contracts.statuses import Statuses
from analyzer.model.code import CallEdge, Certainty
from analyzer.model.contracts import Failure
from analyzer.model.entry_points import EntryKind
from analyzer.model.facts import Facts
from analyzer.model.interfaces import HandedCall, Raise, Served, Wrapping
from analyzer.model.location import Location
from analyzer.model.resources import ResourceOperation

_BY_MESSAGE = (EntryKind.TASK, EntryKind.CONSUMER)
_NO_ERRORS = (
    "SystemExit", "KeyboardInterrupt", "GeneratorExit", "StopIteration", "StopAsyncIteration", "asyncio.CancelledError",
    "celery.exceptions.Ignore", "celery.exceptions.Reject", "celery.exceptions.Retry",
    "django.core.exceptions.MiddlewareNotUsed", "django.core.exceptions.AppRegistryNotReady",
    "pyramid.exceptions.ConfigurationError",
)  # fmt: skip
"""What ends a program, a loop or a task, tells a framework something, or comes before a program answers requests."""
_MOST_PLACES = 3
_MOST_MESSAGES = 5
_BEFORE = ("__init__", "setup", "dispatch", "initial", "get_permissions")
"""What runs around a handler; everything else runs inside it."""


class Failures:
    """Answers for definitions of a program; nothing is gathered before it is asked for, and then once."""

    def __init__(self, facts: Facts, objects: OwnObjects | None = None) -> None:
        self._facts = facts
        self._known = facts.interfaces
        self._statuses = Statuses(self._known.exceptions)
        self._objects = objects or OwnObjects(self._known)
        self._steps: dict[str, tuple[Step, ...]] = {}
        self._escaping: dict[str, int] = {}
        self._made: dict[tuple[int, bool], Failure] = {}

    def of(self, definitions: Sequence[str], owner: str = "", *, today: bool = False) -> tuple[Failure, ...]:
        """Return what escapes any of some definitions, what runs around them included, sorted by name.

        ``owner`` is the class for whose objects they run, by default that of which each is a method; ``today`` where
        they are entry points, which answer.
        """
        bits = 0
        for name in definitions:
            bits |= self._gathered(self._objects.key(name, owner))
        return self._listed(bits, today=today)

    def _gathered(self, key: str) -> int:
        """Return what whoever calls a definition gets, when what it needs is known."""
        if key not in self._escaping:
            for component in circles((key,), self._needed, self._escaping):
                self._gather(component)
        return self._from_outside(key)

    def _listed(self, bits: int, *, today: bool) -> tuple[Failure, ...]:
        found: list[Failure] = []
        while bits:
            same = bits & self._same[(bits & -bits).bit_length() - 1]
            bits ^= same
            if (same, today) not in self._made:
                raised = [self._places[place] for place in numbers(same)]
                self._made[same, today] = self._failure(raised, today=today)
            found.append(self._made[same, today])
        return tuple(sorted(found, key=lambda one: one.exception))

    def of_request(
        self, definition: str, served: Served, at: Location, derives: Callable[[str, str], bool]
    ) -> tuple[Failure, ...]:
        """Return what escapes a view for a request: its handler, what a library calls of it, and what that raises.

        Methods of its object call each other by the object's class, not by those of other heirs: ``derives`` says
        whether a class derives from another.
        """
        known: dict[str, int] = {}
        bits = self._of_object(definition, served, derives, known)
        around = self._guarded.anywhere(definition) if served.generic else 0
        for name in served.runs:
            is_inside = served.generic and name.rpartition(".")[2] not in _BEFORE
            escaping = self._of_object(name, served, derives, known)
            bits |= escaping & ~around if is_inside else escaping
        for name in (*served.around, *served.behind):
            bits |= self._gathered(self._objects.key(name))
        found = {one.exception: one for one in self._listed(bits, today=True)}
        caught = {name for guard in self._known.guards if guard.definition == definition for name in guard.catches}
        for name in served.fails:
            if name not in found and caught.isdisjoint((name, "Exception", "BaseException")):
                status, reason = self._statuses.of(name, 0, today=True)
                found[name] = Failure(name, status, reason, "", implied=True, evidence=(at,))
        return tuple(one for _, one in sorted(found.items()))

    def _of_object(self, name: str, served: Served, derives: Callable[[str, str], bool], known: dict[str, int]) -> int:
        """Return what escapes a method for an object of a class; one that is asked again on the way adds nothing."""
        if name in known:
            return known[name]
        known[name] = found = 0
        owner, mine = served.owner, name.rpartition(".")[0]
        skipped = [(first, last) for method, first, last in served.ruled_out if method == name]
        for line, bit in self._own.get(name, ()):
            if not is_within(line, skipped):
                found |= bit & ~self._guarded.at(name, line)
        for call in self._calls.get(name, ()):
            if is_within(call.line, skipped):
                continue
            cls = call.callee.rpartition(".")[0]
            if cls == owner or derives(owner, cls):
                bits = self._of_object(call.callee, served, derives, known)
            elif derives(cls, mine):
                continue  # what an object of another class runs
            else:
                bits = self._gathered(self._objects.key(call.callee))
                bits &= self._partly(
                    self._objects.key(call.callee), self._ruled_out.get((name, call.line, call.callee))
                )
            if call.through:
                bits &= ~self._shielded(call.through, self._lines_of(call.through, call.callee))
            found |= bits & ~self._guarded.at(name, call.line)
        known[name] = self._wrapped(name, found)
        return known[name]

    def _failure(self, found: list[Raise], *, today: bool) -> Failure:
        name = found[0].exception
        sure = [one for one in found if not one.implied] or found
        stated = sorted({one.status for one in sure})
        status, reason = self._statuses.of(name, stated[0] if len(stated) == 1 else 0, today=today)
        message, *others = [*dict.fromkeys(one.message for one in sure if one.message)][:_MOST_MESSAGES] or [""]
        at = sorted({Location(one.path, one.line) for one in sure})
        implied = all(one.implied for one in found)
        return Failure(name, status, reason, message, implied, tuple(at[:_MOST_PLACES]), tuple(others))

    @cached_property
    def _places(self) -> tuple[Raise, ...]:
        """The places that raise an error, in order; the bit of each is its number."""
        ends = {one.name for one in self._known.exceptions if not {one.name, *one.ancestors}.isdisjoint(_NO_ERRORS)}
        return tuple(one for one in self._known.raises if one.exception not in ends)

    @cached_property
    def _guarded(self) -> Guarded:
        return Guarded(self._known, self._places)

    @cached_property
    def _same(self) -> list[int]:
        """For each place those that raise the same exception."""
        found: dict[str, int] = defaultdict(int)
        for number, one in enumerate(self._places):
            found[one.exception] |= 1 << number
        return [found[one.exception] for one in self._places]

    @cached_property
    def _own(self) -> dict[str, list[tuple[int, int]]]:
        """The line and the bit of each place that raises, by definition."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, one in enumerate(self._places):
            found[one.definition].append((one.line, 1 << number))
        return found

    @cached_property
    def _wrappers(self) -> dict[str, list[Wrapping]]:
        """What runs around a definition, the innermost first."""
        found: dict[str, list[Wrapping]] = defaultdict(list)
        for one in sorted(self._known.wrappings, key=lambda one: (one.definition, -one.place)):
            found[one.definition].append(one)
        return found

    @cached_property
    def _calls(self) -> dict[str, list[CallEdge]]:
        """The calls of each definition through which an exception comes back; a wrapper's of what it wraps are none."""
        tasks = {one.definition for one in self._facts.entry_points if one.kind in _BY_MESSAGE}
        published = {
            (one.path, one.line) for one in self._facts.resources if one.operation is ResourceOperation.PUBLISH
        }
        wrapped: dict[str, set[str]] = defaultdict(set)
        for one in self._known.wrappings:
            wrapped[one.wrapper].add(one.definition)
        for call in self._facts.calls:
            if call.through:
                wrapped[call.through].add(call.callee)
        handed = frozenset(self._known.handed_calls)
        running = {one.definition for one in handed}
        found: dict[str, list[CallEdge]] = defaultdict(list)
        sure = Certainty.TYPED
        behind = (CallEdge(one.definition, one.callee, one.path, one.line, sure, False) for one in self._known.behind)
        for call in (*self._facts.calls, *behind):
            if call.certainty is Certainty.GUESSED or (call.callee in tasks and (call.path, call.line) in published):
                continue
            if call.caller in wrapped and call.callee in wrapped[call.caller]:
                continue
            if call.caller not in running or HandedCall(call.caller, call.line, call.callee) not in handed:
                found[call.caller].append(call)
        return found

    def _needed(self, key: str) -> tuple[str, ...]:
        """What has to be known before a definition is: what it calls, and what runs around that and around itself."""
        name = self._objects.name(key)
        if key == name and name not in self._calls and name not in self._wrappers:
            return ()
        found: dict[str, None] = {}
        for _, _, callee, call in self._called(key):
            found[callee] = None
            if call is not None and call.through:
                found[self._objects.key(call.through)] = None
        if self._wrappers:
            for one in (name, *(self._objects.name(other) for other in tuple(found))):
                for around in self._wrappers.get(one, ()):
                    found[self._objects.key(around.wrapper)] = None
        return tuple(found)

    def _called(self, key: str) -> tuple[Step, ...]:
        """Return what a definition calls, for the object that it runs for."""
        if key not in self._steps:
            self._steps[key] = tuple(self._objects.calls(key, self._calls.get(self._objects.name(key), ())))
        return self._steps[key]

    def _gather(self, component: tuple[str, ...]) -> None:
        """Once, or in a circle until nothing changes: what calls itself alone adds nothing to itself."""
        changed = True
        while changed:
            changed = False
            for key in component:
                bits = self._inside(key)
                if bits != self._escaping.get(key, -1):
                    self._escaping[key] = bits
                    changed = len(component) > 1

    def _inside(self, key: str, skipped: Sequence[tuple[int, int]] = ()) -> int:
        """Return what escapes the body of a definition, of which some lines may be skipped."""
        name = self._objects.name(key)
        found = 0
        for line, bit in self._own.get(name, ()):
            if not is_within(line, skipped):
                found |= bit & ~self._guarded.at(name, line)
        for line, named, callee, call in self._called(key):
            bits = self._from_outside(callee)
            if not bits or is_within(line, skipped):
                continue
            if not skipped:
                bits &= self._partly(callee, self._ruled_out.get((name, line, named)))
            if call is not None and call.through:
                bits &= ~self._shielded(call.through, self._lines_of(call.through, named))
            if bits:
                found |= bits & ~self._guarded.at(name, line)
        return found

    def _partly(self, key: str, skipped: Sequence[tuple[int, int]] | None) -> int:
        """Return what may escape a definition for a call that rules some of its lines out; anything without these."""
        return -1 if skipped is None else self._wrapped(self._objects.name(key), self._inside(key, skipped))

    @cached_property
    def _ruled_out(self) -> dict[tuple[str, int, str], tuple[tuple[int, int], ...]]:
        """The lines of a callee that a call, by its caller and line, does not run."""
        return {(one.definition, one.line, one.callee): one.lines for one in self._known.ruled_out}

    def _from_outside(self, key: str) -> int:
        """Return what whoever calls a definition gets: what its wrappers let through, and what they raise."""
        bits = self._escaping.get(key, 0)
        return self._wrapped(self._objects.name(key), bits) if self._wrappers else bits

    def _wrapped(self, name: str, bits: int) -> int:
        for one in self._wrappers.get(name, ()):
            around = self._escaping.get(self._objects.key(one.wrapper), 0)
            bits = bits & ~self._shielded(one.wrapper, one.lines) | around
        return bits

    def _shielded(self, wrapper: str, lines: Sequence[int]) -> int:
        """Return what a wrapper catches on all lines on which it calls what it wraps."""
        found = -1 if lines else 0
        for line in lines:
            found &= self._guarded.at(wrapper, line)
        return found

    def _lines_of(self, wrapper: str, callee: str) -> tuple[int, ...]:
        return self._wrapped_lines.get((wrapper, callee), ())

    @cached_property
    def _wrapped_lines(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """The lines on which a wrapper calls what it wraps."""
        through = {(one.through, one.callee) for one in self._facts.calls if one.through}
        wrappers = {wrapper for wrapper, _ in through}
        found: dict[tuple[str, str], set[int]] = defaultdict(set)
        for call in self._facts.calls:
            if call.caller in wrappers and (call.caller, call.callee) in through:
                found[call.caller, call.callee].add(call.line)
        return {key: tuple(sorted(lines)) for key, lines in found.items()}
