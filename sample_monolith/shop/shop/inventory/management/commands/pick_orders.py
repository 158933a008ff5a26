from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shop.inventory import stock


class Command(BaseCommand):
    help = (
        "Pick what stands on the pick list and give free what nobody paid for; UPDATE billing_order by hand if need be"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        picked = stock.pick_waiting()
        overdue = stock.release_overdue()
        stray = stock.release_cancelled()
        self.stdout.write(f"{picked} lines picked, {overdue + stray} reservations released")
