"""Codes that make a ride cheaper."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ridehailing.db import session_scope
from ridehailing.models import Passenger, PromoCode, Redemption
from ridehailing.utils import Invalid, percent_of, utcnow

NEWCOMER_DAYS = 30


def create_code(code: str, percent: int, cap_cents: int, last_day: date, uses: int, newcomers: bool = False) -> None:
    if not 0 < percent <= 100:
        raise Invalid("the percentage must lie between 1 and 100")
    with session_scope() as session:
        session.add(
            PromoCode(
                code=code.upper(),
                percent=percent,
                cap_cents=cap_cents,
                last_day=last_day,
                uses_left=uses,
                newcomers_only=newcomers,
            )
        )


def redeem(session: Session, code: str | None, passenger_id: int, gross_cents: int) -> int:
    """Cents taken off; a code that does not apply is simply worth nothing."""
    if not code:
        return 0
    promo = session.get(PromoCode, code.upper())
    if promo is None or promo.uses_left < 1 or promo.last_day < utcnow().date():
        return 0
    used = session.scalar(
        select(func.count())
        .select_from(Redemption)
        .where(Redemption.code == promo.code, Redemption.passenger_id == passenger_id)
    )
    if used:
        return 0
    if promo.newcomers_only:
        joined = session.scalar(select(Passenger.joined_at).where(Passenger.id == passenger_id))
        if joined is None or joined < utcnow() - timedelta(days=NEWCOMER_DAYS):
            return 0
    saved = min(percent_of(gross_cents, promo.percent), promo.cap_cents)
    promo.uses_left -= 1
    session.add(Redemption(code=promo.code, passenger_id=passenger_id, saved_cents=saved))
    return saved
