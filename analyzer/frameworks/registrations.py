"""How often, and with what, is a call made that stands in a loop over a table or in a helper?

Once for each row of the table, and for each caller of the helper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from analyzer.frameworks.given import Given, names_in
from analyzer.frameworks.written import Reader
from analyzer.link.decorators import is_static_method
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.types import Type
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Call, Expression, Items, Parameter, Scope, Star, Statement, Unknown

_MOST = 4000  # times that one call is made
_MOST_CALLERS = 400
_DEEPEST = 3  # helpers that call helpers

Held = Mapping[str, Given]


class Registration(msgspec.Struct, frozen=True):
    """A call with what the names in it hold this time."""

    made: TypedCall
    scope: int
    held: Held

    @property
    def name(self) -> str:
        """The last name of what is called."""
        return last_name(self.made.call.function)

    @property
    def receiver(self) -> Given | None:
        """What the method is called on; None where it is a function."""
        function = self.made.call.function
        if not isinstance(function, Attribute):
            return None
        return Given(function.value, self.made.module, self.scope, self.held)

    def argument(self, place: int, *names: str) -> Given | None:
        """Return the argument at a place (-1: none), or by one of some names."""
        call = self.made.call
        if 0 <= place < len(call.args) and not any(isinstance(one, Star) for one in call.args[: place + 1]):
            return self._given(call.args[place], self.made.args[place])
        for one, (_, known) in zip(call.keywords, self.made.keywords, strict=True):
            if one.name in names:
                return self._given(one.value, known)
        return None

    def arguments(self, first: int) -> list[Given]:
        """Return the positional arguments from a place on."""
        return [self._given(one, known) for one, known in zip(self.made.call.args, self.made.args, strict=True)][first:]

    @property
    def is_passed_on(self) -> bool:
        """True where the arguments are those of another call: ``add(*args, **kwargs)``."""
        return any(isinstance(one, Star) for one in self.made.call.args) or any(
            not one.name for one in self.made.call.keywords
        )

    def _given(self, expression: Expression, known: Type | None) -> Given:
        if self.held and not self.held.keys().isdisjoint(names_in((expression,))):
            known = None  # it is the type for all rows and callers together
        return Given(expression, self.made.module, self.scope, self.held, known)


def written_call(given: Given) -> Registration | None:
    """Return a call where it is written, without the types of its arguments; None for what is no call."""
    call = given.expression
    if not isinstance(call, Call):
        return None
    keywords = tuple((one.name, None) for one in call.keywords)
    made = TypedCall(call, None, (None,) * len(call.args), keywords, given.module, -1, False)
    return Registration(made, given.scope, given.held)


class Registrations:
    """Makes one registration of a call for each row and caller."""

    def __init__(self, names: Names, values: Values, reader: Reader) -> None:
        self._program = names.program
        self._values = values
        self._reader = reader

    def each(self, made: TypedCall) -> Iterator[Registration]:
        """Yield a call as often as it is made, as far as the tables and callers are known."""
        scope = self._program.definitions[made.definition].scope if made.definition >= 0 else 0
        for held in self._held(made, scope, 0):
            yield Registration(made, scope, held)

    def _held(self, made: TypedCall, scope: int, depth: int) -> list[Held]:
        needed = set(names_in((made.call,)))
        loops = self._loops(made, scope, needed)
        found: list[Held] = [{}]
        if made.definition >= 0 and depth < _DEEPEST:
            found = self._from_callers(made.definition, needed, depth) or found
        for loop in loops:
            turned: list[Held] = []
            for held in found:
                rows = self._reader.items(Given(loop.value, made.module, scope, held))
                whole = Given(Items("tuple", ()), made.module, scope, held)
                turned += [held] if rows is None else [self._turn(whole, loop, row) for row in rows]
                if len(turned) > _MOST:
                    break
            found = turned[:_MOST]
        return found

    def _loops(self, made: TypedCall, scope: int, needed: set[str]) -> list[Statement]:
        """Return the loops above a call that bind names that it needs, outermost first; ``needed`` grows."""
        self._add_assigned(made, scope, needed)
        body = self._reader.body(made.module, scope)
        loops = _around(body, made.line) if body else []
        found = []
        for loop in reversed(loops):
            if not needed.isdisjoint(names_in(loop.targets)):
                found.append(loop)
                needed.update(names_in((loop.value,)))
                self._add_assigned(made, scope, needed)
        return found[::-1]

    def _add_assigned(self, made: TypedCall, scope: int, needed: set[str]) -> None:
        """What a local name is given needs the names in that."""
        pending = list(needed) if scope else []
        while pending:
            for statement in self._reader.assigned(made.module, scope, pending.pop()):
                more = set(names_in((statement.value,))) - needed
                needed |= more
                pending += more

    def _turn(self, given: Given, loop: Statement, row: Given) -> Held:
        """Return what names hold in one turn of a loop."""
        for target in loop.targets:
            given = self._reader.bound(given, target, row)
        return given.held

    def _from_callers(self, definition: int, needed: set[str], depth: int) -> list[Held]:
        """Return what the parameters hold that a call needs, for each caller."""
        head = self._program.definitions[definition].head
        is_bound = head.kind == "method" and not is_static_method(head.decorators)
        parameters = head.parameters[1:] if is_bound else head.parameters
        if needed.isdisjoint(one.name for one in parameters):
            return []
        found: list[Held] = []
        for call in self._values.calls_of(definition)[:_MOST_CALLERS]:
            if call.definition == definition or len(found) > _MOST:
                continue
            scope = self._program.definitions[call.definition].scope if call.definition >= 0 else 0
            turns = self._held(call, scope, depth + 1)
            found += [self._passed(Registration(call, scope, held), definition, parameters) for held in turns]
        return found[:_MOST]

    def _passed(self, call: Registration, definition: int, parameters: tuple[Parameter, ...]) -> Held:
        own = self._program.definitions[definition]
        found: dict[str, Given] = {}
        for place, parameter in enumerate(parameters):
            given = call.argument(place if parameter.kind == "positional" else -1, parameter.name)
            if given is not None:
                found[parameter.name] = given
            elif not isinstance(parameter.default, Unknown):
                found[parameter.name] = Given(parameter.default, own.module, own.head.scope)
        return found


def _around(body: Scope, line: int) -> list[Statement]:
    """Return the loops around what stands on a line: in others a name was bound before."""
    before = [one for one in body.statements if one.line <= line]
    block = before[-1].block if before else 0
    around = set()
    while block:
        one = body.blocks[block]
        around.add((one.kind, one.parent, one.line))
        block = one.parent
    return [one for one in before if one.kind == "for" and ("for", one.block, one.line) in around]
