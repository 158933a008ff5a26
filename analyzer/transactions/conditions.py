"""Does a call meet the condition on which a function of the project begins a transaction?

``session_context(begin=True)`` begins one in a block below ``if begin:``; what a call passes, or the default, decides.
"""

from __future__ import annotations

from analyzer.model.chains import keyword
from analyzer.model.syntax import Call, Constant, Expression, Head, Name, Scope
from analyzer.transactions.order import Order


def condition(order: Order, place: int, head: Head) -> str:
    """Return the parameter whose truth leads to a place; empty where none does."""
    names = {one.name for one in head.parameters}
    for block in order.chain(place):
        found = _tested(order.scope, block)
        if found in names:
            return found
    return ""


def is_met(parameter: str, head: Head, written: Expression) -> bool:
    """True unless a call says, or leaves it to the default, that a parameter is false."""
    if not parameter:
        return True
    value = _passed(parameter, head, written) if isinstance(written, Call) else None
    if value is None:
        value = next(one.default for one in head.parameters if one.name == parameter)
    return not isinstance(value, Constant) or bool(value.value)


def _tested(scope: Scope, block: int) -> str:
    found = scope.blocks[block]
    return found.head.id if found.kind == "if" and isinstance(found.head, Name) else ""


def _passed(parameter: str, head: Head, call: Call) -> Expression | None:
    named = keyword(call, parameter)
    if named is not None:
        return named
    positional = [one.name for one in head.parameters if one.kind == "positional"]
    if head.kind == "method":
        positional = positional[1:]
    place = positional.index(parameter) if parameter in positional else len(call.args)
    return call.args[place] if place < len(call.args) else None
