"""Accounts of the people who ride."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ridehailing.db import session_scope
from ridehailing.models import Note, Passenger, SavedPlace
from ridehailing.services import trips
from ridehailing.utils import DomainError, Invalid, NotFound, check_email

MAX_PLACES = 8
TOPICS = ("question", "praise", "abuse", "refund")
STRIKES = 3


@dataclass(frozen=True)
class Profile:
    id: int
    email: str
    full_name: str
    phone: str
    suspended: bool


def register(email: str, full_name: str, phone: str) -> int:
    address = check_email(email)
    if not full_name.strip():
        raise Invalid("a name is needed")
    with session_scope() as session:
        if session.scalar(select(Passenger.id).where(Passenger.email == address)) is not None:
            raise DomainError("this e-mail address is taken")
        person = Passenger(email=address, full_name=full_name.strip(), phone=phone)
        session.add(person)
        session.flush()
        return person.id


def profile(passenger_id: int) -> Profile:
    with session_scope() as session:
        person = _fetch(session, passenger_id)
        return Profile(person.id, person.email, person.full_name, person.phone, person.suspended)


def rename(passenger_id: int, full_name: str) -> None:
    if not full_name.strip():
        raise Invalid("a name is needed")
    with session_scope() as session:
        person = _fetch(session, passenger_id)
        person.full_name = full_name.strip()


def keep_place(passenger_id: int, label: str, lat: float, lon: float) -> None:
    with session_scope() as session:
        known = session.scalars(select(SavedPlace).where(SavedPlace.passenger_id == passenger_id)).all()
        for place in known:
            if place.label == label:
                place.lat, place.lon = lat, lon
                return
        if len(known) >= MAX_PLACES:
            raise DomainError(f"at most {MAX_PLACES} places can be kept")
        session.add(SavedPlace(passenger_id=passenger_id, label=label, lat=lat, lon=lon))


def lock(passenger_id: int, reason: str) -> None:
    with session_scope() as session:
        person = _fetch(session, passenger_id)
        person.suspended = True
        person.suspended_for = reason


def unlock(passenger_id: int) -> None:
    with session_scope() as session:
        person = _fetch(session, passenger_id)
        person.suspended = False
        person.suspended_for = None


def jot(passenger_id: int, author: str, topic: str, body: str) -> bool:
    """Keeps a note of the desk; the third note about abuse locks the account."""
    if topic not in TOPICS:
        raise Invalid(f"unknown topic: {topic}")
    with session_scope() as session:
        person = _fetch(session, passenger_id)
        session.add(Note(passenger_id=passenger_id, author=author, topic=topic, body=body.strip()))
        session.flush()
        bad = select(func.count()).select_from(Note).where(Note.passenger_id == passenger_id, Note.topic == "abuse")
        if (session.scalar(bad) or 0) >= STRIKES and not person.suspended:
            person.suspended, person.suspended_for = True, "abuse"
        return person.suspended


def erase(passenger_id: int) -> None:
    """The right to be forgotten: refused while a ride is under way."""
    if trips.has_open(passenger_id):
        raise DomainError("finish or cancel the ride first")
    with session_scope() as session:
        person = _fetch(session, passenger_id)
        session.delete(person)


def _fetch(session: Session, passenger_id: int) -> Passenger:
    person = session.get(Passenger, passenger_id)
    if person is None:
        raise NotFound(f"no passenger {passenger_id}")
    return person
