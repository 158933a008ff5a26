from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.inventory.models import Reservation


@receiver(post_save, sender=Reservation)
def keep_reserved(sender: type[Reservation], instance: Reservation, **kwargs: Any) -> None:
    """The level knows the sum of what is held."""
    level = instance.level
    held = level.reservations.filter(state="held").aggregate(total=Sum("quantity"))["total"]
    level.reserved = held or 0
    level.save(update_fields=["reserved", "updated_at"])
