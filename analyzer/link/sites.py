"""Which calls call a function, hand it to somebody who will, or may call it as nobody else has a method of its name?

The last are guesses: nothing is known of what the method is called on, but its name is long enough to be the program's
own, only one definition has it, and the arguments fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal as OneOf

import msgspec

from analyzer.link.flow import Flow
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, Function, options
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Head, Name, Star, Unknown


class Site(msgspec.Struct, frozen=True, gc=False):
    """A call through which a function runs.

    ``run`` where a function runs what it was handed itself; ``wrapped`` where a decorator put another function, which
    takes the same arguments, in its place.
    """

    call: TypedCall
    how: OneOf["called", "wrapped", "handed", "run", "guessed"]


class Sites:
    """Finds them once, for all functions."""

    def __init__(self, names: Names, flow: Flow) -> None:
        self._names = names
        self._found: dict[int, list[Site]] = defaultdict(list)
        self._unknown: dict[str, list[TypedCall]] = defaultdict(list)
        self._named: dict[str, int] = defaultdict(int)
        for definition in names.program.definitions:
            self._named[definition.head.name] += 1
        for call in flow.calls():
            self._add(call)

    def of(self, definition: int) -> Sequence[Site]:
        """Return the calls through which a function runs, in the order of the program, those that are guessed last."""
        head = self._names.program.definitions[definition].head
        found = self._found.get(definition, [])
        if head.kind != "method" or "_" not in head.name.strip("_") or self._named[head.name] > 1:
            return found
        return [*found, *(Site(call, "guessed") for call in self._unknown.get(head.name, ()) if fits(head, call))]

    def _add(self, call: TypedCall) -> None:
        if call.callee is None and isinstance(call.call.function, Attribute):
            self._unknown[call.call.function.name].append(call)
        for option in options(call.callee):
            if option.__class__ is Function:
                self._found[option.definition].append(Site(call, "run" if self._runs(call) else "called"))
                self._add_wrapped(call, option)
            elif option.__class__ is ClassOf:
                member = self._names.member(option.definition, "__init__")
                if member is not None and isinstance(member[1], DefinitionBinding):
                    self._found[member[1].definition].append(Site(call, "called"))
        values = [*call.args, *[value for _, value in call.keywords]] if call.keywords else call.args
        for value in values:
            for option in options(value):
                if option.__class__ is Function:
                    self._found[option.definition].append(Site(call, "handed"))

    def _add_wrapped(self, call: TypedCall, function: Function) -> None:
        """What a decorator was given is called by who calls what it made, under the name that it had."""
        for _, value in function.captured:
            for option in options(value):
                if isinstance(option, Function):
                    head = self._names.program.definitions[option.definition].head
                    if head.name == last_name(call.call.function) and fits(head, call):
                        self._found[option.definition].append(Site(call, "wrapped"))

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


def fits(head: Head, call: TypedCall) -> bool:
    """Return whether a call, of a method on whatever object, gives what is needed and nothing else."""
    slots = [one for one in head.parameters if one.kind == "positional"][head.kind == "method" :]
    names = {one.name for one in head.parameters}
    named = {name for name, _ in call.keywords}
    kinds = {one.kind for one in head.parameters}
    spreads = any(isinstance(one, Star) for one in call.call.args) or "" in named
    if (len(call.args) > len(slots) and "args" not in kinds) or (not named <= names | {""} and "kwargs" not in kinds):
        return False
    missing = [one for one in slots[len(call.args) :] if one.name not in named and isinstance(one.default, Unknown)]
    return spreads or not missing
