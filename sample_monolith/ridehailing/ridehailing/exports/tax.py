"""The yearly statement for the revenue office."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from ridehailing.db import session_scope
from ridehailing.utils import Invalid, as_money


def rows(year: str) -> Iterator[str]:
    if not (year.isdigit() and len(year) == 4):
        raise Invalid(f"not a year: {year}")
    span = f"'{year}-01-01' AND '{year}-12-31'"
    with session_scope() as session:
        result = session.execute(
            text(
                f"SELECT d.full_name, d.iban, SUM(p.cents) FROM payouts p JOIN drivers d ON d.id = p.driver_id "
                f"WHERE p.week BETWEEN {span} GROUP BY d.id ORDER BY d.full_name"
            )
        )
        for full_name, iban, cents in result:
            yield f"{full_name};{iban};{as_money(cents)}"
