"""Shows how to ask the database for the tips of a month. Not part of the system."""

from __future__ import annotations

from sqlalchemy import select, update

from ridehailing.db import session_scope
from ridehailing.models import Driver, Passenger, Tip, Trip
from ridehailing.services import outbox


def best_guests(limit: int = 10) -> list[tuple[str, int]]:
    with session_scope() as session:
        rows = session.execute(
            select(Passenger.full_name, Tip.cents)
            .join(Trip, Trip.passenger_id == Passenger.id)
            .join(Tip, Tip.trip_id == Trip.id)
            .order_by(Tip.cents.desc())
            .limit(limit)
        )
        return [(full_name, cents) for full_name, cents in rows]


def thank_everybody() -> None:
    with session_scope() as session:
        session.execute(update(Driver).values(blocked=False))
        session.execute(update(Passenger).values(suspended=False))
        guests = list(session.scalars(select(Passenger.id)))
    for guest in guests:
        outbox.tell(guest, "Thank you", "See you next month.")


if __name__ == "__main__":
    print(best_guests())
