"""Which file of SQL does a call open, by the names that it gives?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.protocol import TypedCall
from analyzer.link.types import Literal, Pattern, options
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Operation

OPENERS = frozenset(
    {"open", "read_text", "read_bytes", "get_data", "open_text", "open_binary", "resource_string", "resource_stream"}
)
_JOINS = frozenset({"join", "joinpath", "Path", "PurePath"})
_MOST_STEPS = 8


def opened(call: TypedCall) -> Iterator[str]:
    """Yield the names of files of SQL that a call opens; parts of a name may be unknown, or the caller's."""
    if last_name(call.call.function) not in OPENERS:
        return
    for value, written in zip(call.args, call.call.args, strict=False):
        known = [one.value for one in options(value) if isinstance(one, (Literal, Pattern))]
        yield from _of_sql(known or [_named(written)])
    if isinstance(call.call.function, Attribute):
        yield from _of_sql([_named(call.call.function.value)])


def _of_sql(names: list[str]) -> Iterator[str]:
    yield from (name for name in names if name.lower().endswith((".sql", ".sql.jinja", ".sql.j2")))


def _named(expression: Expression) -> str:
    """The last part of ``folder / "x.sql"``, ``os.path.join(folder, "x.sql")``, ``files("p").joinpath("x.sql")``."""
    for _ in range(_MOST_STEPS):
        match expression:
            case Constant(value=str() as text):
                return text
            case Operation(operator="/" | "+", operands=(*_, last)):
                expression = last
            case Call(function=function, args=(*_, last)) if last_name(function) in _JOINS:
                expression = last
            case _:
                return ""
    return ""
