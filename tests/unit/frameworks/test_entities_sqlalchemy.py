"""Truth by hand: the fields of SQLAlchemy's mapped classes."""

from __future__ import annotations

import pytest

from analyzer.model.shapes import Origin
from told import field, shapes, types

IMPORTS = """
from __future__ import annotations
import enum
from datetime import datetime
from typing import Annotated, Optional
import sqlalchemy as sa
from sqlalchemy import *
from sqlalchemy.orm import *
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.types import TypeDecorator
from sqlalchemy_utils import ChoiceType, UUIDType
class Base(DeclarativeBase): ...
class Status(enum.Enum):
    NEW = "new"
"""


def read(text: str) -> dict[str, dict[str, str]]:
    return {name.removeprefix("m."): shapes(one) for name, one in types({"m.py": IMPORTS + text}).items()}


def test_columns_of_both_styles() -> None:
    found = types({
        "m.py": IMPORTS + """
key = Annotated[int, mapped_column(primary_key=True)]
class Customer(Base):
    __tablename__ = "customers"
    id: Mapped[key]
    name: Mapped[str] = mapped_column(String(30))
    nick: Mapped[Optional[str]]
    status: Mapped[Status]
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    at = Column("at_", DateTime, nullable=False, server_default=func.now(), comment="When")
    note = Column(sa.Text)
    total = Column(Numeric(9, 2), nullable=False)
    @property
    def shown(self): return self.note
"""
    })  # fmt: skip
    customer, order = found["m.Customer"], found["m.Order"]
    assert shapes(customer) == {"id": "integer", "name": "string", "nick": "string|null", "status": "data m.Status"}
    assert (field(customer, "nick").written, field(customer, "nick").origin) == (
        "Mapped[Optional[str]]", Origin.ANNOTATION,
    )  # fmt: skip
    assert shapes(order) == {
        "id": "integer", "at": "string/date-time", "note": "string|null", "total": "string/decimal",
    }  # fmt: skip
    assert (order.table, [one.name for one in order.fields if one.key]) == ("orders", ["id"])
    assert [one.name for one in order.fields if one.required] == ["total"]
    at = field(order, "at")
    assert (at.column, at.default, at.about, at.written) == ("at_", "func.now()", "When", "DateTime")


@pytest.mark.parametrize(
    ("type_", "shape"),
    [
        ("BigInteger", "integer"),
        ("sa.Float()", "number"),
        ("LargeBinary", "binary"),
        ("JSON", "map<unknown>"),
        ("ARRAY(String)", "array<string>"),
        ("UUIDType(binary=False)", "string/uuid"),
        ("Enum(Status)", "data m.Status"),
        ('Enum("a", "b", name="kind")', '"a"|"b"'),
        ("Enum(*WORDS)", '"x"|"y"'),
        ('ChoiceType([("a", "A"), ("b", "B")])', '"a"|"b"'),
        ("ChoiceType(PAIRS)", '"p"|"q"'),
        ("Amount", "string/decimal"),
        ("JsonText()", "map<unknown>"),
        ("long_text()", "string"),
        ("SHORT", "string"),
        ("Mystery()", "unknown"),
    ],
)
def test_types_of_columns(type_: str, shape: str) -> None:
    found = read(f"""
WORDS = ("x", "y")
PAIRS = [("p", "P"), ("q", "Q")]
SHORT = String(3)
class Amount(TypeDecorator):
    impl = Numeric
class JsonText(TypeDecorator):
    impl = Text
class Mystery(sa.types.UserDefinedType): ...
def long_text():
    return Text().with_variant(String(9), "sqlite")
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    one = Column({type_}, nullable=False)
""")
    assert found["Order"]["one"] == shape


def test_relationships_from_either_side_and_what_is_computed() -> None:
    found = types({
        "m.py": IMPORTS + """
class Customer(Base):
    __tablename__ = "customers"
    id = Column(UUIDType, primary_key=True)
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    customer_id = Column(ForeignKey("customers.id"))
    customer = relationship("Customer", backref="orders")
    total = Column(Integer)
    half = column_property(total / 2)
    same = synonym("total")
    @hybrid_property
    def open(self) -> bool: return True
"""
    })  # fmt: skip
    order = found["m.Order"]
    assert shapes(order) == {
        "id": "integer",
        "customer_id": "string/uuid|null",
        "customer": "data m.Customer|null",
        "total": "integer|null",
        "half": "unknown",
        "same": "integer|null",
        "open": "boolean",
    }
    assert (field(order, "customer").refers, field(order, "customer").column) == ("m.Customer", "customer_id")
    assert (field(order, "half").origin, field(order, "same").column) == (Origin.UNKNOWN, "total")
    orders = field(found["m.Customer"], "orders")
    assert (shapes(found["m.Customer"])["orders"], orders.refers, orders.column) == (
        "array<data m.Order>",
        "m.Order",
        "",
    )


def test_two_keys_to_one_class_are_told_apart_by_name() -> None:
    found = types({
        "m.py": IMPORTS + """
class Person(Base):
    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
class Task(Base):
    __tablename__ = "tasks"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("people.id"))
    reader_id = Column(ForeignKey("people.id"))
    author = relationship(Person, foreign_keys=[author_id])
    somebody = relationship(Person, foreign_keys=[reader_id])
"""
    })  # fmt: skip
    task = found["m.Task"]
    assert (field(task, "author").column, field(task, "somebody").column) == ("author_id", "")


def test_mixins_parents_and_imperative_mappings() -> None:
    found = read("""
class Stamped:
    at = Column(DateTime, nullable=False)
class Order(Stamped, Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
class Gift(Order):
    __tablename__ = "gifts"
    id = Column(ForeignKey("orders.id"), primary_key=True)
    text = Column(Text)
words = Table("words", Base.metadata, Column("id", Integer, primary_key=True), Column("word", String))
class Word: ...
registry().map_imperatively(Word, words)
""")
    assert found["Order"] == {"at": "string/date-time", "id": "integer"}
    assert found["Gift"] == {"at": "string/date-time", "id": "integer", "text": "string|null"}
    assert found["Word"] == {"id": "integer", "word": "string|null"}


def test_sqlmodel() -> None:
    found = types({
        "m.py": """
from datetime import datetime
from sqlmodel import Field, Relationship, SQLModel
class Team(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    heroes: list["Hero"] = Relationship(back_populates="team")
class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    at: datetime = Field(default_factory=datetime.now)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    team: Team | None = Relationship(back_populates="heroes")
"""
    })  # fmt: skip
    hero = found["m.Hero"]
    assert shapes(hero) == {
        "id": "integer", "name": "string", "at": "string/date-time", "team_id": "integer|null",
        "team": "data m.Team|null",
    }  # fmt: skip
    assert [one.name for one in hero.fields if one.required] == ["name"]
    assert shapes(found["m.Team"])["heroes"] == "array<data m.Hero>"


def test_flask_sqlalchemy() -> None:
    found = types({
        "m.py": """
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
class Tag(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), nullable=False, default="")
"""
    })  # fmt: skip
    tag = found["m.Tag"]
    assert (tag.table, shapes(tag)) == ("tag", {"id": "integer", "name": "string"})
    assert field(tag, "name").default == '""'
