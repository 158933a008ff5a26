from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.accounts.models import User
from shop.backoffice.models import Subscriber
from shop.billing.models import Line
from shop.catalog.models import Product


@receiver(post_save, sender=Line)
def count_sale(sender: type[Line], instance: Line, created: bool, **kwargs: Any) -> None:
    if created:
        Product.objects.filter(variants=instance.variant_id).update(sold_count=F("sold_count") + instance.quantity)


@receiver(post_save, sender=User)
def offer_newsletter(sender: type[User], instance: User, created: bool, **kwargs: Any) -> None:
    if created and not instance.is_staff:
        Subscriber.objects.get_or_create(email=instance.email, defaults={"source": "registration"})
