from __future__ import annotations

from django.apps import AppConfig


class MainConfig(AppConfig):
    name = "shop.main"

    def ready(self) -> None:
        from shop.main import signals  # noqa: F401
