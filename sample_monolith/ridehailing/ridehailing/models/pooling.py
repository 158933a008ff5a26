"""Shared rides, as launched in spring 2019."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ridehailing.models.base import Base


class CarpoolMatch(Base):
    __tablename__ = "carpool_matches"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"))
    second_trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"))
    detour_metres: Mapped[int]
    matched_at: Mapped[datetime]
