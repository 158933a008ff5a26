"""Weekly money for those behind the wheel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from ridehailing.db import data_folder, open_session, session_scope
from ridehailing.models import Driver, Message, Payout, Trip
from ridehailing.services import tips
from ridehailing.utils import as_money, token, week_start

SMALLEST = 500


@dataclass(frozen=True)
class PayoutLine:
    week: date
    cents: int
    bank_ref: str


def run_week(now: datetime) -> int:
    until = week_start(now)
    since = until - timedelta(days=7)
    made = 0
    with open_session() as session, session.begin():
        rows = session.execute(
            select(Driver, func.sum(Trip.driver_share_cents))
            .join(Trip, Trip.driver_id == Driver.id)
            .where(Trip.finished_at >= since, Trip.finished_at < until)
            .group_by(Driver.id)
        ).all()
        for person, cents in rows:
            if not cents or cents < SMALLEST:
                continue
            if person.paid_until and person.paid_until >= until:
                continue
            due = cents + tips.hand_over(session, person.id, until)
            session.add(Payout(driver_id=person.id, week=since.date(), cents=due, bank_ref=token("sepa")))
            person.paid_until = until
            session.add(
                Message(
                    channel="sms",
                    address=person.phone,
                    subject="Your week",
                    body=f"{as_money(due)} are on the way to your account.",
                )
            )
            made += 1
    return made


def history(driver_id: int) -> list[PayoutLine]:
    with session_scope() as session:
        rows = session.scalars(select(Payout).where(Payout.driver_id == driver_id).order_by(Payout.week.desc())).all()
        return [PayoutLine(row.week, row.cents, row.bank_ref) for row in rows]


def write_batch(week: date) -> int:
    """The file for the bank; it is fetched by hand."""
    with session_scope() as session:
        rows = session.scalars(select(Payout).where(Payout.week == week).order_by(Payout.id)).all()
    with (data_folder() / "sepa.csv").open("w", encoding="utf-8") as batch:
        batch.writelines(f"{row.bank_ref};{row.cents}\n" for row in rows)
    return len(rows)


def check_batch() -> int:
    with (data_folder() / "sepa.csv").open(encoding="utf-8") as lines:
        return sum(int(line.rpartition(";")[2]) for line in lines)
