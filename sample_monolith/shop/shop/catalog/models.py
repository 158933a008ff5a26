from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from shop.db import Timestamped
from shop.utils import slug_of


class Sluggable(models.Model):
    slug = models.SlugField(max_length=80, unique=True, blank=True)
    title = models.CharField(max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = slug_of(self.title)
        super().save(*args, **kwargs)


class Category(Sluggable):
    parent = models.ForeignKey("self", null=True, blank=True, related_name="children", on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "title")


class ProductQuerySet(models.QuerySet["Product"]):
    def active(self) -> ProductQuerySet:
        return self.filter(retired_at__isnull=True)

    def in_category(self, slug: str) -> ProductQuerySet:
        return self.filter(Q(categories__slug=slug) | Q(categories__parent__slug=slug)).distinct()

    def matching(self, words: str) -> ProductQuerySet:
        found = self
        for word in words.split():
            found = found.filter(
                Q(title__icontains=word) | Q(description__icontains=word) | Q(brand__name__iexact=word)
            )
        return found


class Product(Sluggable, Timestamped):
    description = models.TextField(blank=True)
    brand = models.ForeignKey("main.Brand", null=True, blank=True, related_name="products", on_delete=models.SET_NULL)
    categories = models.ManyToManyField(Category, related_name="products", blank=True)
    tax_class = models.CharField(max_length=12, default="standard")
    sold_count = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ("title",)


class VariantQuerySet(models.QuerySet["Variant"]):
    def on_sale(self) -> VariantQuerySet:
        return self.filter(was_cents__gt=F("price_cents"))

    def in_stock(self) -> VariantQuerySet:
        return self.filter(stock__on_hand__gt=F("stock__reserved"))

    def cheapest_first(self) -> VariantQuerySet:
        return self.order_by("price_cents", "sku")


class Variant(Timestamped):
    product = models.ForeignKey(Product, related_name="variants", on_delete=models.CASCADE)
    sku = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=60)
    price_cents = models.PositiveIntegerField()
    was_cents = models.PositiveIntegerField(null=True, blank=True)
    grams = models.PositiveIntegerField(default=0)

    objects = VariantQuerySet.as_manager()

    class Meta:
        ordering = ("sku",)

    def __str__(self) -> str:
        return f"{self.sku} {self.label}"

    @property
    def discount_percent(self) -> int:
        if not self.was_cents or self.was_cents <= self.price_cents:
            return 0
        return (self.was_cents - self.price_cents) * 100 // self.was_cents
