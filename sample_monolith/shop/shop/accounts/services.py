"""Who is who: registering, logging in, forgetting the password, moving house, leaving."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from shop.accounts.models import Address, PasswordReset, Session, User
from shop.cart import services as carts
from shop.main import helpers
from shop.utils import DomainError, Forbidden, Invalid, NotFound, check_country, check_email, in_minutes, new_token, now

MOST_FAILURES = 5
SHORTEST = 8


@dataclass(frozen=True)
class Profile:
    user_id: int
    email: str
    full_name: str
    vat_id: str


@dataclass(frozen=True)
class Who:
    user_id: int
    is_staff: bool


def _check_password(password: str) -> None:
    if len(password) < SHORTEST or password.isdigit():
        raise Invalid(f"a password has {SHORTEST} characters at least, not all of them digits")


def register(email: str, password: str, full_name: str = "") -> int:
    _check_password(password)
    cleaned = check_email(email)
    if User.objects.filter(email=cleaned).exists():
        raise DomainError("this address is registered already")
    return User.objects.create_user(cleaned, password, full_name=full_name.strip()).pk


def profile(user_id: int) -> Profile:
    user = User.objects.active().filter(pk=user_id).first()
    if user is None:
        raise NotFound(f"no customer {user_id}")
    return Profile(user.pk, user.email, user.full_name, user.vat_id)


def log_in(email: str, password: str, cart_token: str | None = None) -> str:
    user = User.objects.active().filter(email=email.strip().lower()).first()
    if user is None:
        raise Forbidden("wrong address or password")
    if user.failed_logins >= MOST_FAILURES:
        raise Forbidden("too many attempts, please reset the password")
    if not user.check_password(password):
        user.failed_logins += 1
        user.save(update_fields=["failed_logins"])
        helpers.log_login(user, False)
        raise Forbidden("wrong address or password")
    user.failed_logins = 0
    user.last_login = now()
    user.save()
    helpers.log_login(user, True)
    session = user.sessions.create(token=new_token("ses"), ends_at=in_minutes(settings.SESSION_HOURS * 60))
    if cart_token:
        carts.merge(cart_token, user.pk)
    return session.token


def who_is(token: str) -> Who | None:
    session = Session.objects.live().select_related("user").filter(token=token, user__is_active=True).first()
    return Who(session.user_id, session.user.is_staff) if session else None


def log_out(token: str) -> None:
    Session.objects.filter(token=token).delete()


def sweep_sessions() -> int:
    swept, _ = Session.objects.exclude(ends_at__gt=now()).delete()
    return swept


def ask_reset(email: str) -> str | None:
    """Says nothing about whether the address is known; the token goes out by letter."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        return None
    reset = PasswordReset(user=user, token=new_token("pwd"), ends_at=in_minutes(settings.RESET_MINUTES))
    reset.save()
    return reset.token


@transaction.atomic
def reset_password(token: str, password: str) -> None:
    _check_password(password)
    reset = PasswordReset.objects.select_related("user").filter(token=token, used_at=None, ends_at__gt=now()).first()
    if reset is None:
        raise Forbidden("this link is not valid any more")
    user = reset.user
    user.set_password(password)
    user.failed_logins = 0
    user.save()
    reset.used_at = now()
    reset.save()
    user.sessions.all().delete()


def add_address(user_id: int, name: str, street: str, postcode: str, city: str, country: str) -> int:
    fresh = Address(user_id=user_id, name=name, street=street, postcode=postcode, city=city)
    fresh.country = check_country(country)
    fresh.is_default = not Address.objects.filter(user_id=user_id).exists()
    fresh.save()
    return fresh.pk


def default_address(user_id: int) -> Address:
    home = Address.objects.filter(user_id=user_id).order_by("-is_default", "pk").first()
    if home is None:
        raise DomainError("please enter an address first")
    return home


def set_vat_id(user_id: int, vat_id: str) -> None:
    cleaned = vat_id.replace(" ", "").upper()
    if cleaned and not cleaned[:2].isalpha():
        raise Invalid("a VAT number begins with a country code")
    User.objects.filter(pk=user_id).update(vat_id=cleaned)


@transaction.atomic
def close_account(user_id: int) -> None:
    """Customers without orders go with everything they left behind."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound(f"no customer {user_id}")
    try:
        user.delete()
    except ProtectedError:
        raise DomainError("there are orders, the books must keep the customer") from None
