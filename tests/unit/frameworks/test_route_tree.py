"""Where routes can be reached: values worked out by hand, and what holds for any registrations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.frameworks.route_tree import ROOT, Route, RouteTree, with_one_slash
from analyzer.link.patterns import BLANK
from analyzer.model.entry_points import EntryKind

NODES = st.integers(min_value=0, max_value=6)


def names(tree: RouteTree) -> list[str]:
    return [one.name for one in tree.entry_points()]


@pytest.mark.parametrize(
    ("prefix", "path", "whole"),
    [("/a/", "/b", "/a/b"), ("/a", "b/", "/a/b/"), ("", "/b", "/b"), ("/a", "", "/a"), ("/a/", "/", "/a/")],
)
def test_one_slash_stands_between_a_prefix_and_a_path(prefix: str, path: str, whole: str) -> None:
    assert with_one_slash(prefix, path) == whole


def test_a_route_stands_below_every_registration_of_its_router() -> None:
    tree = RouteTree()
    tree.node(0, "/own")
    tree.attach(0, 1, "/a")
    tree.attach(0, ROOT, "/b")
    tree.attach(1, ROOT, "/top")
    tree.add(Route(0, "GET", "/x", 7, 0, 3))
    assert names(tree) == ["GET /top/a/x", "GET /b/x"]


def test_a_router_that_nobody_registers_keeps_its_own_prefix() -> None:
    tree = RouteTree()
    tree.node(0, "/own")
    tree.add(Route(0, "GET", "/x", 7, 0, 3))
    assert names(tree) == ["GET /own/x"]


def test_an_unknown_prefix_counts_only_where_no_other_is_known() -> None:
    tree = RouteTree()
    tree.attach(0, ROOT, BLANK)
    tree.add(Route(0, "GET", "/x", 7, 0, 3))
    assert names(tree) == ["GET */x"]
    tree.attach(0, ROOT, "/api")
    assert names(tree) == ["GET /api/x"]


def test_only_paths_begin_with_a_slash() -> None:
    tree = RouteTree()
    tree.add(Route(ROOT, "GET", "x", 7, 0, 3))
    tree.add(Route(ROOT, "", "load", 8, 0, 4, kind=EntryKind.CLI))
    assert names(tree) == ["GET /x", "load"]


@given(edges=st.lists(st.tuples(NODES, NODES, st.sampled_from(["", "/a", BLANK])), max_size=60), node=NODES)
def test_every_route_can_be_reached_whatever_holds_whatever(edges: list[tuple[int, int, str]], node: int) -> None:
    tree = RouteTree()
    for one, above, prefix in edges:
        tree.attach(one, above, prefix)
    tree.add(Route(node, "GET", "/x", 7, 0, 3))
    found = names(tree)
    assert 1 <= len(found) <= 24
    assert len(set(found)) == len(found)
    assert all(name.endswith("/x") for name in found)


def test_many_routers_in_routers_end() -> None:
    tree = RouteTree()
    for node in range(200):
        for above in range(node + 1, min(node + 20, 200)):
            tree.attach(node, above, f"/{above}")
    tree.add(Route(0, "GET", "/x", 7, 0, 3))
    assert 1 <= len(names(tree)) <= 24
