"""Lists that leave the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from businessplatform import data_access, delivery_routes, invoicing, rules
from businessplatform.rules import Invalid

WITHHELD = ("user", "session", "api", "login", "sqlite")


def customer_statement(customer_id: int) -> Iterator[str]:
    owner = invoicing.customer(customer_id)
    yield f"Statement for {owner['name']}\n"
    due = 0
    for invoice in data_access.invoices_of(customer_id):
        rest = invoice["total_cents"] - invoice["paid_cents"]
        due += rest
        yield f"{invoice['number']};{invoice['state']};{rules.as_money(rest)}\n"
    yield f"Due;{rules.as_money(due)}\n"


def write_day_sheet(day: str, out: TextIO) -> int:
    rows = delivery_routes.board(day)
    for row in rows:
        line = f"{row['route_id']}.{row['position']} {row['name']}, {row['address']}: {row['parcels']}"
        print(line, file=out)
    return len(rows)


def dump(subject: str) -> list[str]:
    """Everything of one kind, for the accountant."""
    if not subject.isidentifier() or subject.startswith(WITHHELD):
        raise Invalid(f"{subject!r} is not given away")
    source = f"{subject}s"
    rows = data_access.fetch_all(f"SELECT * FROM {source} ORDER BY 1")
    return [";".join("" if value is None else str(value) for value in row.values()) for row in rows]
