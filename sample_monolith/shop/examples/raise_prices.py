"""How prices were raised in one go last spring; run it in `manage.py shell`, never blindly."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from shop.billing.models import Invoice
from shop.catalog.models import Variant
from shop.inventory.models import StockLevel


@transaction.atomic
def raise_prices(cents: int) -> int:
    scarce = StockLevel.objects.low().values("variant_id")
    changed = Variant.objects.filter(pk__in=scarce).update(price_cents=F("price_cents") + cents)
    StockLevel.objects.low().update(reorder_at=F("reorder_at") + 1)
    Invoice.objects.filter(state="draft").delete()
    return changed
