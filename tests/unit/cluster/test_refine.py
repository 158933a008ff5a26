"""Do units move where that saves shared writes, crossing transactions and splits, and only there?"""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cluster.figures.arrays import Integers
from analyzer.cluster.refine import refined
from analyzer.cluster.runs import Evidence
from analyzer.cluster.sets import sets_of
from analyzer.cluster.stability import together
from analyzer.cluster.structure import edges_of
from analyzer.graph.weighted import Graph, Node, weighted_graph


def graph(modules: dict[str, str], tables: str = "", edges: tuple[tuple[str, str, str], ...] = ()) -> Graph:
    """``modules`` maps a module to the letters of its definitions; an edge joins letters by a kind."""
    homes = {letter: module for module, letters in modules.items() for letter in letters}
    nodes = [Node("definition", f"{module}.{letter}") for letter, module in homes.items()]
    nodes += [Node("module", module) for module in modules] + [Node("table", letter) for letter in tables]
    ordered = tuple(sorted(nodes))
    place = {node.name.rpartition(".")[2]: number for number, node in enumerate(ordered) if node.kind != "module"}
    counted = {(place[a], place[b], kind): 1.0 for a, b, kind in edges}
    packages = tuple(node.name.rpartition(".")[0] if node.kind == "definition" else "" for node in ordered)
    return weighted_graph(Graph(ordered, (), packages, ((),) * len(ordered)), counted)


def refine(
    told: Graph, labels: dict[str, int], runs: list[dict[str, int]], held: tuple[str, ...] = ()
) -> dict[str, int]:
    """Refine labels by the last segment of the names; a run maps the names that it clusters otherwise."""
    names = [node.name.rpartition(".")[2] for node in told.nodes]
    before = np.array([labels.get(name, 0) for name in names])
    columns = [[run.get(name, labels.get(name, 0)) for name in names] for run in runs]
    fixed = np.array([labels.get(name, 0) if name in held else -1 for name in names])
    evidence = Evidence(told, edges_of(told, {}), sets_of(told), fixed)
    after = refined(evidence, np.array(columns).T, before)
    return dict(zip(names, after.tolist(), strict=True))


SPLIT = graph({"m": "abcx", "n": "pqr"})
HOMES = dict.fromkeys("abc", 0) | dict.fromkeys("pqrx", 1)


def test_the_share_of_a_service_that_was_with_a_node_by_hand() -> None:
    labels = np.array([0, 0, 1, 1, -1])
    runs = np.array([[0, 0, 1, 1, 1], [0, 1, 1, 1, 0]]).T
    # node 0: with both of the first service, then with half of it; of the second with none. What is in none counts not.
    assert together(labels, runs, np.ones(5)).tolist() == [[0.75, 0], [0.75, 0.5], [0.25, 1], [0.25, 1], [0.25, 0.5]]


def test_one_alone_of_its_module_comes_home_where_the_runs_are_divided() -> None:
    assert refine(SPLIT, HOMES, [{}, {"x": 0}])["x"] == 0
    assert refine(SPLIT, HOMES, [{}, {}, {}, {}, {"x": 0}])["x"] == 1


def test_what_is_held_stays() -> None:
    assert refine(SPLIT, HOMES, [{}, {"x": 0}], held=("x",))["x"] == 1


def test_the_kernel_stays_and_draws_nobody() -> None:
    labels = HOMES | dict.fromkeys("abc", -1)
    found = refine(SPLIT, labels, [{}, dict.fromkeys("abcx", 0)])
    assert [found[name] for name in "abcx"] == [-1, -1, -1, 1]


def test_a_service_keeps_its_last_definitions() -> None:
    labels = dict.fromkeys("abc", 0) | {"x": 1, "p": 1} | dict.fromkeys("qr", 2)
    assert refine(SPLIT, labels, [{}, {"x": 0}])["x"] == 1


WRITES = (("a", "t", "write"), ("b", "t", "write"), ("p", "u", "write"), ("x", "t", "write"))


def test_a_writer_of_the_table_of_another_moves_there() -> None:
    told = graph({"m": "abc", "n": "pqr", "o": "x"}, "tu", WRITES)
    assert refine(told, HOMES | {"t": 0, "u": 1}, [{}, {"x": 0}])["x"] == 0
    assert refine(told, HOMES | {"t": 0, "u": 1}, [{}])["x"] == 1


def test_it_does_not_where_that_splits_a_module() -> None:
    told = graph({"m": "abc", "n": "pqrx"}, "tu", WRITES)
    assert refine(told, HOMES | {"t": 0, "u": 1}, [{}, {"x": 0}])["x"] == 1


def test_a_table_goes_to_who_writes_it() -> None:
    told = graph({"m": "abc", "n": "pqrx"}, "t", (("p", "t", "write"), ("a", "t", "read")))
    assert refine(told, HOMES | {"t": 0}, [{}])["t"] == 1
    assert refine(told, HOMES | {"t": 0}, [{}], held=("t",))["t"] == 0


def test_a_mapped_class_moves_with_its_table_where_transactions_would_cross() -> None:
    uses = (("x", "t", "model"), ("a", "s", "write"), ("a", "t", "read"), ("s", "t", "transaction"))
    told = graph({"m": "abc", "n": "pqr", "o": "x"}, "st", uses)
    found = refine(told, HOMES | {"s": 0, "t": 1}, [{}, {"x": 0}])
    assert (found["x"], found["t"]) == (0, 0)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Graph, Integers, Integers, Integers]:
    letters = "abcdefghijkl"
    home = {letter: draw(st.sampled_from("mno")) for letter in letters}
    modules = {module: "".join(one for one in letters if home[one] == module) for module in "mno"}
    kinds = st.sampled_from(("write", "read", "model"))
    uses = draw(st.sets(st.tuples(st.sampled_from(letters), st.sampled_from("tuv"), kinds), max_size=14))
    pairs = draw(st.sets(st.sampled_from([("t", "u"), ("u", "v"), ("t", "v")])))
    told = graph(modules, "tuv", (*sorted(uses), *((a, b, "transaction") for a, b in sorted(pairs))))
    size = len(told.nodes)
    labels = np.array(draw(st.lists(st.integers(-1, 3), min_size=size, max_size=size)))
    labels[:4] = range(4)  # every service holds a definition
    runs = np.array(draw(st.lists(st.lists(st.integers(0, 3), min_size=size, max_size=size), min_size=1, max_size=4))).T
    held = np.where(np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size))), labels, -1)
    return told, labels, runs, held


@settings(max_examples=50)
@given(cases())
def test_what_is_held_stays_no_service_is_emptied_and_twice_is_once(
    case: tuple[Graph, Integers, Integers, Integers],
) -> None:
    told, labels, runs, held = case
    evidence = Evidence(told, edges_of(told, {}), sets_of(told), held)
    found = refined(evidence, runs, labels)
    assert ((found == labels) | (held < 0)).all()
    assert ((found < 0) == (labels < 0)).all()
    definitions = np.array([node.kind == "definition" for node in told.nodes])
    assert set(found[definitions].tolist()) == set(labels[definitions].tolist())
    assert refined(evidence, runs, found).tolist() == found.tolist()
