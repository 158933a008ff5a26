"""Which exceptions does each definition raise, and which does it catch around which of its lines?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from analyzer.frameworks.status_codes import error_code, given_code
from analyzer.interfaces.entering import Entering
from analyzer.interfaces.error_handlers import REGISTERING, ErrorHandlers
from analyzer.interfaces.exception_classes import ExceptionClasses
from analyzer.interfaces.exception_names import ANY_OF, EVERYTHING, ExceptionNames
from analyzer.interfaces.handed_calls import handed_calls
from analyzer.interfaces.handed_codes import HandedCodes
from analyzer.interfaces.handed_exceptions import Handed, HandedExceptions
from analyzer.interfaces.library_exceptions import MISSING_ROW
from analyzer.interfaces.messages import message, said
from analyzer.interfaces.own_calls import OwnCalls
from analyzer.interfaces.raising_calls import AGAIN, WORDS, is_renamed, raised_by
from analyzer.interfaces.tries import Tries
from analyzer.interfaces.wrappers import wrappers
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import ScopeEvents, Thrown, TypedCall
from analyzer.link.settled import Settled
from analyzer.link.types import Union
from analyzer.model.chains import last_name
from analyzer.model.interfaces import Guard, Interfaces, Raise
from analyzer.model.syntax import Call, Expression, Name, Scope, Statement

_HTTP = ("http", "abort", "apiexception")
_ANYTHING = (EVERYTHING, "Exception")
_LEFT_OPEN = "NotImplementedError"
_ANSWERING = ("__getattr__", "__getattribute__")


class FailureReader:
    """Takes note of what scopes raise and catch, and puts it together when types have settled."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._noted: list[ScopeEvents] = []
        self._calls: list[TypedCall] = []
        self._of_several: list[TypedCall] = []
        self._handlers = ErrorHandlers(names)
        self._own = OwnCalls(names)

    def add(self, events: ScopeEvents, called: Sequence[str]) -> None:
        """Take note of what one scope does; ``called`` are the last names of what it calls, call by call."""
        self._own.add(events.calls)
        for call, name in zip(events.calls, called, strict=True):
            if name in WORDS or is_renamed(call):
                self._calls.append(call)
            elif name in REGISTERING:
                self._handlers.add(call)
            if call.callee.__class__ is Union and call.call.function.__class__ is Name:
                self._of_several.append(call)
        if events.definition >= 0 and (events.raised or events.caught or events.entered):
            self._noted.append(events)

    def found(self, settled: Settled) -> Interfaces:
        """Return what definitions raise and catch, the exceptions, and what else bears on what comes to callers."""
        exceptions = ExceptionNames(self._names, settled)
        entering = Entering(self._names, exceptions)
        handing = HandedExceptions(self._names, settled, exceptions)
        handed: list[Handed] = []
        codes_handed = HandedCodes(self._program, settled)
        raises = set(self._of_calls(codes_handed))
        raises.update(codes_handed.raises())
        guards: list[Guard] = []
        for events in self._noted:
            if self._program.definitions[events.definition].head.kind != "class":
                scope = _OneScope(self._names, events, exceptions)
                raises.update(scope.raises(settled, handing, handed))
                own = list(scope.guards())
                entering.learn(events, own)
                guards += own
        raises.update(handing.raises(handed))
        guards += entering.guards()
        known = {one.exception for one in raises}
        guards = [_with_names(one, known) for one in guards]
        named = known.union(*(one.catches for one in guards))
        codes = self._handlers.found(exceptions)
        classes = ExceptionClasses(self._names, codes)
        named |= codes.keys() & {EVERYTHING, "Exception"}
        return Interfaces(
            raises=tuple(sorted(raises)),
            guards=tuple(sorted(set(guards))),
            exceptions=tuple(classes.of(name) for name in sorted(named)),
            wrappings=tuple(sorted(wrappers(self._names, settled))),
            handed_calls=tuple(sorted(handed_calls(self._program, self._of_several))),
            own_calls=self._own.found(),
            overriding=tuple(sorted(self._own.overriding())),
        )

    def _of_calls(self, codes: HandedCodes) -> Iterator[Raise]:
        definitions = self._program.definitions
        same: dict[tuple[int, int], list[TypedCall]] = {}
        for call in self._calls:
            if call.definition >= 0:
                same.setdefault((call.definition, id(call.call)), []).append(call)
        for calls in same.values():
            call = calls[0]
            if codes.takes(call):
                continue
            path = self._program.modules[call.module].path
            for one in raised_by(calls, last_name(call.call.function), lambda place: definitions[place].name):
                name = definitions[call.definition].name
                text = said(one.message)
                yield Raise(name, path, call.line, one.exception, one.status, text, one.implied)


class _OneScope:
    """What one function raises and catches."""

    def __init__(self, names: Names, events: ScopeEvents, exceptions: ExceptionNames) -> None:
        self._names = names
        self._program = names.program
        self._events = events
        self._exceptions = exceptions
        found = self._program.definitions[events.definition]
        self._place = found
        self._scope: Scope = self._program.scopes(found.module)[found.scope]
        self._tries = Tries(self._scope, found.head.end_line)
        self._path = self._program.modules[found.module].path

    def raises(self, settled: Settled, handing: HandedExceptions, handed: list[Handed]) -> Iterator[Raise]:
        """Yield what ``raise`` statements raise that is not what a handler caught.

        What a caller hands over to be raised is added to ``handed`` instead.
        """
        for one in self._events.raised:
            handler = self._tries.raised_again(one.statement)
            if handler:
                yield from self._passed_on(handler, one.statement)
                continue
            written = one.statement.value
            parameter = handing.parameter(self._place.id, written)
            if parameter and handing.has_callers(self._place.id):
                handed.append(Handed(self._place.id, parameter, _code_of("HTTPError", written), message(written)))
                continue
            for name in self._names_of(one):
                if self._is_no_error(name, settled):
                    continue
                status = _code_of(name, written)
                yield Raise(self._place.name, self._path, one.statement.line, name, status, message(written))

    def _passed_on(self, handler: int, again: Statement) -> Iterator[Raise]:
        """Yield what a handler names of a library, looks at, and raises again: it knows that it may come.

        Where it does nothing else it only shields them from the next handler.
        """
        if self._tries.is_shield(handler):
            return
        for name in self._caught.get(handler, ()):
            if name not in self._program.by_name and name not in _ANYTHING and not name.startswith(ANY_OF):
                yield Raise(self._place.name, self._path, again.line, name, 0, "", implied=True)

    @cached_property
    def _caught(self) -> dict[int, dict[str, None]]:
        """What each handler catches, by its block."""
        caught: dict[int, dict[str, None]] = {}
        for one in self._events.caught:
            block = one.statement.block
            if self._scope.blocks[block].kind == "except":
                found = self._exceptions.caught(self._place.module, self._place.scope, one.value, one.statement.value)
                caught.setdefault(block, {}).update(dict.fromkeys(found))
        return caught

    def guards(self) -> Iterator[Guard]:
        """Yield what ``try`` statements catch."""
        caught = self._caught
        again = self._again() if caught else set()
        for found_try in self._tries.found():
            catches = [(name, block) for block in found_try.handlers for name in caught.get(block, ())]
            names = tuple(dict.fromkeys(name for name, _ in catches))
            if names:
                passes = [name for name, block in catches if block in again]
                first = dict(reversed(catches))
                kept = tuple(dict.fromkeys(name for name in passes if first[name] in again))
                yield self._guard(found_try.first, found_try.last, names, kept)
            if found_try.swallows:
                yield self._guard(found_try.first, found_try.swallows, (EVERYTHING,), ())

    def _guard(self, first: int, last: int, catches: tuple[str, ...], again: tuple[str, ...]) -> Guard:
        return Guard(self._place.name, self._path, first, last, catches, again)

    def _again(self) -> set[int]:
        """The handlers in which what was caught is raised again, by the function or by a library."""
        found = {self._tries.raised_again(one.statement) for one in self._events.raised}
        lines = [one.line for one in self._events.calls if last_name(one.call.function) in AGAIN]
        for line in lines:
            for statement in self._scope.statements:
                if statement.line == line and statement.kind in ("with", "expression"):
                    found.add(self._tries.handler(statement.block))
        return found

    def _names_of(self, one: Thrown) -> tuple[str, ...]:
        return self._exceptions.raised(self._place.module, self._place.scope, one.value, one.statement.value)

    def _is_no_error(self, name: str, settled: Settled) -> bool:
        """An open method that is overridden does not run; ``__getattr__`` says that there is no such attribute."""
        if name == "AttributeError":
            return self._place.head.name in _ANSWERING
        is_open = name == _LEFT_OPEN or len(self._scope.statements) == 1  # all that it does is to complain
        return is_open and self._is_overridden(settled)

    def _is_overridden(self, settled: Settled) -> bool:
        """Return whether objects of a class below run something else in the place of an open method."""
        owner = self._place.parent
        if owner < 0 or self._place.head.kind != "method":
            return False
        for cls in settled.below(owner):
            member = self._names.member(cls, self._place.head.name)
            if member is not None and member[1] != DefinitionBinding(self._place.id):
                return True
        return False


def _code_of(name: str, written: Expression) -> int:
    """Return the response code that an exception is given where it is raised."""
    if not isinstance(written, Call):
        return 0
    last = name.rpartition(".")[2].lower()
    found = given_code(written)
    if not found and any(word in last for word in _HTTP) and written.args:
        found = error_code(written.args[0])
    return found


def _with_names(guard: Guard, known: Iterable[str]) -> Guard:
    """Put the exceptions in the place of a last name that stands for all of them."""
    if not any(name.startswith(ANY_OF) for name in guard.catches):
        return guard

    def named(names: tuple[str, ...]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in names:
            ending = name.removeprefix("*") if name.startswith(ANY_OF) else ""
            meant = sorted(one for one in known if one.endswith(ending)) if ending else [name]
            meant += MISSING_ROW.values() if ending == ".DoesNotExist" else ()
            found |= dict.fromkeys(meant)
        return tuple(found)

    return Guard(guard.definition, guard.path, guard.first, guard.last, named(guard.catches), named(guard.raises_again))
