from __future__ import annotations

from django.db import models

from shop.db import Timestamped


class CartQuerySet(models.QuerySet["Cart"]):
    def open(self) -> CartQuerySet:
        return self.filter(closed_at__isnull=True)

    def of_user(self, user_id: int) -> CartQuerySet:
        return self.open().filter(user_id=user_id)


class Cart(Timestamped):
    token = models.CharField(max_length=60, unique=True)
    user = models.ForeignKey("accounts.User", null=True, blank=True, related_name="carts", on_delete=models.CASCADE)
    voucher_code = models.CharField(max_length=20, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CartQuerySet.as_manager()


class Line(models.Model):
    cart = models.ForeignKey(Cart, related_name="lines", on_delete=models.CASCADE)
    variant = models.ForeignKey("catalog.Variant", related_name="+", on_delete=models.CASCADE)
    quantity = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cart", "variant"], name="one_line_a_variant")]
        ordering = ("id",)
