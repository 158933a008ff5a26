"""Money that moves: cards, charges, refunds and what drivers are paid."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ridehailing.models.base import Base, Stamped


class Card(Stamped, Base):
    __tablename__ = "payment_methods"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    token: Mapped[str]
    brand: Mapped[str]
    last4: Mapped[str]
    expires: Mapped[str]
    preferred: Mapped[bool] = mapped_column(default=False)


class Charge(Stamped, Base):
    __tablename__ = "charges"

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"))
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    card_id: Mapped[int | None] = mapped_column(ForeignKey("payment_methods.id"))
    cents: Mapped[int]
    state: Mapped[str] = mapped_column(default="open")
    reference: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=0)

    refunds: Mapped[list[Refund]] = relationship(back_populates="charge")


class Refund(Stamped, Base):
    __tablename__ = "refunds"

    id: Mapped[int] = mapped_column(primary_key=True)
    charge_id: Mapped[int] = mapped_column(ForeignKey("charges.id"))
    cents: Mapped[int]
    reason: Mapped[str]

    charge: Mapped[Charge] = relationship(back_populates="refunds")


class Payout(Stamped, Base):
    __tablename__ = "payouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    week: Mapped[str]
    gross_cents: Mapped[int]
    commission_cents: Mapped[int]
    net_cents: Mapped[int]
    state: Mapped[str] = mapped_column(default="due")
    paid_on: Mapped[date | None]
