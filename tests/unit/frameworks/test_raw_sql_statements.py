from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analyzer.frameworks.raw_sql.identifiers import is_named
from analyzer.frameworks.raw_sql.statements import Texts, read
from analyzer.frameworks.raw_sql.tokens import split
from analyzer.frameworks.raw_sql.vocabulary import keywords
from analyzer.link.patterns import BLANK, is_known, parameter_mark

B = BLANK
S, N, U, D = "select", "insert", "update", "delete"


def uses(text: str, dialect: str = "") -> set[tuple[str, str]]:
    sql = read(text, dialect)
    return {(use.name, use.operation.value) for one in sql.statements for use in one.uses} if sql else set()


def ways(text: str) -> list[str]:
    sql = read(text)
    return [one.how for one in sql.statements] if sql else []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT INTO a VALUES (?) ON CONFLICT (id) DO UPDATE SET x = EXCLUDED.x", {("a", N), ("a", U)}),
        ("INSERT INTO a VALUES (?) ON CONFLICT DO NOTHING", {("a", N)}),
        ("INSERT INTO a (x) VALUES (%s) ON DUPLICATE KEY UPDATE x = VALUES(x)", {("a", N), ("a", U)}),
        ("REPLACE INTO a VALUES (1)", {("a", N), ("a", U)}),
        ("INSERT OR REPLACE INTO a VALUES (1)", {("a", N), ("a", U)}),
        ("INSERT OR IGNORE INTO a VALUES (1)", {("a", N)}),
        ("INSERT IGNORE INTO a SELECT x FROM b", {("a", N), ("b", S)}),
        ("INSERT INTO a WITH c AS (SELECT 1 FROM b) SELECT * FROM c", {("a", N), ("b", S)}),
        ("MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN UPDATE SET y = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)",
         {("a", U), ("a", N), ("b", S)}),
        ("MERGE INTO a USING (SELECT x FROM b) s ON a.x = s.x WHEN MATCHED THEN DELETE", {("a", D), ("b", S)}),
        ("UPDATE a SET x = b.x FROM b WHERE a.id = b.id", {("a", U), ("b", S)}),
        ("UPDATE a SET x = (SELECT max(y) FROM b)", {("a", U), ("b", S)}),
        ("UPDATE a JOIN b ON a.id = b.id SET b.x = 1", {("b", U), ("a", S)}),
        ("UPDATE a, b SET a.x = 1, b.y = 2", {("a", U), ("b", U)}),
        ("UPDATE o SET x = 1 FROM orders o JOIN b ON b.id = o.id", {("orders", U), ("b", S)}),
        ("UPDATE OR IGNORE a SET x = 1", {("a", U)}),
        ("DELETE FROM a USING b WHERE a.id = b.id", {("a", D), ("b", S)}),
        ("DELETE FROM ONLY a", {("a", D)}),
        ("DELETE a FROM a JOIN b ON a.id = b.id", {("a", D), ("b", S)}),
        ("DELETE o FROM orders o", {("orders", D)}),
        ("DELETE FROM a, b USING a JOIN b USING (id)", {("a", D), ("b", D)}),
        ("TRUNCATE TABLE a, b", {("a", D), ("b", D)}),
        ("SELECT * INTO archive FROM a", {("archive", N), ("a", S)}),
        ("SELECT x INTO @v FROM a", {("a", S)}),
        ("COPY a (x, y) FROM STDIN", {("a", N)}),
        ("COPY a TO '/tmp/a'", {("a", S)}),
        ("COPY (SELECT * FROM a) TO STDOUT", {("a", S)}),
        ("LOCK TABLE a, b IN EXCLUSIVE MODE", {("a", S), ("b", S)}),
        ("EXPLAIN UPDATE a SET x = 1", {("a", S)}),
        ("EXPLAIN ANALYZE DELETE FROM a", {("a", D)}),
        ("WITH x AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM x", {("a", D), ("b", N)}),
        ("WITH x AS (SELECT * FROM a), y AS (SELECT * FROM x) SELECT * FROM y, x", {("a", S)}),
        ("WITH a AS (SELECT * FROM a) SELECT * FROM a", {("a", S)}),
        ("WITH RECURSIVE r(n) AS (SELECT 1 FROM a UNION ALL SELECT n FROM r) SELECT * FROM r", {("a", S)}),
        ("SELECT * FROM (WITH c AS (SELECT * FROM a) SELECT * FROM c) x JOIN c ON 1 = 1", {("a", S), ("c", S)}),
        ("SELECT EXTRACT(year FROM d), substring(x from 2), trim(both 'x' from y) FROM a", {("a", S)}),
        ("SELECT 1 FROM a WHERE x IS DISTINCT FROM y AND z IS NOT DISTINCT FROM w", {("a", S)}),
        ("SELECT * FROM unnest(?) u, generate_series(1, 2) g, a", {("a", S)}),
        ("SELECT * FROM a, LATERAL (SELECT * FROM b) x CROSS JOIN LATERAL f(a.x) y", {("a", S), ("b", S)}),
        ("SELECT * FROM (a JOIN b ON 1 = 1) LEFT JOIN c USING (id)", {("a", S), ("b", S), ("c", S)}),
        ("SELECT * FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.x = a.x) FOR UPDATE OF a", {("a", S), ("b", S)}),
        ('SELECT * FROM "Mixed Case"."Users", `x`.`y`, [Order Details] o',
         {("Mixed Case.Users", S), ("x.y", S), ("Order Details", S)}),
        ("SELECT * FROM base.shop.users", {("shop.users", S)}),
        ("SELECT * FROM a WITH (NOLOCK) JOIN b (NOLOCK) ON a.x = b.x", {("a", S), ("b", S)}),
        ("SELECT a FROM b; -- c\nDELETE FROM d WHERE x = ';' /* FROM e */", {("b", S), ("d", D)}),
        ("-- first\n/* then */ (SELECT x FROM a) UNION (SELECT x FROM b)", {("a", S), ("b", S)}),
        ("SELECT * FROM a WHERE x = '; DELETE FROM b'", {("a", S)}),
        ("SELECT * FROM sqlite_master, pg_class, information_schema.columns, mysql.user", set()),
        ("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END; DELETE FROM d", {("d", D)}),
        ("CREATE TABLE b AS SELECT * FROM a", {("b", N), ("a", S)}),
        ("CREATE INDEX i ON a (x)", set()),
    ],
)  # fmt: skip
def test_what_a_text_does(text: str, expected: set[tuple[str, str]]) -> None:
    assert uses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"SELECT {B} FROM {B} WHERE {B}", {(B, S)}),
        (f"SELECT * FROM orders_{B} o {B} ORDER BY {B} LIMIT {B}", {(f"orders_{B}", S)}),
        (f"SELECT a FROM t WHERE x IN ({B}) {B}", {("t", S)}),
        (f"INSERT INTO t ({B}) VALUES ({B}) {B}", {("t", N)}),
        (f"INSERT INTO {B}.t VALUES {B}", {("t", N)}),
        (f"UPDATE t SET {B} WHERE {B}", {("t", U)}),
        (f"DELETE FROM {B} WHERE x = ?", {(B, D)}),
        (f"SELECT x FROM t {B} JOIN u ON {B}", {("t", S), ("u", S)}),
        (f'SELECT x FROM "{B}"', {(B, S)}),
        ("SELECT %s FROM %s WHERE x = %%s", {(B, S)}),
        ("SELECT * FROM %(table)s, {other}", {(B, S)}),
        ("SELECT COUNT(*) FROM ", {(B, S)}),
        (f"SELECT {B}", {(B, S)}),
        (f"SELECT COUNT(*) FROM (SELECT x {B}) AS y", {(B, S)}),
        (f"SELECT * FROM {parameter_mark(3)}", {(parameter_mark(3), S)}),
    ],
)
def test_unknown_parts(text: str, expected: set[tuple[str, str]]) -> None:
    assert uses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * FROM a", [""]),
        ("SELECT * FROM a, b", ["join"]),
        ("SELECT * FROM a WHERE x IN (SELECT x FROM b)", ["subquery"]),
        ("SELECT * FROM a UNION SELECT * FROM b", ["union"]),
        ("SELECT * FROM a JOIN (SELECT * FROM b) c ON 1 = 1", ["join;subquery"]),
        ("UPDATE a SET x = 1 FROM b", ["join"]),
        ("INSERT INTO a SELECT * FROM b", [""]),
    ],
)
def test_how_tables_come_together(text: str, expected: list[str]) -> None:
    assert ways(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "hello", "selection FROM a", "SELECT 1", "Update available", "With pleasure", "Table headers", "Copy that",
        "Select up to 3 dates", "EXECUTE p", "CREATE INDEX i ON a (x)",
    ],
)  # fmt: skip
def test_what_does_not_begin_like_sql_is_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Select drivers from the list, then accept or reject what they sent.",
        "Select one from a list (Drop Down)",
        "Select all people from lists",
        "Delete metadata from a server",
        f"delete id '{B}' not found",
        f"update user {B}",
        "Update your settings and set a password",
        "Create table of contents",
        "insert into the box",
    ],
)
def test_a_sentence_is_not_sure(text: str) -> None:
    sql = read(text)
    assert sql is None or not sql.is_sure


def test_a_parser_is_asked_only_where_a_statement_looks_odd() -> None:
    sys.modules.pop("sqlglot", None)
    sql = read("SELECT a FROM b x WHERE c = ?")
    assert sql is not None
    assert sql.is_sure
    assert "sqlglot" not in sys.modules
    odd = read("SELECT a FROM b x y z (, WHERE")
    assert odd is not None
    assert not odd.is_sure


def test_a_backslash_hides_a_quote_in_mysql_only() -> None:
    text = r"SELECT x FROM a WHERE y = '\' AND z IN (SELECT z FROM b) AND w = '"
    assert uses(text) == {("a", S), ("b", S)}
    assert uses(text, "mysql") == {("a", S)}


def test_rows_behind_copy_are_no_statements() -> None:
    text = "COPY a (x) FROM stdin;\nit's; DELETE FROM b;\n\\.\nDELETE FROM c"
    assert [part for _, part in split(text)] == ["COPY a (x) FROM stdin", "DELETE FROM c"]


def test_a_text_is_read_once() -> None:
    texts = Texts()
    assert texts.read("DELETE FROM a") is texts.read("DELETE FROM a")


_WORDS = some.sampled_from(sorted(keywords(
    "SELECT FROM JOIN INTO UPDATE DELETE INSERT WITH RECURSIVE AS USING SET WHERE ON VALUES MERGE CREATE TABLE TEMP "
    "VIEW ALTER ADD RENAME TO COLUMN DROP CONFLICT DO UNION ( ) , ; . * ? 'x' \"y\" `z` [ ] a b %s {c} $$ -- /* */ KEY "
    "REFERENCES FOREIGN LIKE COPY STDIN BEGIN END TRIGGER EXPLAIN LOCK TRUNCATE"
)))  # fmt: skip


@settings(deadline=None)  # the parser that is asked is loaded
@given(some.lists(_WORDS | some.just(B) | some.text(max_size=3), max_size=40).map(" ".join))
def test_reading_never_fails(text: str) -> None:
    for beginning in ("", "SELECT * FROM a ", "CREATE TABLE a ", "ALTER TABLE a ", "WITH a AS (", "INSERT INTO a "):
        sql = read(beginning + text)
        for one in sql.statements if sql else ():
            assert all(use.name for use in one.uses)


@given(
    some.lists(some.sampled_from(["SELECT", "FROM", ",", "(", ")", "JOIN", "WHERE", "INTO", B]), max_size=25).map(
        " ".join
    )
)
def test_a_blank_never_becomes_a_table(text: str) -> None:
    for name, _ in uses(f"SELECT {text}"):
        assert not is_named(name)
        assert not is_known(name)


@given(some.lists(some.sampled_from(["a", "b.c", '"d e"']), min_size=1, max_size=6))
def test_every_table_of_a_list_is_read(names: list[str]) -> None:
    expected = {(name.strip('"'), S) for name in names}
    assert uses("SELECT * FROM " + ", ".join(names)) == expected
    assert uses("SELECT * FROM " + " JOIN ".join(f"{name} AS t{place}" for place, name in enumerate(names))) == expected
