"""Which parameter gets what of a function that is handed over with values."""

from __future__ import annotations

import ast

import pytest

from analyzer.link.handed import handed
from analyzer.link.protocol import TypedCall
from analyzer.link.types import External, Function, Literal, Row, Type
from analyzer.model.syntax import Call
from trees import linked


def given(definition: str, written: str, callee: Type | None = None, receiver: Type | None = None) -> dict[str, str]:
    """Return the texts that parameters get of a function that a call hands over as ``f``."""
    program = linked({"m.py": f"{definition}\n    pass\n{written}"}).program
    call = program.scopes(0)[0].statements[-1].value
    assert isinstance(call, Call)
    node = ast.parse(written).body[0].value  # type: ignore[attr-defined]
    function = Function(0, receiver=receiver)

    def value(one: ast.expr) -> Type | None:
        if isinstance(one, ast.Constant):
            return Literal(one.value, 0)
        if isinstance(one, ast.Tuple):
            return Row(tuple(value(part) for part in one.elts))
        return function if ast.unparse(one) == "f" else External("builtins.object()")

    keywords = tuple((one.arg, value(one.value)) for one in node.keywords)
    typed = TypedCall(call, callee, tuple(value(one) for one in node.args), keywords, 0, -1, False)
    return {name: got.value for name, got in handed(program, typed, 0).items() if isinstance(got, Literal)}


@pytest.mark.parametrize(
    ("definition", "written", "wanted"),
    [
        ("def f(txn, table, row):", "run('name', f, 'users', row)", {"table": "users"}),
        ("def f(txn, table, row=None):", "run('name', f, 'users', row)", {"table": "users"}),
        ("def f(txn, table, row=None):", "run('name', f, 'users')", {"table": "users"}),
        ("def f(table, row=None, many=False):", "run(f, 'users', row)", {"table": "users"}),
        ("def f(first, table, row=None):", "run(f, table, 'x')", {"row": "x"}),
        ("def f(txn, table):", "run(name='n', func=f, table='users')", {"table": "users"}),
        ("def f(txn, table):", "Thread(target=f, args=('c', 'users'))", {"txn": "c", "table": "users"}),
        ("def f(txn, table):", "enqueue(f, args=('c', 'users'), timeout=3)", {"txn": "c", "table": "users"}),
        ("def f(a):", "run(f, 'x', 'y', 'z')", {}),
        ("def f(a, *rest):", "run(f, 'x', 'y', 'z')", {"a": "x"}),
        ("def f(txn, a, *rest):", "run(f, 'x', 'y', 'z')", {"a": "x"}),
        ("def f(a):", "run(g, 'x')", {}),
    ],
)
def test_values_reach_parameters(definition: str, written: str, wanted: dict[str, str]) -> None:
    assert given(definition, written) == wanted


def test_a_method_has_what_it_is_called_on_already() -> None:
    assert given("def f(self, txn, table):", "run(f, 'users')", receiver=External("a")) == {"table": "users"}


def test_what_is_put_aside_comes_first() -> None:
    partial = External("functools.partial")
    assert given("def f(table, txn):", "partial(f, 'users')", partial) == {"table": "users"}
