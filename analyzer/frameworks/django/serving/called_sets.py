"""Which sets of forms does a call in a view make of the request?

What is called is a name, an attribute of the view, or what a loop takes of a list or dict; these may stand in the body,
in the class or a module, or be put together by the constructor.
"""

from __future__ import annotations

from collections.abc import Mapping as Named

import msgspec

from analyzer.frameworks.django.serving.handed_forms import ANY_PREFIX, HandedForms
from analyzer.frameworks.django.serving.held_values import HeldValues
from analyzer.frameworks.django.serving.made_sets import MadeSet, MadeSets
from analyzer.frameworks.django.serving.written import constant
from analyzer.link.names import Names
from analyzer.model.syntax import Call, Expression, Name, Subscript


class Called(msgspec.Struct, frozen=True):
    """The sets that a call makes; not ``is_known`` where it may make others, chosen at run time."""

    sets: tuple[MadeSet, ...] = ()
    is_known: bool = True


class CalledSets:
    """Answers for the calls in views that are given the form."""

    def __init__(self, names: Names, made: MadeSets) -> None:
        self.made = made
        self._names = names
        self._handed = HandedForms(names)
        self._held = HeldValues(names)

    def of(self, call: Call, definition: int, cls: int, given: Named[str, Expression]) -> Called:
        """Return what a call makes; ``given`` are local names."""
        place = self._names.program.definitions[definition]
        written: Expression = call.function
        if isinstance(written, Name) and written.id in given:
            written = given[written.id]
        looped = self._held.looped(call.function, definition, cls, given)
        options = (self._held.followed((place.module, place.scope, written), cls),) if looped is None else looped
        found = [(one, self.made.factory(one)) for one in options]
        factories = dict.fromkeys(factory for _, factory in found if factory is not None)
        is_known = all(factory is not None for _, factory in found) and bool(found)
        if looped is None:
            is_known = is_known or not isinstance(written, Subscript)
        prefix = self._prefix(call, definition, cls, given) if factories else ""
        return Called(tuple([MadeSet(one, prefix) for one in factories]), is_known)

    def _prefix(self, call: Call, definition: int, cls: int, given: Named[str, Expression]) -> str:
        written = self._handed.arguments(call, definition, cls).get("prefix")
        if not isinstance(written, (Name, Subscript)):
            return self._handed.prefix(written, cls)
        place = self._names.program.definitions[definition]
        inner = given.get(written.id, written) if isinstance(written, Name) else written
        said = constant(self._names, (place.module, place.scope, inner))
        if isinstance(said, str):
            return said
        return "" if said is None else self._handed.prefix(inner, cls) or ANY_PREFIX
