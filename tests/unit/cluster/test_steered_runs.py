"""What the architect said is obeyed by whole runs: seeds, what is kept from a service, pairs apart, the number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cluster.partition import partition
from analyzer.cluster.steered import Wishes
from analyzer.errors import BadInputError
from analyzer.graph.weighted import Edge, Graph, Node
from analyzer.model.analysis import Analysis
from analyzer.model.options import Options, ServiceRange, SteeredService
from trees import analysed


def feature(name: str, verbs: tuple[str, ...] = ("open", "check", "close", "list", "count")) -> dict[str, str]:
    """A package of two modules whose functions call each other."""
    records = "".join(f"def {verb}_{name}():\n    return find_{name}()\n\n" for verb in verbs)
    jobs = "".join(f"def run_{verb}():\n    {verb}_{name}()\n    find_{name}()\n\n" for verb in verbs)
    names = ", ".join(f"{verb}_{name}" for verb in verbs)
    return {
        f"shop/{name}/__init__.py": "",
        f"shop/{name}/records.py": f"def find_{name}(): ...\n\n{records}",
        f"shop/{name}/jobs.py": f"from shop.{name}.records import find_{name}, {names}\n\n{jobs}",
    }


SHOP = {"shop/__init__.py": ""} | feature("invoice") | feature("parcel") | feature("ticket")
STRAY = """
    from shop.parcel.records import find_parcel, open_parcel, close_parcel

    def deliver():
        open_parcel()
        close_parcel()
        find_parcel()

    def hand_over():
        deliver()
        open_parcel()
        find_parcel()
"""


AUTOMATIC = ServiceRange()


def run(tree: Path, files: dict[str, str], *services: SteeredService, wanted: ServiceRange = AUTOMATIC) -> Analysis:
    return analysed(tree, files, Options(jobs=1, git=False, service=services, services=wanted))


def service_of(result: Analysis) -> dict[str, str]:
    return {module.name: module.service for module in result.modules}


LONE = "from shop.parcel.records import find_parcel\n\ndef deliver():\n    find_parcel()\n"


def test_a_seed_that_other_evidence_pulls_twice_as_much_leaves_and_a_pin_does_not(tmp_path: Path) -> None:
    files = SHOP | {"shop/misc.py": LONE}
    seeded = service_of(run(tmp_path / "a", files, SteeredService("billing", seed=("shop.invoice", "shop.misc"))))
    assert seeded["shop.misc"] == seeded["shop.parcel.records"] == "parcel"
    assert seeded["shop.invoice.jobs"] == seeded["shop.invoice.records"] == "billing"
    pinned = service_of(run(tmp_path / "b", files, SteeredService("billing", ("shop.misc",), seed=("shop.invoice",))))
    assert pinned["shop.misc"] == pinned["shop.invoice.jobs"] == "billing"
    assert pinned["shop.parcel.records"] == "parcel"  # one call does not draw all of it after the pin


def test_seeds_pull_together_and_draw_their_neighbours(tmp_path: Path) -> None:
    both = SteeredService("goods", seed=("shop.invoice.records", "shop.parcel.records"))
    found = service_of(run(tmp_path, SHOP, both))
    parts = ("invoice.records", "invoice.jobs", "parcel.records", "parcel.jobs")
    assert {found[f"shop.{part}"] for part in parts} == {"goods"}
    assert found["shop.ticket.records"] == "ticket"


def test_a_seed_stays_where_the_other_evidence_is_not_twice_as_strong(tmp_path: Path) -> None:
    files = SHOP | {"shop/invoice/misc.py": LONE}
    found = service_of(run(tmp_path / "a", files, SteeredService("billing", seed=("shop.invoice",))))
    assert found["shop.invoice.misc"] == "billing"  # a folder and words hold it
    assert service_of(run(tmp_path / "b", files))["shop.invoice.misc"] == "invoice"  # and without a seed too


def test_what_is_kept_from_a_service_goes_elsewhere_as_a_whole(tmp_path: Path) -> None:
    billing = SteeredService("billing", ("shop.invoice.records",), never_with=("shop.invoice.jobs",))
    found = service_of(run(tmp_path / "a", SHOP, billing))
    assert found["shop.invoice.records"] == "billing"
    assert found["shop.invoice.jobs"] not in ("billing", "")
    alone = SHOP | {"shop/misc.py": LONE}
    parcels = SteeredService("parcels", ("shop.parcel.records",), never_with=("shop.misc",))
    lone = service_of(run(tmp_path / "b", alone, parcels))
    assert lone["shop.misc"] not in ("parcels", "")


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_wanted_number_holds_beside_steering(tmp_path: Path, number: int) -> None:
    result = run(tmp_path, SHOP, SteeredService("a", seed=("shop.invoice",)), wanted=ServiceRange(number, number))
    assert len({definition.service for definition in result.definitions}) == number
    assert "a" in {definition.service for definition in result.definitions}


def test_a_number_that_cannot_be_had_is_an_error(tmp_path: Path) -> None:
    lonely = SteeredService("a", ("shop.invoice",), never_with=("shop.parcel", "shop.ticket"))
    with pytest.raises(BadInputError, match=r"^services = 1, but never_with keeps 2 apart: raise the number or drop"):
        run(tmp_path / "a", SHOP, lonely, wanted=ServiceRange(1, 1))
    with pytest.raises(BadInputError, match=r"^services = 90\.\.95, but only \d+ can be told apart: lower the number$"):
        run(tmp_path / "b", SHOP, wanted=ServiceRange(90, 95))


def test_steering_survives_reruns_and_renames(tmp_path: Path) -> None:
    billing = SteeredService("billing", seed=("shop.*.jobs",), never_with=("shop.parcel.records",))
    first, again = (run(tmp_path / name, SHOP, billing) for name in ("a", "b"))
    assert service_of(first) == service_of(again)
    renamed = {path.replace("invoice", "charge"): text.replace("invoice", "charge") for path, text in SHOP.items()}
    moved = run(tmp_path / "c", renamed, billing, SteeredService("old", ("shop.invoice.records",)))
    assert service_of(moved)["shop.parcel.records"] != "billing"
    assert [note for note in moved.project.unmet if "shop.invoice.records" in note]


def cliques(count: int) -> Graph:
    """``count`` cliques of six definitions in a row, each joined to the next by one call."""
    nodes = tuple(Node("definition", f"p{c}.m.n{n}") for c in range(count) for n in range(6))
    edges = [Edge(c * 6 + a, c * 6 + b, "call", 1, 1.0) for c in range(count) for a in range(6) for b in range(a)]
    edges += [Edge(c * 6, (c + 1) * 6, "call", 1, 1.0) for c in range(count - 1)]
    return Graph(nodes, tuple(sorted(edges)))


def test_steered_services_share_a_group_of_the_first_view_unless_they_are_apart() -> None:
    placed = {clique * 6: clique for clique in range(9)}
    free = partition(cliques(9), Options(), placed)
    assert (len(set(free.of_node)), len(set(free.group_of.values()))) == (9, 7)
    joined = [(a, b) for a in range(9) for b in range(a) if free.group_of[a] == free.group_of[b]]
    found = partition(cliques(9), Options(), placed, Wishes(apart=tuple(joined)))
    assert len(set(found.group_of.values())) == 7
    assert all(found.group_of[a] != found.group_of[b] for a, b in joined)
    every = tuple((a, b) for a in range(9) for b in range(a))
    assert len(set(partition(cliques(9), Options(), placed, Wishes(apart=every)).group_of.values())) == 9


def test_the_last_of_a_service_stays_when_its_seed_has_left() -> None:
    """0 seeds service 0 and leaves with 2 and 3, which are kept from it; 4, which may not go to 1, is what is left."""
    nodes = tuple(Node("definition", f"m.n{n}") for n in range(5))
    edges = tuple(Edge(0, n, "call", 1, 1.0) for n in (2, 3, 4))
    kept = {2: frozenset({0}), 3: frozenset({0}), 4: frozenset({1})}
    found = partition(Graph(nodes, edges), Options(), {0: 0, 1: 1}, Wishes(frozenset({0}), kept))
    assert found.of_node == (2, 1, 2, 2, 0)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_nothing_ends_where_it_is_kept_from(data: st.DataObject) -> None:
    count = data.draw(st.integers(3, 14))
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    edges = {Edge(a, b, "call", 1, 1.0) for a, b in data.draw(st.lists(pair, max_size=30)) if a != b}
    seeds = data.draw(st.frozensets(st.sampled_from([0, 1])))
    kept = data.draw(
        st.dictionaries(st.integers(2, count - 1), st.frozensets(st.sampled_from([0, 1]), min_size=1, max_size=2))
    )
    nodes = tuple(Node("definition", f"m.n{n:02d}") for n in range(count))
    found = partition(Graph(nodes, tuple(sorted(edges))), Options(), {0: 0, 1: 1}, Wishes(seeds, kept))
    assert all(found.of_node[place] not in services for place, services in kept.items())
    assert {0, 1} <= set(found.of_node)
    assert all(found.of_node[place] == place for place in (0, 1) if place not in seeds)
    assert sorted(set(found.of_node)) == list(range(len(found.group_of)))
