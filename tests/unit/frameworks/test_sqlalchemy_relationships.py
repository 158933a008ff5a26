from __future__ import annotations

from analyzer.frameworks.sqlalchemy.relationships import Relationship, Relationships, read_relationships
from analyzer.frameworks.sqlalchemy.schema import SqlAlchemySchema
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from trees import linked

MODELS = """
    from __future__ import annotations
    from sqlalchemy import Column, ForeignKey, Integer, Table
    from sqlalchemy.ext.associationproxy import association_proxy
    from sqlalchemy.orm import (
        DeclarativeBase, DynamicMapped, Mapped, WriteOnlyMapped, backref, declared_attr, dynamic_loader, mapped_column,
        relationship,
    )

    class Base(DeclarativeBase): ...

    ride_tags = Table("ride_tags", Base.metadata,
                      Column("ride_id", ForeignKey("rides.id")), Column("tag_id", ForeignKey("tags.id")))

    class Owned:
        @declared_attr
        def owner_id(cls): return Column(ForeignKey("drivers.id"))
        @declared_attr
        def owner(cls): return relationship("Driver", lazy="joined", backref=cls.__name__.lower() + "_owned")

    class Driver(Base):
        __tablename__ = "drivers"
        id: Mapped[int] = mapped_column(primary_key=True)
        boss_id: Mapped[int | None] = mapped_column(ForeignKey("drivers.id"))
        boss: Mapped[Driver | None] = relationship(remote_side=[id], back_populates="staff")
        staff: Mapped[list[Driver]] = relationship(back_populates="boss", lazy="selectin", cascade="all, delete-orphan")
        log: WriteOnlyMapped["Ride"] = relationship(viewonly=True)
        recent: DynamicMapped["Ride"] = relationship(viewonly=True)
        older = dynamic_loader("Ride")

    class Ride(Owned, Base):
        __tablename__ = "rides"
        id = Column(Integer, primary_key=True)
        driver_id = Column(ForeignKey("drivers.id"))
        driver = relationship(lambda: Driver, foreign_keys=[driver_id], backref=backref("rides", lazy="subquery"))
        tags = relationship("Tag", secondary=lambda: ride_tags, backref="rides")
        tag_names = association_proxy("tags", "name")
        tag_makers = association_proxy("tags", "maker")
        receipt = relationship("Receipt", uselist=False)

    class Tag(Base):
        __tablename__ = "tags"
        id = Column(Integer, primary_key=True)
        name = Column(Integer)
        maker_id = Column(ForeignKey("drivers.id"))
        maker = relationship(Driver, lazy=False)
        rides_by_text = relationship("Ride", secondary="ride_tags", lazy=None)

    class Receipt(Base):
        __tablename__ = "receipts"
        id = Column(Integer, primary_key=True)
        ride_id = Column(ForeignKey("rides.id"))

    class NightRide(Ride): ...
    """


def read(files: dict[str, str]) -> tuple[Names, Schema, Relationships]:
    names, schema = linked(files), Schema()
    SqlAlchemySchema(names, schema).declare()
    return names, schema, read_relationships(names, schema)


class Models:
    """The relationships of the models above, by name of class and attribute."""

    def __init__(self) -> None:
        self.names, self.schema, self.relationships = read({"models.py": MODELS})

    def id_of(self, name: str) -> int:
        return self.names.program.by_name[f"models.{name}"]

    def find(self, cls: str, name: str) -> Relationship:
        found = self.relationships.find(self.id_of(cls), name)
        assert found is not None
        return found

    def shown(self, cls: str, name: str) -> tuple[str, bool, str, str]:
        found = self.find(cls, name)
        target = self.names.program.definitions[found.target].head.name if found.target >= 0 else ""
        return target, found.many, found.lazy, found.direction


def test_where_relationships_lead_and_when_they_load() -> None:
    models = Models()
    assert models.shown("Ride", "driver") == ("Driver", False, "select", "many_to_one")
    assert models.shown("Ride", "receipt") == ("Receipt", False, "select", "one_to_many")
    assert models.shown("Tag", "maker") == ("Driver", False, "joined", "many_to_one")
    assert models.shown("Driver", "boss") == ("Driver", False, "select", "many_to_one")
    assert models.shown("Driver", "staff") == ("Driver", True, "selectin", "one_to_many")
    assert models.find("Driver", "staff").cascade == "all, delete-orphan"


def test_collections_that_load_in_other_ways() -> None:
    models = Models()
    assert models.shown("Driver", "log") == ("Ride", True, "write_only", "one_to_many")
    assert models.shown("Driver", "recent") == ("Ride", True, "dynamic", "one_to_many")
    assert models.shown("Driver", "older") == ("Ride", True, "dynamic", "one_to_many")


def test_a_backref_makes_the_other_side() -> None:
    models = Models()
    assert models.shown("Driver", "rides") == ("Ride", True, "subquery", "one_to_many")
    assert models.shown("Tag", "rides") == ("Ride", True, "select", "many_to_many")


def test_the_table_between_is_known_by_lambda_and_by_text() -> None:
    models = Models()
    between = models.schema.named("ride_tags")
    assert models.find("Ride", "tags").secondary == between
    assert models.find("Tag", "rides").secondary == between
    assert models.find("Tag", "rides_by_text").secondary == between
    assert models.shown("Tag", "rides_by_text") == ("Ride", True, "noload", "many_to_many")


def test_a_declared_attr_of_a_mixin_is_read_for_each_class() -> None:
    models = Models()
    assert models.shown("Ride", "owner") == ("Driver", False, "joined", "many_to_one")
    assert models.shown("Driver", "ride_owned") == ("Ride", True, "select", "one_to_many")


def test_a_proxy_goes_through_a_relationship_of_the_class() -> None:
    models = Models()
    assert models.shown("Ride", "tag_makers") == ("Driver", True, "select", "many_to_many")
    assert models.find("Ride", "tag_makers").through == "tags"
    assert models.find("Ride", "tag_names").target == -1


def test_a_subclass_has_the_relationships_of_its_parent() -> None:
    models = Models()
    assert sorted(models.relationships.of(models.id_of("NightRide"))) == [
        "driver",
        "owner",
        "receipt",
        "tag_makers",
        "tag_names",
        "tags",
    ]
    assert models.relationships.find(models.id_of("NightRide"), "id") is None


def test_of_two_classes_of_a_name_the_nearest_is_meant() -> None:
    base = "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"
    item = "from app.base import Base\nclass Item(Base):\n    __tablename__ = '{}'\n    id = Column(Integer)\n"
    cart = (
        "from app.base import Base\nfrom sqlalchemy.orm import relationship\n"
        "class Cart(Base):\n    __tablename__ = 'cart'\n    id = Column(Integer)\n"
        "    items = relationship('Item')\n    stock = relationship('stock.models.Item')\n"
    )
    names, schema, relationships = read(
        {
            "app/base.py": base,
            "app/shop/cart.py": cart,
            "app/shop/models.py": item.format("shop_item"),
            "app/stock/models.py": item.format("stock_item"),
        }
    )
    cls = names.program.by_name["app.shop.cart.Cart"]
    targets = {name: found.target for name, found in relationships.of(cls).items()}
    assert targets == {
        "items": names.program.by_name["app.shop.models.Item"],
        "stock": names.program.by_name["app.stock.models.Item"],
    }
    assert schema.named("shop_item") is not None
