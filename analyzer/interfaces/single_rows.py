"""Does a query of SQLAlchemy give exactly one row, whatever the tables hold?

``select(func.count())`` and ``query.with_entities(func.max(Order.total))`` do, as long as nothing groups or cuts rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.model.chains import last_name
from analyzer.model.parts import parts
from analyzer.model.syntax import Attribute, Call, Expression

_AGGREGATES = frozenset(
    {"count", "max", "min", "sum", "avg", "total", "array_agg", "string_agg", "group_concat", "json_agg", "jsonb_agg",
     "json_object_agg", "jsonb_object_agg", "bool_and", "bool_or", "every", "stddev", "variance"}
)  # fmt: skip
_SELECTING = ("select", "query", "with_entities", "with_only_columns")
_RUNNING = ("execute", "scalars")
_FEWER = ("group_by", "having", "limit", "offset", "slice", "fetch", "add_columns", "union", "union_all", "intersect")
"""What makes groups of rows, or may leave the one row out."""

_APART = ("over", "select", "query", "scalar_subquery", "subquery", "as_scalar")


def gives_one_row(query: Expression) -> bool:
    """Return whether what is asked for is an aggregate over all rows; what is not written in one chain is not."""
    for call in _chain(query):
        name = last_name(call.function)
        if name in _FEWER:
            return False
        if name in _SELECTING:
            return any(_aggregates(one) for one in call.args)
    return False


def _chain(query: Expression) -> Iterator[Call]:
    """Yield the calls of a chain, the last first; what runs a query leads to the query that it is given."""
    found: Expression = query
    while True:
        if isinstance(found, Attribute):
            found = found.value
        elif isinstance(found, Call):
            yield found
            is_run = last_name(found.function) in _RUNNING and found.args
            found = found.args[0] if is_run else found.function
        else:
            return


def _aggregates(column: Expression) -> bool:
    """Return whether a column holds an aggregate that is no window and no query of its own."""
    if isinstance(column, Call):
        name = last_name(column.function)
        if name in _APART:
            return False
        if name in _AGGREGATES and isinstance(column.function, Attribute):
            return last_name(column.function.value) == "func"
    return any(_aggregates(part) for part in parts(column))
