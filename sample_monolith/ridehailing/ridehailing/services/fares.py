"""What a ride costs."""

from __future__ import annotations

from dataclasses import dataclass

from ridehailing import settings
from ridehailing.models import Trip
from ridehailing.services import dispatch
from ridehailing.utils import Invalid, distance_km, percent_of

FREE_WAITING = 3
NIGHT_PERCENT = 15
COMMISSION_PERCENT = 22


@dataclass(frozen=True)
class FareCard:
    base: int
    per_km: int
    per_minute: int
    minimum: int
    cancel_fee: int


CARDS = {
    "standard": FareCard(base=250, per_km=120, per_minute=25, minimum=600, cancel_fee=400),
    "van": FareCard(base=400, per_km=170, per_minute=35, minimum=900, cancel_fee=600),
    "lux": FareCard(base=700, per_km=260, per_minute=60, minimum=1500, cancel_fee=1000),
}


def card_for(product: str) -> FareCard:
    try:
        return CARDS[product]
    except KeyError:
        raise Invalid(f"unknown product: {product}") from None


def quote(product: str, zone_code: str, km: float, hour: int) -> int:
    card = card_for(product)
    minutes = km / 24 * 60
    cents = round(card.base + card.per_km * km + card.per_minute * minutes)
    if hour >= 22 or hour < 5:
        cents += percent_of(cents, NIGHT_PERCENT)
    cents = round(cents * dispatch.SURGE.get(zone_code, 1.0))
    return max(cents, card.minimum)


def cap_surge(factor: float) -> None:
    if not 1.0 <= factor <= settings.HIGHEST_SURGE_CAP:
        raise Invalid(f"between 1.0 and {settings.HIGHEST_SURGE_CAP}")
    settings.SURGE_CAP = factor


def price(trip: Trip) -> list[tuple[str, int]]:
    """The quoted fare holds unless the ride took a long detour in time."""
    card = card_for(trip.product)
    lines = [("Ride", trip.quoted_cents)]
    if trip.waited_minutes > FREE_WAITING:
        lines.append(("Waiting", (trip.waited_minutes - FREE_WAITING) * card.per_minute))
    if trip.started_at and trip.finished_at:
        km = distance_km(trip.pickup_lat, trip.pickup_lon, trip.drop_lat, trip.drop_lon)
        planned = km / 24 * 60
        actual = (trip.finished_at - trip.started_at).total_seconds() / 60
        if actual > 2 * planned + 10:
            lines.append(("Extra time", round((actual - planned) * card.per_minute)))
    return lines


def driver_share(gross_cents: int) -> int:
    # payouts are made weekly from the sum of these shares; promo codes are at our expense
    return gross_cents - percent_of(gross_cents, COMMISSION_PERCENT)
