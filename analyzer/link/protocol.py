"""What does the linker ask of a framework, and what does it hand over?

The linker owns the flow of types and knows no framework; a framework says what an attribute or a call on a type
yields, and later what the typed calls mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from analyzer.link.types import Type
from analyzer.model.code import Certainty
from analyzer.model.syntax import Call, Expression, Statement


class TypedCall(msgspec.Struct, frozen=True, gc=False):
    """A call with what is known of it.

    ``callee`` is the type of what is called, ``args`` and ``keywords`` those of its arguments, None where unknown.
    ``definition`` is the id of the function around it, -1 at module level; ``in_loop`` says whether a loop or
    comprehension repeats it.
    """

    call: Call
    callee: Type | None
    args: tuple[Type | None, ...]
    keywords: tuple[tuple[str, Type | None], ...]
    module: int
    definition: int
    in_loop: bool

    @property
    def line(self) -> int:
        """Where the called name stands."""
        return self.call.line


class TypedAssignment(msgspec.Struct, frozen=True, gc=False):
    """An assignment to an attribute of a value whose type is known: ``receiver.name = value``."""

    receiver: Type
    name: str
    line: int
    module: int
    definition: int
    value: Type | None = None


class TypedUse(msgspec.Struct, frozen=True, gc=False):
    """A value of a framework that is used without a call: an attribute is read, or, without a name, its items are.

    Iterating over a query, unpacking it, asking for its length or whether it is empty all read its items.
    """

    receiver: Type
    name: str
    line: int
    module: int
    definition: int
    in_loop: bool


class Reached(msgspec.Struct, frozen=True, gc=False):
    """A definition that a scope calls, also where no call is written: a property, an operator, a ``with``.

    ``through`` is the wrapper that calls it on the scope's behalf, -1 where the scope calls it itself.
    """

    definition: int
    line: int
    certainty: Certainty
    in_loop: bool
    through: int = -1


class Entered(msgspec.Struct, frozen=True, gc=False):
    """An item of a ``with`` statement, and the type of what is entered."""

    statement: Statement
    value: Type | None


class Thrown(msgspec.Struct, frozen=True, gc=False):
    """A ``raise`` or the head of an ``except`` clause, and the type of what is raised or caught."""

    statement: Statement
    value: Type | None


Named = dict[str | tuple[str, str] | int, int]
"""What a scope names that no function binds, with the line where it does so first.

A bare name; the dotted name of a module and that of a member, where a name is read from a module; or the definition
that a call loads by texts.
"""


Reads = dict[tuple[Type, str], int]
"""Which attributes a scope reads of objects of the project (an ``Instance``, or a union), with the line of the first.

What is called on them stands among the calls.
"""


class ScopeEvents(msgspec.Struct, frozen=True, gc=False):
    """What one scope does, in order: calls, assignments to attributes, uses, definitions reached, what it enters.

    ``raised`` are its ``raise`` statements, ``caught`` its ``except`` clauses; ``adds`` where it has ``x.y += …``.
    ``module`` and ``definition`` say whose scope it is (-1: the module's own). ``named`` is what its statements name,
    ``heads`` what the decorators, bases and defaults of the definitions in it name, ``reads`` what it reads.
    """

    module: int
    definition: int
    calls: list[TypedCall]
    assignments: list[TypedAssignment]
    reached: list[Reached]
    uses: list[TypedUse]
    entered: list[Entered]
    named: Named
    heads: dict[int, Named]
    raised: list[Thrown] = []
    caught: list[Thrown] = []
    reads: Reads = {}
    adds: bool = False


class Values(Protocol):
    """The linker's side: what a framework may ask of the program's values while types flow, and afterwards."""

    def read(self, receiver: Type, name: str) -> Type | None:
        """Return the type of ``receiver.name``."""

    def value_at(self, module: int, scope: int, expression: Expression) -> Type | None:
        """Return what an expression yields where a module or class stands."""

    def call(self, receiver: Type, name: str) -> Type | None:
        """Return what the method ``receiver.name()`` of the project yields; None where it has none."""

    def calls_of(self, definition: int) -> Sequence[TypedCall]:
        """Return the calls of a function of the project, in the order of the program, once all scopes were read."""

    def items(self, container: Type | None) -> Type | None:
        """Return the type of what iterating over a value yields, also one that the program collects."""


class FrameworkTypes(Protocol):
    """A framework's part in the flow of types; None means that it does not know.

    ``answers`` are the names of the functions and methods whose calls it wants to be asked about, whatever they are
    called on; methods of its own types come besides. A framework without types has none.
    """

    answers: frozenset[str]

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return the type of ``receiver.name``."""

    def result(self, call: TypedCall) -> Type | None:
        """Return the type of what a call yields."""

    def item(self, container: Type) -> Type | None:
        """Return the type of what iterating over, or indexing, a value yields."""

    def meet(self, values: Values) -> None:
        """Take the linker's side, before types flow."""

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return what a library passes to a parameter, or what its name alone says (``guessed``)."""

    def receivers(self, cls: int) -> tuple[Type, ...]:
        """Return what ``self`` is in the methods of a class where it is no object of it, or of some subclasses only."""
