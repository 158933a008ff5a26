"""What the office does all day: newsletters and vouchers, tickets and returns, figures."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Sum

from shop import spool
from shop.accounts.models import User
from shop.backoffice.models import (
    DailySales,
    Message,
    ReturnRequest,
    Subscriber,
    Ticket,
    Voucher,
    VoucherGrant,
)
from shop.billing import invoices
from shop.billing.models import Line, Order
from shop.catalog import browse
from shop.catalog.models import Product, Variant
from shop.db import unit_of_work
from shop.inventory import stock
from shop.main.helpers import customer_name, letter
from shop.payment import services as payments
from shop.utils import DomainError, Forbidden, Invalid, NotFound, check_email, now

RETURN_DAYS = 30
STALE_DAYS = 21
REPORTS = ("sales", "margins", "vat", "dump")


def subscribe(email: str) -> bool:
    """True when the address is new or comes back."""
    subscriber, fresh = Subscriber.objects.get_or_create(email=check_email(email))
    if subscriber.left_at is not None:
        subscriber.left_at = None
        subscriber.save()
        return True
    return fresh


def write_newsletter(subject: str, text: str) -> int:
    addresses = Subscriber.objects.filter(left_at__isnull=True).values_list("email", flat=True)
    for address in addresses:
        spool.publish("newsletter", {"to": address, "subject": subject, "text": letter("tea lover", text)})
    return len(addresses)


def send_newsletter() -> list[str]:
    sent: set[str] = set()
    for message in spool.consume("newsletter"):
        sent.add(message["to"])
    return sorted(sent)


def create_voucher(code: str, percent: int, slugs: list[str], least_cents: int = 0) -> int:
    if not 1 <= percent <= 60:
        raise Invalid("a voucher is worth 1 to 60 per cent")
    voucher = Voucher.objects.create(code=code.strip().upper(), percent=percent, least_cents=least_cents)
    voucher.products.set(Product.objects.filter(slug__in=slugs))
    return voucher.pk


def discount_for(code: str, net_cents: int) -> int:
    voucher = Voucher.objects.usable().filter(code=code).first()
    if voucher is None:
        raise DomainError("this voucher is not valid (any more)")
    if net_cents < voucher.least_cents:
        raise DomainError("the order is too small for this voucher")
    return net_cents * voucher.percent // 100


def thank_regulars(code: str, days: int = 90) -> int:
    """Gives a voucher to everybody who ordered lately."""
    voucher = Voucher.objects.get(code=code)
    since = now() - timedelta(days=days)
    regulars = User.objects.filter(orders__placed_at__gte=since, orders__state="paid").distinct()
    grants = [VoucherGrant(voucher=voucher, user=person) for person in regulars]
    VoucherGrant.objects.bulk_create(grants)
    return len(grants)


@transaction.atomic
def flash_sale(slug: str, percent: int) -> int:
    """Lowers the prices at once, for everybody."""
    cheaper = 0
    for variant in Variant.objects.filter(product__slug=slug):
        variant.was_cents = variant.price_cents
        variant.price_cents = variant.price_cents * (100 - percent) // 100
        variant.save()
        cache.delete(f"price:{variant.pk}")
        cheaper += 1
    return cheaper


def free_shipping_week(from_cents: int) -> None:
    if from_cents < 1000:
        raise Invalid("that would ruin us")
    settings.FREE_SHIPPING_FROM = from_cents


def open_ticket(user_id: int, subject: str, text: str, order_id: int | None = None) -> int:
    if order_id is not None and not Order.objects.filter(pk=order_id, user_id=user_id).exists():
        raise Forbidden("this is somebody else's order")
    ticket = Ticket.objects.create(user_id=user_id, order_id=order_id, subject=subject[:120])
    ticket.messages.create(text=text)
    return ticket.pk


def reply(ticket_id: int, text: str, from_office: bool) -> None:
    ticket = Ticket.objects.filter(pk=ticket_id).first()
    if ticket is None:
        raise NotFound(f"no ticket {ticket_id}")
    Message.objects.create(ticket=ticket, text=text, from_office=from_office)
    ticket.state = "answered" if from_office else "open"
    ticket.save()


def inbox() -> list[str]:
    waiting = Ticket.objects.waiting().select_related("user", "order")
    return [f"{customer_name(row.user)}: {row.subject} ({row.order.number if row.order else '-'})" for row in waiting]


def close_stale() -> int:
    before = now() - timedelta(days=STALE_DAYS)
    return Ticket.objects.filter(state="answered", updated_at__lt=before).update(state="closed")


def ask_return(user_id: int, line_id: int, quantity: int) -> int:
    line = Line.objects.select_related("order").filter(pk=line_id, order__user_id=user_id).first()
    if line is None:
        raise NotFound("this is not on one of your orders")
    if line.order.placed_at < now() - timedelta(days=RETURN_DAYS):
        raise DomainError(f"returns are taken for {RETURN_DAYS} days")
    if not 0 < quantity <= line.quantity:
        raise Invalid("so many were not ordered")
    wish = ReturnRequest(user_id=user_id, order_id=line.order_id, line_id=line_id, quantity=quantity)
    wish.subject = f"Return of {line.name}"[:120]
    wish.save()
    return wish.pk


@unit_of_work
def accept_return(return_id: int) -> str:
    """Goods back on the shelf, money back to the customer, a credit note for the books."""
    wish = ReturnRequest.objects.filter(pk=return_id, decided_at=None).first()
    if wish is None:
        raise NotFound(f"no open return {return_id}")
    line = Line.objects.get(pk=wish.line_id)
    cents = (line.unit_cents * line.quantity + line.tax_cents) * wish.quantity // line.quantity
    number = invoices.credit(line.order_id, cents, wish.subject)
    payments.refund(line.order_id, cents, wish.subject)
    stock.take_back(line.variant_id, wish.quantity, f"return {return_id}")
    wish.state = "closed"
    wish.decided_at = now()
    wish.save()
    return number


def run_report(name: str, **options: Any) -> list[dict[str, Any]]:
    if name not in REPORTS:
        raise NotFound(f"no report {name!r}")
    module = import_module(f"shop.backoffice.reports.{name}")
    return list(module.rows(**options))


def keep_day(day: date) -> None:
    figures = Order.objects.filter(paid_at__date=day).aggregate(
        orders=Count("id"), net=Sum("net_cents"), tax=Sum("tax_cents")
    )
    gross = (figures["net"] or 0) + (figures["tax"] or 0)
    DailySales.objects.update_or_create(day=day, defaults={"orders": figures["orders"], "gross_cents": gross})


def rank_bestsellers(most: int = 10) -> None:
    best = Product.objects.filter(sold_count__gt=0).order_by("-sold_count", "title")[:most]
    browse.BESTSELLERS.clear()
    browse.BESTSELLERS.update({product.pk: rank for rank, product in enumerate(best, start=1)})


def curve(days: int = 30) -> list[tuple[str, int]]:
    rows = DailySales.objects.order_by("-day")[:days]
    return [(row.day.isoformat(), row.gross_cents) for row in rows]
