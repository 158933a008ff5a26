"""Everything that leaves the house as mail, SMS or push."""

from __future__ import annotations

import logging

from sqlalchemy import select

from ridehailing.db import session_scope
from ridehailing.models import DeviceToken, Message, Passenger
from ridehailing.utils import utcnow

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 5


class Carrier:
    """The line to the outside; keeps what it sent for the log."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, channel: str, address: str, body: str) -> bool:
        if not address:
            return False
        self.sent.append((address, body))
        log.info("%s to %s", channel, address)
        return True


CARRIER = Carrier()


def tell(passenger_id: int, subject: str, body: str) -> None:
    with session_scope() as session:
        address = session.scalar(select(Passenger.email).where(Passenger.id == passenger_id))
        if address is None:
            log.warning("nobody to tell: %s", passenger_id)
            return
        session.add(Message(channel="mail", address=address, subject=subject, body=body))
        for handle in session.scalars(select(DeviceToken.handle).where(DeviceToken.passenger_id == passenger_id)):
            session.add(Message(channel="push", address=handle, subject=subject, body=body[:140]))


def broadcast(phones: list[str], body: str) -> None:
    with session_scope() as session:
        session.add_all([Message(channel="sms", address=phone, subject="", body=body) for phone in phones])


def add_device(passenger_id: int, handle: str, platform: str) -> None:
    with session_scope() as session:
        device = session.get(DeviceToken, handle)
        if device is None:
            session.add(DeviceToken(handle=handle, passenger_id=passenger_id, platform=platform))
        else:
            device.passenger_id = passenger_id


def flush_pending(limit: int = 100) -> int:
    done = 0
    with session_scope() as session:
        waiting = session.scalars(
            select(Message).where(Message.sent_at.is_(None), Message.attempts < MAX_ATTEMPTS).limit(limit)
        ).all()
        for item in waiting:
            item.attempts += 1
            if CARRIER.send(item.channel, item.address, item.body):
                item.sent_at = utcnow()
                done += 1
    return done
