"""Rides for the city council, which asks for cars and distances only.

The table redemptions and the table ratings stay out of it on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from ridehailing.db import session_scope

CITY_RIDES = text(
    "SELECT t.id, t.zone_code, t.started_at, t.finished_at, v.plate, v.seats "
    "FROM trips t JOIN vehicles v ON v.driver_id = t.driver_id "
    "WHERE t.status = 'finished' AND t.zone_code = :zone ORDER BY t.id"
)


def rows(zone: str) -> Iterator[str]:
    seen: set[int] = set()
    with session_scope() as session:
        for trip_id, zone_code, started, finished, plate, seats in session.execute(CITY_RIDES, {"zone": zone}):
            if trip_id in seen:
                continue
            seen.add(trip_id)
            yield f"{trip_id};{zone_code};{started};{finished};{plate};{seats}"
