"""What lies on the shelves, what is promised and what has moved."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from shop import spool
from shop.catalog import browse
from shop.inventory.models import Movement, Reservation, StockLevel
from shop.utils import DomainError, Invalid, NotFound, in_minutes


def available(variant_id: int) -> int:
    level = StockLevel.objects.filter(variant_id=variant_id).first()
    return level.free if level else 0


def available_for(variant_ids: Iterable[int]) -> dict[int, int]:
    levels = StockLevel.objects.filter(variant_id__in=list(variant_ids))
    return {level.variant_id: level.free for level in levels}


def _level(variant_id: int) -> StockLevel:
    level = StockLevel.objects.select_for_update().filter(variant_id=variant_id).first()
    if level is None:
        raise NotFound(f"article {variant_id} is not kept in stock")
    return level


def stocktake(variant_id: int, counted: int, shelf: str = "") -> int:
    """Sets the level to what was counted and keeps the difference as a movement."""
    if counted < 0:
        raise Invalid("nobody can count less than nothing")
    with transaction.atomic():
        level, fresh = StockLevel.objects.get_or_create(variant_id=variant_id, defaults={"shelf": shelf})
        difference = counted - level.on_hand
        if difference or fresh:
            level.movements.create(kind="count", quantity=difference)
        level.on_hand = counted
        level.shelf = shelf or level.shelf
        level.save()
    return difference


@transaction.atomic
def receive(variant_id: int, quantity: int, remark: str = "") -> None:
    if quantity <= 0:
        raise Invalid("a delivery has at least one piece")
    level, _ = StockLevel.objects.get_or_create(variant_id=variant_id)
    StockLevel.objects.filter(pk=level.pk).update(on_hand=F("on_hand") + quantity)
    Movement.objects.create(level=level, kind="in", quantity=quantity, remark=remark)


def reserve(order_id: int, variant_id: int, quantity: int) -> None:
    level = _level(variant_id)
    if level.free < quantity:
        raise DomainError(f"only {level.free} of article {variant_id} left")
    Reservation.objects.create(
        order_id=order_id, level=level, quantity=quantity, held_until=in_minutes(settings.RESERVATION_MINUTES)
    )


def confirm(order_id: int) -> int:
    """A paid order keeps what is reserved until somebody picks it."""
    return Reservation.objects.filter(order_id=order_id, state="held").update(held_until=None)


@transaction.atomic
def release(order_id: int) -> int:
    held = list(Reservation.objects.filter(order_id=order_id, state="held"))
    for reservation in held:
        reservation.state = "released"
        reservation.save()
    return len(held)


def release_overdue() -> int:
    released = 0
    for reservation in Reservation.objects.overdue():
        reservation.state = "released"
        reservation.save()
        released += 1
    return released


def release_cancelled() -> int:
    """Orders that were called off by the office keep no goods."""
    stray = Reservation.objects.filter(state="held", order__state="cancelled")
    for reservation in stray:
        reservation.state = "released"
        reservation.save()
    return len(stray)


@transaction.atomic
def pick(order_id: int) -> int:
    reservations = Reservation.objects.filter(order_id=order_id, state="held").select_related("level")
    out = []
    for reservation in reservations:
        level = reservation.level
        level.on_hand -= reservation.quantity
        level.save(update_fields=["on_hand", "updated_at"])
        reservation.state = "picked"
        reservation.save()
        out.append(Movement(level=level, kind="out", quantity=-reservation.quantity, remark=f"order {order_id}"))
    Movement.objects.bulk_create(out)
    return len(out)


def pick_waiting() -> int:
    return sum(pick(message["order"]) for message in spool.consume("pick-list"))


@transaction.atomic
def take_back(variant_id: int, quantity: int, remark: str) -> None:
    level = _level(variant_id)
    level.on_hand = F("on_hand") + quantity
    level.save(update_fields=["on_hand", "updated_at"])
    Movement.objects.create(level=level, kind="back", quantity=quantity, remark=remark)


def shortages() -> list[str]:
    lines = []
    for level in StockLevel.objects.low().order_by("shelf"):
        lines.append(f"{level.shelf or '?'}: {browse.label(level.variant_id)}, {level.free} left")
    return lines


def turnover(variant_id: int) -> int:
    moved = Movement.objects.filter(level__variant_id=variant_id, kind="out").aggregate(total=Sum("quantity"))
    return -(moved["total"] or 0)
