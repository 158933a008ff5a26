"""Questions that lead to others: the answers are the same in whatever order they are asked."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from analyzer.interfaces.remembered import Remembered

Graph = Mapping[int, tuple[int, ...]]


class Counted:
    """What can be reached from a number, in words: ``1(2,3(2))``; ``?`` where a number leads to itself."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.remembered: Remembered[int, str] = Remembered("?")
        self.found = 0

    def __call__(self, one: int) -> str:
        return self.remembered.answer(one, lambda: self._find(one))

    def _find(self, one: int) -> str:
        self.found += 1
        inner = ",".join(self(each) for each in self.graph.get(one, ()))
        return f"{one}({inner})" if inner else f"{one}"


def test_a_circle_is_not_known_where_it_closes() -> None:
    ask = Counted({1: (2, 3), 2: (1,), 3: (2,)})
    assert ask(1) == "1(2(?),3(2(?)))"
    assert ask(2) == "2(1(?,3(?)))"
    assert ask(1) == "1(2(?),3(2(?)))"


def test_what_is_in_no_circle_is_found_once() -> None:
    ask = Counted({1: (2, 3), 2: (4,), 3: (4,)})
    assert (ask(1), ask(3), ask(2), ask.found) == ("1(2(4),3(4))", "3(4)", "2(4)", 4)


def test_what_is_too_deep_is_not_known_and_is_when_asked_itself() -> None:
    chain = {one: (one + 1,) for one in range(30)}
    ask = Counted(chain)
    assert "19(?)" in ask(0)
    assert ask(15).startswith("15(16(")
    assert ask(15).endswith(f"30{')' * 15}")
    assert "19(?)" in ask(0)


@given(
    graph=st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=3).map(tuple), max_size=8),
    first=st.lists(st.integers(0, 7)),
    asked=st.integers(0, 7),
)
def test_answers_do_not_depend_on_what_was_asked_before(graph: Graph, first: list[int], asked: int) -> None:
    ask = Counted(graph)
    for one in first:
        ask(one)
    assert ask(asked) == Counted(graph)(asked)
