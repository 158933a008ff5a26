"""Attempts to get the money, and giving it back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Sum

from shop.billing import invoices
from shop.billing.models import Order
from shop.payment import gateways
from shop.payment.models import Attempt, Refund
from shop.utils import Declined, DomainError, Invalid, NotFound

MOST_ATTEMPTS = 5


def start(order: Order, gateway: str) -> int:
    gateways.load(gateway)
    attempt = Attempt.objects.create(order_id=order.pk, gateway=gateway, cents=order.gross_cents)
    return attempt.pk


def capture(order_id: int, secret: str) -> str:
    attempt = Attempt.objects.filter(order_id=order_id, state="open").order_by("-pk").first()
    if attempt is None:
        raise NotFound(f"nothing to pay for order {order_id}")
    outcome = gateways.load(attempt.gateway).charge(attempt.cents, secret)
    if not outcome.accepted:
        _decline(attempt, outcome.message)
        raise Declined(outcome.message)
    with transaction.atomic():
        attempt.state = "captured"
        attempt.reference = outcome.reference
        attempt.save()
        invoices.mark_paid(invoices.load(order_id))
    return attempt.reference


def _decline(attempt: Attempt, message: str) -> None:
    attempt.state = "declined"
    attempt.message = message[:120]
    attempt.save(update_fields=["state", "message", "updated_at"])
    if Attempt.objects.filter(order_id=attempt.order_id).count() < MOST_ATTEMPTS:
        Attempt.objects.create(order_id=attempt.order_id, gateway=attempt.gateway, cents=attempt.cents)


@transaction.atomic
def refund(order_id: int, cents: int, reason: str) -> int:
    attempt = Attempt.objects.captured().filter(order_id=order_id).first()
    if attempt is None:
        raise DomainError("nothing was paid that could be given back")
    given = attempt.refunds.aggregate(total=Sum("cents"))["total"] or 0
    if not 0 < cents <= attempt.cents - given:
        raise Invalid(f"at most {attempt.cents - given} cents can be given back")
    gateways.load(attempt.gateway).give_back(attempt.reference, cents)
    back = Refund.objects.create(attempt=attempt, cents=cents, reason=reason[:120])
    Order.objects.filter(pk=order_id).update(refunded_cents=F("refunded_cents") + cents)
    return back.pk


def forget_cancelled() -> int:
    """Attempts for orders that were called off are not tried again."""
    return Attempt.objects.filter(state="open", order__state="cancelled").update(state="void")
