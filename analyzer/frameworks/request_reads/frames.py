"""Where is a reading, and what do names hold there?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from analyzer.frameworks.request_reads.notes import Notes
from analyzer.frameworks.request_reads.values import Known, Source, Taken, Value
from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.link.names import Names
from analyzer.model.syntax import Call, Expression, Scope

Held = dict[str, Value | None]


class Arguments(msgspec.Struct, frozen=True):
    """What a call is given.

    ``is_whole`` is false where it passes on what is not seen (``*args``, ``**kwargs``); ``spread`` is what stands
    behind ``**``.
    """

    positional: tuple[Value | None, ...]
    named: Mapping[str, Value | None]
    call: Call
    is_whole: bool = True
    spread: tuple[Value | None, ...] = ()

    def get(self, place: int, *names: str) -> Value | None:
        """Return the argument at a place (-1: none), or by one of some names."""
        if 0 <= place < len(self.positional):
            return self.positional[place]
        return next((self.named[name] for name in names if name in self.named), None)

    def written(self, place: int, *names: str) -> Expression | None:
        """Return the expression of the argument at a place (-1: none), or by one of some names."""
        if 0 <= place < len(self.call.args):
            return self.call.args[place]
        return next((one.value for one in self.call.keywords if one.name in names), None)


class Frame:
    """A scope that is being read: for which class, what its names hold, and whether it may not be reached.

    ``stood_in`` holds the constants that are returned where an input is not there.
    """

    __slots__ = ("body", "cls", "conditional", "definition", "depth", "held", "line", "module", "path",
                 "returned", "scope", "stood_in")  # fmt: skip

    def __init__(self, module: int, scope: int, path: str, body: Scope | None) -> None:  # a slot
        self.module = module
        self.scope = scope
        self.path = path
        self.body = body
        self.definition = -1
        self.cls = -1
        self.depth = 0
        self.line = 0
        self.conditional = False
        self.held: Held = {}
        self.returned: list[tuple[Value | None, int]] = []
        self.stood_in: list[tuple[Source | Taken, Known]] = []


class Hook(Protocol):
    """What a framework, or a library beside it, adds to the reading of requests."""

    def called(self, run: Running, called: Value, given: Arguments, frame: Frame) -> tuple[Value | None] | None:
        """Return what a call yields, in a tuple; None where it is not the hook's."""

    def read(self, run: Running, value: Value, name: str, frame: Frame) -> Value | None:
        """Return what ``value.name`` is; None where the hook does not know."""

    def decorated(self, run: Running, called: Value, given: Arguments, frame: Frame) -> None:
        """Take note of a decorator of the handler that is called with arguments."""

    def entered(self, run: Running, definition: int, in_path: frozenset[str], frame: Frame) -> None:
        """Take note of what the parameters of the handler say, and of what they hold."""


class Running(Protocol):
    """What a hook may ask while a handler is read."""

    names: Names
    words: RequestWords
    notes: Notes
    outermost: Frame

    def request(self, annotation: Expression) -> Value | None:
        """Return the request where an annotation says that a parameter holds it."""

    def value(self, expression: Expression, frame: Frame) -> Value | None:
        """Return what an expression holds, and note what it reads."""

    def element(self, value: Value | None) -> Value | None:
        """Return what an item of a value is."""

    def open(self, value: Value | None) -> None:
        """Note that a value goes where it is not known what is read of it."""

    def call(self, called: Value, given: Arguments, frame: Frame) -> Value | None:
        """Return what a call of a function of the project yields."""


class NoHook:
    """Knows nothing; derive from it."""

    def called(self, run: Running, called: Value, given: Arguments, frame: Frame) -> tuple[Value | None] | None:
        """Know no call."""
        del run, called, given, frame
        return None

    def read(self, run: Running, value: Value, name: str, frame: Frame) -> Value | None:
        """Know no attribute."""
        del run, value, name, frame
        return None

    def decorated(self, run: Running, called: Value, given: Arguments, frame: Frame) -> None:
        """Know no decorator."""

    def entered(self, run: Running, definition: int, in_path: frozenset[str], frame: Frame) -> None:
        """Know no parameters."""
