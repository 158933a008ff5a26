"""Things that stay behind in a car."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from ridehailing import settings
from ridehailing.db import session_scope
from ridehailing.jobs import queue
from ridehailing.models import Driver, LostItem, Message, Passenger, Trip
from ridehailing.utils import DomainError, Invalid, NotFound, utcnow


@dataclass(frozen=True)
class Claim:
    item_id: int
    what: str
    full_name: str
    phone: str


def report(trip_id: int, what: str) -> int:
    """Keeps the claim and texts the person at the wheel at once."""
    thing = what.strip()
    if not thing:
        raise Invalid("say what is missing")
    with session_scope() as session:
        ride = session.get(Trip, trip_id)
        if ride is None:
            raise NotFound(f"no ride {trip_id}")
        if ride.finished_at is None or utcnow() - ride.finished_at > timedelta(days=settings.CLAIM_DAYS):
            raise DomainError("only rides of the past days can be searched")
        item = LostItem(trip_id=trip_id, what=thing)
        session.add(item)
        phone = session.scalar(select(Driver.phone).where(Driver.id == ride.driver_id))
        if phone:
            session.add(Message(channel="sms", address=phone, subject="", body=f"Please look for: {thing}"))
        session.flush()
        return item.id


def settle(item_id: int, found: bool) -> str:
    with session_scope() as session:
        item = session.get(LostItem, item_id)
        if item is None:
            raise NotFound(f"no item {item_id}")
        if item.state != "missing":
            raise DomainError(f"already {item.state}")
        item.state = "found" if found else "gone"
        rider = item.trip.passenger_id
        outcome, thing = item.state, item.what
    if found:
        queue.publish("letters", {"passenger_id": rider, "key": "lost-found", "values": {"what": thing}})
    return outcome


def shelf() -> list[Claim]:
    """What lies at the desk, and whom to ring."""
    with session_scope() as session:
        rows = session.execute(
            select(LostItem.id, LostItem.what, Passenger.full_name, Passenger.phone)
            .join(LostItem.trip)
            .join(Trip.passenger)
            .where(LostItem.state == "found")
            .order_by(LostItem.id)
        ).all()
        return [Claim(*row) for row in rows]
