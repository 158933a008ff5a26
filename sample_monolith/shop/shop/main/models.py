"""Models that had no other home."""

from __future__ import annotations

from django.db import models

from shop.db import Timestamped
from shop.utils import now


class Brand(models.Model):
    name = models.CharField(max_length=60, unique=True)
    country = models.CharField(max_length=2, blank=True)

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """Numbers without gaps for invoices, orders and credit notes."""

    prefix = models.CharField(max_length=4, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class GiftCard(Timestamped):
    code = models.CharField(max_length=20, unique=True)
    cents = models.PositiveIntegerField()

    class Meta:
        db_table = "gift_cards"


class LoginLog(models.Model):
    user = models.ForeignKey("accounts.User", related_name="+", on_delete=models.CASCADE)
    succeeded = models.BooleanField()
    at = models.DateTimeField(default=now)


class Holiday(models.Model):
    day = models.DateField(unique=True)
    name = models.CharField(max_length=60)


class FeatureFlag(models.Model):
    name = models.SlugField(primary_key=True)
    on = models.BooleanField(default=False)
