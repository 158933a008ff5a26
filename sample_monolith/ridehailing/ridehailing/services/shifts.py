"""Hours at the wheel, within the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from ridehailing.db import session_scope
from ridehailing.models import Driver, Shift
from ridehailing.services import fleet, outbox
from ridehailing.utils import DomainError, Invalid, utcnow

LONGEST = timedelta(hours=12)


def clock_in(driver_id: int) -> int:
    if not fleet.papers_valid(driver_id):
        raise DomainError("papers are missing or out of date")
    with session_scope() as session:
        last = session.scalar(select(Shift).where(Shift.driver_id == driver_id).order_by(Shift.id.desc()).limit(1))
        if last is not None and last.ended_at is None:
            raise DomainError("the clock is running already")
        shift = Shift(driver_id=driver_id)
        session.add(shift)
        session.flush()
        return shift.id


def clock_out(driver_id: int, break_minutes: int = 0) -> float:
    if not 0 <= break_minutes <= 240:
        raise Invalid("a break lasts up to four hours")
    with session_scope() as session:
        shift = session.scalar(select(Shift).where(Shift.driver_id == driver_id, Shift.ended_at.is_(None)))
        if shift is None:
            raise DomainError("the clock is not running")
        shift.ended_at, shift.break_minutes = utcnow(), break_minutes
        return shift.hours


def worked(driver_id: int, since: datetime) -> Iterator[tuple[datetime, float]]:
    with session_scope() as session:
        wanted = select(Shift).where(Shift.driver_id == driver_id, Shift.started_at >= since)
        for shift in session.scalars(wanted.order_by(Shift.started_at)):
            yield shift.started_at, shift.hours


def close_forgotten() -> int:
    edge = utcnow() - LONGEST
    with session_scope() as session:
        left = session.scalars(select(Shift).where(Shift.ended_at.is_(None), Shift.started_at < edge)).all()
        for shift in left:
            shift.ended_at = shift.started_at + LONGEST
        owners = {shift.driver_id for shift in left}
        phones = list(session.scalars(select(Driver.phone).where(Driver.id.in_(owners)).order_by(Driver.id)))
    outbox.broadcast(phones, "Your clock was left running. We stopped it for you.")
    return len(phones)
