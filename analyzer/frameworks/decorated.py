"""Which definitions does a program hand to a library, by decorators and by calls?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

import msgspec

from analyzer.frameworks.library_objects import LibraryObjects, brief, text_in
from analyzer.link.found import FoundEntryPoint
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.schema import Schema
from analyzer.link.types import Type
from analyzer.model.chains import keyword, last_name, line_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Call, Expression

Kinds = Mapping[str, EntryKind]
"""What each decorator makes of a definition, by its name."""


class Mark(msgspec.Struct, frozen=True):
    """A decorator on a definition: its place, its arguments if it is called, and its dotted name outside."""

    definition: int
    module: int
    scope: int
    line: int
    function: Expression
    call: Call | None
    dotted: str


class DecoratedFramework(Framework):
    """A framework that runs what it is given; derive from it and say which decorators and calls give it something.

    ``decorators`` are keyed by their name without the modules inside the library (see ``brief``), where ``*`` stands
    for whatever they are read from. Calls of the names in ``noticed`` are kept for ``registered``.
    """

    packages: tuple[str, ...] = ()
    decorators: ClassVar[Kinds] = {}
    objects: LibraryObjects

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self.seen: list[TypedCall] = []
        self._last = {key.replace(":", ".").rpartition(".")[2] for key in self.decorators}
        self.noticed = frozenset(self.noticed | self._last)

    def is_used(self) -> bool:
        """Return whether the program imports one of the packages."""
        return self.imports(*self.packages)

    def meet(self, values: Values) -> None:
        """Take the linker's side."""
        self.objects = LibraryObjects(self.names, values)

    def notice(self, call: TypedCall) -> None:
        """Keep a call for later."""
        self.seen.append(call)

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return what decorators mark, then what calls register."""
        for mark in self.marks():
            yield from self.marked(mark, self.decorators[self.key(mark.dotted)])
        for call in self.seen:
            yield from self.registered(call)

    def marked(self, mark: Mark, kind: EntryKind) -> Iterable[FoundEntryPoint]:
        """Return the entry points that a decorator makes."""
        yield FoundEntryPoint(kind, self.named(mark), mark.definition, mark.module, mark.line)

    def registered(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        """Return the entry points that a call makes."""
        del call
        return ()

    def named(self, mark: Mark) -> str:
        """Return what callers say; by default the name of the function."""
        return self.names.program.definitions[mark.definition].head.name

    def key(self, dotted: str) -> str:
        """Return the key in ``decorators`` of a dotted name; empty where it is none of them."""
        if dotted.partition(".")[0] not in self.packages:
            return ""
        known = brief(dotted)
        package, _, tail = known.partition(":")
        anywhere = f"{package}:*.{tail.rpartition('.')[2]}" if "." in tail else ""
        return next((key for key in (known, anywhere) if key in self.decorators), "")

    def marks(self) -> Iterator[Mark]:
        """Yield the decorators of the framework in the program, with what they decorate."""
        known = self._last | self._aliases()
        for definition in self.names.program.definitions:
            for decorator in definition.head.decorators:
                call = decorator if isinstance(decorator, Call) else None
                function = decorator if call is None else call.function
                if last_name(function) in known:
                    module, scope = definition.module, definition.head.scope
                    dotted = next(
                        (one for one in self.library_names(module, scope, function, call) if self.key(one)), ""
                    )
                    if dotted:
                        line = line_of(function) or definition.head.line
                        yield Mark(definition.id, module, scope, line, function, call, dotted)

    def _aliases(self) -> set[str]:
        """Return the other names that modules import the decorators under, or give them."""
        found: set[str] = set()
        for module in self.names.program.modules:
            found.update(fact.alias for fact in module.facts.imports if fact.name in self._last)
            for name, binding in self.names.program.namespaces.get((module.index, 0), {}).items():
                if isinstance(binding, ValueBinding) and last_name(binding.value) in self._last:
                    found.add(name)
        return found - {""}

    def library_names(self, module: int, scope: int, function: Expression, call: Call | None) -> tuple[str, ...]:
        """Return what a decorator may be; one that stands in a function is known from its call alone."""
        found = self.objects.dotted(module, scope, function)
        if found or call is None:
            return found
        same = (one for one in self.seen if one.module == module and one.call == call)
        return next((self.objects.outside(one.callee) for one in same), ())

    def given(self, mark: Mark, name: str, place: int = -1) -> str:
        """Return the text that a decorator is given under a name, or at a place; empty where there is none."""
        if mark.call is None:
            return ""
        value = keyword(mark.call, name)
        if value is None and 0 <= place < len(mark.call.args):
            value = mark.call.args[place]
        return self.objects.text(mark.module, mark.scope, value)

    def callee(self, call: TypedCall) -> tuple[str, ...]:
        """Return the dotted names of what is called in the framework; ``?`` where nothing is known of it."""
        if call.callee is None:
            return ("?",)
        return tuple([one for one in self.objects.outside(call.callee) if one.partition(".")[0] in self.packages])

    def entries(self, kind: EntryKind, name: str, value: Type | None, call: TypedCall) -> Iterator[FoundEntryPoint]:
        """Yield entry points for the functions that a call is given; without a name they have their own."""
        for definition in self.objects.handlers(value):
            own = self.names.program.definitions[definition].head.name
            yield FoundEntryPoint(kind, name or own, definition, call.module, call.line)


def text_argument(call: TypedCall, name: str, place: int = -1) -> str:
    """Return the text of an argument; empty where it is not known."""
    for key, value in call.keywords:
        if key == name:
            return text_in(value)
    return text_in(call.args[place]) if 0 <= place < len(call.args) else ""
