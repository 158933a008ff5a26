from __future__ import annotations

from django.db import models


class Zone(models.Model):
    """Countries that tax alike."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=60)
    countries = models.CharField(max_length=200, help_text="country codes, a blank between them")
    reverse_charge = models.BooleanField(default=False)

    def covers(self, country: str) -> bool:
        return country in self.countries.split()


class RateManager(models.Manager["Rate"]):
    def valid_for(self, zone_code: str) -> models.QuerySet[Rate]:
        return self.filter(zone_id=zone_code, valid_to__isnull=True)


class Rate(models.Model):
    CLASSES = [("standard", "standard"), ("reduced", "reduced"), ("zero", "zero")]

    zone = models.ForeignKey(Zone, related_name="rates", on_delete=models.CASCADE)
    tax_class = models.CharField(max_length=12, choices=CLASSES)
    permille = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = RateManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "tax_class", "valid_from"], name="one_rate_a_day")]
