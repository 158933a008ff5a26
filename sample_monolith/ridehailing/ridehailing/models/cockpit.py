"""Who sits at the wheel's screen."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ridehailing.models.base import Base, Stamped


class CockpitSession(Stamped, Base):
    __tablename__ = "cockpit_sessions"

    token: Mapped[str] = mapped_column(primary_key=True)
    driver_id: Mapped[int] = mapped_column(ForeignKey("drivers.id"))
    night_colours: Mapped[bool] = mapped_column(default=False)
