"""Settings of the shop; everything a server may want to change comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("SHOP_SECRET_KEY", "not-a-secret-for-development-only")
DEBUG = os.environ.get("SHOP_DEBUG", "") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]

INSTALLED_APPS = [
    "shop.accounts",
    "shop.catalog",
    "shop.cart",
    "shop.tax",
    "shop.shipping",
    "shop.billing",
    "shop.payment",
    "shop.inventory",
    "shop.main",
    "shop.backoffice",
]

MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "shop.accounts.middleware.TokenMiddleware",
    "shop.http.DomainErrorMiddleware",
]

ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("SHOP_DB", "shop.sqlite3"),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shop"}}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
APPEND_SLASH = True

SPOOL_DIR = os.environ.get("SHOP_SPOOL", "")

CURRENCY = "EUR"
HOME_COUNTRY = "DE"
PRICES_INCLUDE_TAX = False
ROUNDING = "shop.utils.half_up"
PAYMENT_GATEWAYS = ["card", "gift_card"]
FREE_SHIPPING_FROM = 7500
SESSION_HOURS = 24 * 14
RESET_MINUTES = 45
RESERVATION_MINUTES = 30
