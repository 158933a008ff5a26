"""How a parcel can travel, what that costs and when it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q

from shop.accounts.models import Address as CustomerAddress
from shop.billing.models import Order
from shop.main.helpers import is_working_day
from shop.shipping.models import Address, Method, Rate, Zone
from shop.utils import DomainError, Invalid, NotFound, check_country, new_token, now


@dataclass(frozen=True)
class Option:
    method_id: int
    code: str
    name: str
    cents: int
    days: int


def zone_for(country: str, postcode: str) -> Zone | None:
    code = check_country(country)
    for zone in Zone.objects.filter(countries__icontains=code).order_by("code"):
        if zone.covers(code, postcode):
            return zone
    return None


def _cents(method: Method, zone: Zone, grams: int, goods_cents: int) -> int | None:
    if goods_cents >= settings.FREE_SHIPPING_FROM and method.days > 1:
        return 0
    step = method.rates.filter(zone=zone, up_to_grams__gte=grams).first()
    return step.cents if step else None


def options_for(country: str, postcode: str, grams: int, goods_cents: int) -> list[Option]:
    zone = zone_for(country, postcode)
    if zone is None:
        return []
    found = []
    for method in Method.objects.filter(Q(active=True) & Q(most_grams__gte=grams), zones=zone):
        cents = _cents(method, zone, grams, goods_cents)
        if cents is not None:
            found.append(Option(method.pk, method.code, method.name, cents, method.days))
    return sorted(found, key=lambda option: (option.cents, option.days))


def quote(code: str, country: str, postcode: str, grams: int, goods_cents: int) -> Option:
    for option in options_for(country, postcode, grams, goods_cents):
        if option.code == code:
            return option
    raise DomainError(f"{code} does not go to {country} {postcode} with {grams} g")


def address_parcel(order: Order, home: CustomerAddress) -> None:
    """Keeps a copy of the customer's address with the order."""
    Address.objects.create(
        order=order,
        name=home.name,
        street=home.street,
        postcode=home.postcode,
        city=home.city,
        country=home.country,
    )


def send(order_id: int) -> str:
    parcel = Address.objects.filter(order_id=order_id).first()
    if parcel is None:
        raise NotFound(f"order {order_id} has no parcel")
    if parcel.sent_at is not None:
        raise DomainError("the parcel is on its way already")
    parcel.tracking = new_token("PKT").upper()[:20]
    parcel.sent_at = now()
    parcel.save()
    return parcel.tracking


def tracking_of(order_id: int) -> str:
    return Address.objects.filter(order_id=order_id).values_list("tracking", flat=True).first() or ""


def arrival(start: date, days: int) -> date:
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            days -= 1
    return day


def put_rate(method_code: str, zone_code: str, up_to_grams: int, cents: int) -> None:
    if up_to_grams <= 0:
        raise Invalid("a step of the weight table begins above nothing")
    method = Method.objects.filter(code=method_code).first()
    if method is None:
        raise NotFound(f"no method {method_code!r}")
    Rate.objects.update_or_create(method=method, zone_id=zone_code, up_to_grams=up_to_grams, defaults={"cents": cents})
    method.zones.add(zone_code)
