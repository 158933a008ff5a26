"""What the pages show, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ridehailing.services.payouts import PayoutLine
from ridehailing.services.trips import Summary
from ridehailing.utils import as_money

WORDS = {
    "requested": "Looking for a car",
    "accepted": "Your car is coming",
    "riding": "Enjoy the ride",
    "finished": "You have arrived",
    "cancelled": "Cancelled",
    "expired": "Nobody was free",
}


@dataclass
class RideCard:
    headline: str
    amount: str
    can_cancel: bool
    can_rate: bool

    @classmethod
    def of(cls, ride: Summary) -> RideCard:
        cents = ride.fare_cents if ride.fare_cents is not None else ride.quoted_cents
        return cls(
            headline=WORDS.get(ride.status, ride.status),
            amount=as_money(cents),
            can_cancel=ride.status in ("requested", "accepted"),
            can_rate=ride.status == "finished",
        )


@dataclass
class Driver:
    """The head of the board: a name and a smile, not the record."""

    id: int
    greeting: str
    stars: str


@dataclass
class WeekRow:
    week: date
    amount: str


@dataclass
class Shift:
    """One line of the week: the day and the hours, not the clock."""

    day: date
    hours: float


def week_rows(lines: list[PayoutLine]) -> list[WeekRow]:
    return [WeekRow(line.week, as_money(line.cents)) for line in lines]


def greet(driver_id: int, full_name: str, stars: float | None) -> Driver:
    first, *_ = full_name.split() or [""]
    return Driver(id=driver_id, greeting=f"Hello {first}", stars=f"{stars:.1f}" if stars else "new")
