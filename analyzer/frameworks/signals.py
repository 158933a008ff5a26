"""Signals between parts of one program: events of SQLAlchemy, signals of blinker, Flask and Celery.

Understands: ``@event.listens_for(target, "after_insert")`` and ``event.listen(target, "after_insert", function)``
(``after_insert Order``); ``@signal.connect``, ``@signal.connect_via(sender)`` and ``signal.connect(function)`` for
signals of blinker, and those that Flask, its extensions and Celery have, by the name that the signal was made with, or
has.
Does not understand: events named by texts that are put together at run time, and handlers that are chosen then:
nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.frameworks.decorated import Mark
from analyzer.frameworks.library_objects import LibraryObjects, text_in
from analyzer.frameworks.mapper_events import ADDS, MapperEvents
from analyzer.link.found import FoundEntryPoint
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.schema import Schema
from analyzer.link.types import options
from analyzer.model.chains import last_name, text_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Attribute, Call, Expression

NAME = "signals"
_EVENT = 2  # target, and the name of the event
_OURS = ("connect", "connect_via", "listens_for")


class Signals(Framework):
    """The plug-in."""

    name = NAME
    sends = ADDS
    noticed = frozenset(("listen", "connect", "connect_via", "listens_for"))
    _objects: LibraryObjects
    _events: MapperEvents

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._seen: list[TypedCall] = []

    def is_used(self) -> bool:
        """Return whether the program imports something that sends signals."""
        return self.imports("sqlalchemy", "blinker", "flask", "flask_sqlalchemy", "flask_login", "quart", "celery")

    def meet(self, values: Values) -> None:
        """Take the linker's side."""
        self._objects = LibraryObjects(self.names, values)
        self._events = MapperEvents(self.names, self._registers, lambda value: options(values.items(value)))

    def _registers(self, module: int, scope: int, called: Expression) -> bool:
        return any(map(_is_event, self._objects.dotted(module, scope, called)))

    def hidden(self, call: TypedCall) -> Iterable[tuple[int, str]]:
        """Return the listeners to rows that a call of a session writes."""
        return self._events.fired(call)

    def notice(self, call: TypedCall) -> None:
        """Keep a call for later."""
        self._seen.append(call)

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the functions that listen."""
        for definition in self.names.program.definitions:
            for decorator in definition.head.decorators:
                call = decorator if isinstance(decorator, Call) else None
                function = decorator if call is None else call.function
                if last_name(function) in _OURS:
                    line = call.line if call is not None else definition.head.line
                    mark = Mark(definition.id, definition.module, definition.head.scope, line, function, call, "")
                    yield from self._marked(mark)
        for made in self._seen:
            yield from self._called(made)

    def _marked(self, mark: Mark) -> Iterable[FoundEntryPoint]:
        scope = mark.scope
        dotted = self._objects.dotted(mark.module, scope, mark.function)
        name = ""
        if last_name(mark.function) == "listens_for":
            if mark.call is not None and len(mark.call.args) >= _EVENT and any(map(_is_event, dotted)):
                event = self._objects.text(mark.module, scope, mark.call.args[1])
                name = f"{event} {_shown(mark.call.args[0])}".strip()
        elif any(map(_is_signal, dotted)) and isinstance(mark.function, Attribute):
            name = self._signal(mark.module, scope, mark.function.value)
        if name:
            yield FoundEntryPoint(EntryKind.SIGNAL, name, mark.definition, mark.module, mark.line)

    def _called(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        dotted = self._objects.outside(call.callee)
        function = call.call.function
        last = last_name(function)
        value, name = None, ""
        if last == "listen" and any(map(_is_event, dotted)) and len(call.call.args) > _EVENT:
            value, name = (
                self._objects.handed(call, "fn", _EVENT),
                f"{text_in(call.args[1])} {_shown(call.call.args[0])}".strip(),
            )
        elif last == "connect" and any(map(_is_signal, dotted)) and isinstance(function, Attribute):
            scope = self._objects.scope_of(call)
            value, name = self._objects.handed(call, "receiver", 0), self._signal(call.module, scope, function.value)
        for handler in self._objects.handlers(value) if name else ():
            yield FoundEntryPoint(EntryKind.SIGNAL, name, handler, call.module, call.line)

    def _signal(self, module: int, scope: int, expression: Expression) -> str:
        """Return the name that a signal was made with, otherwise the one it is called by."""
        made = self.names.value_of(module, scope, expression)
        given = text_of(made.args[0]) if isinstance(made, Call) and made.args else ""
        return given or last_name(expression)


def _is_event(dotted: str) -> bool:
    return dotted.startswith("sqlalchemy.") and dotted.endswith((".listens_for", ".listen"))


def _is_signal(dotted: str) -> bool:
    """``blinker.Namespace().signal().connect``, ``flask.request_started.connect``: no object that was made."""
    if dotted.startswith("celery.signals."):
        return True
    top = dotted.partition(".")[0]
    return top == "blinker" or ((top.startswith("flask") or top == "quart") and "()" not in dotted)


def _shown(target: Expression) -> str:
    """Return what is listened to, as it is written."""
    if isinstance(target, Call):
        return _shown(target.function)
    return last_name(target)
