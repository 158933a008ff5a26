from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from shop.db import Timestamped
from shop.utils import now


class Subscriber(Timestamped):
    email = models.EmailField(unique=True)
    source = models.CharField(max_length=20, default="form")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)


class VoucherQuerySet(models.QuerySet["Voucher"]):
    def usable(self) -> VoucherQuerySet:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now()), used__lt=F("most"))


class Voucher(Timestamped):
    code = models.CharField(max_length=20, unique=True)
    percent = models.PositiveSmallIntegerField()
    least_cents = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=1000)
    used = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(null=True, blank=True)
    products = models.ManyToManyField("catalog.Product", related_name="vouchers", blank=True)
    customers = models.ManyToManyField("accounts.User", through="VoucherGrant", related_name="vouchers")

    objects = VoucherQuerySet.as_manager()


class VoucherGrant(models.Model):
    voucher = models.ForeignKey(Voucher, related_name="grants", on_delete=models.CASCADE)
    user = models.ForeignKey("accounts.User", related_name="+", on_delete=models.CASCADE)
    granted_at = models.DateTimeField(default=now)


class TicketQuerySet(models.QuerySet["Ticket"]):
    def waiting(self) -> TicketQuerySet:
        return self.filter(state="open").order_by("created_at")


class Ticket(Timestamped):
    user = models.ForeignKey("accounts.User", related_name="tickets", on_delete=models.CASCADE)
    order = models.ForeignKey("billing.Order", null=True, blank=True, related_name="+", on_delete=models.PROTECT)
    subject = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default="open")

    objects = TicketQuerySet.as_manager()


class Message(Timestamped):
    ticket = models.ForeignKey(Ticket, related_name="messages", on_delete=models.CASCADE)
    from_office = models.BooleanField(default=False)
    text = models.TextField()


class ReturnRequest(Ticket):
    """A ticket that asks to give something back."""

    line = models.ForeignKey("billing.Line", related_name="+", on_delete=models.PROTECT)
    quantity = models.PositiveSmallIntegerField()
    decided_at = models.DateTimeField(null=True, blank=True)


class DailySales(models.Model):
    day = models.DateField(unique=True)
    orders = models.PositiveIntegerField(default=0)
    gross_cents = models.PositiveIntegerField(default=0)
