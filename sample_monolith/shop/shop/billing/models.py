from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q, Sum

from shop.db import Timestamped
from shop.utils import now


class OrderQuerySet(models.QuerySet["Order"]):
    def of(self, user_id: int) -> OrderQuerySet:
        return self.filter(user_id=user_id).exclude(state="draft")

    def unpaid(self) -> OrderQuerySet:
        return self.filter(Q(state="placed") & Q(paid_at__isnull=True))


class Order(Timestamped):
    STATES = [(state, state) for state in ("draft", "placed", "paid", "cancelled")]

    number = models.CharField(max_length=20, unique=True)
    user = models.ForeignKey("accounts.User", related_name="orders", on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    shipping_code = models.CharField(max_length=20)
    shipping_cents = models.PositiveIntegerField(default=0)
    discount_cents = models.PositiveIntegerField(default=0)
    net_cents = models.PositiveIntegerField(default=0)
    tax_cents = models.PositiveIntegerField(default=0)
    refunded_cents = models.PositiveIntegerField(default=0)
    placed_at = models.DateTimeField(default=now)
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ("-placed_at",)

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.tax_cents


class Line(models.Model):
    order = models.ForeignKey(Order, related_name="lines", on_delete=models.CASCADE)
    variant = models.ForeignKey("catalog.Variant", related_name="order_lines", on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    quantity = models.PositiveSmallIntegerField()
    unit_cents = models.PositiveIntegerField()
    tax_cents = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("id",)


class InvoiceManager(models.Manager["Invoice"]):
    def total_between(self, first: date, following: date) -> int:
        rows = self.filter(issued_at__date__gte=first, issued_at__date__lt=following)
        return rows.aggregate(total=Sum("gross_cents"))["total"] or 0


class Invoice(models.Model):
    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(Order, related_name="invoices", on_delete=models.PROTECT)
    gross_cents = models.PositiveIntegerField()
    tax_cents = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, default="open")
    issued_at = models.DateTimeField(default=now)

    objects = InvoiceManager()


class CreditNote(Timestamped):
    number = models.CharField(max_length=20, unique=True)
    invoice = models.ForeignKey(Invoice, related_name="credit_notes", on_delete=models.PROTECT)
    gross_cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=120)
