"""Where do transactions begin and end that are run through a database driver?

Understands: ``BEGIN`` and ``COMMIT`` as statements; connections of sqlite3, psycopg, MySQL and asyncpg drivers as
context managers, their ``transaction()`` and ``commit()``. A value of unknown type counts by its name: ``connection``,
``conn``, ``db``.
Does not understand: drivers that commit by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzer.link.protocol import TypedCall
from analyzer.link.transaction_rules import Boundary, Opening
from analyzer.link.types import External, Literal, Method, Type, options
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Call, Expression, Name, Parameter

_DRIVERS = re.compile(
    r"(sqlite3|aiosqlite|psycopg2?|MySQLdb|pymysql|mysql\.connector|asyncpg|pyodbc|cx_Oracle|oracledb)\."
)
_CONNECTS = re.compile(r"\.(connect|Connection|AsyncConnection\.connect|create_pool\(\)\.acquire|getconn)\(\)$")
_CLOSES = ("asyncpg.",)
_LIKE_CONNECTION = re.compile(r"(^|_)(connection|conn|cnx|con|db)$", re.IGNORECASE)
_BEGIN = re.compile(r"\s*(begin|start\s+transaction)\b", re.IGNORECASE)
_COMMIT = re.compile(r"\s*(commit|end\s+transaction)\b", re.IGNORECASE)


class SqlTransactions:
    """The rules."""

    words = frozenset({"commit", "execute", "exec_driver_sql"})

    def opens(self, value: Type | None, written: Expression) -> Opening | None:
        """Return that a connection, or its ``transaction()``, is a transaction."""
        if isinstance(value, External) and _DRIVERS.match(value.name):
            if value.name.endswith(".transaction()"):
                return Opening.NESTED
            return Opening.APART if _CONNECTS.search(value.name) and not value.name.startswith(_CLOSES) else None
        match written:
            case Call(function=Attribute(value=Name(id=name), name="transaction")) if value is None:
                return Opening.NESTED if _LIKE_CONNECTION.search(name) else None
            case _:
                return None

    def boundary(self, call: TypedCall) -> Boundary | None:
        """Return what ``BEGIN``, ``COMMIT`` and ``connection.commit()`` do."""
        function = call.call.function
        if last_name(function) != "commit":
            return _of_text(call)
        for callee in options(call.callee):
            if isinstance(callee, External):
                return Boundary.COMMIT if _DRIVERS.match(callee.name) else None
            if not isinstance(callee, Method):
                return None
        known = isinstance(function, Attribute) and _LIKE_CONNECTION.search(last_name(function.value))
        return Boundary.COMMIT if known else None

    def decorator(self, name: str, call: Call) -> tuple[Expression, tuple[str, ...]] | None:
        """Return nothing: no decorator adapts another."""
        del name, call
        return None

    def provider(self, parameter: Parameter) -> Expression | None:
        """Return nothing: no session is handed to functions."""
        del parameter
        return None

    def requests(self) -> Iterable[int]:
        """Return nothing: no request has a transaction of its own."""
        return ()


def _of_text(call: TypedCall) -> Boundary | None:
    text = call.args[0] if call.args else None
    if not isinstance(text, Literal):
        return None
    if _BEGIN.match(text.value):
        return Boundary.BEGIN
    return Boundary.COMMIT if _COMMIT.match(text.value) else None
