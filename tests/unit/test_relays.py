"""Helpers that are given a text: their callers are charged, through as many helpers as lie between."""

from __future__ import annotations

import keyword
import textwrap
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.model.facts import Facts
from trees import accesses, understood

HELPERS = """
    def remove(connection, table, key):
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (key,))
    """


def run(tmp_path: Path, code: str) -> Facts:
    return understood(tmp_path, {"m.py": textwrap.dedent(HELPERS) + textwrap.dedent(code)})


def gaps(result: Facts) -> list[tuple[int, str]]:
    return [(row.line, row.what) for row in result.unresolved if row.kind == "sql"]


def test_the_caller_that_names_the_table_is_charged(tmp_path: Path) -> None:
    result = run(tmp_path, "def forget(c):\n    remove(c, 'people', 3)\n    remove(c, key=4, table='logs')\n")
    assert accesses(result) == {("forget", "people", "delete"), ("forget", "logs", "delete")}
    assert gaps(result) == []


def test_a_chain_of_helpers_charges_its_beginning(tmp_path: Path) -> None:
    code = """
    class Store:
        def __init__(self, connection):
            self.connection = connection

        def drop(self, kind, key):
            remove(self.connection, "app_" + kind, key)

    def forget(c):
        Store(c).drop("people", 3)
    """
    assert accesses(run(tmp_path, code)) == {("forget", "app_people", "delete")}


def test_what_a_caller_leaves_out_is_the_default(tmp_path: Path) -> None:
    code = """
    def clear(c, table="sessions"):
        c.execute("DELETE FROM " + table)

    def nightly(c):
        clear(c)
        clear(c, "drafts")
    """
    assert accesses(run(tmp_path, code)) == {("nightly", "sessions", "delete"), ("nightly", "drafts", "delete")}


def test_what_is_handed_over_with_a_function_goes_to_its_last_parameters(tmp_path: Path) -> None:
    code = """
    def forget(pool):
        pool.run("forget", remove, "people", 3)

    def forget_later(loop):
        loop.submit(remove, loop.connection, "logs", key=4)
    """
    assert accesses(run(tmp_path, code)) == {("forget", "people", "delete"), ("forget_later", "logs", "delete")}


def test_what_is_handed_over_by_the_name_of_a_default_moves_nothing(tmp_path: Path) -> None:
    code = """
    def first(connection, table, columns, may_be_none=False):
        connection.execute(f"SELECT {columns} FROM {table}")

    def find(pool):
        pool.run(first, "people", "id", may_be_none=True)
    """
    assert accesses(run(tmp_path, code)) == {("find", "people", "select")}


def test_a_function_inside_another_uses_what_that_one_is_given(tmp_path: Path) -> None:
    code = """
    def latest(pool, table):
        def work(cursor):
            cursor.execute("SELECT * FROM %s ORDER BY id DESC" % table)
        return pool.run(work)

    def news(pool):
        return latest(pool, "posts")
    """
    assert accesses(run(tmp_path, code)) == {("news", "posts", "select")}


def test_a_name_that_nobody_says_is_unresolved_where_the_text_begins_to_be_sql(tmp_path: Path) -> None:
    code = "def forget(c, request):\n    remove(c, request.GET['kind'], 3)\n"
    result = run(tmp_path, code)
    assert accesses(result) == set()
    assert gaps(result) == [(3, "DELETE FROM … WHERE id = ?")]


def test_a_parameter_of_a_function_that_nobody_calls_is_unresolved_there_too(tmp_path: Path) -> None:
    result = run(tmp_path, "def forget(c, kind):\n    remove(c, kind, 3)\n")
    assert accesses(result) == set()
    assert gaps(result) == [(3, "DELETE FROM … WHERE id = ?")]


def test_helpers_that_call_each_other_come_to_an_end(tmp_path: Path) -> None:
    code = """
    def first(c, table):
        remove(c, table, 1)
        second(c, table + "s")

    def second(c, table):
        first(c, table + "s")

    def begin(c):
        first(c, "x")
    """
    assert ("begin", "x", "delete") in accesses(run(tmp_path, code))


def test_a_table_known_in_the_helper_is_charged_there(tmp_path: Path) -> None:
    code = """
    def link(c, other):
        c.execute(f"INSERT INTO links (a) SELECT id FROM {other}")

    def both(c):
        link(c, "posts")
    """
    assert accesses(run(tmp_path, code)) == {("link", "links", "insert"), ("both", "posts", "select")}


NAMES = st.from_regex(r"[a-z]{1,6}", fullmatch=True).filter(lambda name: not keyword.iskeyword(name))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NAMES, min_size=3, max_size=3, unique=True))
def test_the_names_of_parameters_say_nothing(tmp_path: Path, names: list[str]) -> None:
    c, table, key = names
    code = f"""
    def put({c}, {table}, {key}):
        {c}.execute("UPDATE {{}} SET x = {{}}".format({table}, {key}))

    def change(pool):
        put(pool, "people", 3)
    """
    assert accesses(run(tmp_path, code)) == {("change", "people", "update")}
