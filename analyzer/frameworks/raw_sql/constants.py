"""Which texts stand in an expression, however deep in calls, collections and sums?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.patterns import BLANK
from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Choice,
    Constant,
    Expression,
    Items,
    Mapping,
    Name,
    Operation,
    Star,
    Subscript,
    Text,
    Unknown,
)

_SILENT = frozenset((Name, Attribute, Unknown, Subscript))


def texts_in(expression: Expression) -> Iterator[tuple[str, int]]:
    """Yield each text with its line; what is put together has a blank for each part that is no constant."""
    waiting: list[Expression] = [expression]
    while waiting:
        one = waiting.pop()
        if one.__class__ in _SILENT:
            continue
        match one:
            case Constant(value=str() as text, line=line):
                yield text, line
            case Text(parts=parts, line=line):
                yield "".join(_said(part) for part in parts), line
            case Operation(operator="+", operands=operands) if any(_said(one) != BLANK for one in operands):
                line = next((one.line for one in operands if isinstance(one, (Constant, Text))), 0)
                yield "".join(_said(one) for one in operands), line
            case Operation(operator="%", operands=operands):
                waiting.append(operands[0])
            case Call(function=function, args=args, keywords=keywords):
                waiting += [*(given.value for given in reversed(keywords)), *reversed(args), _receiver(function)]
            case Items(items=parts) | Choice(options=parts) | Mapping(values=parts):
                waiting += reversed(parts)
            case Await(value=value) | Star(value=value):
                waiting.append(value)
            case _:
                pass


def _receiver(function: Expression) -> Expression:
    """What a method is called on: ``"…".format()`` holds a text too."""
    return getattr(function, "value", function)


def _said(expression: Expression) -> str:
    match expression:
        case Constant(value=str() as text):
            return text
        case Text(parts=parts):
            return "".join(
                part.value if isinstance(part, Constant) and isinstance(part.value, str) else BLANK for part in parts
            )
        case _:
            return BLANK
