from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from ridehailing import cache, cli, exports, settings
from ridehailing.db import data_folder, session_scope, transactional
from ridehailing.jobs import nightly, worker
from ridehailing.models import Booking, Dispute, Driver, LostItem, Message, Payment, Refund, Shift, Tip, Trip
from ridehailing.services import (
    bookings,
    companies,
    disputes,
    fares,
    fleet,
    heat,
    letters,
    lostfound,
    payouts,
    riders,
    shifts,
    tips,
    trips,
)
from ridehailing.utils import DomainError, Invalid, NotFound, utcnow, week_start
from ridehailing.web import create_app

LEG = trips.Leg(55.676, 12.568, 55.700, 12.600)


@pytest.fixture
def client() -> FlaskClient:
    return create_app().test_client()


@pytest.fixture
def ride(ada: int, cyd: int) -> int:
    number = trips.hail(ada, "CENTRE", LEG)
    trips.accept(number, cyd)
    trips.start(number)
    trips.finish(number)
    return number


def test_booking_becomes_a_ride(ada: int, client: FlaskClient) -> None:
    with pytest.raises(Invalid):
        bookings.plan(ada, "NORTH", LEG, utcnow())
    number = bookings.plan(ada, "NORTH", LEG, utcnow() + timedelta(hours=2))
    assert [one["id"] for one in client.get(f"/ride/accounts/{ada}/bookings").get_json()] == [number]
    assert worker.release_bookings() == 0
    with session_scope() as session:
        session.get(Booking, number).pickup_at = utcnow()
    assert worker.release_bookings() == 1
    assert bookings.upcoming(ada) == []


def test_failed_booking_is_told(ada: int) -> None:
    number = bookings.plan(ada, "NORTH", LEG, utcnow() + timedelta(hours=2))
    trips.hail(ada, "CENTRE", LEG)
    with session_scope() as session:
        session.get(Booking, number).pickup_at = utcnow()
    assert bookings.release_due() == 0
    with session_scope() as session:
        assert "under way" in session.scalar(select(Message.body).where(Message.subject == "Your booking"))


def test_lost_umbrella_comes_back(ride: int) -> None:
    item = lostfound.report(ride, " umbrella ")
    assert [what for _, what in trips.log_of(ride)][-1] == "lost item"
    assert lostfound.settle(item, found=True) == "found"
    assert [claim.full_name for claim in lostfound.shelf()] == ["Ada Holm"]
    assert worker.send_letters() == 1
    with session_scope() as session:
        bodies = session.scalars(select(Message.body)).all()
        assert session.scalar(select(LostItem.what)) == "umbrella"
    assert "Please look for: umbrella" in bodies
    assert "Your umbrella waits for you at the desk." in bodies


def test_complaint_corrects_fare_and_money(ride: int, ada: int, client: FlaskClient) -> None:
    before = trips.summary(ride).fare_cents
    case = disputes.open_case(ride, "a long way round the lake")
    assert client.post(f"/desk/complaints/{case}", json={"cents": 100}).get_json()["outcome"].startswith("1.00 EUR")
    assert trips.summary(ride).fare_cents == before - 100
    listed = client.get(f"/ride/accounts/{ada}/complaints").get_json()
    assert listed == [{"ride": ride, "state": "granted", "cents": 100}]
    with session_scope() as session:
        assert session.scalar(select(Refund.cents)) == 100
        assert session.scalar(select(Payment.state)) == "captured"


def test_complaint_is_all_or_nothing(ride: int) -> None:
    case = disputes.open_case(ride, "a long way round the lake")
    with pytest.raises(Invalid):
        disputes.grant(case, 10**6)
    with session_scope() as session:
        assert session.get(Dispute, case).state == "open"


def test_transactional_rolls_back(ada: int) -> None:
    @transactional
    def forget(session, why: str) -> None:
        session.execute(text("DELETE FROM passengers"))
        raise DomainError(why)

    with pytest.raises(DomainError):
        forget("no")
    assert riders.profile(ada).full_name == "Ada Holm"


def test_surge_is_capped(ada: int, monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    for _ in range(40):
        guest = riders.register(f"g{_}@example.org", "Guest", "1")
        client.get(f"/ride/accounts/{guest}/search?zone=AIR")
    assert client.put("/desk/surge-cap", json={"factor": 1.2}).status_code == 204
    monkeypatch.setattr("ridehailing.services.dispatch.SURGE", {})
    trips.hail(ada, "AIR", LEG)
    assert trips.dispatch.SURGE["AIR"] == settings.SURGE_CAP == 1.2
    with pytest.raises(Invalid):
        fares.cap_surge(9)


def test_waiting_time_is_shown(ada: int, cyd: int, client: FlaskClient) -> None:
    assert client.get("/ride/zones/CENTRE/wait").get_json() == {"minutes": None}
    trips.hail(ada, "CENTRE", LEG)
    worker.hand_out_offers()
    assert client.get("/ride/zones/CENTRE/wait").get_json() == {"minutes": 2}
    cache.put("eta:CENTRE", 4, seconds=-1)
    assert client.get("/ride/zones/CENTRE/wait").get_json() == {"minutes": None}


def test_clock_and_hours(cyd: int, client: FlaskClient) -> None:
    assert client.post(f"/drive/{cyd}/clock", json={"on": True}).status_code == 201
    with pytest.raises(DomainError):
        shifts.clock_in(cyd)
    assert letters.announce("The bridge is closed.") == 1
    assert client.get(f"/drive/{cyd}/hours").get_json()["running"] is True
    with session_scope() as session:
        session.scalar(select(Shift)).started_at = utcnow() - timedelta(hours=13)
    assert nightly.stop_clocks() == 1
    with session_scope() as session:
        assert session.scalar(select(Shift)).hours == 12.0


def test_map_shows_heat_and_pins(ride: int, cyd: int, client: FlaskClient) -> None:
    assert client.get(f"/drive/{cyd}/map").get_json() == {"heat": {}, "pins": []}
    client.post(f"/drive/{cyd}/pins", json={"label": "Station", "lat": 55.67, "lon": 12.56})
    assert heat.measure() == 1
    shown = client.get(f"/drive/{cyd}/map").get_json()
    assert shown["heat"] == json.loads((data_folder() / "heat.json").read_text()) == {"CENTRE": 1.0}
    assert shown["pins"][0]["label"] == "Station"


def test_turned_away_leaves_nothing(cyd: int, client: FlaskClient) -> None:
    client.post(f"/drive/{cyd}/pins", json={"label": "Station", "lat": 55.67, "lon": 12.56})
    assert client.delete(f"/desk/applicants/{cyd}").status_code == 204
    with session_scope() as session:
        for table in ("drivers", "pinned_spots", "zone_permits", "driver_documents"):
            assert session.scalar(text(f"SELECT COUNT(*) FROM {table}")) == 0
    with pytest.raises(NotFound):
        fleet.dismiss(cyd)


def test_tip_goes_along_with_the_week(ride: int, cyd: int) -> None:
    tips.give(ride, 300)
    with pytest.raises(DomainError):
        tips.give(ride, 300)
    monday = week_start(utcnow())
    with session_scope() as session:
        trip, tip = session.get(Trip, ride), session.scalar(select(Tip))
        trip.finished_at = tip.at = monday - timedelta(days=2)
        share = trip.driver_share_cents
    assert payouts.run_week(utcnow()) == 1
    week = (monday - timedelta(days=7)).date()
    assert [line.cents for line in payouts.history(cyd)] == [share + 300]
    assert (payouts.write_batch(week), payouts.check_batch()) == (1, share + 300)
    lines = list(exports.run("payslips", week.isoformat()))
    assert lines[0].startswith("Sent to the bank") and lines[1].startswith("Cyd Berg")


def test_company_pays_for_its_people(ride: int, ada: int) -> None:
    house = companies.found("Harbour Works", "dk1", 1000)
    companies.enlist(house, "ada@example.org")
    with pytest.raises(NotFound):
        companies.enlist(house, "nobody@example.org")
    sheet = companies.monthly_sheet(house, f"{utcnow():%Y-%m}")
    assert sheet[0].endswith("Harbour Works") and sheet[1].startswith("Ada Holm, CENTRE")


def test_third_abuse_locks(ada: int, client: FlaskClient) -> None:
    note = {"author": "desk", "topic": "abuse", "body": "shouted"}
    locked = [client.post(f"/desk/people/{ada}/notes", json=note).get_json()["locked"] for _ in range(3)]
    assert locked == [False, False, True]


def test_letters_follow_the_wish(ada: int, client: FlaskClient) -> None:
    client.post(f"/ride/accounts/{ada}/devices", json={"handle": "h1", "platform": "android"})
    wish = {"mail": False, "push": True, "language": "da"}
    assert client.put(f"/ride/accounts/{ada}/contact", json=wish).status_code == 204
    assert letters.post(ada, "lost-found", {"what": "hat"}) == 1
    with session_scope() as session:
        message = session.scalar(select(Message))
        assert (message.channel, message.address, message.body) == ("push", "h1", "Vi har fundet: hat.")


def test_commands_print(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["seed"]) == 0
    assert cli.main(["work"]) == 0
    assert cli.main(["statement", "1", f"{utcnow():%Y-%m}"]) == 0
    assert cli.main(["batch", "2030-12-30"]) == 0
    assert cli.main(["statement", "9", "2030-12"]) == 1
    assert "letters: 1" in capsys.readouterr().out
    with session_scope() as session:
        assert session.scalar(select(Driver.full_name)) == "Cyd Berg"
