"""A little extra for a good ride."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ridehailing import settings
from ridehailing.db import session_scope
from ridehailing.models import PaymentMethod, Tip, Trip
from ridehailing.services.wallet import GATEWAY
from ridehailing.utils import DomainError, Invalid, NotFound, as_money


def give(trip_id: int, cents: int) -> int:
    if not 50 <= cents <= settings.TIP_LIMIT_CENTS:
        raise Invalid(f"between {as_money(50)} and {as_money(settings.TIP_LIMIT_CENTS)}, please")
    with session_scope() as session:
        ride = session.get(Trip, trip_id)
        if ride is None:
            raise NotFound(f"no ride {trip_id}")
        if ride.paid_at is None or ride.driver_id is None:
            raise DomainError("a tip can be given once the ride is paid")
        if session.scalar(select(Tip.id).where(Tip.trip_id == trip_id)) is not None:
            raise DomainError("thank you, you have given already")
        card = session.scalar(
            select(PaymentMethod).where(PaymentMethod.passenger_id == ride.passenger_id, PaymentMethod.preferred)
        )
        if card is None or not GATEWAY.capture(card.vault_ref, cents)[0]:
            raise DomainError("the card was declined")
        tip = Tip(trip_id=trip_id, driver_id=ride.driver_id, cents=cents)
        session.add(tip)
        session.flush()
        return tip.id


def hand_over(session: Session, driver_id: int, until: datetime) -> int:
    wanted = select(Tip).where(Tip.driver_id == driver_id, Tip.state == "captured", Tip.at < until)
    total = 0
    for tip in session.scalars(wanted):
        tip.state = "paid out"
        total += tip.cents
    return total
