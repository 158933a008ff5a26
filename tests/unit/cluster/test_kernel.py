"""Which code is shared by many services, or only ties them together?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from analyzer.cluster.aside import set_aside
from analyzer.cluster.cohesion import cohesions
from analyzer.cluster.cut import KERNEL_CLUSTER
from analyzer.cluster.kernel import kernel_of
from analyzer.cluster.partition import partition
from analyzer.cluster.runs import Evidence, definition_sizes
from analyzer.cluster.sets import sets_of
from analyzer.cluster.structure import bonds_of, edges_of
from analyzer.errors import BadInputError
from analyzer.graph.weighted import Graph, Node, weighted_graph, words_of
from analyzer.model.options import Options, ServiceRange

Use = tuple[str, str] | tuple[str, str, str]
SERVICES = ("cart", "tax", "stock", "mail")
BASIC = [(f"{one}.act.do", f"{one}.store.keep") for one in SERVICES]


def graph_of(uses: Iterable[Use], modules: Iterable[str] = ()) -> Graph:
    """Return the graph of ``module.definition`` names that use each other; ``:name`` is a table, ``name:`` a module."""
    told = [(*use, "call")[:3] for use in uses]
    names = {name for source, target, _ in told for name in (source, target)}
    code = {name.rpartition(".")[0] for name in names if ":" not in name}
    code |= {name.rstrip(":") for name in names if name.endswith(":")} | set(modules)
    definitions = {Node("definition", name) for name in names if ":" not in name}
    tables = {Node("table", name[1:]) for name in names if name.startswith(":")}
    nodes = tuple(sorted({*definitions, *tables, *(Node("module", name) for name in code)}))
    place = {node: number for number, node in enumerate(nodes)}
    counted = {(place[node_of(a)], place[node_of(b)], kind): 1 for a, b, kind in told}
    counted |= {
        (place[one], place[Node("module", one.name.rpartition(".")[0])], "within"): 1 for one in sorted(definitions)
    }
    packages = tuple("" if node.kind == "table" else node.name.rpartition(".")[0] for node in nodes)
    return weighted_graph(Graph(nodes, (), packages, tuple(words_of(n.name.split(".")) for n in nodes)), counted)


def node_of(name: str) -> Node:
    """Return the node that a name means."""
    if name.startswith(":"):
        return Node("table", name[1:])
    return Node("module", name[:-1]) if name.endswith(":") else Node("definition", name)


def evidence_of(graph: Graph, held: dict[str, int] | None = None) -> Evidence:
    """Return what a graph shows, with some nodes held by services."""
    places = [(held or {}).get(node.name, -1) for node in graph.nodes]
    return Evidence(graph, edges_of(graph, {}), sets_of(graph), np.array(places, dtype=np.int64))


def labels_of(graph: Graph, services: Iterable[str] = SERVICES) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the number of the service whose name each node begins with; the first holds all others."""
    numbers = {name: number for number, name in enumerate(services)}
    return np.array([numbers.get(node.name.split(".")[0], 0) for node in graph.nodes], dtype=np.int64)


def found(graph: Graph, held: dict[str, int] | None = None) -> set[str]:
    """Return the names of the nodes that are shared kernel."""
    evidence = evidence_of(graph, held)
    kernel = kernel_of(evidence, labels_of(graph), cohesions(evidence.sets, bonds_of(evidence.edges)))
    return {node.name for node, shared in zip(graph.nodes, kernel, strict=True) if shared}


def used_by(target: str, *users: str) -> list[Use]:
    """Return one use of the target by each user."""
    return [(user, target) for user in users]


EVERYBODY = ("cart.act.do", "tax.act.do", "stock.act.do", "mail.act.do", "mail.store.keep")


def test_what_many_services_use_is_shared_with_its_module() -> None:
    graph = graph_of([*BASIC, *used_by("odds.now", *EVERYBODY)])
    assert found(graph) == {"odds", "odds.now"}


def test_four_users_are_not_many() -> None:
    assert found(graph_of([*BASIC, *used_by("odds.now", *EVERYBODY[:4])])) == set()


def test_two_services_are_not_many() -> None:
    users = [f"{one}.{part}.do" for one in ("tax", "mail") for part in ("a", "b", "c")]
    assert found(graph_of([*BASIC, *used_by("odds.now", *users)])) == set()


def test_effective_services_count_and_not_stray_users() -> None:
    users = [f"cart.part{number}.do" for number in range(40)]  # 40 of 43 users: exp(entropy) is about 1.4
    assert found(graph_of([*BASIC, *used_by("odds.now", *users, *EVERYBODY[1:4])])) == set()


def test_what_leans_on_services_is_not_shared() -> None:
    leaning = [("odds.now", "cart.store.keep"), ("odds.now", "tax.store.keep")]  # 2 of 7 relations go out: more than .2
    assert found(graph_of([*BASIC, *used_by("odds.now", *EVERYBODY), *leaning])) == set()
    assert "odds.now" in found(graph_of([*BASIC, *used_by("odds.now", *EVERYBODY), leaning[0]]))  # 1 of 6


def test_what_is_only_named_is_what_the_program_is_about() -> None:
    named = [(user, "odds.Sheet", "type_use") for user in EVERYBODY]
    assert found(graph_of([*BASIC, *named])) == set()
    assert found(graph_of([*BASIC, *named, *used_by("odds.Sheet", *EVERYBODY)])) == {"odds", "odds.Sheet"}


def test_a_module_is_shared_as_a_whole_though_few_use_some_of_it() -> None:
    graph = graph_of([*BASIC, *used_by("odds.now", *EVERYBODY), *used_by("odds.mask", "tax.act.do")])
    assert found(graph) == {"odds", "odds.now", "odds.mask"}


@pytest.mark.parametrize("kind", ["read", "write", "model"])
def test_what_works_with_a_table_is_not_shared(kind: str) -> None:
    graph = graph_of([*BASIC, *used_by("odds.now", *EVERYBODY), ("odds.now", ":clock", kind)])
    assert found(graph) == set()


def test_what_asks_for_data_is_not_shared() -> None:
    asking = [("odds.person", "odds.load"), ("odds.load", ":person", "read")]
    assert found(graph_of([*BASIC, *used_by("odds.person", *EVERYBODY), *asking])) == set()


def test_the_plain_rest_of_a_module_with_data_is_shared() -> None:
    graph = graph_of([*BASIC, *used_by("odds.now", *EVERYBODY), ("odds.load", ":person", "read")])
    assert found(graph) == {"odds.now"}


def test_a_helper_of_what_is_shared_is_shared() -> None:
    graph = graph_of(
        [*BASIC, *used_by("odds.now", *EVERYBODY), ("odds.load", ":person", "read"), ("odds.now", "deep.zone")]
    )
    assert found(graph) == {"odds.now", "deep", "deep.zone"}


def test_constants_that_many_import_are_shared() -> None:
    users = [(f"{user.rpartition('.')[0]}:", "options:", "import") for user in EVERYBODY]
    assert found(graph_of([*BASIC, *users])) == {"options"}


COMMANDS = [("line.main", "line.run"), *(("line.run", f"{one}.act.do") for one in SERVICES)]


def test_what_uses_many_services_and_nobody_uses_is_glue() -> None:
    assert found(graph_of([*BASIC, *COMMANDS])) == {"line", "line.main", "line.run"}


def test_glue_may_be_started_by_a_module_of_its_own() -> None:
    graph = graph_of([*BASIC, *COMMANDS, ("start:", "line.main")])
    assert found(graph) == {"line", "line.main", "line.run", "start"}


def test_what_a_service_uses_is_no_glue() -> None:
    assert found(graph_of([*BASIC, *COMMANDS, ("mail.act.do", "line.main")])) == set()


def test_a_task_of_one_service_beside_glue_is_none() -> None:
    assert found(graph_of([*BASIC, *COMMANDS, ("line.bill", "tax.store.keep")])) == {"line.main", "line.run"}


def test_what_holds_an_entity_is_no_glue() -> None:
    assert found(graph_of([*BASIC, *COMMANDS, ("line.run", ":runs", "model")])) == set()


def test_what_is_held_stays_where_it_was_put() -> None:
    graph = graph_of([*BASIC, *used_by("odds.now", *EVERYBODY)])
    assert found(graph, {"odds.now": 0}) == set()
    assert found(graph, {"tax.act.do": 0}) == set()  # the service that was placed by hand is left alone
    assert found(graph, {"odds.now": 0, "tax.act.do": 1}) == set()


ROW = graph_of([("cart.do", "tax.do"), ("tax.do", ":rates", "read"), ("mail.do", ":rates", "read")])
"""cart.do, mail.do, tax.do; cart, mail, tax; rates."""

BONDS = bonds_of(edges_of(ROW, {}))
YES = np.array([True, True, True])


def sharing(*names: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which nodes of the row bear these names."""
    return np.array([node.name in names for node in ROW.nodes])


def test_services_close_up_where_one_was_all_kernel() -> None:
    labels = np.array([0, 2, 1, 0, 2, 1, 1])
    placed, nearest = set_aside(ROW, labels, sharing("tax.do", "tax"), BONDS, YES)
    assert placed.tolist() == [0, 1, KERNEL_CLUSTER, 0, 1, KERNEL_CLUSTER, 1]  # the table goes with mail, that reads it
    assert nearest.tolist() == [0, 1, 0, 0, 1, 0, 1]  # tax is bound to cart; its module to nothing: cart comes first


def test_a_service_that_may_not_go_keeps_all() -> None:
    labels = np.array([0, 2, 1, 0, 2, 1, 1])
    placed, _ = set_aside(ROW, labels, sharing("tax.do", "tax"), BONDS, ~YES)
    assert placed.tolist() == labels.tolist()


def test_a_module_that_nothing_binds_goes_where_its_definitions_are() -> None:
    labels = np.array([0, 1, 1, 0, 2, 1, 1])  # the module mail stood alone
    placed, _ = set_aside(ROW, labels, sharing(), BONDS, YES)
    assert placed.tolist() == [0, 1, 1, 0, 1, 1, 1]


@st.composite
def programs(draw: st.DrawFn) -> Graph:
    """Draw services that use themselves, each other and odds, with data and a starter."""
    names = [f"{one}.{part}.{what}" for one in (*SERVICES, "odds") for part in "ab" for what in ("do", "keep")]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
    uses: list[Use] = [*draw(st.lists(pairs, min_size=5, max_size=60))]
    uses += [(user, ":rows", "write") for user in draw(st.lists(st.sampled_from(names), max_size=3))]
    return graph_of(uses)


@settings(max_examples=50)
@given(programs(), st.integers(0, 3), st.data())
def test_held_nodes_and_tables_are_never_shared_and_no_service_is_left_empty(
    graph: Graph, wanted: int, data: st.DataObject
) -> None:
    code = [place for place, node in enumerate(graph.nodes) if node.kind == "definition"]
    held = dict.fromkeys(data.draw(st.lists(st.sampled_from(code), max_size=2)), 0)
    options = Options(services=ServiceRange(wanted, wanted)) if wanted else Options()
    try:
        cut = partition(graph, options, held)
    except BadInputError:
        assert wanted, "only a number that is asked for can be too large"
        reject()
    placed = np.array(cut.of_node)
    tables = np.array([node.kind == "table" for node in graph.nodes])
    assert not (placed[tables] == KERNEL_CLUSTER).any()
    assert all(cut.of_node[place] == 0 for place in held)
    sizes = definition_sizes(graph)
    services = sorted(set(cut.of_node) - {KERNEL_CLUSTER})
    assert services == list(range(len(services)))
    assert wanted or all(sizes[placed == service].sum() for service in services)
    assert set(cut.group_of) == set(services) >= set(cut.group_of.values())
    assert set(cut.runner_up) <= set(services)
