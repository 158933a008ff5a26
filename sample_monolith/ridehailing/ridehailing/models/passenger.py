from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ridehailing.db import Base
from ridehailing.utils import utcnow

if TYPE_CHECKING:
    from ridehailing.models.money import PaymentMethod


class Passenger(Base):
    __tablename__ = "passengers"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(120), unique=True)
    full_name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(30))
    suspended: Mapped[bool] = mapped_column(default=False)
    suspended_for: Mapped[str | None] = mapped_column(String(200))
    joined_at: Mapped[datetime] = mapped_column(default=utcnow)

    places: Mapped[list[SavedPlace]] = relationship(back_populates="passenger", cascade="all, delete-orphan")
    cards: Mapped[list[PaymentMethod]] = relationship("PaymentMethod", cascade="all, delete-orphan")


class SavedPlace(Base):
    __tablename__ = "saved_places"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    label: Mapped[str] = mapped_column(String(40))
    lat: Mapped[float]
    lon: Mapped[float]

    passenger: Mapped[Passenger] = relationship(back_populates="places")


class LoyaltyTier(Base):
    __tablename__ = "loyalty_tiers"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    rides_needed: Mapped[int]
    discount_percent: Mapped[int] = mapped_column(default=0)


class Note(Base):
    __tablename__ = "support_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    author: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(12))
    body: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(default=utcnow)
