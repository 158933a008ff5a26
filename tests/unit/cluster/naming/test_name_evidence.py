from __future__ import annotations

from analyzer.cluster.naming.evidence import Extra, extra_evidence, names_of_nodes
from analyzer.graph.weighted import Graph, Node
from analyzer.model.code import Definition, DefinitionKind
from analyzer.model.entry_points import EntryKind, EntryPoint
from analyzer.model.facts import Facts, Inheritance


def said(graph: Graph, extra: Extra | None = None) -> list[list[tuple[str, str]]]:
    return [[(one.source.value, one.name) for one in names] for names in names_of_nodes(graph, extra or Extra())]


def test_every_node_speaks_by_its_folders_and_its_own_name() -> None:
    nodes = (
        Node("definition", "shop.basket.views.Add"),
        Node("definition", "shop.tax.rate_of"),
        Node("module", "shop.tax"),
        Node("table", "public.orders"),
    )
    assert said(Graph(nodes, ())) == [
        [("package", "basket"), ("package", "views"), ("class", "Add")],
        [("package", "tax"), ("function", "rate_of")],
        [("package", "tax")],
        [("table", "orders")],
    ]


def test_modules_that_hold_nearly_everything_say_nothing_and_packages_that_are_given_say_all() -> None:
    inside = tuple(Node("class", f"x.C{number}") for number in range(9))
    graph = Graph((*inside, Node("class", "y.Ride")), (), (*["a.trips"] * 9, "b"))
    assert said(graph)[0] == [("class", "C0")]
    assert said(graph)[9] == [("package", "b"), ("class", "Ride")]


def test_a_number_speaks_by_the_words_it_was_given_and_an_underscore_by_none() -> None:
    graph = Graph((Node("definition", "p.17"), Node("definition", "q._")), (), ("p", "q"), (("ride", "fare"), ("q",)))
    assert said(graph) == [[("package", "p"), ("function", "ride_fare")], [("package", "q"), ("function", "_")]]


def test_mishaps_and_silent_classes_keep_their_folders_alone() -> None:
    graph = Graph((Node("definition", "p.tax.Missing"), Node("definition", "p.tax.RateError")), ())
    extra = Extra(silent=frozenset({"p.tax.Missing"}))
    assert {source for names in said(graph, extra) for source, _ in names} <= {"package"}


def test_what_the_facts_add() -> None:
    definitions = (
        definition("p.v.cancel_order", DefinitionKind.FUNCTION),
        definition("p.v.cancel_ride", DefinitionKind.FUNCTION),
        definition("p.v.cancel_bill", DefinitionKind.FUNCTION),
        definition("p.v.ride_bill", DefinitionKind.FUNCTION),
        definition("p.v.Api", DefinitionKind.CLASS),
        definition("p.v.Api.get", DefinitionKind.METHOD, within="p.v.Api"),
        definition("p.v.LostError", DefinitionKind.CLASS),
        definition("p.v.Gone", DefinitionKind.CLASS),
    )
    entries = (
        EntryPoint(EntryKind.HTTP, "GET /api/rides/<int:ride>/{x}/bills/", "p.v.Api.get", "v.py", 1, "flask"),
        EntryPoint(EntryKind.TASK, "p.tasks.send_bills", "p.v.cancel_bill", "v.py", 1, "celery"),
        EntryPoint(EntryKind.CLI, "gone", "p.elsewhere.f", "v.py", 1, "click"),
    )
    extra = extra_evidence(
        Facts((), definitions, (), (), (Inheritance("p.v.Gone", "p.v.LostError", "v.py", 1),), *((),) * 7, entries, ())
    )
    assert extra.routes == (
        (Node("definition", "p.v.Api"), "api"),
        (Node("definition", "p.v.Api"), "bills"),
        (Node("definition", "p.v.Api"), "rides"),
        (Node("definition", "p.v.cancel_bill"), "send_bills"),
    )
    assert extra.silent == {"p.v.LostError", "p.v.Gone"}
    assert extra.verbs == {"cancel"}
    assert extra.entities == frozenset()


def definition(name: str, kind: DefinitionKind, within: str = "") -> Definition:
    return Definition(name, kind, "p.v", name.removeprefix("p.v."), "v.py", 1, 2, within=within)
