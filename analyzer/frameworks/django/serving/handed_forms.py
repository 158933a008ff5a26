"""What is a form given that a view makes by hand: which part of the request, and which prefix for its fields?

``Form(**kwargs)`` is given what the view, or a method that it asks, has put into the dict.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.serving.asked import method_of
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.model.chains import text_of
from analyzer.model.interfaces import Place
from analyzer.model.syntax import Attribute, Call, Expression, Mapping, Name, Operation, Statement, Subscript, Text

_DEEPEST = 4
_GIVEN = ("data", "prefix")
ANY_PREFIX = "{prefix}"
"""Stands for a prefix that is put together: there may be any number of such forms."""


class Taken(msgspec.Struct, frozen=True):
    """A form or serializer of part of the request; ``prefix`` stands before the names of its fields."""

    cls: int
    place: Place
    many: bool = False
    prefix: str = ""


class HandedForms:
    """Answers for calls in the methods of views."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._bodies = Bodies(names.program)

    def arguments(self, call: Call, definition: int, cls: int) -> dict[str, Expression]:
        """Return the data and the prefix that a call gives by name, or in a dict behind ``**``."""
        found: dict[str, Expression] = {}
        for one in call.keywords:
            if one.name in _GIVEN:
                found[one.name] = one.value
            elif not one.name:
                found = dict(self._in_dict(one.value, definition, cls)) | found
        return found

    def prefix(self, expression: Expression | None, cls: int) -> str:
        """Return a prefix; empty where none is said, and a stand-in where it is put together."""
        match expression:
            case Attribute(value=Name(id="self"), name=name) if cls >= 0:
                member = self._names.member(cls, name)
                return text_of(member[1].value) if member is not None and isinstance(member[1], ValueBinding) else ""
            case Text() | Operation(operator="%" | "+"):
                return ANY_PREFIX
            case Call(function=Attribute(name="format")):
                return ANY_PREFIX
            case None:
                return ""
            case _:
                return text_of(expression)

    def _in_dict(
        self, expression: Expression, definition: int, cls: int, depth: int = 0
    ) -> Iterator[tuple[str, Expression]]:
        """Yield what a dict holds that is written, filled under a name, or made by a method or function."""
        if depth > _DEEPEST:
            return
        body = self._bodies.statements(definition)
        match expression:
            case Mapping(keys=keys, values=values):
                yield from ((text_of(key), one) for key, one in zip(keys, values, strict=False) if text_of(key))
            case Call(function=Name(id="dict"), keywords=keywords):
                yield from ((one.name, one.value) for one in keywords if one.name)
            case Name(id=name):
                for one in body:
                    if any(isinstance(target, Name) and target.id == name for target in one.targets):
                        yield from self._in_dict(one.value, definition, cls, depth + 1)
                    yield from self._put(one, name, definition, cls, depth)
            case Call(function=Attribute(value=Name(id="self"), name=name)) if cls >= 0:
                asked = method_of(self._names, cls, name)
                for one in self._bodies.statements(asked) if asked >= 0 else ():
                    if one.kind == "return":
                        yield from self._in_dict(one.value, asked, cls, depth + 1)

    def _put(
        self, one: Statement, name: str, definition: int, cls: int, depth: int
    ) -> Iterator[tuple[str, Expression]]:
        """Yield what ``name["data"] = …`` and ``name.update(…)`` put into a dict."""
        for target in one.targets:
            match target:
                case Subscript(value=Name(id=held), index=index) if held == name and text_of(index):
                    yield text_of(index), one.value
        match one.value:
            case Call(function=Attribute(value=Name(id=held), name="update"), args=args) if held == name:
                yield from ((each.name, each.value) for each in one.value.keywords if each.name)
                for each in args:
                    yield from self._in_dict(each, definition, cls, depth + 1)
