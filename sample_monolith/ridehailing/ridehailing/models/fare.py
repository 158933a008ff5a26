"""What a ride costs, who gets a discount, and the books."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ridehailing.models.base import Base, Stamped
from ridehailing.utils import now


class Tariff(Base):
    __tablename__ = "tariffs"

    id: Mapped[int] = mapped_column(primary_key=True)
    tier: Mapped[str] = mapped_column(unique=True)
    base_cents: Mapped[int]
    km_cents: Mapped[int]
    minute_cents: Mapped[int]
    minimum_cents: Mapped[int]
    cancel_cents: Mapped[int]
    airport_cents: Mapped[int] = mapped_column(default=0)


class SurgeLevel(Base):
    __tablename__ = "surge_levels"

    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("zones.id"), unique=True)
    multiplier: Mapped[float]
    until: Mapped[datetime]


class Fare(Stamped, Base):
    __tablename__ = "fares"

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"), unique=True)
    driver_id: Mapped[int | None] = mapped_column(ForeignKey("drivers.id"))
    metered_cents: Mapped[int]
    surge: Mapped[float] = mapped_column(default=1.0)
    discount_cents: Mapped[int] = mapped_column(default=0)
    tip_cents: Mapped[int] = mapped_column(default=0)
    total_cents: Mapped[int]
    vat_cents: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="open")

    receipt: Mapped[Receipt | None] = relationship(back_populates="fare")


class PromoCode(Base):
    __tablename__ = "promo_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    percent_off: Mapped[int] = mapped_column(default=0)
    cents_off: Mapped[int] = mapped_column(default=0)
    cap_cents: Mapped[int | None]
    first_ride_only: Mapped[bool] = mapped_column(default=False)
    uses_left: Mapped[int]
    ends_on: Mapped[date]


class Redemption(Stamped, Base):
    __tablename__ = "promo_redemptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    promo_id: Mapped[int] = mapped_column(ForeignKey("promo_codes.id"))
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"))
    cents: Mapped[int]


class Receipt(Base):
    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    fare_id: Mapped[int] = mapped_column(ForeignKey("fares.id"), unique=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    number: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(default=now)

    fare: Mapped[Fare] = relationship(back_populates="receipt")


class Entry(Stamped, Base):
    __tablename__ = "ledger_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    cents: Mapped[int]
    memo: Mapped[str]
    booked_on: Mapped[date]
