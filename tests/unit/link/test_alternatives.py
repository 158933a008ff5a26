"""Which texts are kept of too many, and what becomes of values that may be many texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.link.alternatives import MOST_TEXTS, covering
from analyzer.link.patterns import BLANK
from analyzer.link.texts import spellings, together
from analyzer.link.types import WIDEST, External, Literal, Pattern, Type, Union, join, union


def texts(*values: str) -> Type:
    found = union(Literal(value, 0) for value in values)
    assert found is not None
    return found


def test_of_sentences_those_are_kept_that_hold_all_words() -> None:
    assert covering(["FROM a", "FROM a WHERE x", "FROM a WHERE x AND y", "FROM b"]) == [2, 3]


def test_of_names_all_are_kept_or_none() -> None:
    names = [f"t{number}" for number in range(MOST_TEXTS + 1)]
    assert covering(names[:-1]) == [*range(MOST_TEXTS)]
    assert covering(names) == []


def test_of_very_long_texts_none_is_kept() -> None:
    assert covering([f"{letter} " * 20_000 for letter in "abcdef"]) == []


@given(st.lists(st.text("ab ", min_size=1, max_size=9), min_size=1, max_size=40))
def test_no_word_is_lost(values: list[str]) -> None:
    kept = [values[place] for place in covering(values)]
    assert {word for value in kept for word in value.split()} == {word for value in values for word in value.split()}


def test_a_value_may_be_more_texts_than_other_things() -> None:
    many = [Literal(f"t{number}", 0) for number in range(WIDEST + 1)]
    assert union(many) == Union(tuple(many))
    assert join(union(many[:-1]), many[-1]) == Union(tuple(many))
    assert union([*many[:-1], External("a")]) is None
    assert join(union(many), External("a")) is None


def test_too_many_sentences_put_together_hold_each_part() -> None:
    first = texts(*[f"SELECT {letter} FROM x" for letter in "abcde"])
    second = texts(*[f" JOIN {letter}" for letter in "defgh"])
    found = spellings(together([first, second]))
    assert len(found) == 5
    assert {found.index(one) for one in found if " JOIN h" in one or "SELECT a" in one} == {0, 4}


def test_too_many_names_put_together_have_a_blank() -> None:
    many = texts(*"abcde")
    assert together([many, many]) == Union(tuple(Pattern(f"{letter}{BLANK}", 0) for letter in "abcde"))
