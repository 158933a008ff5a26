"""What runs while the city sleeps."""

from __future__ import annotations

from collections.abc import Callable

from ridehailing.services import fleet, heat, invoicing, outbox, payouts, shifts, trips
from ridehailing.utils import as_money, utcnow


def sweep_papers() -> int:
    return fleet.retire_papers()


def stop_clocks() -> int:
    return shifts.close_forgotten()


def sweep_hails() -> int:
    return trips.drop_stale()


def map_demand() -> int:
    return heat.measure()


def remind_debtors() -> int:
    count = 0
    for due in invoicing.open_invoices():
        outbox.tell(due.passenger_id, "A ride is unpaid", f"{as_money(due.cents)} are still open.")
        count += 1
    return count


def pay_week() -> int:
    now = utcnow()
    return payouts.run_week(now) if now.weekday() == 0 else 0


def empty_outbox() -> int:
    total = 0
    while sent := outbox.flush_pending():
        total += sent
    return total


STEPS: tuple[Callable[[], int], ...] = (
    sweep_papers,
    stop_clocks,
    sweep_hails,
    map_demand,
    remind_debtors,
    pay_week,
    empty_outbox,
)


def run_all() -> dict[str, int]:
    totals: dict[str, int] = {}
    for step in STEPS:
        totals.update({step.__name__: step()})
    return totals
