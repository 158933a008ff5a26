"""Which calls call a function, hand it to somebody who will, or may call it as nobody else has a method of its name?

The last are guesses: nothing is known of what the method is called on, but its name is long enough to be the program's
own, only one definition has it, and the arguments fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal as OneOf

import msgspec

from analyzer.link.flow import Flow
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, Function, options
from analyzer.model.syntax import Attribute, Head, Name, Star, Unknown


class Site(msgspec.Struct, frozen=True, gc=False):
    """A call through which a function runs; ``run`` where a function runs what it was handed itself."""

    call: TypedCall
    how: OneOf["called", "handed", "run", "guessed"]


class Sites:
    """Finds them once, for all functions; of those ``asked`` for also the calls that may be guessed."""

    def __init__(self, names: Names, flow: Flow, asked: Iterable[int]) -> None:
        self._names = names
        self._found: dict[int, list[Site]] = defaultdict(list)
        unique = self._unique(set(asked))
        for call in flow.calls():
            self._add(call)
            if call.callee is None and isinstance(call.call.function, Attribute) and unique:
                definition = unique.get(call.call.function.name, -1)
                if definition >= 0 and fits(names.program.definitions[definition].head, call):
                    self._found[definition].append(Site(call, "guessed"))

    def of(self, definition: int) -> Sequence[Site]:
        """Return the calls through which a function runs, in the order of the program."""
        return self._found.get(definition, ())

    def _add(self, call: TypedCall) -> None:
        for option in options(call.callee):
            if isinstance(option, Function):
                self._found[option.definition].append(Site(call, "run" if self._runs(call) else "called"))
            elif isinstance(option, ClassOf):
                member = self._names.member(option.definition, "__init__")
                if member is not None and isinstance(member[1], DefinitionBinding):
                    self._found[member[1].definition].append(Site(call, "called"))
        for value in (*call.args, *(value for _, value in call.keywords)):
            for option in options(value):
                if isinstance(option, Function):
                    self._found[option.definition].append(Site(call, "handed"))

    def _runs(self, call: TypedCall) -> bool:
        """Return whether what is called is a parameter of a function around the call."""
        function = call.call.function
        definition = call.definition if isinstance(function, Name) else -1
        while definition >= 0:
            found = self._names.program.definitions[definition]
            if any(one.name == function.id for one in found.head.parameters):  # type: ignore[union-attr]  # it is a Name
                return True
            definition = found.parent
        return False

    def _unique(self, asked: set[int]) -> dict[str, int]:
        """Return methods among some definitions by name, where the name has several words and is used once."""
        definitions = self._names.program.definitions
        names = {definitions[one].head.name for one in asked if definitions[one].head.kind == "method"}
        names = {name for name in names if "_" in name.strip("_")}
        found: dict[str, list[int]] = defaultdict(list)
        for one in definitions:
            if one.head.name in names:
                found[one.head.name].append(one.id)
        return {name: those[0] for name, those in sorted(found.items()) if len(those) == 1 and those[0] in asked}


def fits(head: Head, call: TypedCall) -> bool:
    """Return whether a call of a method, on whatever object, gives it what it needs and nothing else."""
    slots = [one for one in head.parameters if one.kind == "positional"][1:]
    names = {one.name for one in head.parameters}
    named = {name for name, _ in call.keywords}
    kinds = {one.kind for one in head.parameters}
    spreads = any(isinstance(one, Star) for one in call.call.args) or "" in named
    if (len(call.args) > len(slots) and "args" not in kinds) or (not named <= names | {""} and "kwargs" not in kinds):
        return False
    missing = [one for one in slots[len(call.args) :] if one.name not in named and isinstance(one.default, Unknown)]
    return spreads or not missing
