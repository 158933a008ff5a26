from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from analyzer.frameworks.django.outside import Outside
from analyzer.project.packages import known_packages
from trees import understood

HEAD = "from django.conf import settings\nfrom django.db import models\n"


def keys(root: Path, files: dict[str, str]) -> set[tuple[str, str, str]]:
    return {(key.table, key.column, key.to_table) for key in understood(root, files).foreign_keys}


def tables(root: Path, files: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {table.name: table.columns for table in understood(root, files).tables}


def app(models: str, label: str = "shop") -> dict[str, str]:
    return {f"{label}/__init__.py": "", f"{label}/models.py": HEAD + textwrap.dedent(models), "manage.py": ""}


def test_options_are_inherited_from_abstract_parents_only_and_as_classes_say(tmp_path: Path) -> None:
    models = """
        NAME = "things_" "named"

        class Base(models.Model):
            class Meta:
                abstract = True
                db_table = NAME

        class Plain(Base): ...
        class Own(Base):
            class Meta:
                ordering = ["id"]
        class Taken(models.Model):
            class Meta(Base.Meta):
                app_label = "other"
        class Below(Plain):
            order_with_respect_to = None
            class Meta:
                order_with_respect_to = "plain"
        """
    assert tables(tmp_path, app(models)) == {
        "things_named": ("id",),
        "shop_own": ("id",),
        "shop_below": ("plain_ptr_id", "_order"),
    }


@pytest.mark.parametrize(
    ("to", "table"),
    [
        ("'Thing'", "shop_thing"),
        ("'shop.thing'", "shop_thing"),
        ("Thing", "shop_thing"),
        ("'self'", "shop_holder"),
        ("LABEL", "shop_thing"),
        ("named()", "shop_thing"),
        ("settings.SHOP_MODEL", "shop_thing"),
        ("getattr(settings, 'SHOP_MODEL', 'shop.Other')", "shop_thing"),
        ("getattr(settings, 'NO_SUCH', 'shop.Other')", "shop_other"),
        ("get_user_model()", "shop_other"),
        ("settings.AUTH_USER_MODEL", "shop_other"),
        ("'sites.Site'", "django_site"),
        ("Group", "auth_group"),
        ("Proxy", "shop_thing"),
    ],
)
def test_what_a_key_refers_to(tmp_path: Path, to: str, table: str) -> None:
    models = f"""
        from django.contrib.auth.models import Group
        LABEL = "shop.Thing"
        def named():
            return LABEL
        class Thing(models.Model): ...
        class Proxy(Thing):
            class Meta:
                proxy = True
        class Other(models.Model): ...
        class Holder(models.Model):
            to = models.ForeignKey({to}, on_delete=models.CASCADE)
        """
    settings = "INSTALLED_APPS = ['shop']\nAUTH_USER_MODEL = 'shop.Other'\nSHOP_MODEL = 'shop.Thing'\n"
    assert keys(tmp_path, app(models) | {"settings.py": settings}) == {("shop_holder", "to_id", table)}


@pytest.mark.parametrize(
    "field",
    [
        """
        class ThingField(models.ForeignKey):
            def __init__(self, *args, **kwargs):
                kwargs.setdefault("to", "Thing")
                super().__init__(*args, **kwargs)
        """,
        """
        class ThingField(models.ForeignKey):
            def __init__(self, **kwargs):
                kwargs["to"] = Thing
                super().__init__(**kwargs)
        """,
        """
        class ThingField(models.ForeignKey):
            def __init__(self, to="shop.Thing", **kwargs):
                super().__init__(to, **kwargs)
        """,
        """
        class Limited(models.ForeignKey): ...
        class ThingField(Limited):
            def __init__(self, **kwargs):
                super().__init__(Thing, **kwargs)
        """,
        """
        def ThingField(null=False):
            return models.ForeignKey(Thing, null=null, on_delete=models.CASCADE)
        """,
        """
        class ThingField(models.ForeignKey):
            def __init__(self, **kwargs):
                kwargs.update({"to": Thing})
                super().__init__(**kwargs)
        """,
    ],
)
def test_fields_derived_in_the_project_bring_their_model(tmp_path: Path, field: str) -> None:
    files = app("from shop.fields import ThingField\nclass Holder(models.Model):\n    thing = ThingField()\n")
    files["shop/things.py"] = f"{HEAD}class Thing(models.Model):\n    class Meta:\n        app_label = 'shop'\n"
    files["shop/fields.py"] = f"{HEAD}from shop.things import Thing\n{textwrap.dedent(field)}"
    assert keys(tmp_path, files) == {("shop_holder", "thing_id", "shop_thing")}


def test_keys_lead_to_the_column_that_identifies_or_is_named(tmp_path: Path) -> None:
    models = """
        class Token(models.Model):
            code = models.CharField(primary_key=True, db_column="c")
            word = models.CharField(unique=True, db_column="w")
        class Special(Token): ...
        class Use(models.Model):
            token = models.ForeignKey(Token, on_delete=models.CASCADE)
            word = models.ForeignKey(Token, to_field="word", on_delete=models.CASCADE)
            special = models.ForeignKey(Special, on_delete=models.CASCADE)
            tokens = models.ManyToManyField(Token, db_table="spent")
        """
    found = understood(tmp_path, app(models))
    assert {(key.table, key.column, key.to_column) for key in found.foreign_keys} == {
        ("shop_special", "token_ptr_id", "c"),
        ("shop_use", "token_id", "c"),
        ("shop_use", "word_id", "w"),
        ("shop_use", "special_id", "token_ptr_id"),
        ("spent", "use_id", "id"),
        ("spent", "token_id", "c"),
    }


def test_parents_by_explicit_link_by_several_and_outside(tmp_path: Path) -> None:
    models = """
        from django.contrib.auth.models import User
        from django.contrib.gis.db import models as places
        class Left(models.Model): ...
        class Right(models.Model):
            right_id = models.AutoField(primary_key=True)
        class Both(Left, Right): ...
        class Linked(Left):
            link = models.OneToOneField(Left, parent_link=True, primary_key=True, on_delete=models.CASCADE)
        class Member(User): ...
        class Area(places.Model): ...
        """
    found = understood(tmp_path, app(models))
    assert {(key.table, key.column, key.to_table) for key in found.foreign_keys} == {
        ("shop_both", "left_ptr_id", "shop_left"),
        ("shop_both", "right_ptr_id", "shop_right"),
        ("shop_linked", "link_id", "shop_left"),
        ("shop_member", "user_ptr_id", "auth_user"),
    }
    assert {table.name: table.columns for table in found.tables if table.name in ("shop_area", "shop_linked")} == {
        "shop_area": ("id",),
        "shop_linked": ("link_id",),
    }


def test_tables_between_belong_to_each_concrete_model(tmp_path: Path) -> None:
    models = """
        class Tagged(models.Model):
            tags = models.ManyToManyField("Tag")
            class Meta:
                abstract = True
        class Tag(models.Model): ...
        class A(Tagged): ...
        class B(Tagged):
            tags = None
        class C(Tagged):
            others = models.ManyToManyField(Tag, through="Between", through_fields=("c", "tag"))
        class Between(models.Model):
            c = models.ForeignKey(C, on_delete=models.CASCADE)
            tag = models.ForeignKey(Tag, on_delete=models.CASCADE)
        """
    found = understood(tmp_path, app(models))
    between = [table.name for table in found.tables if table.association]
    assert between == ["shop_a_tags", "shop_between", "shop_c_tags"]


def test_a_generic_key_is_named_and_its_type_is_a_key(tmp_path: Path) -> None:
    models = """
        from django.contrib.contenttypes.fields import GenericForeignKey
        from django.contrib.contenttypes.models import ContentType
        class Note(models.Model):
            kind = models.ForeignKey(ContentType, on_delete=models.CASCADE)
            row = models.PositiveIntegerField()
            about = GenericForeignKey("kind", "row")
        """
    found = understood(tmp_path, app(models))
    assert [(key.column, key.to_table) for key in found.foreign_keys] == [("kind_id", "django_content_type")]
    assert found.tables[0].columns == ("id", "kind_id", "row")
    assert [one.what for one in found.unresolved if one.kind == "foreign_key"] == ["Note.about"]


def test_models_on_bases_outside_and_what_only_looks_like_them(tmp_path: Path) -> None:
    models = """
        from company.models import Stamped, StampedManager
        from company.forms import CompanyForm
        from django.contrib.auth.models import AbstractUser, UserManager
        from django.db.models import Aggregate, JSONField

        class Known(models.Model): ...
        class Bare(Stamped): ...
        class Made(Stamped):
            class Meta(Stamped.Meta):
                abstract = False
        class Clerk(AbstractUser): ...
        class Clerks(UserManager): ...
        class Stampeds(StampedManager): ...
        class Form(CompanyForm):
            name = models.CharField()
        class Joined(Aggregate):
            output_field = JSONField()
        """
    settings = "INSTALLED_APPS = ['shop']\nAUTH_USER_MODEL = 'shop.Clerk'\n"
    found = understood(tmp_path, app(models) | {"settings.py": settings})
    assert {table.name for table in found.tables} == {
        "shop_known",
        "shop_bare",
        "shop_made",
        "shop_clerk",
        "shop_clerk_groups",
        "shop_clerk_user_permissions",
    }


def test_a_user_model_that_another_stands_in_for_has_no_table(tmp_path: Path) -> None:
    models = """
        class Person(models.Model):
            class Meta:
                swappable = "AUTH_USER_MODEL"
        class Clerk(models.Model): ...
        """
    settings = "INSTALLED_APPS = ['shop']\nAUTH_USER_MODEL = 'shop.Clerk'\n"
    assert set(tables(tmp_path, app(models) | {"settings.py": settings})) == {"shop_clerk"}


def test_labels_of_installed_apps_below_another_root(tmp_path: Path) -> None:
    files = {
        "src/project/__init__.py": "",
        "src/project/settings.py": "INSTALLED_APPS = ['project.parts.sales']\n",
        "src/project/parts/__init__.py": "",
        "src/project/parts/sales/__init__.py": "",
        "src/project/parts/sales/records/__init__.py": "",
        "src/project/parts/sales/records/orders.py": HEAD + "class Order(models.Model): ...\n",
        "src/project/parts/stock/__init__.py": "",
        "src/project/parts/stock/config.py": """
            from company.apps import CompanyAppConfig
            class Stock(CompanyAppConfig):
                name = "parts.stock"
                label = "store"
            """,
        "src/project/parts/stock/models.py": HEAD + "class Item(models.Model): ...\n",
        "src/manage.py": "",
    }
    assert set(tables(tmp_path, files)) == {"sales_order", "store_item"}


def test_models_below_an_app_belong_to_it_only_if_its_models_gather_them(tmp_path: Path) -> None:
    files = {
        "site/settings.py": "INSTALLED_APPS = ['office']\n",
        "site/__init__.py": "",
        "office/__init__.py": "",
        "office/models.py": "from office.staff.models import Clerk\n",
        "office/staff/__init__.py": "",
        "office/staff/models.py": HEAD + "class Clerk(models.Model): ...\n",
        "office/billing/__init__.py": "",
        "office/billing/models.py": HEAD + "class Bill(models.Model): ...\n",
        "office/things.py": HEAD + "class Desk(models.Model): ...\n",
        "manage.py": "",
    }
    assert set(tables(tmp_path, files)) == {"office_clerk", "billing_bill", "office_desk"}


def test_models_that_keep_their_history_have_a_table_for_it(tmp_path: Path) -> None:
    models = """
        from simple_history.models import HistoricalRecords
        class Base(models.Model):
            history = HistoricalRecords(inherit=True)
            class Meta:
                abstract = True
        class Price(Base):
            value = models.IntegerField()
        class Rate(models.Model):
            history = HistoricalRecords(table_name="old_rates")
        class Fixed(Rate): ...
        """
    found = tables(tmp_path, app(models))
    more = ("history_id", "history_date", "history_change_reason", "history_type", "history_user_id")
    assert found["shop_historicalprice"] == ("id", "value", *more)
    assert set(found) == {"shop_price", "shop_historicalprice", "shop_rate", "old_rates", "shop_fixed"}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("django.contrib.auth.models.Group", "auth_group"),
        ("django.contrib.sites.models.Site", "django_site"),
        ("wallet.models.Coin", "wallet_coin"),
        ("wallet.models.coins.Coin", "wallet_coin"),
        ("django.db.models.Model", ""),
        ("django.contrib.gis.db.models.Model", ""),
        ("django.contrib.auth.models.AbstractUser", ""),
        ("django.contrib.auth.models.UserManager", ""),
        ("wallet.models.coin", ""),
        ("wallet.models.Coin()", ""),
        ("wallet.Coin", ""),
    ],
)
def test_which_names_outside_are_models_with_a_table(name: str, table: str) -> None:
    assert Outside(known_packages(())).table(name) == table


def test_functions_that_return_each_other_end(tmp_path: Path) -> None:
    models = """
        def one():
            return other()
        def other():
            if one():
                return one()
            return other()
        class Own(models.Model):
            to = models.ForeignKey(one(), on_delete=models.CASCADE)
            made = one()
        """
    found = understood(tmp_path, app(models))
    assert [one.what for one in found.unresolved if one.kind == "foreign_key"] == ["to_id"]
