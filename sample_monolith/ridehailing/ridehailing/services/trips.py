"""The life of a ride, from hail to rating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ridehailing.db import open_session, session_scope
from ridehailing.jobs import queue
from ridehailing.models import Passenger, Rating, Trip, TripEvent, Zone
from ridehailing.services import dispatch, fares, invoicing, outbox
from ridehailing.utils import DomainError, Invalid, NotFound, distance_km, utcnow

OPEN = ("requested", "accepted", "riding")
GRACE = timedelta(minutes=2)
STALE = timedelta(minutes=20)


@dataclass(frozen=True)
class Leg:
    pickup_lat: float
    pickup_lon: float
    drop_lat: float
    drop_lon: float

    @property
    def km(self) -> float:
        return distance_km(self.pickup_lat, self.pickup_lon, self.drop_lat, self.drop_lon)


@dataclass(frozen=True)
class Summary:
    id: int
    status: str
    quoted_cents: int
    fare_cents: int | None
    driver_id: int | None


@dataclass(frozen=True)
class Pickup:
    zone_code: str
    lat: float
    lon: float


def hail(passenger_id: int, zone_code: str, leg: Leg, product: str = "standard", promo: str | None = None) -> int:
    now = utcnow()
    if has_open(passenger_id):
        raise DomainError("there is a ride under way")
    dispatch.refresh_surge(zone_code)
    cents = fares.quote(product, zone_code, leg.km, now.hour)
    with session_scope() as session:
        suspended = session.scalar(select(Passenger.suspended).where(Passenger.id == passenger_id))
        if suspended is None or suspended:
            raise DomainError("this account cannot hail a ride")
        zone = session.get(Zone, zone_code)
        if zone is None:
            raise Invalid(f"unknown zone: {zone_code}")
        if zone.night_ban and 1 <= now.hour < 4 and product == "van":
            raise Invalid("no vans here at night")
        ride = Trip(
            passenger_id=passenger_id,
            zone_code=zone_code,
            pickup_lat=leg.pickup_lat,
            pickup_lon=leg.pickup_lon,
            drop_lat=leg.drop_lat,
            drop_lon=leg.drop_lon,
            product=product,
            promo=promo,
            quoted_cents=cents,
        )
        session.add(ride)
        session.flush()
        _note(session, ride.id, "requested", product)
        ride_id = ride.id
    queue.publish("offers", {"trip_id": ride_id})
    return ride_id


def accept(trip_id: int, driver_id: int) -> None:
    with session_scope() as session:
        ride = _fetch(session, trip_id)
        if ride.status != "requested":
            raise DomainError(f"the ride is {ride.status}")
        ride.status, ride.driver_id, ride.accepted_at = "accepted", driver_id, utcnow()
        _note(session, trip_id, "accepted", str(driver_id))
        rider = ride.passenger_id
    outbox.tell(rider, "Your car is coming", "A driver accepted your ride.")


def start(trip_id: int, waited_minutes: int = 0) -> None:
    with session_scope() as session:
        ride = _fetch(session, trip_id)
        if ride.status != "accepted":
            raise DomainError(f"the ride is {ride.status}")
        ride.status, ride.started_at, ride.waited_minutes = "riding", utcnow(), waited_minutes
        _note(session, trip_id, "started")


def finish(trip_id: int) -> bool:
    """Ends the ride and settles it in one go; false when the money did not come."""
    with open_session() as session, session.begin():
        ride = _fetch(session, trip_id)
        if ride.status != "riding":
            raise DomainError(f"the ride is {ride.status}")
        ride.status, ride.finished_at = "finished", utcnow()
        invoice = invoicing.issue(session, ride)
        paid = invoicing.collect(session, invoice)
        _note(session, trip_id, "finished", "paid" if paid else "unpaid")
    return paid


def cancel(trip_id: int, by_passenger: bool = True) -> int:
    """Free within the grace time after acceptance; the fee in cents otherwise."""
    with session_scope() as session:
        ride = _fetch(session, trip_id)
        if ride.status not in ("requested", "accepted"):
            raise DomainError(f"the ride is {ride.status}")
        late = ride.accepted_at is not None and utcnow() - ride.accepted_at > GRACE
        ride.status = "cancelled"
        _note(session, trip_id, "cancelled", "passenger" if by_passenger else "house")
        rider = ride.passenger_id
    if late and by_passenger:
        return invoicing.cancellation_fee(trip_id)
    if not by_passenger:
        outbox.tell(rider, "Ride cancelled", "We are sorry, your ride was cancelled.")
    return 0


def rate(trip_id: int, stars: int, remark: str | None = None) -> None:
    if stars not in range(1, 6):
        raise Invalid("one to five stars")
    with session_scope() as session:
        ride = _fetch(session, trip_id)
        if ride.status != "finished" or ride.driver_id is None:
            raise DomainError("only finished rides can be rated")
        if session.scalar(select(Rating.id).where(Rating.trip_id == trip_id)) is not None:
            raise DomainError("rated already")
        session.add(Rating(trip_id=trip_id, driver_id=ride.driver_id, stars=stars, remark=remark))


def has_open(passenger_id: int) -> bool:
    with session_scope() as session:
        count = session.scalar(
            select(func.count()).select_from(Trip).where(Trip.passenger_id == passenger_id, Trip.status.in_(OPEN))
        )
    return bool(count)


def summary(trip_id: int) -> Summary:
    with session_scope() as session:
        ride = _fetch(session, trip_id)
        return Summary(ride.id, ride.status, ride.quoted_cents, ride.fare_cents, ride.driver_id)


def pickup_of(trip_id: int) -> Pickup:
    with session_scope() as session:
        ride = _fetch(session, trip_id)
        return Pickup(ride.zone_code, ride.pickup_lat, ride.pickup_lon)


def log_of(trip_id: int) -> list[tuple[datetime, str]]:
    with session_scope() as session:
        rows = session.scalars(select(TripEvent).where(TripEvent.trip_id == trip_id).order_by(TripEvent.id)).all()
        return [(row.at, row.what) for row in rows]


def drop_stale() -> int:
    edge = utcnow() - STALE
    with session_scope() as session:
        rows = session.scalars(select(Trip).where(Trip.status == "requested", Trip.requested_at < edge)).all()
        for ride in rows:
            ride.status = "expired"
            _note(session, ride.id, "expired")
    return len(rows)


def _note(session: Session, trip_id: int, what: str, detail: str = "") -> None:
    session.add(TripEvent(trip_id=trip_id, what=what, detail=detail))


def _fetch(session: Session, trip_id: int) -> Trip:
    ride = session.get(Trip, trip_id)
    if ride is None:
        raise NotFound(f"no ride {trip_id}")
    return ride
