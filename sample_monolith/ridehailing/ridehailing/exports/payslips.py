"""The sheet of one week for those behind the wheel."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from ridehailing.db import session_scope
from ridehailing.services.statements import Statement

PAID = text(
    "SELECT d.full_name, p.cents FROM payouts p JOIN drivers d ON d.id = p.driver_id "
    "WHERE p.week = :week ORDER BY d.full_name"
)


class Payslip(Statement):
    heading = "Sent to the bank in the week of"


def rows(week: str) -> Iterator[str]:
    with session_scope() as session:
        paid = [(full_name, cents) for full_name, cents in session.execute(PAID, {"week": week})]
    yield from Payslip("all drivers", week).render(paid)
