"""Small helpers that every layer needs.

Typical use in a shell:

    from ridehailing.services.wallet import charge
    from ridehailing.utils import as_money
    print(as_money(1250))
"""

from __future__ import annotations

import math
import re
import secrets
from datetime import UTC, datetime, timedelta

EARTH_KM = 6371.0
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class DomainError(Exception):
    """A rule of the house was broken; the message is fit for the caller."""

    status = 409


class NotFound(DomainError):
    status = 404


class Invalid(DomainError):
    status = 422


def utcnow() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def week_start(moment: datetime) -> datetime:
    day = moment - timedelta(days=moment.weekday())
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def as_money(cents: int, currency: str = "EUR") -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d} {currency}"


def percent_of(cents: int, percent: int) -> int:
    return (cents * percent + 50) // 100


def token(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(8)}"


def check_email(value: str) -> str:
    cleaned = value.strip().lower()
    if not _EMAIL.match(cleaned):
        raise Invalid(f"not an e-mail address: {value!r}")
    return cleaned


def mask(number: str, keep: int = 4) -> str:
    return "*" * max(len(number) - keep, 0) + number[-keep:]


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_phi = (phi_b - phi_a) / 2
    half_lambda = math.radians(lon_b - lon_a) / 2
    root = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(root))
