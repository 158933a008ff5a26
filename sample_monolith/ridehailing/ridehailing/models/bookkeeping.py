"""Entries that the books make by themselves."""

from __future__ import annotations

from sqlalchemy import Connection, event, insert
from sqlalchemy.orm import Mapper

from ridehailing.models.fare import Entry
from ridehailing.models.wallet import Charge
from ridehailing.utils import now


@event.listens_for(Charge, "after_insert")
def book_takings(_mapper: Mapper[Charge], connection: Connection, charge: Charge) -> None:
    """Double entry for every charge: what the rider owes, and what we took."""
    memo = f"trip {charge.trip_id}"
    connection.execute(
        insert(Entry),
        [
            {"account": "receivables", "cents": charge.cents, "memo": memo, "booked_on": now().date()},
            {"account": "takings", "cents": -charge.cents, "memo": memo, "booked_on": now().date()},
        ],
    )
