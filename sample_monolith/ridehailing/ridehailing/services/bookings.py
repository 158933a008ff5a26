"""Rides that are ordered ahead."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from ridehailing.db import session_scope
from ridehailing.models import Booking, Zone
from ridehailing.services import outbox, riders, trips
from ridehailing.utils import DomainError, Invalid, utcnow

EARLIEST = timedelta(minutes=30)
LATEST = timedelta(days=30)
LEAD = timedelta(minutes=15)


def plan(passenger_id: int, zone_code: str, leg: trips.Leg, pickup_at: datetime, product: str = "standard") -> int:
    now = utcnow()
    if not now + EARLIEST <= pickup_at <= now + LATEST:
        raise Invalid("a ride can be ordered between half an hour and thirty days ahead")
    if riders.profile(passenger_id).suspended:
        raise DomainError("this account cannot order ahead")
    with session_scope() as session:
        if session.get(Zone, zone_code) is None:
            raise Invalid(f"unknown zone: {zone_code}")
        booking = Booking(
            passenger_id=passenger_id,
            zone_code=zone_code,
            pickup_at=pickup_at,
            pickup_lat=leg.pickup_lat,
            pickup_lon=leg.pickup_lon,
            drop_lat=leg.drop_lat,
            drop_lon=leg.drop_lon,
            product=product,
        )
        session.add(booking)
        session.flush()
        return booking.id


def upcoming(passenger_id: int) -> list[Booking]:
    with session_scope() as session:
        wanted = select(Booking).where(Booking.passenger_id == passenger_id, Booking.state == "planned")
        return list(session.scalars(wanted.order_by(Booking.pickup_at)))


def release_due() -> int:
    """Turns what is due into rides; who cannot ride now is told why."""
    edge = utcnow() + LEAD
    with session_scope() as session:
        due = session.scalars(select(Booking).where(Booking.state == "planned", Booking.pickup_at <= edge)).all()
    made = 0
    for booking in due:
        leg = trips.Leg(booking.pickup_lat, booking.pickup_lon, booking.drop_lat, booking.drop_lon)
        try:
            ride = trips.hail(booking.passenger_id, booking.zone_code, leg, booking.product)
        except DomainError as problem:
            _mark(booking.id, "failed", None)
            outbox.tell(booking.passenger_id, "Your booking", f"We could not send a car: {problem}.")
            continue
        _mark(booking.id, "released", ride)
        made += 1
    return made


def _mark(booking_id: int, state: str, trip_id: int | None) -> None:
    with session_scope() as session:
        booking = session.get(Booking, booking_id)
        if booking is not None:
            booking.state, booking.trip_id = state, trip_id
