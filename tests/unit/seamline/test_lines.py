"""The line of everything in a TOML text, however it is written."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seamline.config.lines import Path, lines_of


def lines(text: str) -> dict[Path, int]:
    return lines_of(text, tomllib.loads(text))


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("# c\n\na = 1\n", ("a",), 3),
        ("[a]\n[a.b]\nc = 2\n", ("a", "b", "c"), 3),
        ("[ a . 'b c' ]\n", ("a", "b c"), 1),
        ("[a.b]\n\n[a]\n", ("a",), 3),
        ('"x\\ty".z = 1\n', ("x\ty", "z"), 1),
        ("a = [ # [ ,\n  'x', # 'y'\n\n  \"]\", ]\n", ("a", 1), 4),
        ("a = [[1],\n[2,\n3]]\n", ("a", 1, 1), 3),
        ('a = """\n\\"""\n"" """""\nb = 1\n', ("b",), 4),
        ("a = '''\n'''''\nb = 1\n", ("b",), 3),
        ("a = '#'\nb = 2027-06-30 10:00:00 # c\nc = 1\n", ("c",), 3),
        ("a = { b = [\n1, 2], c.d = 'e' }\n", ("a", "c", "d"), 2),
        ("[[a]]\n[[a]]\nb = 1\n[[a.c]]\n[[a.c]]\nd = 1\n[a.e]\nf = 1\n", ("a", 1, "c", 1, "d"), 6),
        ("[[a]]\n[[a]]\n[a.e]\nf = 1\n", ("a", 1, "e", "f"), 4),
        ("a = 1\r\nb = 2\r\n", ("b",), 2),
    ],
)
def test_a_line_is_found(text: str, path: Path, line: int) -> None:
    assert lines(text)[path] == line


def test_a_text_that_is_not_understood_has_no_lines_from_there_on() -> None:
    assert lines_of("a = 1\n= 2\nb = 3\n", {"a": 1, "b": 3}) == {("a",): 1}
    assert lines_of("a = " + "[" * 5000, {"a": []}) == {("a",): 1}
    assert lines_of("a = 1\nb = 2\n", {"a": 1}) == {("a",): 1}


KEYS = st.one_of(st.text("ab-_1", min_size=1, max_size=3), st.text(max_size=4))
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)
BLANKS = st.text(" \n", max_size=3).map(lambda blank: blank.replace("\n", " # [x] = 'y'\n"))


def quoted(text: str) -> str:
    return (
        '"' + "".join(f"\\U{ord(sign):08x}" if sign in '"\\' or not sign.isprintable() else sign for sign in text) + '"'
    )


@given(st.data())
def test_every_element_of_a_written_list_is_found_where_it_was_put(data: st.DataObject) -> None:
    text, expected = "", {}
    for table in data.draw(st.lists(KEYS, max_size=3, unique=True)):
        text += data.draw(BLANKS) + "\n"
        expected[table,] = text.count("\n") + 1
        text += f"[{quoted(table)}]\n"
        for key in data.draw(st.lists(KEYS, max_size=3, unique=True)):
            expected[table, key] = text.count("\n") + 1
            text += f"{quoted(key)} = ["
            for place, item in enumerate(data.draw(st.lists(TEXTS, max_size=3))):
                text += data.draw(BLANKS)
                expected[table, key, place] = text.count("\n") + 1
                text += f"{quoted(item)},"
            text += data.draw(BLANKS) + "]\n"
    assert lines(text) == expected
