"""Small helpers that every app needs.

In a shell:

    from shop.payment.services import refund
    from shop.utils import as_money
    print(as_money(1250))
"""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_SLUG = re.compile(r"[^a-z0-9]+")


class DomainError(Exception):
    """A rule of the house was broken; the message is fit for the customer."""

    status = 409


class NotFound(DomainError):
    status = 404


class Invalid(DomainError):
    status = 422


class Forbidden(DomainError):
    status = 403


class Declined(DomainError):
    status = 402


def now() -> datetime:
    return timezone.now()


def in_minutes(minutes: int) -> datetime:
    return now() + timedelta(minutes=minutes)


def as_money(cents: int, currency: str = "EUR") -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d} {currency}"


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share_of(cents: int, part: int, whole: int) -> int:
    """The part of an amount that falls to one of several lines."""
    if whole == 0:
        return 0
    return half_up(Decimal(cents) * part / whole)


def new_token(prefix: str) -> str:
    return f"{prefix}-{secrets.token_hex(12)}"


def check_email(value: str) -> str:
    cleaned = value.strip().lower()
    if not _EMAIL.match(cleaned):
        raise Invalid(f"not an e-mail address: {value!r}")
    return cleaned


def check_country(value: str) -> str:
    code = value.strip().upper()
    if len(code) != 2 or not code.isalpha():
        raise Invalid(f"not a country code: {value!r}")
    return code


def check_quantity(value: object, most: int = 99) -> int:
    try:
        quantity = int(str(value))
    except ValueError:
        raise Invalid(f"not a quantity: {value!r}") from None
    if not 0 <= quantity <= most:
        raise Invalid(f"between 0 and {most}, please")
    return quantity


def slug_of(text: str) -> str:
    return _SLUG.sub("-", text.lower()).strip("-")


def mask(text: str, keep: int = 4) -> str:
    return "*" * max(len(text) - keep, 0) + text[-keep:]


def month_of(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following
