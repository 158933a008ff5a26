from __future__ import annotations

from django.db import models

from shop.db import Timestamped


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def captured(self) -> AttemptQuerySet:
        return self.filter(state="captured")


class Attempt(Timestamped):
    order = models.ForeignKey("billing.Order", related_name="attempts", on_delete=models.PROTECT)
    gateway = models.CharField(max_length=20)
    cents = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="open")
    reference = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=120, blank=True)

    objects = AttemptQuerySet.as_manager()


class Refund(Timestamped):
    attempt = models.ForeignKey(Attempt, related_name="refunds", on_delete=models.PROTECT)
    cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=120)
