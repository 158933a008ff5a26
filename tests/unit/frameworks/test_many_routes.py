"""Programs that would make the reading of routes grow without end."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.frameworks import written
from trees import understood

HEAD = "from flask import Flask\n\napp = Flask(__name__)\n\ndef view():\n    return ''\n\n"


def routes(folder: Path, source: str) -> list[str]:
    return [one.name for one in understood(folder, {"m.py": HEAD + source}).entry_points]


def test_texts_that_double_with_every_name_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed, asked = 1_000, 0
    spent = written.Reader._is_spent

    def counted(reader: written.Reader) -> bool:
        nonlocal asked
        asked += 1
        return spent(reader)

    monkeypatch.setattr(written, "_MOST_STEPS", allowed)
    monkeypatch.setattr(written.Reader, "_is_spent", counted)
    lines = ["p0 = '/a'", *(f"p{n} = p{n - 1} + p{n - 1} + p{n - 1} + p{n - 1}" for n in range(1, 60))]
    assert len(routes(tmp_path, "\n".join([*lines, "app.add_url_rule(p59, 'v', view)"]))) <= 1
    assert allowed < asked < 10 * allowed  # of the many texts that 4 ** 59 parts would ask for


def test_lists_that_double_with_every_name_end(tmp_path: Path) -> None:
    lines = ["r0 = [('/a', view)]", *(f"r{n} = [*r{n - 1}, *r{n - 1}]" for n in range(1, 60))]
    loop = "for path, handler in r59:\n    app.add_url_rule(path, 'v', handler)\n"
    assert len(routes(tmp_path, "\n".join([*lines, loop]))) <= 1


def test_loops_in_loops_end(tmp_path: Path) -> None:
    items = ", ".join(f"'/{n}'" for n in range(100))
    source = f"items = [{items}]\n" + "".join(f"{'    ' * n}for p{n} in items:\n" for n in range(6))
    source += " " * 24 + "app.add_url_rule(" + " + ".join(f"p{n}" for n in range(6)) + ", 'v', view)\n"
    assert 0 < len(routes(tmp_path, source)) <= 4000


def test_functions_that_return_each_other_end(tmp_path: Path) -> None:
    source = """
def first(path):
    return second(path) + first(path)

def second(path):
    return first(path) + second(path)

for path in first("/a"):
    app.add_url_rule(first(path), "v", view)
"""
    assert len(routes(tmp_path, source)) <= 1
