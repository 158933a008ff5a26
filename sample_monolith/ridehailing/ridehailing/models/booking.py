from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ridehailing.db import Base
from ridehailing.models.trip import Trip
from ridehailing.utils import distance_km, utcnow


class Booking(Base):
    __tablename__ = "bookings"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    zone_code: Mapped[str] = mapped_column(ForeignKey("service_zones.code"))
    pickup_at: Mapped[datetime]
    pickup_lat: Mapped[float]
    pickup_lon: Mapped[float]
    drop_lat: Mapped[float]
    drop_lon: Mapped[float]
    product: Mapped[str] = mapped_column(String(12), default="standard")
    state: Mapped[str] = mapped_column(String(12), default="planned")
    trip_id: Mapped[int | None] = mapped_column(ForeignKey("trips.id"))

    @property
    def km(self) -> float:
        return distance_km(self.pickup_lat, self.pickup_lon, self.drop_lat, self.drop_lon)


class LostItem(Base):
    __tablename__ = "lost_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"))
    what: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12), default="missing")
    reported_at: Mapped[datetime] = mapped_column(default=utcnow)

    trip: Mapped[Trip] = relationship(Trip)
