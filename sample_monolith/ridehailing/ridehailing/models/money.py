from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ridehailing.db import Base
from ridehailing.utils import utcnow

if TYPE_CHECKING:
    from ridehailing.models.trip import Trip


class Invoice(Base):
    __tablename__ = "invoices"

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"))
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    total_cents: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="open")
    issued_at: Mapped[datetime] = mapped_column(default=utcnow)

    lines: Mapped[list[InvoiceLine]] = relationship(cascade="all, delete-orphan")
    trip: Mapped[Trip] = relationship("Trip")


class InvoiceLine(Base):
    __tablename__ = "invoice_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    label: Mapped[str] = mapped_column(String(60))
    cents: Mapped[int]


class PromoCode(Base):
    __tablename__ = "promo_codes"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    percent: Mapped[int]
    cap_cents: Mapped[int]
    last_day: Mapped[date]
    uses_left: Mapped[int]
    newcomers_only: Mapped[bool] = mapped_column(default=False)


class Redemption(Base):
    __tablename__ = "redemptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("promo_codes.code"))
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    saved_cents: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utcnow)


class PaymentMethod(Base):
    __tablename__ = "payment_methods"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    brand: Mapped[str] = mapped_column(String(20))
    last_digits: Mapped[str] = mapped_column(String(20))
    vault_ref: Mapped[str] = mapped_column(String(40))
    preferred: Mapped[bool] = mapped_column(default=True)


class Payment(Base):
    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    method_id: Mapped[int] = mapped_column(ForeignKey("payment_methods.id"))
    cents: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    gateway_ref: Mapped[str] = mapped_column(String(40), unique=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class Refund(Base):
    __tablename__ = "refunds"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    cents: Mapped[int]
    reason: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utcnow)


class Payout(Base):
    __tablename__ = "payouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    week: Mapped[date]
    cents: Mapped[int]
    bank_ref: Mapped[str] = mapped_column(String(40))


class Tip(Base):
    __tablename__ = "tips"

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"), unique=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    cents: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="captured")
    at: Mapped[datetime] = mapped_column(default=utcnow)
