"""What does the linker ask of a framework, and what does it hand over?

The linker owns the flow of types and knows no framework; a framework says what an attribute or a call on a type
yields, and later what the typed calls mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

import msgspec

from analyzer.link.types import Type
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Call, Expression, Parameter, Statement


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
    """An assignment to an attribute of a value whose type is known: ``receiver.name = …``."""

    receiver: Type
    name: str
    line: int
    module: int
    definition: int


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


class ScopeEvents(msgspec.Struct, frozen=True, gc=False):
    """What one scope does, in order: its calls, assignments to attributes, definitions it reaches, what it enters.

    ``module`` and ``definition`` say whose scope it is (-1: the module's own).
    """

    module: int
    definition: int
    calls: list[TypedCall]
    assignments: list[TypedAssignment]
    reached: list[Reached]
    entered: list[Entered]


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


class FoundAccess(msgspec.Struct, frozen=True, gc=False):
    """What one call does to tables: their indexes in the schema, those joined to them in the same statement last.

    ``replaces`` says that it ends a chain whose earlier calls run nothing by themselves.
    """

    tables: tuple[int, ...]
    operation: RowOperation
    certainty: Certainty
    replaces: bool = False


class Gap(msgspec.Struct, frozen=True, gc=False):
    """Something a framework saw and could not resolve: its kind (access, sql), what, and the reason."""

    kind: str
    what: str
    reason: str


class Framework(FrameworkTypes, Protocol):
    """A plug-in: declares tables, gives types, and says what typed calls do."""

    name: str

    def declare(self) -> None:
        """Add the tables and keys that this framework declares; called once, before any flow."""

    def accesses(self, call: TypedCall) -> Iterable[FoundAccess | Gap]:
        """Return what a call does to tables, or what about it stayed unresolved."""

    def assigned(self, assignment: TypedAssignment) -> Iterable[FoundAccess]:
        """Return what an assignment to an attribute does to tables."""


class Opening(StrEnum):
    """What entering a context manager, or a decorator, begins."""

    NESTED = "nested"
    """A transaction, or a part of the one that runs already."""
    APART = "apart"
    """A transaction of its own, whatever runs around it."""
    SESSION = "session"
    """A session, whose transactions end where it commits."""


class Boundary(StrEnum):
    """What a call does to transactions."""

    BEGIN = "begin"
    COMMIT = "commit"
    DEFER = "defer"
    """What it is given runs after the transaction."""


class TransactionRules(Protocol):
    """What a framework knows of transactions; ``words`` are the last names of the calls it wants to be asked about."""

    words: frozenset[str]

    def opens(self, value: Type | None, written: Expression) -> Opening | None:
        """Return what a context manager or decorator of this type, written so, begins."""

    def boundary(self, call: TypedCall) -> Boundary | None:
        """Return what a call does to the transaction that runs."""

    def decorator(self, name: str, call: Call) -> tuple[Expression, tuple[str, ...]] | None:
        """Return what a decorator that adapts another applies, and to which methods of a class."""

    def provider(self, parameter: Parameter) -> Expression | None:
        """Return what provides the value of a parameter, and is left when the function is done."""

    def requests(self) -> Iterable[int]:
        """Return the definitions that run in the transaction of a request each."""
