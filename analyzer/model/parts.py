"""Which expressions is an expression made of, in the order in which Python evaluates them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Choice,
    Comprehension,
    Expression,
    Items,
    Lambda,
    Mapping,
    Operation,
    Star,
    Subscript,
    Text,
    Walrus,
)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """Return what stands directly in an expression; the targets of a comprehension are none of it."""
    made = _PARTS.get(expression.__class__)
    return () if made is None else made(expression)


def within(expressions: Iterable[Expression]) -> Iterator[Expression]:
    """Yield some expressions and every part of them, each before its own parts."""
    pending = list(reversed(tuple(expressions)))
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(parts(node)))


def _value(expression: Attribute | Star | Await | Walrus) -> tuple[Expression, ...]:
    return (expression.value,)


def _call(call: Call) -> tuple[Expression, ...]:
    if not call.keywords:
        return (call.function, *call.args)
    return (call.function, *call.args, *[one.value for one in call.keywords])


_PARTS: dict[type, Callable[..., tuple[Expression, ...]]] = {
    Attribute: _value,
    Star: _value,
    Await: _value,
    Walrus: _value,
    Call: _call,
    Subscript: lambda one: (one.value, one.index),
    Text: lambda text: text.parts,
    Items: lambda items: items.items,
    Operation: lambda operation: operation.operands,
    Mapping: lambda mapping: (*mapping.keys, *mapping.values),
    Choice: lambda choice: (*choice.tests, *choice.options),
    Comprehension: lambda one: (*one.iterables, *one.tests, *one.elements),
    Lambda: lambda one: (one.body,),
}
"""What each kind is made of; names, constants and what is unknown have no parts."""
