"""Who is near, and how busy a zone is."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, text

from ridehailing import cache, settings
from ridehailing.db import session_scope
from ridehailing.models import Driver, Trip, zone_permits
from ridehailing.services import fleet
from ridehailing.utils import distance_km, utcnow

SURGE: dict[str, float] = {}
RADIUS_KM = 6.0
TOWN_KMH = 24


def nearest(zone_code: str, lat: float, lon: float) -> int | None:
    with session_scope() as session:
        on_duty = session.scalars(
            select(Driver)
            .join(zone_permits, zone_permits.c.driver_id == Driver.id)
            .where(zone_permits.c.zone_code == zone_code, Driver.online, ~Driver.blocked)
        ).all()
        busy = set(session.scalars(select(Trip.driver_id).where(Trip.status.in_(("accepted", "riding")))))
    ranked = sorted((distance_km(lat, lon, one.lat, one.lon), one.id) for one in on_duty if one.id not in busy)
    for km, candidate in ranked:
        if km > RADIUS_KM:
            break
        if fleet.papers_valid(candidate):
            cache.put(f"eta:{zone_code}", 2 + round(km / TOWN_KMH * 60), seconds=180)
            return candidate
    return None


def refresh_surge(zone_code: str) -> float:
    """Demand is what people look for, supply is who could still take a ride."""
    since = utcnow() - timedelta(minutes=15)
    with session_scope() as session:
        waiting = session.scalar(
            select(func.count()).select_from(Trip).where(Trip.zone_code == zone_code, Trip.status == "requested")
        )
        looking = session.scalar(
            text(
                f"SELECT COUNT(DISTINCT passenger_id) FROM search_history "
                f"WHERE zone_code = '{_clean(zone_code)}' AND at > :since"
            ),
            {"since": since},
        )
    pressure = (waiting or 0) + (looking or 0) / 4
    factor = min(settings.SURGE_CAP, 1.0 + 0.1 * max(0.0, pressure - 3))
    SURGE[zone_code] = round(factor, 2)
    return SURGE[zone_code]


def _clean(code: str) -> str:
    return "".join(letter for letter in code if letter.isalnum())
