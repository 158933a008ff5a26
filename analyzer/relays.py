"""What do helpers do on behalf of those who give them a text?

A helper that puts its parameter into SQL, or uses it as the name of a queue, does nothing of its own: each caller that
knows the text is charged, through as many helpers as lie between.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator

import msgspec

from analyzer.link.flow import Flow
from analyzer.link.found import Found, Waiting
from analyzer.link.marked import Marked
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.patterns import BLANK, parameter_mark, parameter_marks, says_nothing
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, Function, options

_MOST_TEXTS = 12  # that one call may give a helper
_LONGEST = 20_000
_MOST_STEPS = 200_000
Keep = Callable[[TypedCall, Found, str], None]


class _Waiting(msgspec.Struct, frozen=True):
    """``at`` is where what waits would be charged now, ``origin`` where the text began to say something."""

    found: Waiting
    framework: str
    at: TypedCall
    origin: TypedCall


class Relays:
    """Hands what waits for a text from helpers to their callers."""

    def __init__(self, names: Names, flow: Flow, marked: Marked, keep: Keep) -> None:
        self._names = names
        self._flow = flow
        self._marked = marked
        self._keep = keep
        self._waiting: deque[_Waiting] = deque()
        self._seen: set[tuple[str, int, str, str]] = set()

    def wait(self, call: TypedCall, found: Waiting, framework: str) -> None:
        """Take what a call of a helper does once its caller's text is known."""
        self._waiting.append(_Waiting(found, framework, call, call))

    def settle(self) -> None:
        """Charge the callers; what no caller tells is read with a blank, and unresolved where it began."""
        if not self._waiting:
            return
        sites = self._sites()
        steps = 0
        while self._waiting and steps < _MOST_STEPS:
            one = self._waiting.popleft()
            definition = max(self._marked.owner(number)[0] for number in parameter_marks(one.found.text))
            calls = sites.get(definition, ())
            steps += len(calls) + 1
            if not calls or len(one.found.text) > _LONGEST:
                self._give_up(one)
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
            key = (text, id(call.call), one.framework, one.found.does)
            if key in self._seen:
                continue
            self._seen.add(key)
            for found in one.found.read(text):
                if isinstance(found, Waiting) and parameter_marks(found.text):
                    origin = call if says_nothing(one.found.text) else one.origin
                    self._waiting.append(_Waiting(found, one.framework, call, origin))
                elif not isinstance(found, Waiting):
                    self._keep(call, found, one.framework)

    def _texts(self, text: str, definition: int, call: TypedCall) -> Iterator[str]:
        """Yield a text with what a call says in place of a function's marks."""
        given = self._marked.given(call, definition)
        texts = [text]
        for number in sorted(parameter_marks(text)):
            owner, name = self._marked.owner(number)
            if owner != definition:
                continue
            values = given.get(name) or (BLANK,)
            if len(texts) * len(values) > _MOST_TEXTS:
                values = (BLANK,)
            texts = [known.replace(parameter_mark(number), value) for known in texts for value in values]
        yield from dict.fromkeys(texts)

    def _give_up(self, one: _Waiting) -> None:
        text = one.found.text
        for number in parameter_marks(text):
            text = text.replace(parameter_mark(number), BLANK)
        for found in one.found.read(text):
            if not isinstance(found, Waiting):
                self._keep(one.origin, found, one.framework)
