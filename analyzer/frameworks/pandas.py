"""pandas, and what has its methods (Dask, GeoPandas): whole tables read into frames, and frames written to tables.

Understands: ``read_sql_table(name, con)``, and ``read_sql`` with the name of a table, as reads; ``frame.to_sql(name,
con)`` as an insert, with ``if_exists="replace"`` as a delete besides; ``schema``; names by keyword, constant or
variable. A name that the function is given belongs to its callers.
Does not understand: names of which a part is put together at run time (unresolved). SQL texts are raw SQL's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzer.link import patterns
from analyzer.link.found import Found, FoundAccess, Gap, Waiting
from analyzer.link.framework import Framework
from analyzer.link.protocol import TypedCall
from analyzer.link.types import External, Literal, Pattern, Type, options
from analyzer.model.chains import last_name
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation

NAME = "pandas"
_PACKAGES = ("pandas", "dask", "geopandas", "modin", "polars", "pyspark", "cudf")
_READS = ("read_sql_table", "read_sql")
_NAME = re.compile(r"\w+(\.\w+)*\Z")
_UNKNOWN = "the name of the table is put together at run time"


class Pandas(Framework):
    """The plug-in."""

    name = NAME
    watched = frozenset((*_READS, "to_sql"))

    def is_used(self) -> bool:
        """Return whether the program imports pandas or one of its kin."""
        return self.imports(*_PACKAGES)

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what reading a table into a frame, or writing a frame to one, does."""
        name = last_name(call.call.function)
        if name not in self.watched or not self._is_pandas(call, name):
            return ()
        keywords = dict(call.keywords)
        named = call.args[0] if call.args else keywords.get("table_name", keywords.get("name"))
        schema = _text(keywords.get("schema"))
        operations = _operations(name, _text(keywords.get("if_exists")))
        found: list[Found] = []
        for one in options(named):
            if isinstance(one, (Literal, Pattern)):
                found += self._of_name(call, one, schema, operations)
        return found

    def _is_pandas(self, call: TypedCall, name: str) -> bool:
        """Only ``to_sql`` is a method, of a frame whose making need not be seen; it has a name and a connection."""
        is_outside = isinstance(call.callee, External) and call.callee.name.partition(".")[0] in _PACKAGES
        given = len(call.args) + len(call.keywords)
        return is_outside or (name == "to_sql" and given > 1)

    def _of_name(
        self, call: TypedCall, text: Literal | Pattern, schema: str, operations: tuple[RowOperation, ...]
    ) -> list[Found]:
        path = self.names.program.modules[call.module].path

        def read(name: str) -> list[Found]:
            if not _NAME.match(name):
                return []
            full = f"{schema}.{name}" if schema else name
            table = self.schema.known_or_new(full, NAME, path, call.line)
            return [FoundAccess((table,), operation, Certainty.LITERAL) for operation in operations]

        if isinstance(text, Literal) and patterns.is_known(text.value):
            return read(text.value)
        if patterns.parameter_marks(text.value):
            return [Waiting(text.value, read)]
        is_sql = " " in text.value.strip()
        return [] if is_sql else [Gap("access", f"{last_name(call.call.function)}()", _UNKNOWN)]


def _operations(name: str, if_exists: str) -> tuple[RowOperation, ...]:
    if name in _READS:
        return (RowOperation.SELECT,)
    return (RowOperation.DELETE, RowOperation.INSERT) if if_exists == "replace" else (RowOperation.INSERT,)


def _text(value: Type | None) -> str:
    return value.value if isinstance(value, Literal) else ""
