"""Which frameworks do installed distributions add, and what does one cost that fails?

A distribution offers a class in the entry point group ``seamline.frameworks``. One that was written for another version
of the interface, or that raises an error, loses its own facts, and the result says so; the run goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

import msgspec

from analyzer.link.found import Found, FoundEntryPoint, ImplicitAccess
from analyzer.link.framework import API_VERSION, Framework
from analyzer.link.names import Names
from analyzer.link.protocol import TypedAssignment, TypedCall, TypedUse, Values
from analyzer.link.schema import Schema
from analyzer.link.types import Type
from analyzer.model.analysis import PluginUse

GROUP = "seamline.frameworks"
_Answer = TypeVar("_Answer")


class Outside(Framework):
    """A framework of another distribution: asked like any, and silent from its first error on."""

    def __init__(self, names: Names, schema: Schema, offered: EntryPoint) -> None:
        """``offered`` names the class; what keeps it from being used stands in ``use.failed``."""
        super().__init__(names, schema)
        self.name = offered.name
        distribution = offered.dist
        self.use = PluginUse(
            offered.name,
            distribution.name if distribution is not None else "",
            distribution.version if distribution is not None else "",
        )
        self._inner = Framework(names, schema)
        self._attempt(lambda: self._load(offered), None)

    def _load(self, offered: EntryPoint) -> None:
        made = offered.load()
        if not (isinstance(made, type) and issubclass(made, Framework)):
            raise TypeError(f"{offered.value} is no subclass of seamline.frameworks.Framework")
        version = made.__dict__.get("api_version")
        if version != API_VERSION:
            raise TypeError(f"it was written for version {version} of the interface; this is version {API_VERSION}")
        self._inner = made(self.names, self.schema)
        self._inner.name = self.name

    def _attempt(self, ask: Callable[[], _Answer], otherwise: _Answer) -> _Answer:
        """Ask, unless it failed before."""
        if self.use.failed:
            return otherwise
        try:
            return ask()
        except Exception as error:  # noqa: BLE001  # whatever a stranger's code raises costs its own facts only
            what = " ".join(f"{type(error).__name__}: {error}".split())
            self.use = msgspec.structs.replace(self.use, failed=what)
            return otherwise

    def is_used(self) -> bool:
        """Ask whether the program may use the framework."""
        return self._attempt(self._inner.is_used, otherwise=False)

    def declare(self) -> None:
        """Let it declare its tables, and take over what it wants to be asked about."""
        inner = self._inner
        self._attempt(inner.declare, None)
        self.answers, self.watched, self.outside = inner.answers, inner.watched, inner.outside
        self.texts, self.noticed, self.sends, self.relays = inner.texts, inner.noticed, inner.sends, inner.relays

    def meet(self, values: Values) -> None:
        """Hand over the linker's side."""
        self._attempt(lambda: self._inner.meet(values), None)

    def parameter(self, definition: int, name: str) -> Type | None:
        """Ask what the library passes to a parameter."""
        return self._attempt(lambda: self._inner.parameter(definition, name), None)

    def receivers(self, cls: int) -> tuple[Type, ...]:
        """Ask what ``self`` is in the methods of a class."""
        return self._attempt(lambda: self._inner.receivers(cls), ())

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Ask for the type of an attribute."""
        return self._attempt(lambda: self._inner.attribute(receiver, name), None)

    def result(self, call: TypedCall) -> Type | None:
        """Ask what a call yields."""
        return self._attempt(lambda: self._inner.result(call), None)

    def item(self, container: Type) -> Type | None:
        """Ask what an item of a value is."""
        return self._attempt(lambda: self._inner.item(container), None)

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Ask what a call does."""
        return self._attempt(lambda: tuple(self._inner.accesses(call)), ())

    def assigned(self, assignment: TypedAssignment) -> Iterable[Found]:
        """Ask what an assignment does."""
        return self._attempt(lambda: tuple(self._inner.assigned(assignment)), ())

    def used(self, use: TypedUse) -> Iterable[Found]:
        """Ask what a use does."""
        return self._attempt(lambda: tuple(self._inner.used(use)), ())

    def hidden(self, call: TypedCall) -> Iterable[tuple[int, str]]:
        """Ask what a library calls because of a call."""
        return self._attempt(lambda: tuple(self._inner.hidden(call)), ())

    def implicit(self) -> Iterable[ImplicitAccess]:
        """Ask what libraries do on behalf of definitions."""
        return self._attempt(lambda: tuple(self._inner.implicit()), ())

    def notice(self, call: TypedCall) -> None:
        """Show it a call that it wants to see."""
        self._attempt(lambda: self._inner.notice(call), None)

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Ask for the definitions that are called from outside."""
        return self._attempt(lambda: tuple(self._inner.entry_points()), ())


def outside_frameworks(names: Names, schema: Schema) -> list[Outside]:
    """Return the frameworks that installed distributions offer, by name."""
    return [Outside(names, schema, one) for one in _offered(tuple(sys.path))]


@cache
def _offered(_path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Ask every installed distribution once, which takes as long as the rest of a small analysis."""
    return tuple(sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value)))
