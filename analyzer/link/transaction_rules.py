"""What does a framework say of transactions: what begins one, ends it, or runs after it?"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from analyzer.link.protocol import TypedCall
from analyzer.link.types import Type
from analyzer.model.syntax import Call, Expression, Parameter


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
