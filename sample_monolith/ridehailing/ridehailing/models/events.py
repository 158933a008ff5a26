"""Mapper events, registered when the models are imported."""

from __future__ import annotations

from sqlalchemy import Connection, event, update
from sqlalchemy.orm import Mapper

from ridehailing.models.driver import Driver
from ridehailing.models.trip import Rating


@event.listens_for(Rating, "after_insert")
def keep_average(mapper: Mapper[Rating], connection: Connection, target: Rating) -> None:
    connection.execute(
        update(Driver)
        .where(Driver.id == target.driver_id)
        .values(stars_sum=Driver.stars_sum + target.stars, stars_count=Driver.stars_count + 1)
    )
