"""Which calls only wrap a text of SQL, for somebody else to run?"""

from __future__ import annotations

from analyzer.link.protocol import TypedCall
from analyzer.link.texts import TEXTS
from analyzer.link.types import External, Literal, Method, Type
from analyzer.model.chains import last_name

_DRIVERS = ("psycopg.sql.", "psycopg2.sql.")
_WRAPS = ("text", "TextClause", "SQL")
_NAMES = ("Identifier",)
_KEEPS = ("bindparams", "columns", "execution_options", "as_string")
ANSWERS = frozenset((*_WRAPS, *_NAMES, *_KEEPS))
"""The names of all of them."""


def wraps(callee: Type | None) -> bool:
    """Return whether a function makes a statement of a text without running it."""
    if not isinstance(callee, External):
        return False
    last = callee.name.rpartition(".")[2]
    return last in _WRAPS and callee.name.startswith(("sqlalchemy.", "sqlmodel.", *_DRIVERS))


def unwrapped(call: TypedCall) -> Type | None:
    """Return the text that a call wraps, or keeps; None where it does neither."""
    callee = call.callee
    if isinstance(callee, Method) and isinstance(callee.receiver, TEXTS):
        return callee.receiver if callee.name in _KEEPS else None
    if wraps(callee):
        return call.args[0] if call.args else dict(call.keywords).get("text")
    if isinstance(callee, External) and callee.name.startswith(_DRIVERS) and last_name(call.call.function) in _NAMES:
        parts = [value.value for value in call.args if isinstance(value, Literal)]
        return Literal(".".join(parts), 0) if parts and len(parts) == len(call.args) else None
    return None
