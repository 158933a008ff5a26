"""Cells remember who read them; collections what was put into them."""

from __future__ import annotations

from analyzer.link.cells import Cells
from analyzer.link.heap import Heap
from analyzer.link.types import External, Function, Instance, Literal, options


def test_readers_are_dirty_once_a_cell_holds_something_of_the_project() -> None:
    cells = Cells()
    assert cells.read("parameter", 1, "order", 7) is None
    cells.add("parameter", 1, "order", External("json.loads()"))
    assert cells.dirty == set()
    cells.add("parameter", 1, "order", Instance(3, fresh=True))
    assert cells.dirty == {7}
    assert options(cells.read("parameter", 1, "order", -1)) == (External("json.loads()"), Instance(3))


def test_a_second_thing_from_outside_says_no_more_than_the_first() -> None:
    cells = Cells()
    cells.add("attribute", 1, "x", External("a()"))
    cells.add("attribute", 1, "x", External("b()"))
    assert cells.read("attribute", 1, "x", -1) == External("a()")


def test_a_text_makes_dirty_who_looks_things_up_by_text() -> None:
    cells = Cells()
    cells.read("parameter", 1, "name", 7)
    cells.read("parameter", 1, "name", 8)
    cells.by_text.add(8)
    cells.add("parameter", 1, "name", Literal("open", 1))
    assert cells.dirty == {8}


def test_what_the_binding_scope_leaves_replaces_what_it_left_before() -> None:
    cells = Cells()
    cells.add("name", 1, "x", Instance(1))
    cells.replace("name", 1, "x", Instance(2))
    cells.replace("name", 1, "x", Instance(3))
    assert set(options(cells.read("name", 1, "x", -1))) == {Instance(1), Instance(3)}


def test_a_function_in_a_variable_is_typed() -> None:
    cells = Cells()
    cells.add("attribute", 1, "hook", Function(4))
    assert cells.read("attribute", 1, "hook", -1) == Function(4, typed=True)


def test_more_than_a_few_texts_are_any_text() -> None:
    cells = Cells()
    for number in range(25):
        cells.add("parameter", 1, "name", Literal(f"t{number}", 1))
    assert cells.read("parameter", 1, "name", -1) == External("builtins.str()")


def test_texts_among_other_things_are_any_text_earlier() -> None:
    cells = Cells()
    for number in range(24):
        cells.add("parameter", 1, "name", Literal(f"t{number}", 1))
    assert len(options(cells.read("parameter", 1, "name", -1))) == 24
    cells.add("parameter", 1, "name", Instance(1))
    assert options(cells.read("parameter", 1, "name", -1)) == (External("builtins.str()"), Instance(1))


def test_a_key_that_is_assigned_again_holds_the_later_value() -> None:
    heap = Heap(set())
    site = heap.build(1, 0, "dict", owner=5)
    heap.put(site, "run", Instance(1), writer=5)
    heap.put(site, "run", Instance(2), writer=5)
    assert heap.get(site, "run", reader=5) == Instance(2)


def test_what_others_put_in_only_grows_and_tells_readers() -> None:
    dirty: set[int] = set()
    heap = Heap(dirty)
    site = heap.build(1, 0, "dict", owner=5)
    assert heap.get(site, "run", reader=6) is None
    heap.put(site, "run", Instance(1), writer=9)
    heap.put(site, "run", Instance(2), writer=9)
    assert dirty == {6}
    assert set(options(heap.get(site, "run", reader=6))) == {Instance(1), Instance(2)}
    assert heap.build(1, 0, "dict", owner=5) == site
    assert set(options(heap.any(site, reader=6))) == {Instance(1), Instance(2)}


def test_an_unknown_key_may_be_any() -> None:
    heap = Heap(set())
    site = heap.build(1, 0, "dict", owner=5)
    heap.put(site, "a", Instance(1), writer=5)
    heap.put(site, None, Instance(2), writer=5)
    assert set(options(heap.get(site, "b", reader=5))) == {Instance(2)}
    assert set(options(heap.any(site, reader=5))) == {Instance(1), Instance(2)}
