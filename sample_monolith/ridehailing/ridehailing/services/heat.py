"""Where the city wants cars."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import func, select

from ridehailing.db import data_folder, session_scope
from ridehailing.models import Shift, Trip
from ridehailing.utils import utcnow


def measure() -> int:
    """Rides asked for in the past week, for each car that is out now, as a sheet for the boards."""
    since = utcnow() - timedelta(days=7)
    pressure: dict[str, float] = {}
    with session_scope() as session:
        cars = session.scalar(select(func.count()).select_from(Shift).where(Shift.ended_at.is_(None))) or 0
        counted = select(Trip.zone_code, func.count()).where(Trip.requested_at > since).group_by(Trip.zone_code)
        for zone_code, rides in session.execute(counted):
            pressure.update({zone_code: round(rides / (1 + cars), 2)})
    with (data_folder() / "heat.json").open("w", encoding="utf-8") as sheet:
        json.dump(pressure, sheet, sort_keys=True)
    return len(pressure)
