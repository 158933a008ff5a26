"""What texts come to that are put together of known and unknown parts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.link.patterns import BLANK, family, is_known, parameter_mark, parameter_marks, says_nothing, shown
from analyzer.link.signature import Arguments
from analyzer.link.texts import begun, filled, formatted, joined, of_text, spellings, together
from analyzer.link.types import WIDEST, External, Literal, Pattern, Row, Type, Union

_STR = External("builtins.str()")


def text(value: str) -> Literal:
    return Literal(value, 0)


def test_percent_fills_places_and_names() -> None:
    values = {"table": text("users")}
    assert filled("SELECT * FROM %s WHERE x = %d", [text("users"), None], values.get) == Pattern(
        f"SELECT * FROM users WHERE x = {BLANK}", 0
    )
    assert filled("DELETE FROM %(table)s", [], values.get) == text("DELETE FROM users")
    assert filled("LIKE '50%%' %5.2f", [None], values.get) == Pattern(f"LIKE '50%' {BLANK}", 0)


def test_format_fills_by_order_place_and_name() -> None:
    arguments = Arguments((text("a"), text("b")), (("name", text("c")),))
    assert formatted("{} {} {name}", arguments) == text("a b c")
    assert formatted("{1}{0!r:>5} {{x}}", arguments) == text("ba {x}")
    assert formatted("{0.attribute} {other}", arguments) == Pattern(f"{BLANK} {BLANK}", 0)
    assert formatted("{", arguments) == _STR


def test_what_differs_is_told_apart_until_it_is_too_much() -> None:
    either = Union((text("a"), text("b")))
    assert spellings(together([either, text("-"), either])) == ("a-a", "a-b", "b-a", "b-b")
    many = together([either] * 8)
    assert len(spellings(many)) <= WIDEST
    assert all(is_known(one.partition(BLANK)[0]) for one in spellings(many))


def test_a_part_that_may_be_no_text_leaves_a_blank_beside_the_text() -> None:
    assert spellings(together([text("x "), Union((text("y"), External("builtins.int()")))])) == ("x y", f"x {BLANK}")


def test_joined_needs_every_part() -> None:
    assert joined(", ", [text("a"), text("b")]) == text("a, b")
    assert joined(" ", [text("SELECT 1"), None]) == Pattern(f"SELECT 1 {BLANK}", 0)


@pytest.mark.parametrize(
    ("name", "given_texts", "wanted"),
    [
        ("strip", [], Pattern(f"A{BLANK}", 0)),
        ("lower", [], Pattern(f" a{BLANK} ", 0)),
        ("replace", ["A", "b"], Pattern(f" b{BLANK} ", 0)),
        ("split", [], External("builtins.str().split()")),
    ],
)
def test_methods_of_a_text_with_a_hole_keep_it_or_say_nothing(name: str, given_texts: list[str], wanted: Type) -> None:
    arguments = Arguments(tuple(text(one) for one in given_texts))
    assert of_text(Pattern(f" A{BLANK} ", 0), name, arguments) == wanted


def test_a_known_text_is_taken_apart() -> None:
    assert of_text(text("a.b"), "split", Arguments((text("."),))) == Row((text("a"), text("b")))


def test_patterns_are_shown_without_their_marks() -> None:
    made = f"price:{parameter_mark(7)}{BLANK}:eu"
    assert family(made) == "price:*:eu"
    assert shown(made) == "price:…:eu"
    assert parameter_marks(made) == {7}
    assert says_nothing(f"{parameter_mark(1)}:{BLANK}")
    assert not says_nothing(made)


@given(st.lists(st.one_of(st.none(), st.text("ab% {}", max_size=5).map(text)), max_size=6))
def test_known_parts_stay_in_order(parts: list[Literal | None]) -> None:
    known = "".join(part.value for part in parts if part is not None)
    made = spellings(together(parts))
    if made:
        assert made[0].replace(BLANK, "") == known
        assert is_known(made[0]) == (None not in parts)
    else:
        assert not known


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_no_text_is_too_odd_to_be_filled_in(written: str) -> None:
    filled(written, [None], text)
    formatted(written, Arguments((None,)))


def test_what_only_goes_on_where_another_text_ends_is_that_one_and_a_blank() -> None:
    longer = Union((text("from a"), text("from a where x")))
    assert begun(longer, Pattern(f"from a where {BLANK}", 0)) == Pattern(f"from a{BLANK}", 0)
    assert begun(longer, text("from b")) == Union((Pattern(f"from a{BLANK}", 0), Pattern(f"from b{BLANK}", 0)))
    assert begun(longer, text("")) == _STR
    assert begun(longer, External("builtins.int()")) is None
    assert begun(None, None) is None


@given(st.lists(st.text("ab", max_size=6), min_size=1, max_size=WIDEST), st.text("ab", max_size=6))
def test_each_text_begins_like_one_that_is_left(some: list[str], other: str) -> None:
    found = begun(Union(tuple(map(text, some))), text(other))
    starts = [BLANK if found == _STR else one for one in spellings(found) or ("",)]
    for one in (*some, other):
        assert any(one.startswith(start.removesuffix(BLANK)) for start in starts)
