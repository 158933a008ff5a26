from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text

from ridehailing.db import session_scope
from ridehailing.jobs import nightly, worker
from ridehailing.models import Driver, Message, Passenger, Payment, Payout, Trip
from ridehailing.services import dispatch, fares, fleet, invoicing, payouts, promos, riders, trips, wallet
from ridehailing.utils import DomainError, utcnow, week_start

LEG = trips.Leg(55.676, 12.568, 55.700, 12.600)


def ride_of(passenger: int, driver: int, promo: str | None = None) -> int:
    ride = trips.hail(passenger, "CENTRE", LEG, promo=promo)
    trips.accept(ride, driver)
    trips.start(ride)
    return ride


def test_a_ride_is_paid_and_receipted(ada: int, cyd: int) -> None:
    ride = ride_of(ada, cyd)
    assert trips.finish(ride)
    with session_scope() as session:
        row = session.get(Trip, ride)
        assert row is not None and row.paid_at is not None and row.driver_share_cents < row.fare_cents
        payment = session.scalar(select(Payment))
        assert payment.state == "captured"
    assert invoicing.still_due(payment.invoice_id) == 0
    assert worker.send_receipts() == 1
    assert wallet.refund(payment.id, payment.cents, "test") == 0
    with pytest.raises(DomainError):
        wallet.refund(payment.id, 1, "test")


def test_declined_card_leaves_a_debt(cyd: int) -> None:
    bo = riders.register("bo@example.org", "Bo", "1")
    wallet.add_card(bo, "4000000000000002", "visa")
    assert not trips.finish(ride_of(bo, cyd))
    assert [due.passenger_id for due in invoicing.open_invoices()] == [bo]
    assert nightly.remind_debtors() == 1


def test_offer_goes_to_the_nearest(ada: int, cyd: int) -> None:
    ride = trips.hail(ada, "CENTRE", LEG)
    assert worker.hand_out_offers() == 1
    assert trips.summary(ride).driver_id == cyd
    assert [what for _, what in trips.log_of(ride)] == ["requested", "accepted"]


def test_late_cancellation_costs(ada: int, cyd: int) -> None:
    ride = trips.hail(ada, "CENTRE", LEG)
    trips.accept(ride, cyd)
    with session_scope() as session:
        session.get(Trip, ride).accepted_at = utcnow() - timedelta(minutes=9)
    assert trips.cancel(ride) == 400


def test_stars_reach_the_driver(ada: int, cyd: int) -> None:
    ride = ride_of(ada, cyd)
    trips.finish(ride)
    trips.rate(ride, 4)
    assert fleet.load(cyd).stars == 4.0


def test_promo_is_used_once(ada: int, cyd: int) -> None:
    promos.create_code("HELLO", 50, 300, utcnow().date(), 10, newcomers=True)
    first, second = ride_of(ada, cyd, "hello"), None
    trips.finish(first)
    second = ride_of(ada, cyd, "hello")
    trips.finish(second)
    assert trips.summary(second).fare_cents - trips.summary(first).fare_cents == 300


def test_week_is_paid_once(ada: int, cyd: int) -> None:
    trips.finish(ride_of(ada, cyd))
    with session_scope() as session:
        session.scalar(select(Trip)).finished_at = week_start(utcnow()) - timedelta(days=1)
        session.execute(delete(Message))
    assert payouts.run_week(utcnow()) == 1
    assert payouts.run_week(utcnow()) == 0
    with session_scope() as session:
        assert session.scalar(text("SELECT COUNT(*) FROM payouts")) == 1
        assert session.scalar(select(Payout)).driver_id == session.scalar(select(Driver.id))


def test_erase_takes_the_cards(ada: int) -> None:
    riders.erase(ada)
    with session_scope() as session:
        assert session.scalar(select(Passenger)) is None
        assert session.scalar(text("SELECT COUNT(*) FROM payment_methods")) == 0


def test_surge_raises_the_quote(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = fares.quote("standard", "NORTH", 10, 12)
    monkeypatch.setitem(dispatch.SURGE, "NORTH", 1.5)
    assert fares.quote("standard", "NORTH", 10, 12) == round(plain * 1.5)
