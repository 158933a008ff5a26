"""Who is charged with what helpers do, and what bounds it, whatever a program does to its texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analyzer.link.found import Found, FoundResource, Gap, Waiting
from analyzer.link.patterns import parameter_mark
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Function
from analyzer.model.facts import Facts
from analyzer.model.resources import ResourceKind, ResourceOperation
from analyzer.model.syntax import Call, Name
from analyzer.relays import Relays
from trees import accesses, linked, understood


def unresolved(result: Facts) -> set[tuple[str, int]]:
    return {(one.what, one.line) for one in result.unresolved if one.kind == "sql"}


@pytest.mark.parametrize(
    "again",
    [
        "remove(cursor, table)",
        "remove(cursor, table + '_old')",
        "remove(cursor, table + 'a'); remove(cursor, table + 'b')",
        "remove(cursor, table + table)",
    ],
)
def test_helpers_that_call_themselves_come_to_an_end(tmp_path: Path, again: str) -> None:
    source = f"""
        def remove(cursor, table):
            cursor.execute("DELETE FROM %s" % table)
            {again}

        def start(cursor):
            remove(cursor, "users")
        """
    assert ("start", "users", "delete") in accesses(understood(tmp_path, {"m.py": source}))


def test_helpers_that_call_each_other_come_to_an_end(tmp_path: Path) -> None:
    source = """
        def remove(cursor, table, other):
            cursor.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM {other})")
            swap(cursor, other, table)

        def swap(cursor, table, other):
            remove(cursor, other + "x", table)
            remove(cursor, table, other + "y")

        def start(cursor):
            swap(cursor, "users", "rooms")
        """
    found = accesses(understood(tmp_path, {"m.py": source}))
    assert ("start", "users", "delete") in found
    assert ("start", "users", "select") in found
    assert ("start", "roomsx", "delete") in found


def test_many_callers_of_many_statements_are_all_charged(tmp_path: Path) -> None:
    lines = ["def low(cursor, table):"]
    lines += [f"    cursor.execute('DELETE FROM %s WHERE c{number} = 1' % table)" for number in range(30)]
    lines += [f"def helper{number}(cursor, table):\n    low(cursor, table)" for number in range(10)]
    lines += [
        f"def caller{number}(cursor):\n    helper{number % 10}(cursor, 'table_{number}')" for number in range(400)
    ]
    found = accesses(understood(tmp_path, {"m.py": "\n".join(lines)}))
    assert {(f"caller{number}", f"table_{number}", "delete") for number in range(400)} <= found


def test_a_long_chain_of_helpers_is_not_followed_for_ever(tmp_path: Path) -> None:
    lines = ["def h0(cursor, table):\n    cursor.execute('DELETE FROM %s' % table)"]
    lines += [f"def h{number}(cursor, table):\n    h{number - 1}(cursor, table)" for number in range(1, 60)]
    lines += ["def near(cursor):\n    h10(cursor, 'near_table')", "def far(cursor):\n    h59(cursor, 'far_table')"]
    result = understood(tmp_path, {"m.py": "\n".join(lines)})
    assert accesses(result) == {("near", "near_table", "delete")}
    assert unresolved(result) == {("DELETE FROM …", 2)}


def test_who_only_runs_what_it_was_handed_is_not_charged(tmp_path: Path) -> None:
    source = """
        def run(function, *args):
            return function(connect(), *args)

        def remove(cursor, table):
            cursor.execute(f"DELETE FROM {table}")

        def start():
            run(remove, "users")
        """
    assert accesses(understood(tmp_path, {"m.py": source})) == {("start", "users", "delete")}


CALLED, STARTED = Call(Name("f", 1), (), (), 1), Call(Name("execute", 2), (), (), 2)


KNOWN: Any = SimpleNamespace(  # one function, whose parameter gets one text
    owner=lambda _: (0, "name"), default=lambda *_: "", given=lambda *_: {"name": ("mail",)}
)


def _read(name: str) -> Any:
    def read(text: str) -> Iterable[Found]:
        yield FoundResource(ResourceKind.QUEUE, f"{text}.{name}", ResourceOperation.WRITE)

    return read


def relays(kept: list[tuple[int, Found]]) -> tuple[Relays, TypedCall]:
    """Return relays of a program of one function, called once, and the call in the function."""
    called = TypedCall(CALLED, Function(0), (), (), 0, -1, False)
    flow: Any = SimpleNamespace(calls=lambda: iter([called]))
    made = Relays(
        linked({"m.py": "def f(name):\n    pass"}), flow, KNOWN, lambda call, one, _: kept.append((call.line, one))
    )
    return made, TypedCall(STARTED, None, (), (), 0, 0, False)


def test_what_waits_for_one_text_is_told_apart_in_the_order_it_came() -> None:
    kept: list[tuple[int, Found]] = []
    made, call = relays(kept)
    for name in ("first", "second"):
        made.wait(call, Waiting(parameter_mark(0), _read(name)), "a")
    assert not made.is_resolved(call)
    made.settle()
    assert [(line, one.name) for line, one in kept if isinstance(one, FoundResource)] == [
        (1, "mail.first"),
        (1, "mail.second"),
    ]
    assert made.is_resolved(call)


def test_what_frameworks_say_is_the_same_is_done_once() -> None:
    kept: list[tuple[int, Found]] = []
    made, call = relays(kept)
    for name in ("first", "second"):
        made.wait(call, Waiting(parameter_mark(0), _read(name), "write"), "a")
    made.settle()
    assert len(kept) == 1


def test_what_stays_unresolved_stands_where_its_text_begins() -> None:
    def read(text: str) -> Iterable[Found]:
        yield Gap("sql", text, "why")

    kept: list[tuple[int, Found]] = []
    made, call = relays(kept)
    made.wait(call, Waiting(parameter_mark(0), read, "a", begun=True), "a")
    made.wait(call, Waiting(parameter_mark(0), read, "b"), "a")
    made.settle()
    assert [line for line, _ in kept] == [2, 1]
    assert not made.is_resolved(call)
