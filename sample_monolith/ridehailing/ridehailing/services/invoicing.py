"""Invoices: one for each finished ride, one for each late cancellation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ridehailing.db import session_scope
from ridehailing.models import Invoice, InvoiceLine, Trip
from ridehailing.services import fares, promos, wallet
from ridehailing.utils import DomainError, NotFound


@dataclass(frozen=True)
class Due:
    invoice_id: int
    passenger_id: int
    cents: int


def issue(session: Session, trip: Trip) -> Invoice:
    lines = fares.price(trip)
    gross = sum(cents for _, cents in lines)
    saved = promos.redeem(session, trip.promo, trip.passenger_id, gross)
    if saved:
        lines.append((f"Code {trip.promo}", -saved))
    trip.fare_cents = gross - saved
    trip.driver_share_cents = fares.driver_share(gross)
    invoice = Invoice(trip_id=trip.id, passenger_id=trip.passenger_id, total_cents=gross - saved)
    session.add(invoice)
    session.flush()
    for label, cents in lines:
        session.add(InvoiceLine(invoice_id=invoice.id, label=label, cents=cents))
    return invoice


def collect(session: Session, invoice: Invoice) -> bool:
    if invoice.total_cents == 0:
        mark_settled(session, invoice.id)
        return True
    return wallet.charge(session, invoice)


def mark_settled(session: Session, invoice_id: int) -> None:
    invoice = session.get(Invoice, invoice_id)
    if invoice is None:
        raise NotFound(f"no invoice {invoice_id}")
    if invoice.state == "written off":
        raise DomainError("a written-off invoice cannot be settled")
    invoice.state = "settled"


def reopen(invoice_id: int) -> None:
    with session_scope() as session:
        invoice = session.get(Invoice, invoice_id)
        if invoice is None:
            raise NotFound(f"no invoice {invoice_id}")
        invoice.state = "open"


def cancellation_fee(trip_id: int) -> int:
    with session_scope() as session:
        trip = session.get(Trip, trip_id)
        if trip is None:
            raise NotFound(f"no ride {trip_id}")
        fee = fares.card_for(trip.product).cancel_fee
        invoice = Invoice(trip_id=trip_id, passenger_id=trip.passenger_id, total_cents=fee)
        session.add(invoice)
        session.flush()
        session.add(InvoiceLine(invoice_id=invoice.id, label="Late cancellation", cents=fee))
    return fee


def open_invoices() -> list[Due]:
    with session_scope() as session:
        rows = session.scalars(select(Invoice).where(Invoice.state == "open").order_by(Invoice.issued_at)).all()
        return [Due(row.id, row.passenger_id, row.total_cents) for row in rows]


def write_off(invoice_id: int) -> None:
    with session_scope() as session:
        invoice = session.get(Invoice, invoice_id)
        if invoice is None:
            raise NotFound(f"no invoice {invoice_id}")
        if invoice.state != "open":
            raise DomainError(f"the invoice is {invoice.state}")
        invoice.state = "written off"


def receipt_lines(session: Session, invoice_id: int) -> list[str]:
    rows = session.scalars(select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id)).all()
    return [f"{row.label}: {row.cents / 100:.2f}" for row in rows]


def still_due(invoice_id: int) -> int:
    """What is missing on an invoice after all captured money."""
    with session_scope() as session:
        total = session.scalar(select(Invoice.total_cents).where(Invoice.id == invoice_id))
        if total is None:
            raise NotFound(f"no invoice {invoice_id}")
        captured = session.scalar(
            text("SELECT COALESCE(SUM(cents), 0) FROM payments WHERE invoice_id = :id AND state = 'captured'"),
            {"id": invoice_id},
        )
    return total - int(captured or 0)
