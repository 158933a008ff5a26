"""Cards, charges and refunds."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ridehailing.db import session_scope
from ridehailing.jobs import queue
from ridehailing.models import Invoice, Payment, PaymentMethod, Refund, Trip
from ridehailing.services import invoicing
from ridehailing.utils import DomainError, Invalid, NotFound, mask, token, utcnow


class Gateway:
    """Stands for the acquirer; numbers ending in 0002 are declined."""

    def vault(self, number: str) -> str:
        return token("vault_bad" if number.endswith("0002") else "vault")

    def capture(self, vault_ref: str, cents: int) -> tuple[bool, str]:
        return not vault_ref.startswith("vault_bad") and cents > 0, token("ch")


GATEWAY = Gateway()


def add_card(passenger_id: int, number: str, brand: str) -> int:
    digits = number.replace(" ", "")
    if not digits.isdigit() or not 12 <= len(digits) <= 19:
        raise Invalid("not a card number")
    with session_scope() as session:
        for other in session.scalars(select(PaymentMethod).where(PaymentMethod.passenger_id == passenger_id)):
            other.preferred = False
        card = PaymentMethod(
            passenger_id=passenger_id, brand=brand, last_digits=mask(digits), vault_ref=GATEWAY.vault(digits)
        )
        session.add(card)
        session.flush()
        return card.id


def charge(session: Session, invoice: Invoice) -> bool:
    card = session.scalar(
        select(PaymentMethod).where(PaymentMethod.passenger_id == invoice.passenger_id, PaymentMethod.preferred)
    )
    if card is None:
        return False
    captured, reference = GATEWAY.capture(card.vault_ref, invoice.total_cents)
    session.add(
        Payment(
            invoice_id=invoice.id,
            method_id=card.id,
            cents=invoice.total_cents,
            state="captured" if captured else "declined",
            gateway_ref=reference,
        )
    )
    if not captured:
        return False
    trip = session.get(Trip, invoice.trip_id)
    if trip is not None:
        trip.paid_at = utcnow()
    invoicing.mark_settled(session, invoice.id)
    queue.publish(
        "receipts",
        {
            "passenger_id": invoice.passenger_id,
            "cents": invoice.total_cents,
            "lines": invoicing.receipt_lines(session, invoice.id),
        },
    )
    return True


def refund(payment_id: int, cents: int, reason: str) -> int:
    with session_scope() as session:
        payment = session.get(Payment, payment_id)
        if payment is None:
            raise NotFound(f"no payment {payment_id}")
        given = session.scalar(select(func.sum(Refund.cents)).where(Refund.payment_id == payment_id)) or 0
        if payment.state != "captured" or cents < 1 or given + cents > payment.cents:
            raise DomainError("this amount cannot be given back")
        session.add(Refund(payment_id=payment_id, cents=cents, reason=reason))
        if given + cents == payment.cents:
            payment.state = "refunded"
        return payment.cents - given - cents


def give_back(session: Session, invoice_id: int, cents: int, reason: str) -> bool:
    """Gives money back on whatever was captured for an invoice; false when nothing was."""
    payment = session.scalar(select(Payment).where(Payment.invoice_id == invoice_id, Payment.state == "captured"))
    if payment is None:
        return False
    if cents > payment.cents:
        raise DomainError("this amount cannot be given back")
    session.add(Refund(payment_id=payment.id, cents=cents, reason=reason))
    if cents == payment.cents:
        payment.state = "refunded"
    return True


def chargeback(gateway_ref: str) -> None:
    """The bank took the money back: the invoice is open again."""
    with session_scope() as session:
        payment = session.scalar(select(Payment).where(Payment.gateway_ref == gateway_ref))
        if payment is None:
            raise NotFound(f"no payment {gateway_ref}")
        payment.state = "charged back"
        invoice_id = payment.invoice_id
    invoicing.reopen(invoice_id)
