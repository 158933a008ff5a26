"""What does a handler read of the request, in its own body and in those of the functions that it hands it to?

Bodies are read in order, once for each call with what is known of its arguments: names hold requests, parts of them,
constants and written lists, or nothing that is known. A branch that constants rule out is passed over.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from analyzer.frameworks.request_reads.bodies import Body
from analyzer.frameworks.request_reads.calls import Calls, written_default
from analyzer.frameworks.request_reads.expressions import Expressions
from analyzer.frameworks.request_reads.frames import Arguments, Frame, Held, Hook
from analyzer.frameworks.request_reads.memories import TOUCHES, Trace
from analyzer.frameworks.request_reads.notes import Notes
from analyzer.frameworks.request_reads.parts import Parts
from analyzer.frameworks.request_reads.remembered import DEEPEST, Remembered
from analyzer.frameworks.request_reads.stored_lists import is_looped_over
from analyzer.frameworks.request_reads.values import (
    Defined,
    Key,
    Known,
    Listed,
    Me,
    Request,
    Source,
    Taken,
    Value,
    concerns_requests,
    either,
)
from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.link.decorators import is_static_method
from analyzer.link.names import Names
from analyzer.model.chains import last_name
from analyzer.model.interfaces import Place
from analyzer.model.syntax import (
    Attribute,
    Call,
    Expression,
    Items,
    Name,
    Star,
    Subscript,
    Unknown,
)

_MOST_STEPS = 4000  # statements that are read for one entry point
_CONSTANT = 1_000  # the depth at which no call is followed
_NO_CALL = Call(Unknown(), (), (), 0)


class Run:
    """Reads one handler: what it comes to read of its request stands in ``notes``."""

    def __init__(
        self, names: Names, words: RequestWords, hooks: Sequence[Hook], remembered: Remembered, method: str
    ) -> None:
        """``method`` is that of the request, empty or ``ANY`` where it may be any."""
        self.names = names
        self.words = words
        self.hooks = hooks
        self.touching = remembered.touching
        self.remembered = remembered
        self.trace = Trace()
        self.notes = Notes(method)
        self.running: list[tuple[int, int]] = []
        self.replaced: set[tuple[Source, str]] = set()
        self.outermost = Frame(-1, 0, "", None)
        self.left = _MOST_STEPS
        self._parts = Parts(self)
        self._expressions = Expressions(self, self._parts)
        self._calls = Calls(self)

    def frame(self, definition: int, cls: int, held: Held) -> Frame:
        """Return a frame for the body of a function."""
        found = self.names.program.definitions[definition]
        module = self.names.program.modules[found.module]
        frame = Frame(found.module, found.scope, module.path, self.names.program.scopes(found.module).get(found.scope))
        frame.definition = definition
        frame.cls = cls
        frame.held = held
        frame.line = found.head.line
        return frame

    def value(self, expression: Expression, frame: Frame) -> Value | None:
        """Return what an expression holds, and note what it reads."""
        return self._expressions.value(expression, frame)

    def open(self, value: Value | None) -> None:
        """Note that a value goes where it is not known what is read of it."""
        if isinstance(value, Source) and Place.BODY in value.places:
            self.notes.open_body()

    def is_dropped(self, expression: Expression, frame: Frame) -> bool:
        """Return whether a statement takes an input out of a part of a request, and does nothing with it."""
        match expression:
            case Call(function=Attribute(value=value, name="pop")):
                return isinstance(self.value(value, frame), Source)
            case _:
                return False

    def property(self, method: Defined, frame: Frame) -> Value | None:
        """Return what a property of the project yields."""
        if not self.touches(method):
            return None
        return self.call(method, Arguments((), {}, _NO_CALL), frame)

    def bind(self, target: Expression, value: Value | None, frame: Frame) -> None:
        """Let a target hold a value."""
        _bind(self, target, value, frame)

    def attribute(self, value: Value | None, name: str, frame: Frame) -> Value | None:
        """Return what ``value.name`` holds."""
        return self._parts.attribute(value, name, frame)

    def element(self, value: Value | None) -> Value | None:
        """Return what an item of a value is."""
        return self._parts.element(value)

    def constant(self, expression: Expression, frame: Frame) -> Value | None:
        """Return what a default or a value of a module holds: no function is followed for it."""
        return self._expressions.constant(expression, frame)

    def plain(self, key: Hashable, expression: Expression, frame: Frame) -> Value | None:
        """Return what a default or a value of a module holds, which is remembered."""
        if expression.__class__ is Unknown:
            return None
        return self.remembered.plain(self, key, lambda: self.constant(expression, frame))

    def called(self, call: Call, frame: Frame) -> Value | None:
        """Return what a call yields, and note what it reads."""
        return self._calls.value(call, frame)

    def call(self, called: Value, given: Arguments, frame: Frame) -> Value | None:
        """Return what a call of a function of the project yields, reading its body."""
        if not isinstance(called, Defined) or not self.can_call(called, frame):
            return None
        return self.remembered.call(self, called, self.bound(called, given, frame), frame)

    def touches(self, called: Defined) -> bool:
        """Return whether a function may read the request without being handed it."""
        found = self.touching.touches(called.definition, called.cls)
        if called.cls >= 0:
            self.trace.asked.append((called.cls, TOUCHES, called.definition, found))
        return found

    def can_call(self, called: Defined, frame: Frame) -> bool:
        """Return whether a function would be read now: it is not being read, and calls are not too deep."""
        if frame.depth >= DEEPEST:
            self.trace.cuts += frame.depth < _CONSTANT
            return False
        self.trace.called.append((called.definition, called.cls, frame.depth + 1))
        return (called.definition, called.cls) not in self.running

    def bound(self, called: Defined, given: Arguments, frame: Frame) -> Held:
        """Return what the parameters of a function hold."""
        definition = self.names.program.definitions[called.definition]
        head = definition.head
        held: Held = dict(frame.held) if definition.parent == frame.definition >= 0 else {}
        parameters = [one for one in head.parameters if one.kind != "kwargs"]
        if head.kind == "method" and parameters and called.is_bound and not is_static_method(head.decorators):
            held[parameters.pop(0).name] = Me(called.cls)
        outer = Frame(definition.module, head.scope, frame.path, None)
        for place, one in enumerate(head.parameters):
            key = ("default", definition.id, place)
            held[one.name] = self.plain(key, one.default, outer) if given.is_whole else None
        places = [one for one in parameters if one.kind == "positional"]
        held |= {one.name: value for one, value in zip(places, given.positional, strict=False)}
        held |= {one.name: given.named[one.name] for one in parameters if one.name in given.named}
        if head.kind == "method" and head.parameters and called.is_bound and not is_static_method(head.decorators):
            held[head.parameters[0].name] = Me(called.cls)
        return held

    def request(self, annotation: Expression) -> Value | None:
        """Return the request where an annotation says that a parameter holds it."""
        named = last_name(annotation.value if isinstance(annotation, Subscript) else annotation)
        return Request() if named in self.words.classes else None

    def spend(self) -> bool:
        """Return whether one more statement may be read."""
        self.left -= 1
        return self.left >= 0

    def stored(self, target: Expression, value: Value | None, frame: Frame) -> None:
        """Take note of what is put into an attribute or item: a body that is kept there may be read anywhere."""
        if not isinstance(target, Subscript):
            self.open(value)
            if isinstance(target, Attribute) and isinstance(value, Source) and value.places == (Place.BODY,):
                holder = self.value(target.value, frame)
                if isinstance(holder, Me) and is_looped_over(self.names, frame.definition, target.name):
                    self.notes.list_body(refused=True)
            return
        index, holder = self.value(target.index, frame), self.value(target.value, frame)
        if isinstance(index, Key) and isinstance(target.value, Name):
            frame.held[target.value.id] = index.source  # a copy of the part, name by name
        elif isinstance(index, Known) and isinstance(index.value, str) and isinstance(holder, Source):
            if not frame.conditional:
                self.replaced.add((holder, index.value))
        else:
            self.open(value)

    def read(self, frame: Frame) -> None:
        """Read the body of a frame."""
        if frame.body is not None:
            Body(self, frame, frame.body).read(0, len(frame.body.statements))
        if frame.stood_in and frame.depth:
            self._stand_in(frame)

    def _stand_in(self, frame: Frame) -> None:
        """Note what a function gives for the input that it returns, where that is not there."""
        given = [one for one, _ in frame.returned if isinstance(one, Taken)]
        for missing, default in frame.stood_in:
            for one in given:
                is_picked = isinstance(missing, Source) and one.name == missing.picked and one.place in missing.places
                if is_picked or one == missing:
                    self.notes.spare(one, default, written_default(default))


def _bind(run: Run, target: Expression, value: Value | None, frame: Frame) -> None:
    """Let a name hold a value; a name that may hold part of a request already may hold either."""
    match target:
        case Name(id=name):
            old = frame.held.get(name)
            frame.held[name] = _one_of(value, old) if frame.conditional and old is not None else value
        case Items(items=targets):
            parts = value.items if isinstance(value, Listed) else (None,) * len(targets)
            if len(parts) == len(targets):
                for one, part in zip(targets, parts, strict=True):
                    _bind(run, one.value if isinstance(one, Star) else one, part, frame)
        case Attribute() | Subscript():
            run.stored(target, value, frame)


def _one_of(value: Value | None, old: Value | None) -> Value | None:
    """Return what a name holds that a branch may have given another value."""
    if value == old or isinstance(value, (Source, Taken)) or isinstance(old, (Source, Taken)):
        return either(value, old)
    return value if old == Known(None) and concerns_requests(value) else None
