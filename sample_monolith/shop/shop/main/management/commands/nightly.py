from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shop.accounts import services as accounts
from shop.backoffice import services as office
from shop.billing import checkout, invoices
from shop.inventory import stock
from shop.payment import services as payments
from shop.utils import now


class Command(BaseCommand):
    help = "What happens every night: sweeping, dunning, figures"

    def handle(self, *args: Any, **options: Any) -> None:
        counts = {
            "sessions": accounts.sweep_sessions(),
            "drafts": checkout.purge_drafts(),
            "attempts": payments.forget_cancelled(),
            "reservations": stock.release_overdue(),
            "tickets": office.close_stale(),
        }
        counts.update({"letters": len(invoices.dunning_list())})
        office.keep_day(now().date())
        office.rank_bestsellers()
        for what, count in counts.items():
            self.stdout.write(f"{what}: {count}")
