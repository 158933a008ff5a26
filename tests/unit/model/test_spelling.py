"""Expressions come back from their records as they are written."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.extract import changed, heard
from analyzer.extract.expressions import lower, lower_annotation
from analyzer.model.spelling import spelled, spelled_annotation

_NAMES = st.sampled_from(["int", "str", "Order", "list", "dict", "Callable", "Any"])
_CHAINS = st.lists(st.sampled_from(["shop", "models", "Order", "typing"]), min_size=2, max_size=3).map(".".join)
_LITERALS = st.lists(
    st.one_of(st.integers(-9, 99), st.booleans(), st.none(), st.text("ab c'\"\\", max_size=4)), min_size=1, max_size=3
).map(lambda values: f"Literal[{', '.join(map(repr, values))}]")


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3).map(", ".join)
    return st.one_of(
        st.tuples(_NAMES, several).map(lambda parts: f"{parts[0]}[{parts[1]}]"),
        st.tuples(inner, inner).map(" | ".join),
        inner.map(lambda one: f"tuple[{one}, ...]"),
        st.tuples(several, inner).map(lambda parts: f"Callable[[{parts[0]}], {parts[1]}]"),
        inner.map(lambda one: f"Callable[..., {one}]"),
        inner.map(lambda one: f"Annotated[{one}, Field(gt=0, alias='x')]"),
    )


ANNOTATIONS = st.recursive(st.one_of(_NAMES, _CHAINS, _LITERALS, st.just("None")), _around, max_leaves=8)


def _normal(text: str) -> str:
    return ast.unparse(ast.parse(text, mode="eval"))


@pytest.fixture(autouse=True)
def _begun() -> None:
    heard.begin()
    changed.begin()


@given(ANNOTATIONS)
def test_annotations_come_back(text: str) -> None:
    written = spelled_annotation(lower_annotation(ast.parse(text, mode="eval").body))
    assert _normal(written) == _normal(text)


@given(ANNOTATIONS)
def test_quoted_annotations_come_back_without_quotes(text: str) -> None:
    node = ast.parse(repr(text), mode="eval").body
    assert _normal(spelled_annotation(lower_annotation(node))) == _normal(text)


@pytest.mark.parametrize(
    "text",
    [
        "list[Order]",
        "dict[str, list[shop.Order]] | None",
        "Callable[[], object]",
        "tuple[int, ...]",
        "tuple[()]",
        'Literal["cash", "card"]',
        "Optional[Order]",
        "3",
        '"text"',
        "-1",
        "60 * 60",
        "(1 + 2) * 3",
        "[1, 2]",
        "(1,)",
        "{}",
        '{"a": 1, **other}',
        "a or b",
        "not a",
        "x if a else y",
        "settings.LIMIT",
        "make(1, *rest, name=2, **more)",
        "lambda value, *others: value + 1",
        "[one for one in many if one]",
        'f"a {b} c"',
        "b'raw'",
        "items[1:2]",
        "a ** b",
    ],
)
def test_an_expression_is_spelled_as_written(text: str) -> None:
    assert spelled(lower(ast.parse(text, mode="eval").body)).replace("'", '"') == text.replace("'", '"')


def test_forward_references_inside_lose_their_quotes() -> None:
    node = ast.parse('dict[str, "Order"] | "Cart"', mode="eval").body
    assert spelled_annotation(lower_annotation(node)) == "dict[str, Order] | Cart"


def test_a_long_default_is_cut() -> None:
    assert spelled(lower(ast.parse("[" + "1, " * 200 + "]", mode="eval").body), 10) == "[1, 1, 1,…"


def test_no_annotation_is_spelled_empty() -> None:
    assert spelled_annotation(lower_annotation(None)) == ""
