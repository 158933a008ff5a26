"""The comparison of routes: what counts as the same path, and which side's rows count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.route_paths import normalised
from benchmarks.routes import LISTS, compare, found_in, report, truth_of


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("", "/"),
        ("/", "/"),
        ("orders/", "/orders/"),
        ("/orders", "/orders"),  # a slash at the end counts
        ("/orders//new", "/orders/new"),
        ("/orders/<int:pk>/lines/<line>", "/orders/{}/lines/{}"),
        ("/orders/{pk}", "/orders/{}"),
        ('/files/<regex("[a-z]+"):name>.csv', "/files/{}.csv"),
        ("accounts/^orders/(?P<number>[\\w-]*)/$", "/accounts/orders/{}/"),
        ("^orders/(?P<pk>\\d{1,4})$", "/orders/{}"),
        ("^a/(?P<action>default_for_(billing|shipping))/$", "/a/{}/"),
        ("^a/(?P<odd>[)\\]]+\\)x)/b$", "/a/{}/b"),
        ("^(?:page/)?x\\.xml$", "/{}x.xml"),
        ("^years/\\d+/[a-z]{3}/.*$", "/years/{}/{}/{}"),
        ("^feeds/?$", "/feeds/"),
        ("\\Afeed\\Z", "/feed"),
        ("*/orders/*", "/{}/orders/{}"),
        ("/<a><b>/", "/{}/"),  # where one hole ends is not said
        ("/a<b", "/a<b"),
        ("^a/(b", "/a/{}"),
        ("^a/[b{2", "/a/{}"),
        ("^a/\\", "/a/\\"),
    ],
)
def test_a_rule_of_any_framework_becomes_its_fixed_parts_and_holes(rule: str, path: str) -> None:
    assert normalised(rule) == path


@pytest.mark.parametrize(
    ("rule", "path"),
    [("/shop/orders/", "/orders/"), ("/shop", "/"), ("/shop/", "/"), ("/shopping/", "/shopping/"), ("/a/", "/a/")],
)
def test_what_a_deployment_puts_before_all_paths_is_stripped(rule: str, path: str) -> None:
    assert normalised(rule, "/shop/") == path


LIST = {
    "versions": {"web": "1.0"},
    "packages": ["shop", "-shop.vendored"],
    "routes": [
        {"methods": ["GET", "HEAD"], "rule": "/orders/<int:pk>", "view": "shop.orders:Orders.get"},
        {"methods": ["DELETE"], "rule": "/orders/<int:pk>", "view": "shop.orders:Orders.delete"},
        {"methods": ["GET"], "rule": "/carts", "view": "shop.carts:show"},
        {"methods": ["GET"], "rule": "/admin", "view": "shop.admin:Admin.list", "function": "web.views:Model.list"},
        {"methods": ["GET"], "rule": "/static/<path:name>", "view": "web.app:static"},
        {"methods": ["GET"], "rule": "/old", "view": "shop.vendored.old:old"},
        {"methods": ["GET"], "rule": "/shopping", "view": "shopping:index"},
    ],
}
HEADER = "kind,name,definition"


def test_a_route_is_the_programs_where_its_function_stands_in_the_packages() -> None:
    truth = truth_of(LIST)
    assert set(truth.own.pairs) == {("GET", "/orders/{}"), ("DELETE", "/orders/{}"), ("GET", "/carts")}
    assert set(truth.inherited.pairs) == {("GET", "/admin")}
    assert set(truth.library.pairs) == {("GET", "/static/{}"), ("GET", "/old"), ("GET", "/shopping")}


def test_found_routes_are_read_by_their_methods() -> None:
    rows = [
        HEADER,
        'http,"GET,POST /orders/{id}",shop.orders.Orders',
        "http,ANY /carts,shop.carts.show",
        "http,plain/<x>,shop.carts.plain",
        "http,OPTIONS /carts/new,shop.carts.options",
        "task,GET /tasks,shop.tasks.run",
        "http,GET */unknown/*/x,shop.carts.mounted",
        "http,GET *,shop.carts.anywhere",
        r"http,plain/(?P<x>\w*|[a-z]*)/$,shop.carts.plain",
    ]
    found = found_in(rows)
    assert set(found.by_pair) == {
        *(("GET", "/orders/{}"), ("POST", "/orders/{}")),
        *(("", "/carts"), ("", "/plain/{}"), ("", "/plain/{}/"), ("GET", "/unknown/{}/x"), ("GET", "/{}")),
    }
    assert found.vague == {"/unknown/{}/x", "/{}"}
    assert set(found.pairs) == {pair for pair in found.by_pair if pair[0]}


def test_figures_of_paths_and_of_pairs() -> None:
    rows = [
        HEADER,
        "http,GET /orders/{id},shop.orders.Orders",
        "http,POST /orders/{id},shop.orders.Orders",
        "http,/carts,shop.carts.other",
        "http,GET /static/<name>,shop.static",
        "http,GET /nowhere,shop.nowhere",
    ]
    truth, found = truth_of(LIST), found_in(rows)
    paths = compare(truth, found, "paths")
    assert (paths.hit, paths.missed) == ({"/orders/{}", "/carts"}, set())
    assert (paths.right, paths.invented) == ({"/orders/{}", "/carts"}, {"/nowhere"})
    assert (paths.inherited, paths.not_inherited) == (set(), {"/admin"})
    assert (len(paths.library), paths.claimed_of_libraries) == (3, {"/static/{}"})
    assert paths.same_definition == {"/orders/{}"}
    pairs = compare(truth, found, "pairs")
    assert pairs.hit == {("GET", "/orders/{}")}
    assert pairs.missed == {("DELETE", "/orders/{}"), ("GET", "/carts")}
    assert pairs.invented == {("POST", "/orders/{}"), ("GET", "/nowhere")}


def test_a_framework_without_methods_is_compared_by_path_alone() -> None:
    listed = {**LIST, "routes": [{"methods": [], "rule": "^carts/$", "view": "shop.carts:Show"}]}
    rows = [HEADER, "http,GET /carts/,shop.carts.Show", "http,GET *new/,shop.carts.New"]
    lines = list(report(truth_of(listed), found_in(rows), show=1))
    assert lines == [
        "web 1.0",
        "paths",
        "  recall            1 of 1    1.000",
        "  precision         1 of 2    0.500",
        "  of the inventions, with a part that is not known: 1",
        "  definition        1 of 1    1.000",
        "  of libraries, left out: 0, claimed: 0",
        "  missed: 0",
        "  inherited, missed: 0",
        "  invented: 1",
        "    /{}new/  shop.carts.New",
        "  of another definition: 0",
    ]


def test_each_method_of_a_class_based_view_may_be_said_to_serve_it() -> None:
    row = {"methods": [], "rule": "carts/", "view": "shop.carts:Show", "handlers": {"GET": "shop.base:Paged.get"}}
    found = found_in([HEADER, "http,GET /carts/,shop.base.Paged.get"])
    assert compare(truth_of({**LIST, "routes": [row]}), found, "paths").same_definition == {"/carts/"}


@pytest.mark.parametrize("kept", sorted(LISTS.glob("*.json")), ids=lambda path: path.stem)
def test_a_list_was_made_by_its_probe_from_its_requirements(kept: Path) -> None:
    record = json.loads(kept.read_text(encoding="utf-8"))
    wanted = kept.with_suffix(".txt").read_text(encoding="utf-8").lower().replace("_", "-").splitlines()
    assert {f"{name}=={version}".lower() for name, version in record["versions"].items()} <= set(wanted)
    assert record["application"] == kept.stem
    assert (kept.parent / f"probe_{kept.stem}.py").is_file()
    assert truth_of(record).own.paths
