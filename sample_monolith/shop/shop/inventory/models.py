from __future__ import annotations

from django.db import models
from django.db.models import F

from shop.db import Timestamped
from shop.utils import now


class StockLevelQuerySet(models.QuerySet["StockLevel"]):
    def low(self) -> StockLevelQuerySet:
        return self.filter(on_hand__lt=F("reorder_at") + F("reserved"))


class StockLevel(Timestamped):
    variant = models.OneToOneField("catalog.Variant", related_name="stock", on_delete=models.CASCADE)
    on_hand = models.IntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    reorder_at = models.PositiveIntegerField(default=5)
    shelf = models.CharField(max_length=12, blank=True)

    objects = StockLevelQuerySet.as_manager()

    @property
    def free(self) -> int:
        return max(self.on_hand - self.reserved, 0)


class ReservationManager(models.Manager["Reservation"]):
    def overdue(self) -> models.QuerySet[Reservation]:
        return self.filter(state="held", held_until__lt=now())


class Reservation(Timestamped):
    STATES = [("held", "held"), ("picked", "picked"), ("released", "released")]

    order = models.ForeignKey("billing.Order", related_name="reservations", on_delete=models.CASCADE)
    level = models.ForeignKey(StockLevel, related_name="reservations", on_delete=models.CASCADE)
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=STATES, default="held")
    held_until = models.DateTimeField(null=True, blank=True)

    objects = ReservationManager()


class Movement(models.Model):
    KINDS = [("in", "goods in"), ("out", "picked"), ("back", "returned"), ("count", "stock-taking")]

    level = models.ForeignKey(StockLevel, related_name="movements", on_delete=models.CASCADE)
    kind = models.CharField(max_length=8, choices=KINDS)
    quantity = models.IntegerField()
    remark = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("at", "id")
