"""Do operations stand under paths that OpenAPI allows, each at a place of its own?"""

from __future__ import annotations

import pytest

from analyzer.model.contracts import Effect, Operation
from contracts_by_hand import operation
from reports.render.http_paths import placed


def places(*operations: Operation) -> list[tuple[str, str, str]]:
    return [(one.method, one.path, one.identifier) for one in placed(operations)]


@pytest.mark.parametrize(
    ("path", "template", "names"),
    [
        ("/trips/{trip_id}", "/trips/{trip_id}", {"trip_id": "trip_id"}),
        ("/trips/<int:trip_id>/", "/trips/{trip_id}/", {"trip_id": "trip_id"}),
        ("/files/{name:path}", "/files/{name}", {"name": "name"}),
        (r"/codes/{code:\d{3}}", "/codes/{code}", {"code": "code"}),
        (r"^trips/(?P<pk>\d+)/(x|y)/$", "/trips/{pk}/{value}/", {"pk": "pk", "value": "value"}),
        ("trips", "/trips", {}),
        ("/a/{id}/b/{id}", "/a/{id}/b/{id_2}", {"id": "id", "id_2": "id"}),
        ("/a/{trip id}", "/a/{trip_id}", {"trip_id": "trip id"}),
        ("/a}/{b/ü?x#y", "/a%7D/%7Bb/%C3%BC%3Fx%23y", {}),
        ("/a/{}", "/a/{value}", {"value": "value"}),
    ],
)
def test_paths_of_all_frameworks_become_templates(path: str, template: str, names: dict[str, str]) -> None:
    (one,) = placed([operation("x", path=path)])
    assert (one.path, one.parameters) == (template, names)


def test_paths_that_differ_by_names_of_parameters_are_one_path() -> None:
    get, drop = operation("get", "GET", "/trips/{id}"), operation("drop", "DELETE", "/trips/{trip_id}")
    first, second = placed([drop, get])
    assert (first.path, second.path) == ("/trips/{id}", "/trips/{id}")
    assert second.parameters == {"id": "trip_id"}


def test_two_operations_of_one_method_and_path_are_told_apart_by_name() -> None:
    assert places(
        operation("a", "GET", "/t/{x}"), operation("b", "GET", "/t/{y}"), operation("c", "GET", "/t/{y}/b")
    ) == [
        ("get", "/t/{x}", "a"),
        ("get", "/t/{y}/b", "b"),
        ("get", "/t/{y}/b/c", "c"),
    ]


def test_operations_of_one_name_have_identifiers_of_their_own() -> None:
    one = operation("get", path="/a", definitions=("rides.trips.get",))
    two = operation("get", path="/b", definitions=("rides.fares.get",))
    assert [name for _, _, name in places(one, two)] == ["get", "fares_get"]


def test_methods_that_openapi_does_not_know_follow_from_what_is_done() -> None:
    assert places(operation("a", "ANY", effect=Effect.CHANGES), operation("b", "LINK"), operation("c", "GET|POST")) == [
        ("post", "/a", "a"),
        ("get", "/b", "b"),
        ("get", "/c", "c"),
        ("post", "/c", "c_post"),
    ]
