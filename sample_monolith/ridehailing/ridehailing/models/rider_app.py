"""What the rider's browser leaves behind."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ridehailing.models.base import Base, Stamped


class RiderSession(Stamped, Base):
    __tablename__ = "rider_sessions"

    token: Mapped[str] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    agent: Mapped[str] = mapped_column(default="")


class RecentSearch(Stamped, Base):
    __tablename__ = "recent_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    passenger_id: Mapped[int] = mapped_column(ForeignKey("passengers.id"))
    origin: Mapped[str]
    destination: Mapped[str]
