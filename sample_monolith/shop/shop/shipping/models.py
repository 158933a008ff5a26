from __future__ import annotations

from django.db import models

from shop.accounts.models import PostalAddress
from shop.db import Timestamped


class Zone(models.Model):
    code = models.CharField(max_length=8, primary_key=True)
    countries = models.CharField(max_length=200)
    remote_postcodes = models.CharField(max_length=200, blank=True)

    def covers(self, country: str, postcode: str) -> bool:
        if country not in self.countries.split():
            return False
        return not any(postcode.startswith(prefix) for prefix in self.remote_postcodes.split())


class Method(models.Model):
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    zones = models.ManyToManyField(Zone, related_name="methods")
    days = models.PositiveSmallIntegerField(default=2)
    most_grams = models.PositiveIntegerField(default=31500)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("days", "code")


class Rate(models.Model):
    """One step of the weight table of a method in a zone."""

    method = models.ForeignKey(Method, related_name="rates", on_delete=models.CASCADE)
    zone = models.ForeignKey(Zone, related_name="rates", on_delete=models.CASCADE)
    up_to_grams = models.PositiveIntegerField()
    cents = models.PositiveIntegerField()

    class Meta:
        ordering = ("up_to_grams",)


class Address(PostalAddress, Timestamped):
    """Where one parcel goes: a copy, so that customers may move afterwards."""

    order = models.OneToOneField("billing.Order", related_name="ship_to", on_delete=models.CASCADE)
    tracking = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
