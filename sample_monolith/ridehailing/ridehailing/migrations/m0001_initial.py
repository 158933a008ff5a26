"""Create the schema and the first zones."""

from __future__ import annotations

from sqlalchemy import Connection, text

from ridehailing import models
from ridehailing.db import Base

ZONES = (("CENTRE", "Old town", 1), ("NORTH", "North bank", 0), ("AIR", "Airport", 0))


def upgrade(connection: Connection) -> None:
    assert models.Zone.__table__.metadata is Base.metadata
    Base.metadata.create_all(connection)
    for code, title, night_ban in ZONES:
        connection.execute(
            text("INSERT OR IGNORE INTO service_zones (code, title, night_ban) VALUES (:code, :title, :ban)"),
            {"code": code, "title": title, "ban": night_ban},
        )
    connection.execute(text("UPDATE drivers SET online = 0 WHERE blocked = 1"))
