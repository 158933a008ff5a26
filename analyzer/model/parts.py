"""Which expressions is an expression made of, in the order in which Python evaluates them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    match expression:
        case Attribute(value=value) | Star(value=value) | Await(value=value) | Walrus(value=value):
            return (value,)
        case Call(function=function, args=args, keywords=keywords):
            return (function, *args, *(one.value for one in keywords))
        case Subscript(value=value, index=index):
            return (value, index)
        case Text(parts=inner) | Items(items=inner) | Operation(operands=inner):
            return inner
        case Mapping(keys=keys, values=values):
            return (*keys, *values)
        case Choice(options=options, tests=tests):
            return (*tests, *options)
        case Comprehension(elements=elements, iterables=iterables, tests=tests):
            return (*iterables, *tests, *elements)
        case Lambda(body=body):
            return (body,)
        case _:
            return ()


def within(expressions: Iterable[Expression]) -> Iterator[Expression]:
    """Yield some expressions and every part of them, each before its own parts."""
    pending = list(reversed(tuple(expressions)))
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(parts(node)))
