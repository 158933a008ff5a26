from __future__ import annotations

import ast

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from analyzer.circles import circles
from analyzer.extract.file_facts import file_facts
from analyzer.model.syntax import Call, Scope, Statement
from analyzer.transactions.commits import committed
from analyzer.transactions.order import Order


def body(text: str) -> Scope:
    """Return the statements of a module."""
    return file_facts(ast.parse(text), text.count("\n")).scopes[0]


def call_of(scope: Scope, line: int) -> Call:
    """Return the call that is the statement on a line."""
    found: Statement = next(one for one in scope.statements if one.line == line)
    assert isinstance(found.value, Call)
    return found.value


def place(order: Order, line: int, name: str) -> int:
    """Return where a definition of a name is called on a line."""
    entry = order.of_callee(line, name)
    assert entry is not None
    return entry.place


def test_arguments_run_before_the_call_that_takes_them() -> None:
    order = Order(body("x = create(number(1), tax=rate(),\n    more=last())\n"), frozenset())
    names = ["number", "rate", "create"]
    assert sorted(names, key=lambda name: place(order, 1, name)) == names
    assert place(order, 1, "rate") < place(order, 2, "last") < place(order, 1, "create")
    assert order.of_access(1) == place(order, 1, "create")


def test_an_assignment_comes_after_its_value() -> None:
    order = Order(body("a.state = one()\nb.state = 2\n"), frozenset())
    assert order.of_access(1) == place(order, 1, "one")
    assert order.of_access(2) is not None
    assert order.of_access(1) < order.of_access(2)  # type: ignore[operator]


def test_what_is_put_off_has_no_place() -> None:
    scope = body("on_commit(lambda: save())\non_commit(later)\non_commit(thing.later)\nsave()\n")
    deferring = {id(call_of(scope, line)) for line in (1, 2, 3)}
    order = Order(scope, deferring)
    assert [order.of_access(line) is None for line in (1, 4)] == [True, False]
    assert order.of_callee(1, "save") is None
    assert order.of_callee(2, "later") is None
    assert order.of_callee(3, "later") is None
    assert order.of_callee(4, "save") is not None


def test_a_place_is_in_its_block_and_those_around_it() -> None:
    order = Order(body("with a:\n    if b:\n        one()\n    two()\nthree()\n"), frozenset())
    outer = next(index for index, block in enumerate(order.scope.blocks) if block.kind == "with")
    inner = next(index for index, block in enumerate(order.scope.blocks) if block.kind == "if")
    found = {
        name: (order.is_in(place(order, line, name), outer), order.is_in(place(order, line, name), inner))
        for name, line in (("one", 3), ("two", 4), ("three", 5))
    }
    assert found == {"one": (True, True), "two": (True, False), "three": (False, False)}


def test_a_commit_ends_what_no_other_commit_ended() -> None:
    text = """
write()
if a:
    write()
    commit()
else:
    write()
    commit()
write()
commit()
""".lstrip()
    scope = body(text)
    order = Order(scope, frozenset())
    writes = {place(order, line, "write"): line for line in (1, 3, 6, 8)}
    commits = [call_of(scope, line) for line in (4, 7, 9)]
    found = {call.line: {writes[one] for one in ended} for call, ended in committed(order, commits, list(writes))}
    assert found == {4: {1, 3}, 7: {1, 6}, 9: {8}}


def test_a_commit_in_a_block_that_always_runs_is_one() -> None:
    scope = body("write()\ntry:\n    commit()\nexcept E:\n    pass\nwrite()\ncommit()\n")
    order = Order(scope, frozenset())
    writes = {place(order, line, "write"): line for line in (1, 6)}
    commits = [call_of(scope, line) for line in (3, 7)]
    found = {call.line: {writes[one] for one in ended} for call, ended in committed(order, commits, list(writes))}
    assert found == {3: {1}, 7: {6}}


GRAPHS = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=4), max_size=8)


@given(GRAPHS)
def test_callees_come_before_callers_and_circles_together(graph: dict[str, list[str]]) -> None:
    found = list(circles(sorted(graph), lambda name: graph.get(name, []), set()))
    members = [name for circle in found for name in circle]
    assert len(members) == len(set(members))
    number = {name: place for place, circle in enumerate(found) for name in circle}
    for caller, callees in graph.items():
        for callee in callees:
            assert number[callee] <= number[caller]
            assert (number[callee] == number[caller]) == (callee == caller or _reaches(graph, callee, caller))


def _reaches(graph: dict[str, list[str]], start: str, end: str) -> bool:
    met, waiting = {start}, [start]
    while waiting:
        for one in graph.get(waiting.pop(), []):
            if one == end:
                return True
            if one not in met:
                met.add(one)
                waiting.append(one)
    return False


def test_a_long_chain_of_calls_is_no_recursion() -> None:
    graph = {str(number): [str(number + 1)] for number in range(20_000)}
    found = list(circles(["0"], lambda name: graph.get(name, []), set()))
    assert found[0] == ("20000",)
    assert found[-1] == ("0",)


def test_facts_are_read_as_they_are_sent() -> None:
    scope = body("with a():\n    b()\n")
    sent = msgspec.msgpack.decode(msgspec.msgpack.encode(scope), type=Scope)
    assert Order(sent, frozenset()).spans == Order(scope, frozenset()).spans
