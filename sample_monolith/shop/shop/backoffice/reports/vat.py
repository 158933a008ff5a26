from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection

from shop.utils import month_of

COLUMNS = "i.number, i.gross_cents, i.tax_cents, u.vat_id"


@dataclass(frozen=True)
class Invoice:
    """A row of the return for the tax office, not what the customer gets."""

    number: str
    gross_cents: int
    tax_cents: int
    vat_id: str


def rows(day: str, **options: Any) -> Iterator[dict[str, Any]]:
    first, following = month_of(date.fromisoformat(day))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM billing_invoice i JOIN billing_order o ON o.id = i.order_id"
            " JOIN accounts_user u ON u.id = o.user_id WHERE i.issued_at >= %s AND i.issued_at < %s ORDER BY i.number",
            [first.isoformat(), following.isoformat()],
        )
        for number, gross, tax, vat_id in cursor.fetchall():
            yield asdict(Invoice(number, gross, tax, vat_id))
