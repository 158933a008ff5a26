"""Truth by hand: the fields of the classes of Peewee, Tortoise, Pony and MongoEngine."""

from __future__ import annotations

from told import field, shapes, types


def test_peewee() -> None:
    found = types({
        "m.py": """
from peewee import *
class Base(Model): ...
class Customer(Base):
    code = CharField(primary_key=True)
    kind = CharField(choices=[("a", "A"), ("b", "B")], default="a")
    at = DateTimeField(null=True)
class Order(Base):
    customer = ForeignKeyField(Customer, backref="orders", column_name="cust")
    total = DecimalField(help_text="With tax")
    tags = ManyToManyField(Customer)
    @property
    def shown(self): return 1
"""
    })  # fmt: skip
    order = found["m.Order"]
    assert shapes(found["m.Customer"]) == {"code": "string", "kind": '"a"|"b"', "at": "string/date-time|null"}
    assert shapes(order) == {
        "id": "integer", "customer": "data m.Customer", "cust": "string", "total": "string/decimal",
        "tags": "array<data m.Customer>",
    }  # fmt: skip
    assert (order.table, field(order, "id").key, field(order, "total").about) == ("order", True, "With tax")
    assert (field(order, "customer").refers, field(order, "customer").column) == ("m.Customer", "cust")
    assert [one.name for one in found["m.Customer"].fields if one.required] == ["code"]


def test_tortoise() -> None:
    found = types({
        "m.py": """
from enum import Enum
from tortoise import fields
from tortoise.models import Model
class Status(str, Enum):
    NEW = "new"
class Customer(Model):
    id = fields.UUIDField(pk=True)
class Order(Model):
    customer = fields.ForeignKeyField("m.Customer", related_name="orders", null=True)
    status = fields.CharEnumField(Status, default=Status.NEW)
    data = fields.JSONField()
    at = fields.DatetimeField(auto_now_add=True)
"""
    })  # fmt: skip
    order = found["m.Order"]
    assert shapes(order) == {
        "id": "integer", "customer": "data m.Customer|null", "customer_id": "string/uuid|null",
        "status": "data m.Status", "data": "map<unknown>", "at": "string/date-time",
    }  # fmt: skip
    assert [one.name for one in order.fields if one.required] == ["data"]


def test_pony() -> None:
    found = types({
        "m.py": """
from decimal import Decimal
from pony.orm import *
db = Database()
class Customer(db.Entity):
    code = PrimaryKey(str)
    orders = Set("Order")
class Order(db.Entity):
    customer = Required(Customer)
    total = Required(Decimal)
    note = Optional(str)
    rest = Optional(int)
    extra = Required(Json)
"""
    })  # fmt: skip
    assert shapes(found["m.Customer"]) == {"code": "string", "orders": "array<data m.Order>"}
    assert shapes(found["m.Order"]) == {
        "id": "integer", "customer": "data m.Customer", "total": "string/decimal", "note": "string",
        "rest": "integer|null", "extra": "map<unknown>",
    }  # fmt: skip


def test_mongoengine() -> None:
    found = types({
        "m.py": """
from mongoengine import *
class Line(EmbeddedDocument):
    price = DecimalField()
class Customer(Document):
    code = StringField(primary_key=True)
    kind = StringField(choices=("a", "b"), required=True)
class Order(Document):
    customer = ReferenceField(Customer, required=True)
    first = EmbeddedDocumentField(Line)
    lines = ListField(EmbeddedDocumentField(Line))
    tags = ListField(StringField())
    others = ListField(ReferenceField("self"))
    names = MapField(StringField())
"""
    })  # fmt: skip
    order = found["m.Order"]
    assert shapes(found["m.Line"]) == {"price": "string/decimal|null"}
    assert (found["m.Line"].table, order.table) == ("", "order")
    assert shapes(found["m.Customer"]) == {"code": "string", "kind": '"a"|"b"'}
    assert shapes(order) == {
        "id": "string",
        "customer": "data m.Customer",
        "first": "data m.Line|null",
        "lines": "array<data m.Line>",
        "tags": "array<string>",
        "others": "array<data m.Order>",
        "names": "map<string>",
    }
    assert field(order, "id").column == "_id"
