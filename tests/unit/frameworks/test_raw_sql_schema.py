from __future__ import annotations

import pytest

from analyzer.frameworks.raw_sql.changes import read_change
from analyzer.frameworks.raw_sql.ddl import Applied, MadeTables
from analyzer.frameworks.raw_sql.files import dialect_of, file_named, in_order
from analyzer.frameworks.raw_sql.tokens import split, tokens


def made(*texts: str, owner: str = "") -> MadeTables:
    """Apply the statements of texts, each a file of its own."""
    tables = MadeTables()
    for number, text in enumerate(texts):
        for _, part in split(text):
            change = read_change(tokens(part))
            if change is not None:
                tables.apply([Applied(change, f"{number}.sql", 1, owner)])
    return tables


def columns(*texts: str) -> dict[str, list[str]]:
    return {table.name: table.columns for table in made(*texts).tables.values()}


def references(*texts: str) -> list[tuple[str, str, str, str]]:
    return [
        (table.name, one.column, one.to_table, one.to_column)
        for table in made(*texts).tables.values()
        for one in table.references
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY, b VARCHAR(3) DEFAULT 'x,y', key TEXT)",
         {"a": ["id", "b", "key"]}),
        ('CREATE TABLE public."A" ("Id" INT, PRIMARY KEY ("Id"), UNIQUE (x), KEY i (x), CHECK (x > 1))', {"A": ["Id"]}),
        ("CREATE TABLE [dbo].[a] ([id] int, [b c] int)", {"a": ["id", "b c"]}),
        ("CREATE TABLE a (x INT); CREATE TABLE b (LIKE a); CREATE TABLE c LIKE a",
         {"a": ["x"], "b": ["x"], "c": ["x"]}),
        ("CREATE TABLE a AS SELECT 1", {"a": []}),
        ("CREATE UNLOGGED TABLE a (x INT)", {"a": ["x"]}),
        ("CREATE TEMP TABLE a (x INT)", {}),
        ("CREATE VIRTUAL TABLE a USING fts4 (x, y, tokenize=porter)", {"a": ["x", "y"]}),
        ("CREATE TABLE a_1 PARTITION OF a FOR VALUES IN (1)", {}),
        ("CREATE MATERIALIZED VIEW a AS SELECT x FROM b", {"a": []}),
        ("CREATE UNIQUE INDEX i ON a (x)", {}),
        ("CREATE TABLE a (x INT); ALTER TABLE a ADD COLUMN y INT, ADD z INT", {"a": ["x", "y", "z"]}),
        ("CREATE TABLE a (x INT); ALTER TABLE a RENAME COLUMN x TO y", {"a": ["y"]}),
        ("CREATE TABLE a (x INT, y INT); ALTER TABLE a DROP COLUMN IF EXISTS x", {"a": ["y"]}),
        ("CREATE TABLE a (x INT); ALTER TABLE IF EXISTS ONLY a RENAME TO b", {"b": ["x"]}),
        ("CREATE TABLE a (x INT); CREATE TABLE n (x INT, y INT); DROP TABLE a; ALTER TABLE n RENAME TO a",
         {"a": ["x", "y"]}),
        ("CREATE TABLE a (x INT); CREATE TABLE b (x INT); DROP TABLE IF EXISTS a, b CASCADE", {}),
        ("CREATE TABLE a (x INT); CREATE TABLE A (y INT)", {"a": ["x"]}),
    ],
)  # fmt: skip
def test_tables_that_are_there(text: str, expected: dict[str, list[str]]) -> None:
    assert columns(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE TABLE a (x INT REFERENCES b (y) ON DELETE CASCADE)", [("a", "x", "b", "y")]),
        ("CREATE TABLE a (x INT REFERENCES b)", [("a", "x", "b", "")]),
        ("CREATE TABLE a (x INT, CONSTRAINT f FOREIGN KEY (x, z) REFERENCES s.b (y, w))",
         [("a", "x", "s.b", "y"), ("a", "z", "s.b", "w")]),
        ("CREATE TABLE a (x INT); ALTER TABLE ONLY a ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES b (y)",
         [("a", "x", "b", "y")]),
        ("CREATE TABLE b (y INT); CREATE TABLE a (x INT REFERENCES b (y)); ALTER TABLE b RENAME TO c",
         [("a", "x", "c", "y")]),
    ],
)  # fmt: skip
def test_foreign_keys(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert references(text) == expected


def test_code_drops_only_what_it_made_itself() -> None:
    tables = made("CREATE TABLE a (x INT)")
    tables.apply([Applied(read_change(tokens("DROP TABLE a")), "m.py", 1, "0:1")])  # type: ignore[list-item]  # it is one
    assert set(tables.tables) == {"a"}
    assert not made("CREATE TABLE a (x INT); DROP TABLE a", owner="0:1").tables


def test_code_drops_what_it_moved_out_of_the_way() -> None:
    tables = made("CREATE TABLE a (x INT)")
    for text in ("ALTER TABLE a RENAME TO old", "CREATE TABLE a (x INT, y INT)", "DROP TABLE old"):
        tables.apply([Applied(read_change(tokens(text)), "m.py", 1, "0:1")])  # type: ignore[list-item]  # it is one
    assert {name: table.columns for name, table in tables.tables.items()} == {"a": ["x", "y"]}


def test_changes_come_after_schemas_and_numbers_are_numbers() -> None:
    paths = [
        "s/delta/10/a.sql",
        "s/delta/9/b.sql",
        "s/schema.sql",
        "s/delta/9/10_x.sql",
        "s/delta/9/2_x.sql",
        "a/z.sql",
        "a/code.py",
        "s/delta/9/3_y.py",
    ]
    order, past = in_order((path, None) for path in paths)
    assert [path for path, _ in order] == [
        "a/z.sql", "s/schema.sql", "s/delta/9/2_x.sql", "s/delta/9/3_y.py", "s/delta/9/10_x.sql", "s/delta/9/b.sql",
        "s/delta/10/a.sql", "a/code.py",
    ]  # fmt: skip
    assert past == []


def test_changes_that_a_full_schema_holds_are_past() -> None:
    paths = [
        "s/full/7/f.sql",
        "s/full/6/f.sql",
        "s/delta/7/a.sql",
        "s/delta/8/a.sql",
        "other/delta/7/a.sql",
        "s/x.down.sql",
    ]
    order, past = in_order((path, None) for path in paths)
    assert [path for path, _ in order] == ["other/delta/7/a.sql", "s/full/7/f.sql", "s/delta/8/a.sql"]
    assert [path for path, _ in past] == ["s/full/6/f.sql", "s/delta/7/a.sql"]


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        ("a/full.sql.postgres", "postgres"),
        ("mysql/a.sql", "mysql"),
        ("a/schema-sqlite.sql", "sqlite"),
        ("a/pages.sql", ""),
    ],
)
def test_dialect_of_a_file(path: str, dialect: str) -> None:
    assert dialect_of(path) == dialect


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("queries/x.sql", "app/queries/x.sql"),
        ("../queries/x.sql", "app/queries/x.sql"),
        ("x.sql", ""),
        ("ies/x.sql", ""),
        ("\uf8ff/queries/x.sql", "app/queries/x.sql"),
        ("\uf8ffx.sql", ""),
        ("", ""),
    ],
)
def test_file_that_a_name_means(name: str, found: str) -> None:
    assert file_named(name, ["app/queries/x.sql", "app/other/x.sql"]) == found
