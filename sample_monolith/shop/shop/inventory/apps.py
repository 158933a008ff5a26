from __future__ import annotations

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "shop.inventory"

    def ready(self) -> None:
        from shop.inventory import signals  # noqa: F401
