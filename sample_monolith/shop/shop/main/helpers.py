"""Things that are needed in more than one place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from shop.inventory.models import StockLevel
from shop.main.models import Brand, GiftCard, Holiday, LoginLog, NumberSeries
from shop.utils import DomainError, NotFound, mask

if TYPE_CHECKING:
    from shop.accounts.models import User
    from shop.catalog.models import Variant

SENDER = "Leaf & Bean, Hafenstrasse 4, Hamburg"


def next_number(prefix: str) -> str:
    with transaction.atomic():
        series, _ = NumberSeries.objects.select_for_update().get_or_create(prefix=prefix)
        series.last += 1
        series.save()
    return f"{prefix}{series.last:06d}"


def variant_name(variant: Variant) -> str:
    return f"{variant.product.title}, {variant.label}"


def brand_named(name: str) -> Brand:
    brand, _ = Brand.objects.get_or_create(name=name.strip())
    return brand


def stock_badge(variant_id: int) -> str:
    level = StockLevel.objects.filter(variant_id=variant_id).first()
    if level is None or level.free == 0:
        return "sold out"
    return "few left" if level.free <= level.reorder_at else "in stock"


def log_login(user: User, succeeded: bool) -> None:
    LoginLog.objects.create(user=user, succeeded=succeeded)


def customer_name(user: User) -> str:
    return user.full_name or mask(user.email, 10)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not Holiday.objects.filter(day=day).exists()


def _gift_card(code: str) -> GiftCard:
    card = GiftCard.objects.filter(code__iexact=code.strip()).first()
    if card is None:
        raise NotFound("no such gift card")
    return card


def spend_gift_card(code: str, cents: int) -> int:
    card = _gift_card(code)
    if card.cents < cents:
        raise DomainError("there is not enough on the gift card")
    card.cents -= cents
    card.save()
    return card.cents


def refill_gift_card(code: str, cents: int) -> None:
    GiftCard.objects.filter(code=code).update(cents=F("cents") + cents)


def gift_card_left(code: str) -> int:
    return _gift_card(code).cents


def letter(greeting: str, text: str) -> str:
    return f"Dear {greeting},\n\n{text}\n\n{SENDER}"
