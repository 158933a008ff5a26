"""Truth by hand: the fields of Django's models."""

from __future__ import annotations

import pytest

from analyzer.model.shapes import DataKind, Origin
from told import field, shapes, told, types

NULLABLE_TIME = "string/date-time|null"
MODELS = """
    from django.db import models
    from django.conf import settings
    from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
    from django.contrib.postgres.fields import ArrayField
    from money.fields import MoneyField, FancySlugField
"""


def read(text: str) -> dict[str, dict[str, str]]:
    found = types({"shop/models.py": MODELS + text})
    return {name.removeprefix("shop.models."): shapes(one) for name, one in found.items()}


def test_a_key_gives_what_it_leads_to_and_what_identifies_it() -> None:
    found = types({
        "shop/models.py": MODELS + """
    class Customer(models.Model):
        code = models.SlugField(primary_key=True)
    class Order(models.Model):
        '''What was
        bought.

        More.
        '''
        customer = models.ForeignKey(
            Customer, on_delete=models.CASCADE, null=True, db_column="cust", help_text="Who pays")
        others = models.ManyToManyField("self")
        number = models.CharField(max_length=9, default="x")
        @property
        def shown(self): return self.number
    """
    })  # fmt: skip
    order = found["shop.models.Order"]
    assert (order.kind, order.table, order.path, order.whole) == (
        DataKind.ENTITY, "shop_order", "shop/models.py", True,
    )  # fmt: skip
    assert order.about == "What was bought."
    assert shapes(order) == {
        "id": "integer",
        "customer": "data shop.models.Customer|null",
        "customer_id": "string|null",
        "others": "array<data shop.models.Order>",
        "number": "string",
    }
    customer, key = field(order, "customer"), field(order, "customer_id")
    assert (customer.refers, customer.column, customer.written) == ("shop.models.Customer", "cust", "models.ForeignKey")
    assert (customer.about, customer.required, customer.origin) == ("Who pays", False, Origin.COLUMN)
    assert (key.refers, key.column, key.key) == ("", "cust", False)
    assert (field(order, "id").key, field(order, "id").required) == (True, False)
    assert (field(order, "number").default, field(order, "number").required) == ('"x"', False)
    assert field(found["shop.models.Customer"], "code").required


def test_fields_of_abstract_bases_and_of_parents_stand_first() -> None:
    found = read("""
    class Stamped(models.Model):
        at = models.DateTimeField(auto_now_add=True)
        class Meta:
            abstract = True
    class Order(Stamped):
        total = models.DecimalField(max_digits=9, decimal_places=2)
    class Gift(Order):
        text = models.TextField(blank=True)
    class Shown(Gift):
        class Meta:
            proxy = True
    """)
    assert found["Stamped"] == {"at": "string/date-time"}
    assert list(found["Order"]) == ["id", "at", "total"]
    assert list(found["Gift"]) == ["id", "at", "total", "order_ptr", "order_ptr_id", "text"]
    assert found["Gift"]["order_ptr_id"] == "integer"
    assert found["Shown"] == found["Gift"]


def test_only_the_row_of_a_child_is_identified_by_its_link() -> None:
    found = types({
        "shop/models.py": MODELS + """
    class Order(models.Model): ...
    class Gift(Order): ...
    """
    })  # fmt: skip
    keys = {name: [one.name for one in found[f"shop.models.{name}"].fields if one.key] for name in ("Order", "Gift")}
    assert keys == {"Order": ["id"], "Gift": ["order_ptr_id"]}
    assert found["shop.models.Gift"].bases == ("shop.models.Order",)


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        ("models.PositiveSmallIntegerField()", "integer"),
        ("models.FloatField()", "number"),
        ("models.BooleanField()", "boolean"),
        ("models.BinaryField()", "binary"),
        ("models.UUIDField()", "string/uuid"),
        ("models.URLField()", "string/uri"),
        ("models.EmailField(null=True)", "string/email|null"),
        ("models.DurationField()", "string/duration"),
        ("models.ImageField()", "string/uri-reference"),
        ("models.JSONField(default=dict)", "map<unknown>"),
        ("models.JSONField(default={})", "map<unknown>"),
        ("models.JSONField(null=False)", "unknown"),
        ("models.JSONField(default=list)", "array<unknown>"),
        ("ArrayField(ArrayField(models.IntegerField()))", "array<array<integer>>"),
        ("MoneyField()", "string/decimal"),
        ("FancySlugField()", "string"),
        ("Cents()", "string/decimal"),
        ("Native()", "string/uuid"),
        ("Named()", "integer"),
        ("made_by_hand()", "string/date"),
        ("Mystery()", "unknown"),
        ("GenericForeignKey()", "unknown"),
        ("GenericRelation('Order')", "array<data shop.models.Order>"),
    ],
)
def test_shapes_of_fields(made: str, shape: str) -> None:
    found = read(f"""
    class Cents(models.DecimalField): ...
    class Native(models.Field):
        def db_type(self, connection): return "uuid"
    class Named(models.Field):
        def get_internal_type(self): return "IntegerField"
    class Mystery(models.Field): ...
    def made_by_hand():
        return models.DateField()
    class Order(models.Model):
        one = {made}
    """)
    assert found["Order"]["one"] == shape


@pytest.mark.parametrize(
    ("choices", "shape"),
    [
        ("Status.choices", '"new"|"old"|"MADE"'),
        ("Status", '"new"|"old"|"MADE"'),
        ("KINDS", '"a"|"b"|"c"'),
        ("[(Plain.ONE, 'One'), *KINDS]", '"one"|"a"|"b"|"c"'),
        ("KINDS + (('d', 'D'),)", '"a"|"b"|"c"|"d"'),
        ("Plain.CHOICES", '"one"'),
        ("[(1, 'One'), (2, 'Two')]", "1|2"),
        ("[(None, '-'), ('x', 'X')]", '"x"'),
        ("computed()", "string"),
        ("[(computed(), 'A')]", "string"),
    ],
)
def test_choices_are_constants(choices: str, shape: str) -> None:
    found = read(f"""
    class Status(models.TextChoices):
        NEW = "new", "New"
        OLD = "old"
        MADE = auto()
    class Plain:
        ONE = "one"
        CHOICES = [(ONE, "One")]
    KINDS = (("a", "A"), ("group", (("b", "B"), ("c", "C"))))
    class Order(models.Model):
        kind = models.CharField(max_length=9, choices={choices})
    """)
    assert found["Order"]["kind"] == shape


def test_a_text_that_may_be_blank_may_be_the_empty_text() -> None:
    found = read("""
    class Order(models.Model):
        kind = models.CharField(max_length=9, blank=True, choices=[("a", "A")])
        size = models.IntegerField(blank=True, null=True, choices=[(1, "S")])
    """)
    assert (found["Order"]["kind"], found["Order"]["size"]) == ('"a"|""', "1|null")


def test_the_key_of_a_key_and_of_a_named_field() -> None:
    found = read("""
    class Base(models.Model):
        id = models.UUIDField(primary_key=True)
        slug = models.SlugField(unique=True)
    class Profile(models.Model):
        base = models.OneToOneField(Base, primary_key=True, on_delete=models.CASCADE)
    class Note(models.Model):
        profile = models.ForeignKey(Profile, on_delete=models.CASCADE)
        named = models.ForeignKey(Base, to_field="slug", on_delete=models.CASCADE)
        class Meta:
            order_with_respect_to = "profile"
    """)
    assert found["Profile"] == {"base": "data shop.models.Base", "base_id": "string/uuid"}
    assert found["Note"]["profile_id"] == "string/uuid"
    assert found["Note"]["named_id"] == "string"
    assert found["Note"]["_order"] == "integer"


def test_models_of_packages() -> None:
    found = types({
        "shop/models.py": MODELS + """
    class Order(models.Model):
        owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    """
    })  # fmt: skip
    assert shapes(found["shop.models.Order"])["owner_id"] == "integer"
    assert field(found["shop.models.Order"], "owner").refers == "django.contrib.auth.models.User"
    user = found["django.contrib.auth.models.User"]
    assert (user.table, user.whole) == ("auth_user", False)
    assert told(field(user, "is_staff").shape) == "boolean"
    assert (told(field(user, "last_login").shape), field(user, "last_login").required) == (NULLABLE_TIME, False)


def test_what_a_package_hands_down_may_be_null() -> None:
    found = types({
        "shop/models.py": MODELS + """
    from django.contrib.auth.models import AbstractUser
    class Person(AbstractUser): pass
    """
    })  # fmt: skip
    person = found["shop.models.Person"]
    assert (told(field(person, "last_login").shape), field(person, "last_login").required) == (NULLABLE_TIME, False)
    assert (told(field(person, "password").shape), field(person, "password").required) == ("string", True)


def test_a_base_of_which_nothing_is_told_may_have_more_fields() -> None:
    found = types({
        "shop/models.py": MODELS + """
    from strange.models import StrangeModel
    class Order(StrangeModel):
        total = models.IntegerField()
    """
    })  # fmt: skip
    assert not found["shop.models.Order"].whole
