"""The one door to the database: nothing else opens a connection.

Helpers for any statement come first, questions that many pages ask follow below.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from businessplatform.rules import Invalid, NotFound

Row = dict[str, Any]
DEFAULT_PATH = "businessplatform.sqlite3"
_current: ContextVar[sqlite3.Connection | None] = ContextVar("businessplatform_connection", default=None)


def database_path() -> str:
    return os.environ.get("BUSINESSPLATFORM_DB", DEFAULT_PATH)


def _connect() -> sqlite3.Connection:
    connection = sqlite3.connect(database_path(), isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing; a block inside another one joins it."""
    if _current.get() is not None:
        yield
        return
    connection = _connect()
    mark = _current.set(connection)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    finally:
        _current.reset(mark)
        connection.close()


@contextmanager
def _connection() -> Iterator[sqlite3.Connection]:
    running = _current.get()
    if running is not None:
        yield running
        return
    connection = _connect()
    try:
        yield connection
    finally:
        connection.close()


def fetch_one(sql: str, params: Sequence[Any] = ()) -> Row | None:
    with _connection() as connection:
        row = connection.execute(sql, params).fetchone()
    return None if row is None else dict(row)


def fetch_all(sql: str, params: Sequence[Any] = ()) -> list[Row]:
    with _connection() as connection:
        return [dict(row) for row in connection.execute(sql, params)]


def execute(sql: str, params: Sequence[Any] = ()) -> int:
    with _connection() as connection:
        return connection.execute(sql, params).rowcount


def insert(table: str, **values: Any) -> int:
    names, marks = ", ".join(values), ", ".join("?" for _ in values)
    with _connection() as connection:
        cursor = connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        return int(cursor.lastrowid or 0)


def update(table: str, key: int, **values: Any) -> int:
    changes = ", ".join(f"{name} = ?" for name in values)
    with _connection() as connection:
        return connection.execute(f"UPDATE {table} SET {changes} WHERE id = ?", (*values.values(), key)).rowcount


def count_rows(subject: str) -> int:
    if not subject.isidentifier():
        raise Invalid(f"not a subject: {subject}")
    source = subject.lower() + "s"
    with _connection() as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (source,)).fetchone():
            raise NotFound(f"nothing is kept about {subject!r}")
        return int(connection.execute(f"SELECT COUNT(*) FROM {source}").fetchone()[0])


def find_user(user_id: int) -> Row:
    user = fetch_one("SELECT id, email, full_name, state, last_login, team_id FROM users WHERE id = ?", (user_id,))
    if user is None:
        raise NotFound(f"no user {user_id}")
    return user


def user_by_email(email: str) -> Row | None:
    return fetch_one("SELECT id, full_name, state, password_hash FROM users WHERE email = ?", (email,))


def session_by_token(token: str) -> Row | None:
    return fetch_one("SELECT id, user_id, expires_at, closed_at FROM sessions WHERE token = ?", (token,))


def find_invoice(invoice_id: int) -> Row:
    invoice = fetch_one("SELECT * FROM invoices WHERE id = ?", (invoice_id,))
    if invoice is None:
        raise NotFound(f"no invoice {invoice_id}")
    return invoice


def invoices_of(customer_id: int) -> list[Row]:
    return fetch_all(
        "SELECT id, number, state, total_cents, paid_cents, due_on FROM invoices WHERE customer_id = ? ORDER BY id",
        (customer_id,),
    )


def find_route(route_id: int) -> Row:
    route = fetch_one("SELECT id, day, state, driver_id, vehicle_id FROM routes WHERE id = ?", (route_id,))
    if route is None:
        raise NotFound(f"no route {route_id}")
    return route


def stops_of(route_id: int) -> list[Row]:
    return fetch_all("SELECT * FROM stops WHERE route_id = ? ORDER BY position", (route_id,))
