"""Adds bookings, lost_items, companies, fare_disputes, driver_shifts, tips and the first letters."""

from __future__ import annotations

from sqlalchemy import Connection, text

from ridehailing import models
from ridehailing.db import Base

LETTERS = (
    ("lost-found", "en", "We found it", "Your {what} waits for you at the desk."),
    ("lost-found", "da", "Fundet", "Vi har fundet: {what}."),
    ("dispute", "en", "Your complaint", "Ride {trip_id}: {outcome}."),
)


def upgrade(connection: Connection) -> None:
    assert models.Shift.__table__.metadata is Base.metadata
    Base.metadata.create_all(connection)
    for key, language, subject, body in LETTERS:
        connection.execute(
            text("INSERT OR IGNORE INTO message_templates (key, language, subject, body) VALUES (:k, :l, :s, :b)"),
            {"k": key, "l": language, "s": subject, "b": body},
        )
    connection.execute(text("UPDATE passengers SET suspended_for = NULL WHERE suspended = 0"))
