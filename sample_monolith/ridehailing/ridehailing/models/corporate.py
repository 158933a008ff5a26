from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ridehailing.db import Base
from ridehailing.models.passenger import Passenger
from ridehailing.models.trip import Trip
from ridehailing.utils import utcnow

company_riders = Table(
    "company_riders",
    Base.metadata,
    Column("company_id", ForeignKey("companies.id"), primary_key=True),
    Column("passenger_id", ForeignKey("passengers.id"), primary_key=True),
)


class Company(Base):
    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    vat_number: Mapped[str] = mapped_column(String(20))
    budget_cents: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)

    staff: Mapped[list[Passenger]] = relationship(Passenger, secondary=company_riders)


class Dispute(Base):
    __tablename__ = "fare_disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"))
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    claim: Mapped[str] = mapped_column(String(400))
    state: Mapped[str] = mapped_column(String(12), default="open")
    granted_cents: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(default=utcnow)

    trip: Mapped[Trip] = relationship(Trip)
