"""From the cart to the order."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from shop.accounts import services as accounts
from shop.backoffice import services as office
from shop.backoffice.models import Voucher
from shop.billing import invoices
from shop.billing.models import Line, Order
from shop.cart import services as carts
from shop.catalog import browse
from shop.db import unit_of_work
from shop.inventory import stock
from shop.main.helpers import next_number
from shop.payment import services as payments
from shop.shipping import options
from shop.tax import calc
from shop.utils import DomainError, now, share_of

SMALLEST_ORDER = 500


@unit_of_work
def place(user_id: int, cart_id: int, shipping_code: str, gateway: str, voucher: str = "") -> int:
    home = accounts.default_address(user_id)
    totals = carts.totals(cart_id, home.country)
    if totals.net_cents < SMALLEST_ORDER:
        raise DomainError("this is less than our smallest order")
    option = options.quote(shipping_code, home.country, home.postcode, totals.grams, totals.net_cents)
    discount = office.discount_for(voucher, totals.net_cents) if voucher else 0
    order = Order.objects.create(
        number=next_number("A"),
        user_id=user_id,
        shipping_code=option.code,
        shipping_cents=option.cents,
        discount_cents=discount,
    )
    vat_id = accounts.profile(user_id).vat_id
    for line in carts.lines_of(cart_id):
        stock.reserve(order.pk, line.variant_id, line.quantity)
        add_line(order, line.variant_id, line.quantity, home.country, vat_id)
    if voucher:
        Voucher.objects.filter(code=voucher).update(used=F("used") + 1)
    total_up(order, home.country, vat_id)
    options.address_parcel(order, home)
    carts.close(cart_id)
    invoices.issue(order)
    payments.start(order, gateway)
    return order.pk


def add_line(order: Order, variant_id: int, quantity: int, country: str, vat_id: str) -> None:
    card = browse.card(variant_id)
    taxed = calc.tax_on(card.price_cents * quantity, country, card.tax_class, vat_id)
    order.lines.create(
        variant_id=variant_id,
        name=card.name,
        quantity=quantity,
        unit_cents=card.price_cents,
        tax_cents=taxed.tax_cents,
    )


def total_up(order: Order, country: str, vat_id: str) -> None:
    """The discount lowers the tax of every line by its share."""
    goods = tax = 0
    for line in order.lines.all():
        goods += line.unit_cents * line.quantity
        tax += line.tax_cents
    postage = calc.tax_on(order.shipping_cents, country, "standard", vat_id)
    order.net_cents = goods - order.discount_cents + postage.net_cents
    order.tax_cents = tax - share_of(tax, order.discount_cents, goods) + postage.tax_cents
    order.state = "placed"
    order.save()


@unit_of_work
def cancel(order_id: int) -> None:
    order = invoices.load(order_id)
    if order.state != "placed":
        raise DomainError(f"an order that is {order.state} cannot be cancelled")
    order.state = "cancelled"
    order.save(update_fields=["state", "updated_at"])
    order.invoices.update(state="void")
    stock.release(order_id)


def draft(user_id: int, shipping_code: str, articles: dict[int, int]) -> int:
    """The telephone desk writes orders down before the customer agrees."""
    order = Order.objects.create(number=next_number("T"), user_id=user_id, shipping_code=shipping_code)
    found = {variant_id: browse.card(variant_id) for variant_id in articles}
    lines = []
    for variant_id, card in found.items():
        lines.append(
            Line(
                order=order,
                variant_id=variant_id,
                name=card.name,
                quantity=articles[variant_id],
                unit_cents=card.price_cents,
            )
        )
    Line.objects.bulk_create(lines)
    return order.pk


def purge_drafts(days: int = 30) -> int:
    purged, _ = Order.objects.filter(state="draft", placed_at__lt=now() - timedelta(days=days)).delete()
    return purged
