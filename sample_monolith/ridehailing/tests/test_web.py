from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from ridehailing import cli, exports
from ridehailing.web import create_app


@pytest.fixture
def client() -> FlaskClient:
    return create_app().test_client()


def test_a_day_in_the_city(client: FlaskClient, cyd: int) -> None:
    made = client.post("/ride/accounts", json={"email": "x@example.org", "full_name": "X Y", "phone": "1"})
    person = made.get_json()["id"]
    assert client.get(f"/ride/accounts/{person}").get_json()["full_name"] == "X Y"
    place = {"label": "Home", "lat": 55.6, "lon": 12.5}
    assert client.post(f"/ride/accounts/{person}/places", json=place).status_code == 204
    assert client.get(f"/ride/accounts/{person}/search?q=ho").get_json()["places"] == ["Home"]
    order = {"passenger_id": person, "zone": "CENTRE", "pickup": [55.676, 12.568], "drop": [55.7, 12.6]}
    ride = client.post("/ride/rides", json=order).get_json()["id"]
    for step in ("accept", "start"):
        assert client.post(f"/drive/{cyd}/rides/{ride}/{step}").status_code == 204
    assert client.get(f"/drive/{cyd}/board").get_json()["jobs"][0]["id"] == ride
    assert client.post(f"/drive/{cyd}/rides/{ride}/finish").get_json() == {"paid": False}
    assert client.get(f"/ride/rides/{ride}").get_json()["can_rate"] is True
    assert client.get(f"/drive/{cyd}/earnings").get_json()["total"] == "0.00 EUR"


def test_errors_are_told(client: FlaskClient) -> None:
    assert client.get("/ride/accounts/99").status_code == 404
    assert client.post("/ride/accounts", json={"email": "x"}).status_code == 422


def test_seed_and_exports() -> None:
    assert cli.main(["seed"]) == 0
    assert len(list(exports.run("activity", "CENTRE"))) == 1
    assert len(list(exports.run("ledger", "payment"))) == 2
    assert list(exports.run("tax", "2020")) == []
    assert cli.main(["nightly"]) == 0
