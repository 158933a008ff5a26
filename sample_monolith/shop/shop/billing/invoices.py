"""Invoices and credit notes, and whether they are paid."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F, Sum

from shop import spool
from shop.billing.models import CreditNote, Invoice, Order
from shop.db import unit_of_work
from shop.inventory import stock
from shop.main.helpers import next_number
from shop.utils import DomainError, Invalid, NotFound, as_money, now


def load(order_id: int) -> Order:
    try:
        return Order.objects.get(pk=order_id)
    except Order.DoesNotExist:
        raise NotFound(f"no order {order_id}") from None


def issue(order: Order) -> Invoice:
    if order.state != "placed":
        raise DomainError("only placed orders are invoiced")
    return order.invoices.create(number=next_number("R"), gross_cents=order.gross_cents, tax_cents=order.tax_cents)


@transaction.atomic
def mark_paid(order: Order) -> None:
    """Called when all the money is there; the goods may leave."""
    if order.state == "cancelled":
        raise DomainError("the order was cancelled")
    order.state = "paid"
    order.paid_at = now()
    order.save()
    Invoice.objects.filter(order=order, state="open").update(state="paid")
    stock.confirm(order.pk)
    transaction.on_commit(lambda: spool.publish("pick-list", {"order": order.pk}))


@unit_of_work
def credit(order_id: int, cents: int, reason: str) -> str:
    invoice = Invoice.objects.filter(order_id=order_id).exclude(state="void").first()
    if invoice is None:
        raise NotFound(f"order {order_id} has no invoice")
    credited = invoice.credit_notes.aggregate(total=Sum("gross_cents"))["total"] or 0
    if not 0 < cents <= invoice.gross_cents - credited:
        raise Invalid(f"at most {as_money(invoice.gross_cents - credited)} can be credited")
    note = CreditNote(number=next_number("G"), invoice=invoice, gross_cents=cents, reason=reason[:120])
    note.save()
    if credited + cents == invoice.gross_cents:
        Invoice.objects.filter(pk=invoice.pk).update(state="credited")
    return note.number


def open_balance(order_id: int) -> int:
    """What is missing after all the money that was captured."""
    order = load(order_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(cents), 0) FROM payment_attempt WHERE order_id = %s AND state = 'captured'", [order_id]
        )
        (captured,) = cursor.fetchone()
    return order.gross_cents - captured


def dunning_list() -> list[str]:
    letters = []
    for order in Order.objects.unpaid().filter(net_cents__gt=F("refunded_cents")):
        letters.append(
            f"Select a way to pay from our list and settle order {order.number}: {as_money(order.gross_cents)}"
        )
    return letters
