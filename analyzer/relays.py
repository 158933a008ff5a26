"""What do helpers do on behalf of those who give them a text?

A helper that puts its parameter into SQL, or uses it as the name of a queue, does nothing of its own: each caller that
knows the text is charged, through as many helpers as lie between.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Sequence

import msgspec

from analyzer.link.alternatives import MOST_TEXTS
from analyzer.link.flow import Flow
from analyzer.link.found import Found, FoundAccess, Gap, Waiting
from analyzer.link.marked import Marked
from analyzer.link.names import Names
from analyzer.link.patterns import BLANK, parameter_mark, parameter_marks, says_nothing
from analyzer.link.protocol import TypedCall
from analyzer.link.sites import Site, Sites
from analyzer.model.code import Certainty

_MOST_TEXTS = 12  # put together of what one call may give several parameters
_LONGEST = 20_000
_DEEPEST = 24  # helpers between
_MOST_STEPS = 200_000
_MOST_PASSED_ON = 500  # texts of one call that wait for further callers
Keep = Callable[[TypedCall, Found, str], None]


class _Waiting(msgspec.Struct, frozen=True):
    """``origin`` is where the text began to say something.

    ``number`` and ``place`` tell it from others that wait for the same text: which call began it, and which of several
    that came of one text it is. ``began`` is that call. ``filled`` are the parameters filled in so far.
    """

    found: Waiting
    framework: str
    origin: TypedCall
    began: TypedCall
    number: int
    place: int = 0
    depth: int = 0
    is_guessed: bool = False
    filled: frozenset[int] = frozenset()


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
        self._waiting.append(_Waiting(found, framework, call, call, self._numbers[key]))

    def is_resolved(self, call: TypedCall) -> bool:
        """Return whether a caller told what a call does that had to wait."""
        return id(call.call) in self._resolved

    def settle(self) -> None:
        """Charge the callers; what no caller tells is read with a blank, and unresolved where it began."""
        if not self._waiting:
            return
        sites = Sites(self._names, self._flow)
        steps = 0
        while self._waiting:
            one = self._waiting.popleft()
            definition = self._owner(one)
            calls = sites.of(definition)
            steps += len(calls) + 1
            bounded = len(one.found.text) <= _LONGEST and one.depth < _DEEPEST and steps <= _MOST_STEPS
            if not bounded or not self._charge_all(one, definition, calls):
                self._give_up(one)

    def _charge_all(self, one: _Waiting, definition: int, sites: Sequence[Site]) -> bool:
        """Charge all callers; those that only run what they were handed where nobody else knows more."""
        marks = parameter_marks(one.found.text)
        filled = one.filled | {number for number in marks if self._marked.owner(number)[0] == definition}
        one = msgspec.structs.replace(one, filled=filled)
        told = [self._charge(one, definition, site) for site in sites if site.how != "run"]
        if not any(told):
            told = [self._charge(one, definition, site) for site in sites if site.how == "run"]
        return any(told)

    def _owner(self, one: _Waiting) -> int:
        """The function whose callers have to be asked next: the innermost."""
        return max(self._marked.owner(number)[0] for number in parameter_marks(one.found.text))

    def _charge(self, one: _Waiting, definition: int, site: Site) -> bool:
        """Charge who calls a function, or hands it over; return whether that says anything of the texts.

        What recursion adds to its own parameter says nothing new.
        """
        texts = self._texts(one.found.text, definition, site)
        call = site.call
        for text in texts:
            key = (text, id(call.call), one.framework, one.found.does, one.number, one.place)
            if key in self._seen:
                continue
            self._seen.add(key)
            places: dict[tuple[str, str], int] = defaultdict(int)
            for found in one.found.read(text):
                if not isinstance(found, Waiting):
                    self._take(one, site, found)
                elif (marks := parameter_marks(found.text)) and not marks & one.filled:
                    place = places[(found.text, found.does)]
                    places[(found.text, found.does)] += 0 if found.does else 1
                    self._pass_on(one, site, found, min(one.place + place, _DEEPEST))
        return bool(texts)

    def _take(self, one: _Waiting, site: Site, found: Found) -> None:
        """Keep what is known now; what is guessed may only be an access, where that is said of it."""
        if one.is_guessed or site.how == "guessed":
            if not isinstance(found, FoundAccess):
                return
            found = msgspec.structs.replace(found, certainty=Certainty.GUESSED)
        if isinstance(found, Gap):
            self._keep(_origin(one, site), found, one.framework)
            return
        self._resolved.add(id(one.began.call))
        self._keep(site.call, found, one.framework)

    def _pass_on(self, one: _Waiting, site: Site, found: Waiting, place: int) -> None:
        """What a caller does not know either waits for the callers of that one."""
        passed = msgspec.structs.replace(
            one,
            found=found,
            origin=_origin(one, site),
            is_guessed=one.is_guessed or site.how == "guessed",
            place=place,
            depth=one.depth + 1,
        )
        self._passed_on[id(one.began.call)] += 1
        if self._passed_on[id(one.began.call)] > _MOST_PASSED_ON:
            self._give_up(passed)
        else:
            self._waiting.append(passed)

    def _texts(self, text: str, definition: int, site: Site) -> tuple[str, ...]:
        """Return a text with what a call says in place of a function's marks; none where it says nothing."""
        known = (id(site.call), definition)
        if known not in self._given:
            self._given[known] = self._marked.given(site, definition)
        given = self._given[known]
        texts = [text]
        for number in sorted(parameter_marks(text)):
            owner, name = self._marked.owner(number)
            if owner != definition:
                continue
            if name not in given:
                return ()
            values = given[name]
            if len(texts) * len(values) > (_MOST_TEXTS if len(texts) > 1 else MOST_TEXTS):
                values = (BLANK,)
            texts = [one.replace(parameter_mark(number), value) for one in texts for value in values]
        return tuple(dict.fromkeys(texts))

    def _give_up(self, one: _Waiting) -> None:
        """Read what nobody calls with the defaults of its parameters."""
        text = one.found.text
        for number in parameter_marks(text):
            text = text.replace(parameter_mark(number), self._marked.default(*self._marked.owner(number)))
        for found in one.found.read(text):
            if not isinstance(found, Waiting) and not (one.is_guessed and isinstance(found, Gap)):
                self._keep(one.origin, found, one.framework)


def _origin(one: _Waiting, site: Site) -> TypedCall:
    """Where a text begins to say something: where it waits already, or where its caller is."""
    return site.call if says_nothing(one.found.text) and not one.found.begun else one.origin
