"""Which lines a call rules out by the length of the items that it hands over; answers worked out by hand."""

from __future__ import annotations

import pytest

from analyzer.interpret import interpret
from analyzer.progress import Progress
from trees import linked

_READ = """
def read(rows, strict=True):
    for row in rows:
        if isinstance(row, (list, tuple)):
            if len(row) == 3:
                name, default, kind = row
            elif len(row) == 2:
                name, default = row
            else:
                raise ValueError
        elif not isinstance(row, str):
            raise TypeError
    return rows
"""


def ruled_out(text: str) -> list[tuple[int, int]]:
    """Return the lines that a call of the small program rules out."""
    found = interpret(linked({"app.py": text}), Progress()).interfaces.ruled_out
    return [lines for one in found for lines in one.lines]


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ('[("a", 1), ("b", 2, 3)]', []),
        ('[("a", 1), "b"]', []),
        ('[("a",)]', ["ValueError"]),
        ('[("a", 1), ("a", 1, 2, 3)]', ["ValueError"]),
        ('[("a", 1), *more]', ["TypeError", "ValueError"]),
        ("[(*more,)]", ["ValueError"]),
        ("[more]", ["TypeError", "ValueError"]),
        ("more", ["TypeError", "ValueError"]),
        ('[{"a": 1}]', ["TypeError"]),
        ("[]", []),
    ],
)
def test_the_errors_that_are_left(given: str, errors: list[str]) -> None:
    lines = ruled_out(f"{_READ}\ndef main(more):\n    read({given})\n")
    at = {"ValueError": 10, "TypeError": 12}
    left = [error for error, line in at.items() if not any(first <= line <= last for first, last in lines)]
    assert sorted(left) == errors


@pytest.mark.parametrize(
    "body",
    [
        "rows = more\n    for row in rows:\n        if len(row) == 3:\n            raise ValueError",
        "rows.append(more)\n    for row in rows:\n        if len(row) == 3:\n            raise ValueError",
        "for row in rows:\n        row = more\n        if len(row) == 3:\n            raise ValueError",
        "for row in more:\n        if len(row) == 3:\n            raise ValueError",
    ],
)
def test_items_that_are_not_those_of_the_call(body: str) -> None:
    assert ruled_out(f"def read(rows, more):\n    {body}\ndef main(more):\n    read([(1, 2)], more)\n") == []


@pytest.mark.parametrize(
    ("test", "is_ruled_out"),
    [
        ("len(row) != 2", True),
        ("not len(row) == 2", True),
        ("len(row) not in (2, 3)", True),
        ("len(row) in (1, 3)", True),
        ("len(row) == 3 or len(row) == 2", False),
        ("len(row) == 2 and row[0]", False),
        ("len(row) == 3 and row[0]", True),
        ("len(row) > 3", False),
    ],
)
def test_tests_of_a_length(test: str, *, is_ruled_out: bool) -> None:
    text = f"def read(rows):\n    for row in rows:\n        if {test}:\n            raise ValueError\n"
    assert ruled_out(f"{text}def main():\n    read([(1, 2)])\n") == ([(4, 4)] if is_ruled_out else [])
