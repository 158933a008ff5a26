"""Sales by country; the addresses of payment_refund are not looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Sum

from shop.billing.models import Order


def rows(**options: Any) -> Iterator[dict[str, Any]]:
    paid = Order.objects.filter(state="paid").values("ship_to__country")
    for row in paid.annotate(orders=Count("id"), net=Sum("net_cents")).order_by("ship_to__country"):
        yield {"country": row["ship_to__country"], "orders": row["orders"], "net": row["net"]}
