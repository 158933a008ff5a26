"""The ways to pay; each is a module with a class `Way`."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from shop.payment.gateways.base import Gateway
from shop.utils import Invalid


def load(name: str) -> Gateway:
    if name not in settings.PAYMENT_GATEWAYS:
        raise Invalid(f"we do not take {name}")
    module = import_module(f"shop.payment.gateways.{name}")
    return module.Way()
