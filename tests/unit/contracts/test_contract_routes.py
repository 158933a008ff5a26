"""Names of entry points as addresses."""

from __future__ import annotations

import pytest

from analyzer.contracts.routes import address_of


@pytest.mark.parametrize(
    ("name", "method", "path"),
    [
        ("GET /", "GET", "/"),
        ("GET /trips/<int:trip_id>/log", "GET", "/trips/{trip_id}/log"),
        ("PUT /trips/<trip_id>", "PUT", "/trips/{trip_id}"),
        ("GET /days/{day}", "GET", "/days/{day}"),
        ("GET /files/{rest:path}", "GET", "/files/{rest}"),
        (r"GET /files/(?P<name>[a-z]+\.(pdf|csv))/", "GET", "/files/{name}/"),
        (r"GET ^/files\.json$", "", ""),
        (r"GET /files\.json$", "GET", "/files.json"),
    ],
)
def test_an_address(name: str, method: str, path: str) -> None:
    found = address_of(name)
    assert (found.method, found.path) == (method, path) if found is not None else (method, path) == ("", "")


@pytest.mark.parametrize("name", ["query trip", "GET", "GET /a/(x|y)/", "GET /a/…/b", "FETCH /a", "GET /a?b=c"])
def test_what_is_none(name: str) -> None:
    assert address_of(name) is None


def test_the_variables_of_an_address() -> None:
    found = address_of("GET /a/<int:b>/{c}")
    assert found is not None
    assert found.variables == {"b", "c"}
