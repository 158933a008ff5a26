"""What does an entry point take from its request, and what does it answer?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.frameworks.annotation_shapes import AnnotationShapes
from analyzer.frameworks.request_reads.answers import Reply, replied
from analyzer.frameworks.request_reads.frames import Arguments, Hook
from analyzer.frameworks.request_reads.memories import Memory
from analyzer.frameworks.request_reads.parts import Parts
from analyzer.frameworks.request_reads.remembered import Remembered
from analyzer.frameworks.request_reads.run import Run
from analyzer.frameworks.request_reads.touching import Touching
from analyzer.frameworks.request_reads.values import Defined, Me, Request, Value
from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.link.decorators import is_static_method
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.model.interfaces import RequestInput
from analyzer.model.shapes import ShapeKind
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Call, Unknown

_VAGUE = (ShapeKind.UNKNOWN, ShapeKind.TUPLE, ShapeKind.LIVE)


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
        self._shapes = AnnotationShapes(names)
        self._known: dict[tuple[int, int, str, frozenset[str]], Reads] = {}
        self._alike: dict[tuple[int, bool, str, frozenset[str]], list[tuple[Memory, Reads]]] = {}
        self._remembered = Remembered(names, self._touching, self._assigned)

    def read(self, definition: int, cls: int = -1, method: str = "", in_path: frozenset[str] = frozenset()) -> Reads:
        """Return what a handler reads, run for an object of a class (-1: a function) and by a method of requests.

        ``in_path`` are the names of the parameters that the path gives.
        """
        key = (definition, cls, method, in_path)
        if key not in self._known:
            memories = self._alike.setdefault((definition, cls >= 0, method, in_path), [])
            known = next((reads for memory, reads in memories if self._remembered.same(memory, cls)), None)
            if known is None:
                run = self._run(method)
                known = self._read(run, *key)
                memories.append((Memory(cls, None, run.trace.asked_since(0, cls)), known))
            self._known[key] = known
        return self._known[key]

    def _run(self, method: str) -> Run:
        return Run(self._names, self._words, self._hooks, self._remembered, method)

    def _assigned(self, module: int, scope: int, binding: ValueBinding) -> None:
        Parts(self._run("")).assigned(module, scope, binding)

    def _read(self, run: Run, definition: int, cls: int, method: str, in_path: frozenset[str]) -> Reads:
        del method
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
        if run.notes.said is None:
            self._annotated(run, definition)
        return Reads(run.notes.found(), replied(frame, run.notes.said))

    def _annotated(self, run: Run, definition: int) -> None:
        """Take the annotation of what a handler returns, unless it only says that it is a response."""
        found = self._names.program.definitions[definition]
        shape = self._shapes.shape(found.module, found.head.scope, found.head.returns)
        parts = shape.of if shape.kind is ShapeKind.UNION else (shape,)
        if shape.kind not in _VAGUE and not any(one.kind in _VAGUE for one in parts):
            run.notes.reply(shape, 0, spelled(found.head.returns))

    def _decorators(self, run: Run, definition: int) -> None:
        """Let the hooks see what decorators with arguments say, outermost first."""
        found = self._names.program.definitions[definition]
        outer = run.frame(definition, -1, {})
        outer.scope = found.head.scope
        for decorator in found.head.decorators:
            if not isinstance(decorator, Call):
                self._wrapper(run, run.value(decorator, outer))
                continue
            outer.line = decorator.line
            called = run.value(decorator.function, outer)
            named = {one.name: run.value(one.value, outer) for one in decorator.keywords}
            given = Arguments(tuple(run.value(one, outer) for one in decorator.args), named, decorator)
            self._wrapper(run, called, given)
            if called is not None:
                for hook in self._hooks:
                    hook.decorated(run, called, given, outer)

    def _wrapper(self, run: Run, decorator: Value | None, given: Arguments | None = None) -> None:
        """Read what a decorator of the project, given some arguments or none, does around the handler."""
        if not isinstance(decorator, Defined):
            return
        program = self._names.program
        first = program.definitions[decorator.definition]
        outer = run.frame(decorator.definition, -1, {})
        known = run.bound(decorator, given, outer) if given is not None and first.head.kind == "function" else {}
        for definition in range(first.id + 1, len(program.definitions)):
            inner = program.definitions[definition]
            if inner.module != first.module or inner.head.line > first.head.end_line:
                break
            if inner.head.kind == "function" and self._touching.touches(definition):
                own = {one.name for one in inner.head.parameters}
                held = {name: value for name, value in known.items() if name not in own}
                run.read(run.frame(definition, -1, held))
