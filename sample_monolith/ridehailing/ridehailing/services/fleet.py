"""Drivers, their cars and their papers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select, update

from ridehailing.db import session_scope
from ridehailing.models import Driver, Paper, Vehicle, Zone
from ridehailing.services import outbox
from ridehailing.utils import DomainError, Invalid, NotFound, mask, utcnow

REQUIRED = ("licence", "insurance", "background")
OLDEST_CAR_YEARS = 12


def onboard(full_name: str, phone: str, iban: str) -> int:
    compact = iban.replace(" ", "").upper()
    if not 15 <= len(compact) <= 34 or not compact[:2].isalpha():
        raise Invalid(f"not an IBAN: {mask(compact)}")
    with session_scope() as session:
        if session.scalar(select(Driver.id).where(Driver.phone == phone)) is not None:
            raise DomainError("this phone number drives already")
        person = Driver(full_name=full_name, phone=phone, iban=compact)
        session.add(person)
        session.flush()
        return person.id


def load(driver_id: int) -> Driver:
    with session_scope() as session:
        person = session.get(Driver, driver_id)
        if person is None:
            raise NotFound(f"no driver {driver_id}")
        return person


def add_vehicle(driver_id: int, plate: str, make: str, built: int, seats: int = 4) -> None:
    if utcnow().year - built > OLDEST_CAR_YEARS:
        raise Invalid(f"cars must be younger than {OLDEST_CAR_YEARS} years")
    with session_scope() as session:
        if session.get(Vehicle, plate) is not None:
            raise DomainError("this plate is registered")
        session.add(Vehicle(plate=plate, driver_id=driver_id, make=make, built=built, seats=seats))


def file_paper(driver_id: int, kind: str, number: str, valid_to: date) -> int:
    if kind not in REQUIRED:
        raise Invalid(f"unknown kind of paper: {kind}")
    if valid_to <= utcnow().date():
        raise Invalid("this paper is no longer valid")
    with session_scope() as session:
        paper = Paper(driver_id=driver_id, kind=kind, number=number, valid_to=valid_to)
        session.add(paper)
        session.flush()
        return paper.id


def review_paper(paper_id: int, accept: bool) -> str:
    with session_scope() as session:
        paper = session.get(Paper, paper_id)
        if paper is None:
            raise NotFound(f"no paper {paper_id}")
        if paper.state != "submitted":
            raise DomainError(f"already {paper.state}")
        paper.state = "accepted" if accept else "rejected"
        return paper.state


def papers_valid(driver_id: int) -> bool:
    today = utcnow().date()
    with session_scope() as session:
        rows = session.scalars(select(Paper).where(Paper.driver_id == driver_id, Paper.state == "accepted"))
        kinds = {paper.kind for paper in rows if paper.valid_to >= today}
    return kinds.issuperset(REQUIRED)


def grant_zone(driver_id: int, zone_code: str) -> None:
    with session_scope() as session:
        person = session.get(Driver, driver_id)
        zone = session.get(Zone, zone_code)
        if person is None or zone is None:
            raise NotFound("no such driver or zone")
        if zone not in person.zones:
            person.zones.append(zone)


def go_online(driver_id: int, lat: float, lon: float) -> None:
    if not papers_valid(driver_id):
        raise DomainError("papers are missing or out of date")
    with session_scope() as session:
        person = session.get(Driver, driver_id)
        if person is None:
            raise NotFound(f"no driver {driver_id}")
        if person.blocked:
            raise DomainError("this account is blocked")
        person.online, person.lat, person.lon = True, lat, lon


def go_offline(driver_id: int) -> None:
    with session_scope() as session:
        session.execute(update(Driver).where(Driver.id == driver_id).values(online=False))


def dismiss(driver_id: int) -> None:
    """For those who signed up and never drove; all others are blocked, their books are kept."""
    with session_scope() as session:
        person = session.get(Driver, driver_id)
        if person is None:
            raise NotFound(f"no driver {driver_id}")
        if person.paid_until is not None or person.stars_count:
            raise DomainError("this person has driven: block the account instead")
        session.execute(delete(Paper).where(Paper.driver_id == driver_id))
        session.delete(person)


def retire_papers() -> int:
    """Takes everyone off the road whose papers ran out, and says so to them."""
    today = utcnow().date()
    with session_scope() as session:
        late = session.scalars(select(Paper).where(Paper.valid_to < today, Paper.state == "accepted")).all()
        for paper in late:
            paper.state = "expired"
        owners = {paper.driver_id for paper in late}
        people = session.scalars(select(Driver).where(Driver.id.in_(owners))).all()
        for person in people:
            person.online = False
        phones = [person.phone for person in people]
    outbox.broadcast(phones, "Your papers ran out. Please upload new ones.")
    return len(late)
