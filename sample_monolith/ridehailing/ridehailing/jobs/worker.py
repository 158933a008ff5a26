"""Takes work off the queues."""

from __future__ import annotations

from ridehailing.jobs import queue
from ridehailing.services import bookings, dispatch, letters, outbox, trips
from ridehailing.utils import DomainError, as_money


def send_receipts() -> int:
    count = 0
    for body in queue.consume("receipts"):
        text = "\n".join([*body["lines"], f"Total: {as_money(body['cents'])}"])
        outbox.tell(body["passenger_id"], "Your receipt", text)
        count += 1
    return count


def send_letters() -> int:
    return sum(letters.post(body["passenger_id"], body["key"], body["values"]) for body in queue.consume("letters"))


def release_bookings() -> int:
    return bookings.release_due()


def hand_out_offers() -> int:
    count = 0
    for body in queue.consume("offers"):
        if give_to_nearest(body["trip_id"], tries=body.get("tries", 0)):
            count += 1
    return count


def give_to_nearest(trip_id: int, tries: int = 0) -> bool:
    ride = trips.summary(trip_id)
    if ride.status != "requested" or tries > 3:
        return False
    where = trips.pickup_of(trip_id)
    candidate = dispatch.nearest(where.zone_code, where.lat, where.lon)
    if candidate is None:
        return False
    try:
        trips.accept(trip_id, candidate)
    except DomainError:
        return False
    return True
