from __future__ import annotations

from pathlib import Path

import pytest

from trees import accesses, understood


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT * FROM users WHERE id = ?", {("users", "select")}),
        ("select a.x from users a join orders o on o.user_id = a.id", {("users", "select"), ("orders", "select")}),
        ("INSERT INTO log (x) SELECT id FROM users", {("log", "insert"), ("users", "select")}),
        ("UPDATE users SET name = %s WHERE id = %(id)s", {("users", "update")}),
        ("DELETE FROM app.users WHERE id = :id", {("app.users", "delete")}),
        ("WITH recent AS (SELECT * FROM orders) SELECT * FROM recent", {("orders", "select")}),
        ("SELECT 1 FROM sqlite_master WHERE name = ?", set()),
        ("SELECT * FROM users, information_schema.columns", {("users", "select")}),
        ("hello", set()),
    ],
)
def test_literal_text(tmp_path: Path, sql: str, expected: set[tuple[str, str]]) -> None:
    result = understood(tmp_path, {"m.py": f"def f(connection):\n    connection.execute({sql!r})\n"})
    found = {(table, operation) for _, table, operation in accesses(result)}
    assert found == expected


def test_text_in_a_constant_is_followed(tmp_path: Path) -> None:
    files = {
        "queries.py": "ALL = 'SELECT * FROM users'\n",
        "m.py": "import queries\ndef f(c):\n    c.execute(queries.ALL)\n"
        "    one = 'DELETE FROM logs'\n    c.execute(one)\n",
    }
    result = understood(tmp_path, files)
    assert accesses(result) == {("f", "users", "select"), ("f", "logs", "delete")}


def test_create_table_declares(tmp_path: Path) -> None:
    ddl = "CREATE TABLE lines (id INTEGER, invoice_id INTEGER REFERENCES invoices(id), x TEXT)"
    result = understood(tmp_path, {"m.py": f"SCHEMA = {ddl!r}\n"})
    assert [(table.name, table.columns) for table in result.tables] == [("lines", ("id", "invoice_id", "x"))]
    assert [(key.column, key.to_table, key.to_column) for key in result.foreign_keys] == [
        ("invoice_id", "invoices", "id")
    ]


@pytest.mark.parametrize("text", ["f'SELECT * FROM {t}'", "'SELECT * FROM ' + t", "'DELETE FROM {}'.format(t)"])
def test_text_put_together_at_run_time_is_unresolved(tmp_path: Path, text: str) -> None:
    result = understood(tmp_path, {"m.py": f"def f(c, t):\n    c.execute({text})\n"})
    assert accesses(result) == set()
    assert [(row.kind, row.line, row.reason) for row in result.unresolved] == [
        ("sql", 2, "the text is put together at run time")
    ]


def test_sql_that_is_only_logged_is_no_access(tmp_path: Path) -> None:
    result = understood(tmp_path, {"m.py": "def f():\n    print('SELECT * FROM users')\n"})
    assert accesses(result) == set()


@pytest.mark.parametrize(
    "form", ["TABLES = ({a}, {b})", "TABLES = {{'a': {a}, 'b': {b}}}", "TABLES = [text({a}), {b}]"]
)
def test_create_table_in_a_collection_declares(tmp_path: Path, form: str) -> None:
    users = repr("CREATE TABLE users (id INTEGER PRIMARY KEY)")
    notes = repr("CREATE TABLE notes (id INTEGER, author INTEGER REFERENCES users(id))")
    result = understood(tmp_path, {"schema.py": form.format(a=users, b=notes)})
    assert [table.name for table in result.tables] == ["notes", "users"]
    assert [(key.table, key.column, key.to_table, key.to_column) for key in result.foreign_keys] == [
        ("notes", "author", "users", "id")
    ]


def test_a_sentence_is_no_statement(tmp_path: Path) -> None:
    use = """
        def tell(say):
            say("Select drivers from the list, then accept or reject what they sent.")
        """
    assert not understood(tmp_path, {"use.py": use}).unresolved
