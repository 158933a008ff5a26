"""Which database does a program speak to? By its drivers, and the engines that its settings or addresses name.

It matters little: one way of reading serves all. A backslash hides a quote in some, and a parser that is asked for its
opinion wants to know.
"""

from __future__ import annotations

from collections.abc import Iterable

_DRIVERS = (
    ("postgres", ("psycopg", "psycopg2", "asyncpg", "pg8000", "psycopg_pool", "aiopg")),
    ("mysql", ("MySQLdb", "pymysql", "mysql", "aiomysql", "asyncmy", "mariadb")),
    ("oracle", ("cx_Oracle", "oracledb")),
    ("tsql", ("pyodbc", "pymssql")),
    ("snowflake", ("snowflake",)),
    ("bigquery", ("google.cloud.bigquery",)),
    ("clickhouse", ("clickhouse_driver", "clickhouse_connect", "asynch")),
    ("duckdb", ("duckdb",)),
    ("sqlite", ("sqlite3", "aiosqlite", "pysqlite2", "apsw")),
)


def dialect_of_imports(imported: Iterable[str]) -> str:
    """Return the dialect of the one kind of driver that a program imports; empty where it imports none or several.

    SQLite beside another is what the program is tried out with, and counts for nothing.
    """
    names = frozenset(imported)
    found = [dialect for dialect, drivers in _DRIVERS if not names.isdisjoint(drivers)]
    if len(found) > 1 and found[-1] == "sqlite":
        found.pop()
    return found[0] if len(found) == 1 else ""
