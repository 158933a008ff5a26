"""What is for sale, and for how much."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models import Min

from shop.catalog.models import Category, Product, Variant
from shop.inventory import stock
from shop.utils import DomainError, Invalid, NotFound

PRICE_SECONDS = 300

# product id -> rank; the nightly figures fill it
BESTSELLERS: dict[int, int] = {}


@dataclass(frozen=True)
class VariantCard:
    variant_id: int
    sku: str
    name: str
    price_cents: int
    tax_class: str
    grams: int


@dataclass(frozen=True)
class Teaser:
    product_id: int
    slug: str
    title: str
    from_cents: int | None
    rank: int | None


def _card(variant: Variant) -> VariantCard:
    product = variant.product
    name = f"{product.title}, {variant.label}"
    return VariantCard(variant.pk, variant.sku, name, price_of(variant.pk), product.tax_class, variant.grams)


def card(variant_id: int) -> VariantCard:
    try:
        return _card(Variant.objects.select_related("product").get(pk=variant_id))
    except Variant.DoesNotExist:
        raise NotFound(f"no article {variant_id}") from None


def card_by_sku(sku: str) -> VariantCard:
    variant = Variant.objects.select_related("product").filter(sku__iexact=sku.strip()).first()
    if variant is None:
        raise NotFound(f"no article {sku!r}")
    if variant.product.retired_at is not None:
        raise DomainError(f"{sku} is no longer sold")
    return _card(variant)


def label(variant_id: int) -> str:
    sku, name = Variant.objects.values_list("sku", "label").get(pk=variant_id)
    return f"{sku} ({name})"


def price_of(variant_id: int) -> int:
    cents = cache.get(f"price:{variant_id}")
    if cents is None:
        cents = Variant.objects.values_list("price_cents", flat=True).get(pk=variant_id)
        cache.set(f"price:{variant_id}", cents, PRICE_SECONDS)
    return cents


def teasers(category: str | None = None, words: str = "") -> list[Teaser]:
    products = Product.objects.active().matching(words)
    if category:
        products = products.in_category(category)
    rows = products.annotate(from_cents=Min("variants__price_cents"))
    cards = [Teaser(row.pk, row.slug, row.title, row.from_cents, BESTSELLERS.get(row.pk)) for row in rows]
    return sorted(cards, key=lambda teaser: (teaser.rank is None, teaser.rank or 0, teaser.title))


def offers(limit: int = 20) -> list[dict[str, object]]:
    variants = Variant.objects.on_sale().in_stock().cheapest_first().select_related("product")[:limit]
    return [{"sku": row.sku, "title": row.product.title, "percent": row.discount_percent} for row in variants]


def availability(slug: str) -> dict[str, int]:
    variants = list(Variant.objects.filter(product__slug=slug).values_list("pk", "sku"))
    if not variants:
        raise NotFound(f"no product {slug!r}")
    free = stock.available_for([pk for pk, _ in variants])
    return {sku: free.get(pk, 0) for pk, sku in variants}


def also_bought(product_id: int, limit: int = 4) -> list[Product]:
    """Products that stand on the same orders."""
    rows = Product.objects.raw(
        """
        SELECT p.*, COUNT(*) AS together
          FROM billing_line mine
          JOIN catalog_variant v ON v.id = mine.variant_id
          JOIN billing_line other ON other.order_id = mine.order_id AND other.variant_id <> mine.variant_id
          JOIN catalog_variant w ON w.id = other.variant_id
          JOIN catalog_product p ON p.id = w.product_id
         WHERE v.product_id = %s AND p.id <> %s AND p.retired_at IS NULL
         GROUP BY p.id
         ORDER BY together DESC, p.title
         LIMIT %s
        """,
        [product_id, product_id, limit],
    )
    return list(rows)


def menu() -> list[dict[str, object]]:
    tops = Category.objects.filter(parent__isnull=True).prefetch_related("children")
    return [
        {"slug": top.slug, "title": top.title, "children": [child.title for child in top.children.all()]}
        for top in tops
    ]


def set_price(sku: str, cents: int) -> None:
    """A lower price keeps the old one as the crossed-out price, a higher price clears it."""
    if cents <= 0:
        raise Invalid("a price is more than nothing")
    variant = Variant.objects.filter(sku=sku).first()
    if variant is None:
        raise NotFound(f"no article {sku!r}")
    variant.was_cents = variant.price_cents if cents < variant.price_cents else None
    variant.price_cents = cents
    variant.save(update_fields=["was_cents", "price_cents", "updated_at"])
    cache.delete(f"price:{variant.pk}")


@transaction.atomic
def remove(slug: str) -> None:
    """Takes back a product that was entered by mistake; sold articles protect themselves."""
    product = Product.objects.filter(slug=slug).first()
    if product is None:
        raise NotFound(f"no product {slug!r}")
    if product.sold_count:
        raise DomainError("sold products are retired, not removed")
    product.delete()
