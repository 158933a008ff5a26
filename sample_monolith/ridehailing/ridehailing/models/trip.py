from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ridehailing.db import Base
from ridehailing.utils import utcnow

if TYPE_CHECKING:
    from ridehailing.models.passenger import Passenger


class Zone(Base):
    __tablename__ = "service_zones"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    night_ban: Mapped[bool] = mapped_column(default=False)


class Trip(Base):
    __tablename__ = "trips"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    driver_id: Mapped[int | None] = mapped_column(ForeignKey("drivers.id"))
    zone_code: Mapped[str] = mapped_column(ForeignKey("service_zones.code"))
    status: Mapped[str] = mapped_column(String(12), default="requested")
    pickup_lat: Mapped[float]
    pickup_lon: Mapped[float]
    drop_lat: Mapped[float]
    drop_lon: Mapped[float]
    product: Mapped[str] = mapped_column(String(12), default="standard")
    promo: Mapped[str | None] = mapped_column(String(20))
    quoted_cents: Mapped[int] = mapped_column(default=0)
    waited_minutes: Mapped[int] = mapped_column(default=0)
    fare_cents: Mapped[int | None]
    driver_share_cents: Mapped[int | None]
    requested_at: Mapped[datetime] = mapped_column(default=utcnow)
    accepted_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]

    passenger: Mapped[Passenger] = relationship("Passenger")


class TripEvent(Base):
    __tablename__ = "trip_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"))
    what: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)


class Rating(Base):
    __tablename__ = "ratings"

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"), unique=True)
    driver_id: Mapped[int]
    stars: Mapped[int]
    remark: Mapped[str | None] = mapped_column(String(400))
