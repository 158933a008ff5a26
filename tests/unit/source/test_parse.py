from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.source.parse import parse


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"def f():\n    print 'x'\n", "Python 2 print statement, line 2"),
        (b"exec 'x = 1'\n", "Python 2 exec statement, line 1"),
        (b"try:\n    x()\nexcept ValueError, e:\n    print e\n", "Python 2 except clause, line 3"),
        (b"mode = 0777\n", "Python 2 octal number, line 1"),
        (b"x = 1\0\n", "not Python source: holds a NUL byte"),
        (b"# -*- coding: klingon -*-\nx = 1\n", "not text in its declared encoding: unknown encoding: klingon"),
        (b"if x:\n\ty = 1\n        z = 2\n", "tabs and spaces mixed, line 3"),
        (b"def f(:\n", "invalid syntax, line 1"),
    ],
)
def test_what_nobody_can_read_has_a_reason_a_person_understands(content: bytes, reason: str) -> None:
    parsed = parse(content)
    assert parsed.tree is None
    assert parsed.reason == reason


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfx = 1\n",
        b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
        b"x = 1\r\ny = 2\r\n",
        b"",
        b"# only a comment",
    ],
)
def test_odd_but_valid_files_are_parsed(content: bytes) -> None:
    parsed = parse(content)
    assert parsed.tree is not None
    assert not parsed.lowered


@pytest.mark.parametrize(
    "source",
    [
        "def first[T](items: list[T]) -> T:\n    return items[0]\n\n\n\ndef after(): ...\n",
        "class Box[T]:\n    pass\n\n\n\ndef after(): ...\n",
        "type Pair = tuple[int, int]\n\n\n\n\ndef after(): ...\n",
        "def f(a):\n    return f'{a['x']}'\n\n\n\ndef after(): ...\n",
        "def f(a):\n    return f'''\n{f'''{a}'''}\n'''\n\ndef after(): ...\n",
        "x = f'''{\n a # said\n}'''\n\n\ndef after(): ...\n",
        "x = (\n    'a'\n    f'{a['b']}'\n)\n\ndef after(): ...\n",
        "x = t'{a['b']}'\nlazy import json\n\n\n\ndef after(): ...\n",
        "class Box[T = int]:\n    pass\n\n\n\ndef after(): ...\n",
        "class Box[\n    T: int\n]:\n    x: T\n\ndef after(): ...\n",
        "class Box[\n    T\n](Base): ...\n\n\ndef after(): ...\n",
        "class Box[T](\n    Base[T],\n): ...\n\n\ndef after(): ...\n",
        "def first[\n    T,\n](\n    x: T\n): ...\ndef after(): ...\n",
        "type Pairs[\n    T\n] = list[T]\n\n\ndef after(): ...\n",
        "type Pairs[T] = list[T]\n\n\n\n\ndef after(): ...\n",
    ],
)
def test_newer_syntax_is_lowered_and_keeps_its_lines(source: str) -> None:
    parsed = parse(source.encode())
    assert parsed.lowered
    assert parsed.tree is not None
    last = parsed.tree.body[-1]
    assert isinstance(last, ast.FunctionDef)
    assert (last.name, last.lineno) == ("after", 6)


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("x = f'SELECT {c['k']} FROM t'", "x = f\"SELECT {c['k']} FROM t\""),
        ("x = f'{'\\n'.join(a)}'", "x = ('', '\\n'.join(a))"),
        ("x = f'{a['b']}' 'c'", "x = ('', f\"{a['b']}\", 'c')"),
        ("x = t'hello {name}'", "x = f'hello {name}'"),
        ("lazy from a import b", "from a import b"),
        ("def f[**P, *Ts](x): ...", "def f(x):\n    ..."),
        ("try:\n    x()\nexcept* A, B:\n    pass", "try:\n    x()\nexcept* (A, B):\n    pass"),
    ],
)
def test_newer_syntax_says_the_same(newer: str, older: str) -> None:
    tree = parse(newer.encode()).tree
    assert tree is not None
    assert ast.unparse(tree) == older


def test_an_except_clause_without_parentheses_is_read() -> None:
    parsed = parse(b"try:\n    x()\nexcept KeyError, ValueError:\n    pass\n")
    assert parsed.lowered


def test_nesting_beyond_the_parser_is_a_reason_and_not_a_crash() -> None:
    parsed = parse(b"x = " + b"(" * 300 + b"1" + b")" * 300 + b"\n")
    assert parsed.tree is None
    assert "nested" in parsed.reason or "too many" in parsed.reason


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    parsed = parse(content)
    assert (parsed.tree is None) == bool(parsed.reason and not parsed.lowered)


@pytest.mark.parametrize("chain", ["1 + " * 6000 + "1", "a" + ".b" * 6000, "(\n" + "x or\n" * 6000 + "x)"])
def test_libcst_is_not_asked_for_what_it_would_take_minutes_for(chain: str) -> None:
    parsed = parse(f"type X = int\ny = {chain}\n".encode())
    assert parsed.reason == "invalid syntax, line 1"


def test_many_short_statements_are_no_chain() -> None:
    assert parse(b"type X = int\n" + b"y = a.b + 1\n" * 3000).lowered
