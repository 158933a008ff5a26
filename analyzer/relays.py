"""What do helpers do on behalf of those who give them a text?

A helper that puts its parameter into SQL, or uses it as the name of a queue, does nothing of its own: each caller that
knows the text is charged, through as many helpers as lie between.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator

import msgspec

from analyzer.link.alternatives import MOST_TEXTS
from analyzer.link.flow import Flow
from analyzer.link.found import Found, Gap, Waiting
from analyzer.link.marked import Marked
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.patterns import BLANK, parameter_mark, parameter_marks, says_nothing
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, Function, options

_MOST_TEXTS = 12  # put together of what one call may give several parameters
_LONGEST = 20_000
_DEEPEST = 24  # helpers between
_MOST_STEPS = 200_000
_MOST_PASSED_ON = 500  # texts of one call that wait for further callers
Keep = Callable[[TypedCall, Found, str], None]


class _Waiting(msgspec.Struct, frozen=True):
    """``at`` is where what waits would be charged now, ``origin`` where the text began to say something.

    ``number`` and ``place`` tell it from others that wait for the same text: which call began it, and which of several
    that came of one text it is. ``began`` is that call.
    """

    found: Waiting
    framework: str
    at: TypedCall
    origin: TypedCall
    began: TypedCall
    number: int
    place: int = 0
    depth: int = 0


class Relays:
    """Hands what waits for a text from helpers to their callers."""

    def __init__(self, names: Names, flow: Flow, marked: Marked, keep: Keep) -> None:
        self._names = names
        self._flow = flow
        self._marked = marked
        self._keep = keep
        self._waiting: deque[_Waiting] = deque()
        self._numbers: dict[tuple[str, str, str], int] = defaultdict(int)
        self._seen: set[tuple[str, int, str, str, int, int]] = set()
        self._passed_on: dict[int, int] = defaultdict(int)
        self._given: dict[tuple[int, int], dict[str, tuple[str, ...]]] = {}
        self._resolved: set[int] = set()

    def wait(self, call: TypedCall, found: Waiting, framework: str) -> None:
        """Take what a call of a helper does once its caller's text is known."""
        key = (found.text, framework, found.does)
        if not found.does:  # so two that wait for one text may do different things
            self._numbers[key] += 1
        self._waiting.append(_Waiting(found, framework, call, call, call, self._numbers[key]))

    def is_resolved(self, call: TypedCall) -> bool:
        """Return whether a caller told what a call does that had to wait."""
        return id(call.call) in self._resolved

    def settle(self) -> None:
        """Charge the callers; what no caller tells is read with a blank, and unresolved where it began."""
        if not self._waiting:
            return
        sites = self._sites()
        steps = 0
        while self._waiting:
            one = self._waiting.popleft()
            definition = max(self._marked.owner(number)[0] for number in parameter_marks(one.found.text))
            calls = sites.get(definition, ())
            steps += len(calls) + 1
            if not calls or len(one.found.text) > _LONGEST or one.depth >= _DEEPEST or steps > _MOST_STEPS:
                self._give_up(one)
                continue
            for call in calls:
                self._charge(one, definition, call)

    def _sites(self) -> dict[int, list[TypedCall]]:
        """Which calls call each function, or hand it to somebody who will."""
        found: dict[int, list[TypedCall]] = defaultdict(list)
        for call in self._flow.calls():
            for option in options(call.callee):
                if isinstance(option, Function):
                    found[option.definition].append(call)
                elif isinstance(option, ClassOf):
                    member = self._names.member(option.definition, "__init__")
                    if member is not None and isinstance(member[1], DefinitionBinding):
                        found[member[1].definition].append(call)
            for value in (*call.args, *(value for _, value in call.keywords)):
                for option in options(value):
                    if isinstance(option, Function):
                        found[option.definition].append(call)
        return found

    def _charge(self, one: _Waiting, definition: int, call: TypedCall) -> None:
        for text in self._texts(one.found.text, definition, call):
            key = (text, id(call.call), one.framework, one.found.does, one.number, one.place)
            if key in self._seen:
                continue
            self._seen.add(key)
            places: dict[tuple[str, str], int] = defaultdict(int)
            for found in one.found.read(text):
                if not isinstance(found, Waiting):
                    self._take(one, call, found)
                elif parameter_marks(found.text):
                    place = places[(found.text, found.does)]
                    places[(found.text, found.does)] += 0 if found.does else 1
                    self._pass_on(one, call, found, min(one.place + place, _DEEPEST))

    def _take(self, one: _Waiting, call: TypedCall, found: Found) -> None:
        if not isinstance(found, Gap):
            self._resolved.add(id(one.began.call))
        self._keep(call, found, one.framework)

    def _pass_on(self, one: _Waiting, call: TypedCall, found: Waiting, place: int) -> None:
        """What a caller does not know either waits for the callers of that one."""
        origin = call if says_nothing(one.found.text) else one.origin
        passed = _Waiting(found, one.framework, call, origin, one.began, one.number, place, one.depth + 1)
        self._passed_on[id(one.began.call)] += 1
        if self._passed_on[id(one.began.call)] > _MOST_PASSED_ON:
            self._give_up(passed)
        else:
            self._waiting.append(passed)

    def _texts(self, text: str, definition: int, call: TypedCall) -> Iterator[str]:
        """Yield a text with what a call says in place of a function's marks."""
        known = (id(call), definition)
        if known not in self._given:
            self._given[known] = self._marked.given(call, definition)
        given = self._given[known]
        texts = [text]
        for number in sorted(parameter_marks(text)):
            owner, name = self._marked.owner(number)
            if owner != definition:
                continue
            values = given.get(name) or (BLANK,)
            if len(texts) * len(values) > (_MOST_TEXTS if len(texts) > 1 else MOST_TEXTS):
                values = (BLANK,)
            texts = [one.replace(parameter_mark(number), value) for one in texts for value in values]
        yield from dict.fromkeys(texts)

    def _give_up(self, one: _Waiting) -> None:
        text = one.found.text
        for number in parameter_marks(text):
            text = text.replace(parameter_mark(number), BLANK)
        for found in one.found.read(text):
            if not isinstance(found, Waiting):
                self._keep(one.origin, found, one.framework)
