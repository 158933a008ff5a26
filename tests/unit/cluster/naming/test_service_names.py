from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from analyzer.cluster.naming.choose import name_services
from analyzer.cluster.naming.evidence import Extra
from analyzer.cluster.naming.technical import NEVER
from analyzer.graph.weighted import Graph, Node
from analyzer.model.services import KERNEL, Word


def named(services: Sequence[Sequence[str]], extra: Extra | None = None, **given: str) -> list[str]:
    """Names of services made of definitions, modules ("module …") and tables ("table …"), in their order."""
    placed = sorted((_node(text), number) for number, members in enumerate(services) for text in members)
    graph = Graph(tuple(node for node, _ in placed), ())
    fixed = {int(number.removeprefix("n")): name for number, name in given.items()}
    found = name_services(graph, [number for _, number in placed], fixed, extra)
    return [found[number].name for number in range(len(services))]


def _node(text: str) -> Node:
    kind, _, name = text.rpartition(" ")
    return Node(kind or "definition", name)


def test_a_folder_that_is_the_home_of_a_service_names_it_as_it_is_written() -> None:
    basket = ["shop.basket.models.Line", "shop.basket.models.Basket", "shop.basket.views.AddView"]
    orders = ["shop.orders.models.Line", "shop.orders.models.Order", "shop.orders.views.CancelView"]
    assert named([basket, orders]) == ["basket", "orders"]


def test_tables_and_classes_name_a_service_of_a_layered_program() -> None:
    trips = ["p.models.Trip", "p.models.TripEvent", "p.views.TripView", "table trips", "table trip_events"]
    fares = ["p.models.Fare", "p.models.FareRule", "p.views.FareView", "table fares", "table fare_rules"]
    assert named([trips, fares]) == ["trips", "fares"]


def test_the_folder_is_said_in_full() -> None:
    users = ["p.user_management.find", "p.user_management.User", "p.user_management.Team"]
    routes = ["p.delivery_routes.find", "p.delivery_routes.Route", "p.delivery_routes.Stop"]
    assert named([users, routes]) == ["user management", "delivery routes"]


def test_technical_words_at_the_ends_of_a_folder_are_left_out() -> None:
    hours = ["p.work_hours_service.find", "p.work_hours_service.keep", "p.work_hours_service.Sheet"]
    trees = ["p.tree_api.Branch", "p.tree_api.Leaf", "p.tree_api.Twig"]
    assert named([hours, trees]) == ["work hours", "tree"]


def test_two_subjects_are_both_said_the_larger_first() -> None:
    first = [f"p.{folder}.{name}" for folder in ("shipping",) for name in ("Band", "Method", "Zone", "Weight")]
    first += ["p.tax.Rate", "p.tax.Region", "p.tax.Code"]
    second = ["p.basket.Line", "p.basket.Basket", "p.basket.Total"]
    assert named([first, second]) == ["shipping and tax", "basket"]


def test_forms_of_one_word_are_one_subject() -> None:
    bills = [f"p.{folder}.{name}" for folder in ("invoicing",) for name in ("Band", "Method", "Zone", "Weight")]
    bills += ["p.invoices.Rate", "p.invoices.Region", "p.invoices.Code"]
    assert named([bills, ["p.basket.Line", "p.basket.Basket", "p.basket.Total"]])[0] == "invoicing"


def test_a_namesake_says_what_it_has_beside() -> None:
    order = ["p.order.Order", "p.order.Line", "p.order.Note", "p.order.Discount", "table order"]
    basket = ["p.basket.Basket", "p.basket.Gift", "p.basket.Total", "table basket"]
    office = ["p.office.order.Detail", "p.office.order.Search", "p.office.basket.Search"]
    assert named([order, basket, office]) == ["order", "basket", "office"]


def test_deeds_and_participles_are_no_names() -> None:
    extra = Extra(verbs=frozenset({"unassign"}))
    rides = ["p.x.Enabled", "p.x.EnabledRide", "p.x.EnabledSeat", "p.x.Unassign", "p.x.RideUnassign", "p.x.Ride"]
    assert named([rides, ["p.y.Bill", "p.y.BillLine"]], extra) == ["ride", "bill"]


def test_what_is_written_in_the_plural_is_no_participle() -> None:
    videos = ["p.embeds.Embed", "p.embeds.Oembed", "p.embeds.Video"]
    assert named([videos, ["p.y.Bill", "p.y.BillLine"]])[0] == "embeds"


def test_a_technical_word_is_a_name_where_a_table_bears_it() -> None:
    services = [["p.task.Task", "p.task.Link", "p.task.Kind"], ["p.shot.Shot", "p.shot.Scene"]]
    assert named(services)[0] != "task"
    assert named([[*services[0], "table task"], services[1]])[0] == "task"
    assert named(services, Extra(entities=frozenset({"p.task.Task"})))[0] == "task"


def test_a_word_that_all_services_use_alike_names_none() -> None:
    services = [[f"p.{folder}.{folder.title()}Gizmo", f"p.{folder}.Gizmo"] for folder in ("trip", "fare", "ride")]
    assert named(services) == ["trip", "fare", "ride"]


def test_routes_speak_where_nothing_else_does() -> None:
    graph = Graph((Node("definition", "p.v.f1"), Node("definition", "p.w.f2")), ())
    extra = Extra(routes=((Node("definition", "p.v.f1"), "invoices"), (Node("definition", "p.w.f2"), "drivers")))
    found = name_services(graph, [0, 1], {}, extra)
    assert [found[0].name, found[1].name] == ["invoices", "drivers"]


def test_names_that_are_given_stay_and_are_not_taken_again() -> None:
    members = ["p.basket.Line", "p.basket.Basket"]
    assert named([members, ["p.tax.Rate", "p.tax.Zone"]], n1="Baskets") == ["line", "Baskets"]
    assert named([["p.shared.kernel.A1"], ["p.shared.kernel.B1"]], n0="unnamed 1") == ["unnamed 1", "unnamed 2"]


def test_numbers_have_no_name() -> None:
    assert named([["1.2.3", "1.2.4"], ["1.5.6", "table 7"]]) == ["unnamed 1", "unnamed 2"]


def test_words_that_another_tool_gives_stand_for_a_number() -> None:
    graph = Graph((Node("class", "1"), Node("class", "2")), (), ("", ""), (("trade", "quote"), ("account",)))
    assert [one.name for one in name_services(graph, [0, 1]).values()] == ["trade quote", "account"]


def test_the_words_behind_a_name_come_first_with_their_counts_and_sources() -> None:
    graph = Graph(
        (
            Node("definition", "p.basket.Basket"),
            Node("definition", "p.basket.Line"),
            Node("definition", "p.tax.BasketRate"),
            Node("table", "basket"),
        ),
        (),
    )
    found = name_services(graph, [0, 0, 1, 0])
    assert found[0].name == "basket"
    assert found[0].words[0] == Word("basket", 3, 1, ("package", "table", "class"))


_SEGMENTS = (
    "core",
    "orders",
    "basket",
    "models",
    "Order_Line",
    "utils",
    "tax_rates",
    "get",
    "7",
    "Ride",
    "shared",
    "base",
)
_SEGMENT = st.sampled_from(_SEGMENTS)
_NAME = st.lists(_SEGMENT, min_size=1, max_size=4).map(".".join)
_NODES = st.lists(
    st.tuples(st.builds(Node, st.sampled_from(["definition", "module", "table", "class"]), _NAME), st.integers(0, 5)),
    unique_by=lambda one: one[0],
    min_size=1,
)


def _names(placed: list[tuple[Node, int]], numbers: Mapping[int, int]) -> dict[int, str]:
    placed = sorted(placed)
    found = name_services(Graph(tuple(node for node, _ in placed), ()), [numbers[label] for _, label in placed])
    return {label: found[number].name for label, number in numbers.items() if number in found}


@given(_NODES, st.randoms(use_true_random=False))
def test_names_are_unique_never_technical_and_independent_of_numbers(
    placed: list[tuple[Node, int]], chance: random.Random
) -> None:
    plain = _names(placed, {number: number for number in range(6)})
    assert len(set(plain.values())) == len(plain) == len({label for _, label in placed})
    assert KERNEL not in plain.values()
    for name in plain.values():
        words = name.split()
        assert name == name.lower()
        assert len(words) <= 3
        assert name.startswith("unnamed ") or NEVER.isdisjoint(set(words) - {"and"})
    other = list(range(6))
    chance.shuffle(other)
    assert _names(placed, dict(enumerate(other))) == plain
