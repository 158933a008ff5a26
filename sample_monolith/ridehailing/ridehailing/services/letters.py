"""Letters in the words and the language people want."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ridehailing import cache, settings
from ridehailing.db import session_scope
from ridehailing.models import DeviceToken, Driver, Message, Passenger, Preference, Shift, Template
from ridehailing.utils import Invalid, NotFound


def choose(passenger_id: int, mail: bool, push: bool, language: str) -> None:
    if language not in settings.LANGUAGES:
        raise Invalid(f"we do not write {language}")
    with session_scope() as session:
        session.merge(Preference(passenger_id=passenger_id, mail=mail, push=push, language=language))


def post(passenger_id: int, key: str, values: dict[str, Any]) -> int:
    """Puts a letter into the outbox, once for each way the person chose."""
    with session_scope() as session:
        choice = session.get(Preference, passenger_id) or Preference(mail=True, push=False, language="en")
        title, words = _words(session, key, choice.language)
        body = words.format_map(values)
        ways: list[tuple[str, str]] = []
        if choice.mail:
            address = session.scalar(select(Passenger.email).where(Passenger.id == passenger_id))
            ways.append(("mail", address or ""))
        if choice.push:
            handles = session.scalars(select(DeviceToken.handle).where(DeviceToken.passenger_id == passenger_id))
            ways.extend(("push", handle) for handle in handles)
        for channel, address in ways:
            session.add(Message(channel=channel, address=address, subject=title, body=body))
    return len(ways)


def _words(session: Session, key: str, language: str) -> tuple[str, str]:
    known = cache.get(f"words:{key}:{language}")
    if known is None:
        template = session.get(Template, (key, language)) or session.get(Template, (key, "en"))
        if template is None:
            raise NotFound(f"update message_templates first: no letter {key}")
        known = template.subject, template.body
        cache.put(f"words:{key}:{language}", known)
    return known


def announce(body: str) -> int:
    with session_scope() as session:
        phones = session.scalars(
            select(Driver.phone).join(Shift, Shift.driver_id == Driver.id).where(Shift.ended_at.is_(None))
        ).all()
        session.add_all([Message(channel="sms", address=phone, subject="", body=body) for phone in phones])
    return len(phones)
