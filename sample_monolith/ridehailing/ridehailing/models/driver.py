from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ridehailing.db import Base
from ridehailing.utils import utcnow

if TYPE_CHECKING:
    from ridehailing.models.outreach import PinnedSpot
    from ridehailing.models.trip import Zone

zone_permits = Table(
    "zone_permits",
    Base.metadata,
    Column("driver_id", ForeignKey("drivers.id"), primary_key=True),
    Column("zone_code", ForeignKey("service_zones.code"), primary_key=True),
)


class Driver(Base):
    __tablename__ = "drivers"

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(30), unique=True)
    iban: Mapped[str] = mapped_column(String(34))
    online: Mapped[bool] = mapped_column(default=False)
    blocked: Mapped[bool] = mapped_column(default=False)
    lat: Mapped[float] = mapped_column(default=0.0)
    lon: Mapped[float] = mapped_column(default=0.0)
    stars_sum: Mapped[int] = mapped_column(default=0)
    stars_count: Mapped[int] = mapped_column(default=0)
    paid_until: Mapped[datetime | None]

    zones: Mapped[list[Zone]] = relationship("Zone", secondary=zone_permits)
    pins: Mapped[list[PinnedSpot]] = relationship("PinnedSpot", cascade="all, delete-orphan")

    @property
    def stars(self) -> float | None:
        return round(self.stars_sum / self.stars_count, 2) if self.stars_count else None


class Vehicle(Base):
    __tablename__ = "vehicles"

    plate: Mapped[str] = mapped_column(String(12), primary_key=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    make: Mapped[str] = mapped_column(String(40))
    seats: Mapped[int] = mapped_column(default=4)
    built: Mapped[int]


class Paper(Base):
    __tablename__ = "driver_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(40))
    valid_to: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default="submitted")


class Shift(Base):
    __tablename__ = "driver_shifts"

    id: Mapped[int] = mapped_column(primary_key=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    started_at: Mapped[datetime] = mapped_column(default=utcnow)
    ended_at: Mapped[datetime | None]
    break_minutes: Mapped[int] = mapped_column(default=0)

    @property
    def hours(self) -> float:
        if self.ended_at is None:
            return 0.0
        minutes = (self.ended_at - self.started_at).total_seconds() / 60 - self.break_minutes
        return round(max(minutes, 0.0) / 60, 2)
