"""The examples of docs/guide/packages.md do what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.model.facts import Facts
from analyzer.model.options import Options
from trees import accesses, understood

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "packages.md"
EXAMPLES = {
    framework: text
    for text in re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    for framework in ("django", "sqlalchemy")
    if f'framework = "{framework}"' in text
}
SHOP = """
    from django.db import models
    from house.crm.history import Trail
    from house.crm.models import Owned
    from house.fields import HouseLink

    class Order(Owned):
        customer = HouseLink("crm.Customer", on_delete=models.CASCADE, related_name="orders")
        trail = Trail()
    """
USE = """
    from house.crm.audit import record
    from house.crm.models import Customer, Segment
    from shop.models import Order

    def segment_of(order: Order):
        return order.customer.segment.name

    def found():
        return Customer.objects.filter(segment__name="x", owner__email="y").exists()

    def back(segment: Segment):
        return segment.customers.count()

    def forget(segment: Segment):
        segment.delete()

    def silence(customer: Customer):
        customer.deactivate()

    def others(customer: Customer):
        return [one.orders.count() for one in customer.similar()]

    def regions(segment: Segment):
        return segment.regions.count()

    def owned(order: Order):
        return order.owner.order_owned.count()

    def note():
        record("x")

    def trade(person):
        return person.may_trade()
    """


@pytest.fixture
def shop(tmp_path: Path) -> Facts:
    files = {"shop/__init__.py": "", "shop/models.py": SHOP, "shop/use.py": USE}
    (tmp_path / "own.toml").write_text(EXAMPLES["django"], encoding="utf-8")
    return understood(tmp_path, files, Options(jobs=1, packages="own.toml"))


def by(result: Facts, name: str) -> set[str]:
    return {f"{operation} {table}" for qualname, table, operation in accesses(result) if qualname == name}


def test_tables_and_keys_of_the_django_example(shop: Facts) -> None:
    tables = {table.name: table.columns for table in shop.tables}
    assert tables["shop_order"] == ("id", "customer_id", "note", "owner_id")
    assert tables["shop_trail_order"] == (*tables["shop_order"], "trail_id", "changed_at", "changed_by_id")
    assert tables["crm_customer"] == ("id", "name", "segment_id", "note", "owner_id")
    assert tables["crm_segment_regions"] == ("id", "segment_id", "region_id")
    assert {(key.table, key.column, key.to_table, key.to_column) for key in shop.foreign_keys} == {
        ("shop_order", "owner_id", "auth_user", "id"),
        ("shop_order", "customer_id", "crm_customer", "id"),
        ("shop_trail_order", "changed_by_id", "auth_user", "id"),
        ("crm_customer", "owner_id", "auth_user", "id"),
        ("crm_customer", "segment_id", "crm_segment", "id"),
        ("crm_segment_regions", "segment_id", "crm_segment", "id"),
        ("crm_segment_regions", "region_id", "crm_region", "id"),
        ("auth_user_groups", "user_id", "auth_user", "id"),
        ("auth_user_groups", "group_id", "auth_group", "id"),
    }
    grades = {table.name: table.certainty.value for table in shop.tables}
    assert (grades["shop_order"], grades["crm_segment"], grades["crm_audit"]) == ("literal", "implicit", "guessed")


def test_accesses_of_the_django_example(shop: Facts) -> None:
    assert by(shop, "segment_of") == {"select crm_customer", "select crm_segment"}
    assert by(shop, "found") == {"select crm_customer", "select crm_segment", "select auth_user"}
    assert by(shop, "back") == {"select crm_customer"}
    assert by(shop, "silence") == {"update crm_customer"}
    assert by(shop, "others") == {"select crm_customer", "select shop_order"}
    assert by(shop, "regions") == {"select crm_region", "select crm_segment_regions"}
    assert by(shop, "owned") == {"select auth_user", "select shop_order"}
    assert by(shop, "note") == {"insert crm_audit", "select crm_customer", "select crm_segment"}
    assert by(shop, "trade") == {"select crm_licence", "select auth_user_groups"}
    assert by(shop, "forget") == {
        "delete crm_segment",
        "delete crm_segment_regions",
        *("select crm_customer", "delete crm_customer"),
        *("select shop_order", "delete shop_order"),
    }


def test_the_sqlalchemy_example(tmp_path: Path) -> None:
    models = """
        from billing_lib.db import Audited, Base
        from billing_lib.models import Account
        from billing_lib.naming import underscored
        from sqlalchemy import Column, Integer
        from sqlalchemy.orm import declared_attr
        class OrderLine(Audited, Base):
            id = Column(Integer, primary_key=True)
        class Named:
            @declared_attr
            def __tablename__(cls):
                return underscored(cls.__name__)
        """
    (tmp_path / "own.toml").write_text(EXAMPLES["sqlalchemy"], encoding="utf-8")
    result = understood(tmp_path, {"models.py": models}, Options(jobs=1, packages="own.toml"))
    assert {table.name: table.columns for table in result.tables} == {
        "order_line": ("id", "created_on", "created_by"),
        "billing_account": ("id", "owner_id", "created_on", "created_by"),
        "account_tags": ("account_id", "tag_id"),
    }
    assert {(key.table, key.column, key.to_table) for key in result.foreign_keys} == {
        ("order_line", "created_by", "users"),
        ("billing_account", "owner_id", "users"),
        ("billing_account", "created_by", "users"),
        ("account_tags", "account_id", "billing_account"),
        ("account_tags", "tag_id", "tags"),
    }
