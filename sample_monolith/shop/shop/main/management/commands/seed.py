"""A small shop to play with; running it twice changes nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from shop.accounts import services as accounts
from shop.accounts.models import User
from shop.backoffice import services as office
from shop.catalog.models import Category, Product, Variant
from shop.inventory import stock
from shop.main.helpers import brand_named
from shop.main.models import GiftCard, Holiday
from shop.shipping import options
from shop.shipping.models import Method
from shop.shipping.models import Zone as ShippingZone
from shop.tax.models import Rate
from shop.tax.models import Zone as TaxZone

DATA = json.loads((Path(__file__).resolve().parents[2] / "seed.json").read_text(encoding="utf-8"))


class Command(BaseCommand):
    help = "Fill an empty database with a few products, rates and people"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if Product.objects.exists():
            self.stdout.write("there is a shop already")
            return
        self.taxes()
        self.shipping()
        self.categories()
        self.goods()
        self.people()
        self.stdout.write(f"{Product.objects.count()} products, {User.objects.count()} people")

    def taxes(self) -> None:
        for entry in DATA["taxes"]:
            fields = {key: value for key, value in entry.items() if key != "rates"}
            zone = TaxZone.objects.create(**fields)
            Rate.objects.bulk_create(
                Rate(zone=zone, tax_class=tax_class, permille=permille, valid_from=date(2021, 1, 1))
                for tax_class, permille in entry["rates"].items()
            )

    def shipping(self) -> None:
        ShippingZone.objects.create(code="HOME", countries="DE", remote_postcodes="27498 26571")
        ShippingZone.objects.create(code="EU", countries="AT BE NL LU")
        Method.objects.create(code="parcel", name="Parcel", days=2)
        Method.objects.create(code="express", name="Express", days=1, most_grams=5000)
        for method, zone, grams, cents in DATA["steps"]:
            options.put_rate(method, zone, grams, cents)
        Holiday.objects.create(day=date(2027, 1, 1), name="New Year")

    def categories(self) -> None:
        for position, (title, children) in enumerate(DATA["tree"].items()):
            top = Category.objects.create(title=title, position=position)
            for child in children:
                Category.objects.create(title=child, parent=top)

    def goods(self) -> None:
        for entry in DATA["goods"]:
            brand = brand_named(entry["brand"])
            product = Product.objects.create(title=entry["title"], brand=brand, tax_class=entry["tax_class"])
            product.categories.add(Category.objects.get(title=entry["category"]))
            for sku, label, cents, grams in entry["variants"]:
                variant = Variant.objects.create(product=product, sku=sku, label=label, price_cents=cents, grams=grams)
                stock.stocktake(variant.pk, 25, shelf=sku[:3])

    def people(self) -> None:
        ada = accounts.register("ada@example.org", "first-flush-1", "Ada Holm")
        accounts.add_address(ada, "Ada Holm", "Deichstrasse 9", "20459", "Hamburg", "DE")
        boss = User.objects.create_user("office@example.org", "green-tea-22", full_name="The office", is_staff=True)
        accounts.add_address(boss.pk, "Leaf & Bean", "Hafenstrasse 4", "20359", "Hamburg", "DE")
        GiftCard.objects.create(code="GIFT-5000", cents=5000)
        office.create_voucher("WELCOME", 10, ["sencha-uji", "yirgacheffe"])
