"""What does a function get that is handed over to be run by somebody else, with the values beside it?

``run("name", self._insert, table, row)`` gives ``_insert(txn, table, row)`` what follows it. Who runs it puts before
what it has itself: a cursor, a connection. How many values that are is told by the parameters that need one, by the
names of parameters and values, and by parameters that hold no text where a text comes.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.link.program import Program
from analyzer.link.protocol import TypedCall
from analyzer.link.texts import TEXTS
from analyzer.link.types import External, Function, Row, Type, options
from analyzer.model.chains import last_name
from analyzer.model.syntax import Expression, Parameter, Unknown

_MOST_SUPPLIED = 2  # values that who runs a function puts before those it was handed with it
_CONNECTIONS = frozenset(
    {"txn", "tx", "trans", "transaction", "cur", "curs", "cursor", "conn", "con", "connection", "session", "db", "dbc"}
)
_KEEPS = ("functools.partial", "functools.partialmethod")


def handed(program: Program, call: TypedCall, definition: int) -> dict[str, Type | None]:
    """Return which parameter of a function that a call hands over gets what; empty where the call hands none."""
    aside = next((one.items for name, one in call.keywords if name == "args" and isinstance(one, Row)), ())
    for place, value in enumerate(call.args):
        function = _among(value, definition)
        if function is not None:
            after = (call.call.args[place + 1 :], call.args[place + 1 :] or aside)
            return _given(program, call, function, after) | _named(program, call, function)
    for _, value in call.keywords:
        function = _among(value, definition)
        if function is not None:
            return _given(program, call, function, ((), aside)) | _named(program, call, function)
    return {}


def _among(value: Type | None, definition: int) -> Function | None:
    found = (one for one in options(value) if isinstance(one, Function) and one.definition == definition)
    return next(found, None)


def _named(program: Program, call: TypedCall, function: Function) -> dict[str, Type | None]:
    names = {one.name for one in program.definitions[function.definition].head.parameters}
    return {name: value for name, value in call.keywords if name in names}


def _given(
    program: Program,
    call: TypedCall,
    function: Function,
    after: tuple[Sequence[Expression], Sequence[Type | None]],
) -> dict[str, Type | None]:
    """Which parameter gets which of the values after a function."""
    written, values = after
    skipped = 1 if function.receiver is not None else 0
    head = program.definitions[function.definition].head
    slots = [one for one in head.parameters if one.kind == "positional"][skipped:]
    if isinstance(call.callee, External) and call.callee.name in _KEEPS:
        return dict(zip([one.name for one in slots], values, strict=False))
    named = {name for name, _ in call.keywords}
    slots = [one for one in slots if one.name not in named]
    needed = sum(isinstance(one.default, Unknown) for one in slots) - len(values)
    takes_more = any(one.kind == "args" for one in head.parameters)
    room = len(slots) if takes_more else max(needed, len(slots) - len(values))
    possible = range(max(0, needed), min(_MOST_SUPPLIED, room) + 1)
    if not possible:
        return {}
    supplied = max(possible, key=lambda count: (_fit(slots[:count], slots[count:], written, values), -count))
    return dict(zip([one.name for one in slots[supplied:]], values, strict=False))


def _fit(
    before: Sequence[Parameter],
    slots: Sequence[Parameter],
    written: Sequence[Expression],
    values: Sequence[Type | None],
) -> int:
    """How well values fit parameters, by their names, and by what is before them."""
    same = sum(last_name(value) == slot.name for value, slot in zip(written, slots, strict=False))
    connected = sum(one.name in _CONNECTIONS for one in before)
    texts = (slot for value, slot in zip(values, slots, strict=False) if isinstance(value, TEXTS))
    return same + connected - sum(slot.name in _CONNECTIONS for slot in texts)
