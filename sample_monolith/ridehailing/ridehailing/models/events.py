"""Mapper events, registered when the models are imported."""

from __future__ import annotations

from sqlalchemy import Connection, event, insert, update
from sqlalchemy.orm import Mapper

from ridehailing.models.booking import LostItem
from ridehailing.models.driver import Driver
from ridehailing.models.trip import Rating, TripEvent


@event.listens_for(Rating, "after_insert")
def keep_average(mapper: Mapper[Rating], connection: Connection, target: Rating) -> None:
    connection.execute(
        update(Driver)
        .where(Driver.id == target.driver_id)
        .values(stars_sum=Driver.stars_sum + target.stars, stars_count=Driver.stars_count + 1)
    )


@event.listens_for(LostItem, "after_insert")
def log_loss(mapper: Mapper[LostItem], connection: Connection, target: LostItem) -> None:
    connection.execute(insert(TripEvent).values(trip_id=target.trip_id, what="lost item", detail=target.what))
