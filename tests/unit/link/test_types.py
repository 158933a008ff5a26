"""Types join as sets do, up to a width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.link.patterns import BLANK
from analyzer.link.texts import together
from analyzer.link.types import (
    WIDEST,
    External,
    Instance,
    Literal,
    Pattern,
    Type,
    Union,
    join,
    options,
    union,
)

KINDS = st.one_of(
    st.integers(0, 30).map(Instance),
    st.sampled_from(["a", "b", "c"]).map(External),
    st.sampled_from(["x", "y"]).map(lambda text: Literal(text, 0)),
)
TYPES = st.one_of(st.none(), KINDS, st.lists(KINDS, min_size=2, max_size=5, unique=True).map(union))


@given(TYPES, TYPES)
def test_a_join_holds_what_either_side_holds(first: Type | None, second: Type | None) -> None:
    joined = join(first, second)
    assert set(options(joined)) == set(options(first)) | set(options(second))


@given(TYPES, TYPES)
def test_a_join_is_the_same_either_way_and_twice(first: Type | None, second: Type | None) -> None:
    assert set(options(join(first, second))) == set(options(join(second, first)))
    assert join(join(first, second), second) == join(first, second)


@given(TYPES)
def test_what_is_unknown_adds_nothing(known: Type | None) -> None:
    assert join(known, None) == known
    assert join(None, known) == known


def test_what_may_be_too_many_things_is_unknown() -> None:
    many = union(Instance(number) for number in range(WIDEST))
    assert isinstance(many, Union)
    assert join(many, Instance(WIDEST)) is None
    assert union(Instance(number) for number in range(WIDEST + 1)) is None


def test_texts_are_put_together() -> None:
    one, other = Literal("read_", 3), Literal("write_", 3)
    assert together([one, Literal("x", 3)]) == Literal("read_x", 3)
    assert options(together([Union((one, other)), Literal("x", 3)])) == (Literal("read_x", 0), Literal("write_x", 0))
    assert together([one, None]) == Pattern("read_" + BLANK, 3)
    assert together([None, one]) == Pattern(BLANK + "read_", 0)
    assert together([None, None]) == External("builtins.str()")
