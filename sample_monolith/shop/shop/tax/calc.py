"""Which tax is due on what, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.module_loading import import_string

from shop.tax.models import Rate, Zone
from shop.utils import DomainError, Invalid, check_country

# when a zone knows no rate of its own; postage from shipping_rate is taxed like goods
FALLBACK = {"standard": 190, "reduced": 70, "zero": 0}
HOLD_SECONDS = 3600


@dataclass(frozen=True)
class Taxed:
    net_cents: int
    tax_cents: int
    permille: int

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.tax_cents


def zone_of(country: str) -> Zone | None:
    code = check_country(country)
    for zone in Zone.objects.all():
        if zone.covers(code):
            return zone
    return None


def permille_for(country: str, tax_class: str) -> int:
    key = f"{check_country(country)}:{tax_class}"
    known = cache.get(f"tax:{key}")
    if known is None:
        known = _look_up(country, tax_class)
        cache.set(f"tax:{key}", known, HOLD_SECONDS)
    return known


def _look_up(country: str, tax_class: str) -> int:
    if tax_class not in FALLBACK:
        raise Invalid(f"unknown tax class: {tax_class}")
    zone = zone_of(country)
    if zone is None:
        return 0
    rate = Rate.objects.valid_for(zone.code).filter(tax_class=tax_class).first()
    return rate.permille if rate else FALLBACK[tax_class]


def tax_on(cents: int, country: str, tax_class: str = "standard", vat_id: str = "") -> Taxed:
    """Net price in, tax out; a business abroad with a number pays the tax at home."""
    if cents < 0:
        raise Invalid("no tax on less than nothing")
    zone = zone_of(country)
    if vat_id and zone is not None and zone.reverse_charge:
        return Taxed(cents, 0, 0)
    permille = permille_for(country, tax_class)
    rounding = import_string(settings.ROUNDING)
    if settings.PRICES_INCLUDE_TAX:
        net = rounding(Decimal(cents) * 1000 / (1000 + permille))
        return Taxed(net, cents - net, permille)
    return Taxed(cents, rounding(Decimal(cents) * permille / 1000), permille)


@transaction.atomic
def change_rate(zone_code: str, tax_class: str, permille: int, since: date) -> None:
    if not 0 <= permille <= 500:
        raise Invalid("a rate lies between 0 and 500 per mille")
    current = Rate.objects.valid_for(zone_code).filter(tax_class=tax_class).first()
    if current is not None and current.valid_from >= since:
        raise DomainError("the new rate would begin before the old one")
    Rate.objects.valid_for(zone_code).filter(tax_class=tax_class).update(valid_to=since - timedelta(days=1))
    Rate.objects.create(zone_id=zone_code, tax_class=tax_class, permille=permille, valid_from=since)
    for country in Zone.objects.get(pk=zone_code).countries.split():
        cache.delete(f"tax:{country}:{tax_class}")


def overview() -> list[dict[str, object]]:
    zones = Zone.objects.prefetch_related("rates")
    return [
        {"zone": zone.code, "rates": {rate.tax_class: rate.permille for rate in zone.rates.all() if not rate.valid_to}}
        for zone in zones
    ]
