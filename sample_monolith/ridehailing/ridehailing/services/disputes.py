"""Complaints about a fare."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ridehailing import settings
from ridehailing.db import session_scope, transactional
from ridehailing.jobs import queue
from ridehailing.models import Dispute, Invoice, Trip
from ridehailing.services import wallet
from ridehailing.utils import DomainError, Invalid, NotFound, as_money, utcnow


def open_case(trip_id: int, claim: str) -> int:
    if len(claim.strip()) < 10:
        raise Invalid("tell us a little more")
    with session_scope() as session:
        invoice = session.scalar(select(Invoice).where(Invoice.trip_id == trip_id))
        if invoice is None:
            raise NotFound(f"nothing was billed for ride {trip_id}")
        if utcnow() - invoice.issued_at > timedelta(days=settings.CLAIM_DAYS):
            raise DomainError(f"complaints are taken for {settings.CLAIM_DAYS} days")
        if session.scalar(select(Dispute.id).where(Dispute.trip_id == trip_id)) is not None:
            raise DomainError("we know about this ride already")
        case = Dispute(trip_id=trip_id, invoice_id=invoice.id, claim=claim.strip())
        session.add(case)
        session.flush()
        return case.id


@transactional
def grant(session: Session, dispute_id: int, cents: int) -> str:
    """Corrects the fare and gives the money back; the share of the driver stays as it was."""
    case = session.get(Dispute, dispute_id)
    if case is None:
        raise NotFound(f"no case {dispute_id}")
    if case.state != "open":
        raise DomainError(f"the case is {case.state}")
    ride = session.get(Trip, case.trip_id)
    if ride is None or not 0 < cents <= (ride.fare_cents or 0):
        raise Invalid("not more than the fare can be given back")
    case.state, case.granted_cents = "granted", cents
    ride.fare_cents -= cents
    wallet.give_back(session, case.invoice_id, cents, f"case {dispute_id}")
    outcome = f"{as_money(cents)} come back to you"
    values = {"trip_id": ride.id, "outcome": outcome}
    queue.publish("letters", {"passenger_id": ride.passenger_id, "key": "dispute", "values": values})
    return outcome
