"""What does an entry point take from its request, and what does it answer?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.frameworks.request_reads.answers import Reply, replied
from analyzer.frameworks.request_reads.frames import Arguments, Hook
from analyzer.frameworks.request_reads.run import Run
from analyzer.frameworks.request_reads.touching import Touching
from analyzer.frameworks.request_reads.values import Me, Outside, Request, Value
from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.link.decorators import is_static_method
from analyzer.link.names import Names
from analyzer.model.interfaces import RequestInput
from analyzer.model.syntax import Call, Unknown


class Reads(msgspec.Struct, frozen=True):
    """What was read of one handler: its inputs, sorted, and its reply."""

    inputs: tuple[RequestInput, ...]
    reply: Reply


class RequestReader:
    """Reads handlers of one framework; answers are remembered."""

    def __init__(self, names: Names, words: RequestWords, hooks: Sequence[Hook] = ()) -> None:
        """``hooks`` know what the framework has beyond requests: parsers, forms."""
        self._names = names
        self._words = words
        self._hooks = hooks
        self._touching = Touching(names, words)
        self._known: dict[tuple[int, int, str, frozenset[str]], Reads] = {}

    def read(self, definition: int, cls: int = -1, method: str = "", in_path: frozenset[str] = frozenset()) -> Reads:
        """Return what a handler reads, run for an object of a class (-1: a function) and by a method of requests.

        ``in_path`` are the names of the parameters that the path gives.
        """
        key = (definition, cls, method, in_path)
        if key not in self._known:
            self._known[key] = self._read(*key)
        return self._known[key]

    def _read(self, definition: int, cls: int, method: str, in_path: frozenset[str]) -> Reads:
        run = Run(self._names, self._words, self._hooks, self._touching, method)
        head = self._names.program.definitions[definition].head
        if head.kind == "class":
            return Reads((), Reply())
        held: dict[str, Value | None] = {}
        parameters = list(head.parameters)
        if head.kind == "method" and parameters and not is_static_method(head.decorators):
            parent = self._names.program.definitions[definition].parent
            held[parameters.pop(0).name] = Me(cls if cls >= 0 else parent)
        for place, one in enumerate(parameters):
            is_request = run.request(one.annotation) is not None
            if is_request or (place == 0 and self._words.first and isinstance(one.annotation, Unknown)):
                held[one.name] = Request()
        frame = run.frame(definition, cls if cls >= 0 else self._names.program.definitions[definition].parent, held)
        run.outermost = frame
        run.running.append((definition, cls))
        self._decorators(run, definition)
        for hook in self._hooks:
            hook.entered(run, definition, in_path, frame)
        run.read(frame)
        return Reads(run.notes.found(), replied(frame, run.notes.said))

    def _decorators(self, run: Run, definition: int) -> None:
        """Let the hooks see what decorators with arguments say, outermost first."""
        found = self._names.program.definitions[definition]
        outer = run.frame(definition, -1, {})
        outer.scope = found.head.scope
        for decorator in found.head.decorators if self._hooks else ():
            if not isinstance(decorator, Call):
                continue
            outer.line = decorator.line
            called = run.value(decorator.function, outer)
            if isinstance(called, Outside) or called is not None:
                named = {one.name: run.value(one.value, outer) for one in decorator.keywords}
                given = Arguments(tuple(run.value(one, outer) for one in decorator.args), named, decorator)
                for hook in self._hooks:
                    hook.decorated(run, called, given, outer)
