from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shop.backoffice import services


class Command(BaseCommand):
    help = "Send what waits in the newsletter queue"

    def handle(self, *args: Any, **options: Any) -> None:
        for address in services.send_newsletter():
            self.stdout.write(f"sent to {address}")
