"""Which frameworks have to be asked what a call does? Most calls are nobody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analyzer.link.framework import Framework, overriding
from analyzer.link.protocol import TypedCall
from analyzer.link.types import (
    ClassOf,
    Collection,
    Container,
    External,
    Function,
    Keyed,
    Literal,
    Method,
    Pattern,
    Query,
    Row,
    Type,
    Union,
)
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Name

_PLAIN = {Collection, Container, Row, Keyed, Literal, External}
_MAY_BE_TEXT = {Literal, Pattern, Union}
_LONGEST = 8  # letters that tell whether a framework reads a text


class Asking:
    """Knows, for each call, who reads it: by its name, by the type it is called on, or by a text that it gets."""

    def __init__(self, frameworks: Sequence[Framework]) -> None:
        self.frameworks = tuple(frameworks)
        self.assigned = tuple(one for one in frameworks if one in overriding(frameworks, "assigned"))
        self.used = tuple(one for one in frameworks if one in overriding(frameworks, "used"))
        self.hidden = tuple(one for one in frameworks if one in overriding(frameworks, "hidden"))
        self.behind = tuple(one for one in frameworks if one in overriding(frameworks, "behind"))
        self.sending = frozenset(name for one in self.hidden for name in one.sends)
        typing = overriding(overriding(frameworks, "attribute"), "accesses")
        self._typing = tuple(place for place, one in enumerate(frameworks) if one.answers and one in typing)
        self._by_name = _index(frameworks)
        self._outside = tuple((start, place) for place, one in enumerate(frameworks) for start in one.outside)
        self._known_outside: dict[str, tuple[int, ...]] = {}
        self._texts = tuple((start, place) for place, one in enumerate(frameworks) for start in one.texts)
        self._beginnings = tuple(start for start, _ in self._texts)
        self._noticed = _noticed(frameworks)

    def about(self, call: TypedCall) -> tuple[Framework, ...]:
        """Return the frameworks to ask what a call does, in the order of the registry."""
        function = call.call.function
        found = self._of_callee(call.callee)
        if function.__class__ is Attribute:
            found += self._by_name.get(function.name, ()) + self._by_name.get(last_name(function.value), ())
        elif function.__class__ is Name:
            found += self._by_name.get(function.id, ())
        for value in call.args:
            if value.__class__ in _MAY_BE_TEXT:
                found += self._readers(value)
        for _, value in call.keywords:
            if value.__class__ in _MAY_BE_TEXT:
                found += self._readers(value)
        return tuple([self.frameworks[place] for place in sorted(set(found))]) if found else ()

    def _of_callee(self, callee: Type | None) -> tuple[int, ...]:
        """Return the frameworks that what is called may belong to."""
        if callee.__class__ is External:
            return self._of_outside(callee.name)
        if callee.__class__ is Function:
            return self._typing if callee.receiver.__class__ is Query else ()
        if callee.__class__ is Method:
            return () if callee.receiver.__class__ in _PLAIN else self._typing
        if callee.__class__ is Union:
            outside = [one.name for one in callee.options if one.__class__ is External]
            return self._typing + tuple([place for name in outside for place in self._of_outside(name)])
        return self._typing if callee.__class__ is ClassOf or callee.__class__ is Query else ()

    def _of_outside(self, name: str) -> tuple[int, ...]:
        found = self._known_outside.get(name)
        if found is None:
            found = tuple([place for start, place in self._outside if name.startswith(start)])
            self._known_outside[name] = found
        return found

    def noticing(self, call: TypedCall) -> Sequence[Framework]:
        """Return the frameworks that take note of a call by its name."""
        return self._noticed.get(last_name(call.call.function), ())

    def _readers(self, value: Type | None) -> tuple[int, ...]:
        """Return the frameworks that read a text, or one of several."""
        if value.__class__ is Union:
            return tuple([place for one in value.options for place in self._readers(one)])
        if value.__class__ is not Literal and value.__class__ is not Pattern:
            return ()
        text = value.value.lstrip()[:_LONGEST].lower()
        if not text.startswith(self._beginnings):
            return ()
        return tuple([place for start, place in self._texts if text.startswith(start)])


def _index(frameworks: Sequence[Framework]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, framework in enumerate(frameworks):
        for name in framework.watched:
            found[name].append(place)
    return {name: tuple(places) for name, places in found.items()}


def _noticed(frameworks: Sequence[Framework]) -> dict[str, tuple[Framework, ...]]:
    found: dict[str, list[Framework]] = defaultdict(list)
    for framework in frameworks:
        for name in framework.noticed:
            found[name].append(framework)
    return {name: tuple(those) for name, those in found.items()}
