from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from businessplatform import data_access, delivery_routes, invoicing, rules
from businessplatform.rules import Invalid, Refused


def test_the_van_is_not_overloaded() -> None:
    with pytest.raises(Refused, match="60 parcels"):
        delivery_routes.add_stop(1, 1, "Far Away 1", 50)


def test_a_van_rides_one_route_a_day() -> None:
    with pytest.raises(Refused, match="route 1"):
        delivery_routes.plan_route(rules.today() + timedelta(days=1), 2, 1)


def test_closing_returns_what_waits() -> None:
    assert delivery_routes.close_route(1, 1) == 1
    assert data_access.fetch_one("SELECT state FROM vehicles") == {"state": "free"}
    assert data_access.find_invoice(1)["delivered_on"]
    assert [row["state"] for row in data_access.stops_of(1)] == ["delivered", "returned"]


def test_signatures_are_kept(tmp_path: Path) -> None:
    assert invoicing.proofs_of(1) == ["1: H. Krume"]
    assert invoicing.proofs_of(2) == []


def test_delivered_stops_are_billed_once() -> None:
    delivery_routes.deliver(2, "M. Mohn")
    assert [row["name"] for row in invoicing.unbilled_stops()] == ["Florist Mohn"]
    assert delivery_routes.bill_route(1) == [2]
    assert delivery_routes.bill_route(1) == []


def test_money_settles_an_invoice() -> None:
    total = invoicing.customer(1) and data_access.find_invoice(1)["total_cents"]
    assert invoicing.book_payment(1, 1000, 1) == total - 1000
    with pytest.raises(Invalid):
        invoicing.book_payment(1, total, 1)
    assert invoicing.book_payment(1, total - 1000, 1) == 0
    assert data_access.find_invoice(1)["state"] == "settled"
    assert len(invoicing.payments_of(1)) == 2


def test_reminders_stop_at_the_third() -> None:
    data_access.execute("UPDATE invoices SET due_on = '2001-01-01'")
    assert [invoicing.send_reminders(1) for _ in range(4)] == [1, 1, 1, 0]
    row = data_access.fetch_one("SELECT signed_by FROM reminders WHERE level = 3")
    assert row == {"signed_by": "Eva Lund"}
