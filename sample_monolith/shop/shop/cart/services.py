"""Carts: of guests by their token, of customers by their name, and how one becomes the other."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from shop.cart.models import Cart, Line
from shop.catalog import browse
from shop.inventory import stock
from shop.main.helpers import variant_name
from shop.tax import calc
from shop.utils import DomainError, NotFound, new_token, now

MOST_LINES = 40
MOST_PIECES = 99


@dataclass(frozen=True)
class Totals:
    net_cents: int
    tax_cents: int
    grams: int
    pieces: int


def open_cart(token: str | None, user_id: int | None = None) -> Cart:
    if user_id is not None:
        mine = Cart.objects.of_user(user_id).order_by("-pk").first()
        if mine is not None:
            return mine
    if token:
        found = Cart.objects.open().filter(token=token).first()
        if found is not None:
            return found
    return Cart.objects.create(token=new_token("crt"), user_id=user_id)


def _of(cart_id: int) -> Cart:
    cart = Cart.objects.open().filter(pk=cart_id).first()
    if cart is None:
        raise NotFound(f"no open cart {cart_id}")
    return cart


def add(cart_id: int, sku: str, quantity: int = 1) -> int:
    cart = _of(cart_id)
    card = browse.card_by_sku(sku)
    line = cart.lines.filter(variant_id=card.variant_id).first()
    wanted = quantity + (line.quantity if line else 0)
    if wanted > min(stock.available(card.variant_id), MOST_PIECES):
        raise DomainError(f"{card.name}: not so many left")
    if line is None:
        if cart.lines.count() >= MOST_LINES:
            raise DomainError("the cart is full")
        line = cart.lines.create(variant_id=card.variant_id, quantity=wanted)
    else:
        line.quantity = wanted
        line.save()
    return line.pk


def change(cart_id: int, sku: str, quantity: int) -> None:
    card = browse.card_by_sku(sku)
    lines = Line.objects.filter(cart_id=cart_id, variant_id=card.variant_id)
    if quantity == 0:
        lines.delete()
    elif not lines.update(quantity=quantity):
        raise NotFound(f"{sku} is not in the cart")


@transaction.atomic
def merge(token: str, user_id: int) -> None:
    """At log-in the guest's cart goes into the customer's; the larger quantity wins."""
    guest = Cart.objects.open().filter(token=token, user=None).first()
    if guest is None:
        return
    own = Cart.objects.of_user(user_id).exclude(pk=guest.pk).first()
    if own is None:
        guest.user_id = user_id
        guest.save()
        return
    pieces = dict(own.lines.values_list("variant_id", "quantity"))
    for line in guest.lines.all():
        if line.variant_id not in pieces:
            own.lines.create(variant_id=line.variant_id, quantity=line.quantity)
        elif line.quantity > pieces[line.variant_id]:
            own.lines.filter(variant_id=line.variant_id).update(quantity=line.quantity)
    if guest.voucher_code and not own.voucher_code:
        own.voucher_code = guest.voucher_code
        own.save()
    guest.delete()


def lines_of(cart_id: int) -> QuerySet[Line]:
    return Line.objects.filter(cart_id=cart_id).select_related("variant__product")


def shown(cart_id: int) -> list[dict[str, object]]:
    rows = lines_of(cart_id)
    return [{"sku": row.variant.sku, "name": variant_name(row.variant), "quantity": row.quantity} for row in rows]


def totals(cart_id: int, country: str) -> Totals:
    net = tax = grams = pieces = 0
    for line in Line.objects.filter(cart_id=cart_id):
        card = browse.card(line.variant_id)
        taxed = calc.tax_on(card.price_cents * line.quantity, country, card.tax_class)
        net += taxed.net_cents
        tax += taxed.tax_cents
        grams += card.grams * line.quantity
        pieces += line.quantity
    return Totals(net, tax, grams, pieces)


def keep_voucher(cart_id: int, code: str) -> None:
    cart = _of(cart_id)
    cart.voucher_code = code.strip().upper()
    cart.save(update_fields=["voucher_code", "updated_at"])


def close(cart_id: int) -> None:
    Cart.objects.filter(pk=cart_id).update(closed_at=now())
    Line.objects.filter(cart_id=cart_id).delete()
