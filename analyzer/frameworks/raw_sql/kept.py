"""Which calls run none of the texts that they are given: they say them, keep them in a row, or ask another system?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, External, Method, Query, Row, Type, options
from analyzer.model.syntax import Star

_SAYS = (
    "logging.",
    "builtins.print",
    "warnings.",
    "builtins.str()",
    "click.echo",
)
_OTHERS = ("simple_salesforce.", "wmi.", "google.ads.")
"""Libraries whose queries look like SQL, and ask for what is in no database of the program."""
_GATHERS = frozenset({"append", "extend", "insert", "add"})


def run_by(call: TypedCall, schema: Schema, *, is_run: bool) -> Iterator[Type | None]:
    """Yield the arguments of a call that it may run; ``is_run`` if its name says that it does."""
    callees = options(call.callee)
    if any(_says(one) or _is_mapped(one, schema) for one in callees):
        return
    keeps = not is_run and any(isinstance(one, Method) and isinstance(one.receiver, Query) for one in callees)
    yield from _spread(call)
    if not keeps:  # what a query is given by the name of a column is a value
        yield from (value for _, value in call.keywords)


def is_part(name: str, text: str) -> bool:
    """Return whether a text is only put beside others, to be a part of a statement: it stands in parentheses."""
    return name in _GATHERS and text.lstrip().startswith("(")


def _spread(call: TypedCall) -> Iterator[Type | None]:
    """Yield the arguments by place; of ``*pair``, a statement and its values, the first."""
    for written, value in zip(call.call.args, call.args, strict=False):
        if isinstance(written, Star):
            yield from (one.items[0] for one in options(value) if isinstance(one, Row) and one.items)
        else:
            yield value


def _says(callee: Type) -> bool:
    return isinstance(callee, External) and callee.name.startswith((*_SAYS, *_OTHERS))


def _is_mapped(callee: Type, schema: Schema) -> bool:
    """Return whether a class is that of the rows of a table: its objects keep what they are made of."""
    match callee:
        case ClassOf(definition=definition):
            return definition in schema.of_class
        case External(name=name):
            package, _, last = name.rpartition(".")
            return name in schema.of_outside or (package.endswith(".models") and last[:1].isupper() and last.isalnum())
        case _:
            return False
