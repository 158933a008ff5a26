"""Small helpers and the errors of the house.

Amounts are whole cents everywhere. The rows of payments_received are never changed, not even by the accountant,
and a closed day stays closed: correct it with a new row.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from datetime import UTC, date, datetime
from pathlib import Path

from businessplatform import settings

ROUNDS = 20_000
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class HouseError(Exception):
    """A rule of the house was broken; the message is fit for the caller."""

    status = 400


class Refused(HouseError):
    status = 409


class NotFound(HouseError):
    status = 404


class Invalid(HouseError):
    status = 422


def now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")


def today() -> date:
    return datetime.now(UTC).date()


def new_token(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(16)}"


def hash_password(password: str) -> str:
    if len(password) < 8:
        raise Invalid("a password needs 8 characters")
    salt = secrets.token_hex(8)
    return f"{salt}${_digest(password, salt)}"


def password_fits(password: str, stored: str) -> bool:
    salt, _, digest = stored.partition("$")
    return hmac.compare_digest(_digest(password, salt), digest)


def _digest(password: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), ROUNDS).hex()


def check_email(value: str) -> str:
    cleaned = value.strip().lower()
    if not _EMAIL.match(cleaned):
        raise Invalid(f"not an e-mail address: {value!r}")
    return cleaned


def check_text(value: str, what: str, longest: int = 120) -> str:
    cleaned = " ".join(value.split())
    if not cleaned:
        raise Invalid(f"{what} is missing")
    if len(cleaned) > longest:
        raise Invalid(f"{what} is longer than {longest} characters")
    return cleaned


def as_money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d} {settings.CURRENCY}"


def with_vat(cents: int) -> int:
    return cents + (cents * settings.VAT_PERCENT + 50) // 100


def exports_folder() -> Path:
    folder = Path(os.environ.get("BUSINESSPLATFORM_EXPORTS", "exports"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
