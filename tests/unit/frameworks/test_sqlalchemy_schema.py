from __future__ import annotations

import textwrap

import pytest

from analyzer.frameworks.sqlalchemy.schema import SqlAlchemySchema
from analyzer.link.schema import Schema
from trees import linked

IMPORTS = """
import re
from typing import Annotated, Optional
import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, String, Table
from sqlalchemy.ext.declarative import as_declarative, AbstractConcreteBase
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, MappedAsDataclass, declarative_base, declared_attr, deferred, has_inherited_table,
    mapped_column, mapper, registry, relationship,
)
"""


class Read:
    """The tables of one module, or of several."""

    def __init__(self, source: str | dict[str, str]) -> None:
        files = {"m.py": source} if isinstance(source, str) else source
        self.names = linked({name: IMPORTS + textwrap.dedent(text) for name, text in files.items()})
        self.schema = Schema()
        SqlAlchemySchema(self.names, self.schema).declare()
        self.tables = {table.name: table.columns for table in self.schema.tables}
        self.keys = {
            f"{table.name}.{key.column} -> {key.to_table}.{key.to_column}"
            for table in self.schema.tables
            for key in table.keys
        }
        self.reasons = [(row.kind, row.what, row.reason) for row in self.schema.unresolved]
        self.databases = {table.name: table.database for table in self.schema.tables}

    def table_of(self, cls: str) -> str:
        index = self.schema.of_class.get(self.names.program.by_name[f"m.{cls}"])
        return "" if index is None else self.schema.tables[index].name


@pytest.mark.parametrize(
    "base",
    [
        "class Base(DeclarativeBase): ...",
        "class Base(MappedAsDataclass, DeclarativeBase): ...",
        "Base = declarative_base()",
        "Base = registry().generate_base()",
        "mappers = registry()\nBase = mappers.generate_base()",
        "@as_declarative()\nclass Base: ...",
        "def make():\n    return declarative_base()\nBase = make()",
        "from sqlalchemy.orm import DeclarativeMeta\nclass Base(metaclass=DeclarativeMeta):\n    __abstract__ = True",
    ],
)
def test_declarative_bases(base: str) -> None:
    read = Read(f"{base}\nclass Trip(Base):\n    __tablename__ = 'trips'\n    id = Column(Integer, primary_key=True)\n")
    assert read.tables == {"trips": ("id",)}
    assert read.table_of("Trip") == "trips"


def test_classes_mapped_by_a_decorator_or_a_call() -> None:
    read = Read(
        """
        reg = registry()
        @reg.mapped
        class Trip:
            __tablename__ = "trips"
            id = Column(Integer, primary_key=True)
        @reg.mapped_as_dataclass
        class Stop:
            __tablename__ = "stops"
            trip_id: Mapped[int] = mapped_column(ForeignKey(Trip.id))
        orders = Table("orders", reg.metadata, Column("id", Integer), Column("trip", ForeignKey("trips.id")))
        lines = Table("lines", reg.metadata, Column("id", Integer))
        class Order: ...
        class Line: ...
        mapper(Line, lines)
        def start_mappers():
            reg.map_imperatively(Order, orders, properties={"lines": relationship(Line)})
        """
    )
    assert read.tables == {"trips": ("id",), "stops": ("trip_id",), "orders": ("id", "trip"), "lines": ("id",)}
    assert (read.table_of("Order"), read.table_of("Line")) == ("orders", "lines")
    assert read.keys == {"stops.trip_id -> trips.id", "orders.trip -> trips.id"}


def test_names_computed_from_the_name_of_the_class() -> None:
    read = Read(
        """
        HUMPS = re.compile(r"(?<!^)(?=[A-Z])")
        def underscored(name): return HUMPS.sub("_", name).lower()
        class Base(DeclarativeBase):
            @declared_attr.directive
            def __tablename__(cls) -> str: return underscored(cls.__name__)
            id: Mapped[int] = mapped_column(primary_key=True)
        class FlowRun(Base):
            name: Mapped[str]
        class Run(Base):
            __abstract__ = True
            state: Mapped[str]
        class TaskRun(Run):
            flow_run_id: Mapped[int] = mapped_column(ForeignKey(FlowRun.__tablename__ + ".id"))
        class Odd(Base):
            __tablename__ = "odd_ones"
        """
    )
    assert read.tables == {
        "flow_run": ("name", "id"),
        "task_run": ("flow_run_id", "state", "id"),
        "odd_ones": ("id",),
    }
    assert read.keys == {"task_run.flow_run_id -> flow_run.id"}


def test_mixins_and_declared_attrs_state_columns_and_keys_for_each_class() -> None:
    read = Read(
        """
        class Base(DeclarativeBase): ...
        class Owned:
            owner_table = "people"
            @declared_attr
            def owner_id(cls):
                column = Column(Integer, ForeignKey(f"{cls.owner_table}.id"))
                return column
            @declared_attr
            def note(cls): return deferred(Column("note_text", String))
            @declared_attr
            def owner(cls): return relationship("Person")
        class Trip(Owned, Base):
            __tablename__ = "trips"
            id = Column(Integer, primary_key=True)
        class Bus(Owned, Base):
            __tablename__ = "buses"
            owner_table = "firms"
            id = Column(Integer, primary_key=True)
        """
    )
    assert read.tables == {"trips": ("id", "owner_id", "note_text"), "buses": ("id", "owner_id", "note_text")}
    assert read.keys == {"trips.owner_id -> people.id", "buses.owner_id -> firms.id"}


def test_a_base_made_from_a_class_passes_its_columns_on() -> None:
    read = Read(
        """
        class Model:
            @declared_attr
            def __tablename__(cls): return cls.__name__.lower() + "s"
            id = Column(Integer, primary_key=True)
        Base = declarative_base(cls=Model)
        class Trip(Base):
            name = Column(String)
        """
    )
    assert read.tables == {"trips": ("name", "id")}


def test_joined_and_single_table_inheritance() -> None:
    read = Read(
        """
        class Base(DeclarativeBase): ...
        class Person(Base):
            __tablename__ = "people"
            id = Column(Integer, primary_key=True)
            name = Column(String)
        class Driver(Person):
            __tablename__ = "drivers"
            id = Column(ForeignKey("people.id"), primary_key=True)
            licence = Column(String)
        class Boss(Person):
            office_id = Column(ForeignKey("offices.id"))
        class Shape(AbstractConcreteBase, Base):
            id = Column(Integer)
        class Circle(Shape):
            __tablename__ = "circles"
            id = Column(Integer, primary_key=True)
        """
    )
    assert read.tables == {"people": ("id", "name", "office_id"), "drivers": ("id", "licence"), "circles": ("id",)}
    assert read.keys == {"drivers.id -> people.id", "people.office_id -> offices.id"}
    assert read.table_of("Boss") == "people"


def test_a_bare_annotation_promises_a_name_and_gives_none() -> None:
    read = Read(
        """
        reg = registry()
        class Base(DeclarativeBase):
            __tablename__: str
            metadata: "MetaData"
        class Trip(Base):
            __tablename__ = "trips"
            id = Column(Integer, primary_key=True)
        @reg.mapped_as_dataclass
        class Stop:
            __table__: "Table"
            __tablename__ = "stops"
            id: Mapped[int] = mapped_column(primary_key=True)
        """
    )
    assert read.tables == {"trips": ("id",), "stops": ("id",)}
    assert read.reasons == []


def test_a_function_may_leave_the_table_to_the_parent() -> None:
    read = Read(
        """
        class Named:
            @declared_attr
            def __tablename__(cls):
                if has_inherited_table(cls):
                    return None
                return cls.__name__.lower()
        class Base(DeclarativeBase): ...
        class Person(Named, Base):
            id = Column(Integer, primary_key=True)
        class Boss(Person):
            room = Column(String)
        """
    )
    assert read.tables == {"person": ("id", "room")}


def test_schemas_of_tables_and_metadata() -> None:
    read = Read(
        """
        class Base(DeclarativeBase):
            metadata = MetaData(schema="app")
        ARGS = {"schema": "audit"}
        class Trip(Base):
            __tablename__ = "trips"
            id = Column(Integer, primary_key=True)
            rider_id = Column(ForeignKey("riders.id"))
        class Rider(Base):
            __tablename__ = "riders"
            id = Column(Integer, primary_key=True)
        class Log(Base):
            __tablename__ = "log"
            __table_args__ = (ForeignKeyConstraint(["trip_id"], [Trip.id]), ARGS)
            trip_id = Column(Integer)
        class Old(Base):
            __tablename__ = "old"
            trip_id = Column(ForeignKey("archive.trips.id"))
            @declared_attr
            def __table_args__(cls): return ({"schema": "archive"},)
        tags = Table("tags", Base.metadata, Column("trip_id", ForeignKey("trips.id")))
        marks = Table("marks", Base.metadata, Column("id", Integer), schema="audit")
        """
    )
    assert sorted(read.tables) == ["app.riders", "app.tags", "app.trips", "archive.old", "audit.log", "audit.marks"]
    assert read.keys == {
        "app.trips.rider_id -> app.riders.id",
        "audit.log.trip_id -> app.trips.id",
        "archive.old.trip_id -> archive.trips.id",
        "app.tags.trip_id -> app.trips.id",
    }


def test_types_that_carry_columns_and_keys() -> None:
    read = Read(
        """
        class Base(DeclarativeBase): ...
        intpk = Annotated[int, mapped_column(primary_key=True)]
        rider_fk = Annotated[int, mapped_column(ForeignKey("riders.id"))]
        class Trip(Base):
            __tablename__ = "trips"
            id: Mapped[intpk]
            rider_id: Mapped[rider_fk]
            guest_id: Mapped[Optional[rider_fk]] = mapped_column("guest")
            rider: Mapped["Rider"] = relationship()
        """
    )
    assert read.tables == {"trips": ("id", "rider_id", "guest")}
    assert read.keys == {"trips.rider_id -> riders.id", "trips.guest -> riders.id"}


def test_columns_and_tables_of_house_functions() -> None:
    read = Read(
        """
        from functools import partial
        class Base(DeclarativeBase): ...
        def key(target, **options): return Column(Integer, ForeignKey(target + ".id"), **options)
        def new_table(name, *columns):
            return Table("shop_" + name, Base.metadata, Column("id", Integer), *columns)
        class Money(Column): ...
        Required = partial(Column, nullable=False)
        class Trip(Base):
            __tablename__ = "trips"
            rider_id = key("riders", nullable=False)
            fare = Money(Integer)
            name = Required(String)
        tags = new_table("tags", Column("trip_id", ForeignKey("trips.id")))
        """
    )
    assert read.tables == {"trips": ("rider_id", "fare", "name"), "shop_tags": ("id", "trip_id")}
    assert read.keys == {"trips.rider_id -> riders.id", "shop_tags.trip_id -> trips.id"}


def test_table_objects_wherever_they_stand() -> None:
    read = Read(
        """
        from sqlalchemy import Table as DbTable
        class Base(DeclarativeBase): ...
        riders = DbTable("riders", metadata=Base.metadata, *[Column("id", Integer)])
        Table("loose", Base.metadata, Column("rider", ForeignKey(riders.c.id)))
        class Rider(Base):
            __table__ = riders
        class Tag(Base):
            __table__ = Table("tags", Base.metadata, Column("id", Integer))
            riders = relationship(Rider, secondary=Table("rider_tags", Base.metadata,
                Column("rider_id", ForeignKey(Rider.id)), Column("tag_id", ForeignKey("tags.id"))))
        """
    )
    assert read.tables == {
        "riders": ("id",),
        "loose": ("rider",),
        "tags": ("id",),
        "rider_tags": ("rider_id", "tag_id"),
    }
    assert read.keys == {
        "loose.rider -> riders.id",
        "rider_tags.rider_id -> riders.id",
        "rider_tags.tag_id -> tags.id",
    }
    assert read.table_of("Rider") == "riders"


def test_binds_and_several_metadatas_are_databases() -> None:
    read = Read(
        """
        from flask_sqlalchemy import SQLAlchemy
        db = SQLAlchemy()
        class Trip(db.Model):
            id = db.Column(db.Integer, primary_key=True)
        class Log(db.Model):
            __bind_key__ = "logs"
            id = db.Column(db.Integer, primary_key=True)
        marks = db.Table("marks", db.Column("id", db.Integer), db.Column("x", db.Integer))
        other = MetaData()
        Table("others", other, Column("id", Integer))
        """
    )
    assert read.databases == {"trip": "m.db", "log": "logs", "marks": "m.db", "others": "m.other"}


def test_one_metadata_under_several_names_is_one_database() -> None:
    read = Read(
        {
            "base.py": "metadata = MetaData()\nBase = declarative_base(metadata=metadata)\n",
            "a.py": "from base import Base\nclass A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer)\n",
            "b.py": "from base import metadata\nb = Table('b', metadata, Column('id', Integer))\n",
        }
    )
    assert read.databases == {"a": "default", "b": "default"}


def test_flask_names_follow_inheritance_and_an_own_model_class() -> None:
    read = Read(
        """
        from flask_sqlalchemy import SQLAlchemy
        class House(DeclarativeBase):
            created = Column(Integer)
        class Db(SQLAlchemy): ...
        db = SQLAlchemy(model_class=House)
        db2 = Db()
        class OAuth2Token(db.Model):
            id = db.Column(db.Integer, primary_key=True)
        class Joined(OAuth2Token):
            id = db.Column(db.ForeignKey("o_auth2_token.id"), primary_key=True)
        class Single(OAuth2Token):
            more = db.Column(db.Integer)
        class Second(db2.Model):
            id = db2.Column(db2.Integer, primary_key=True)
        """
    )
    assert read.tables == {"o_auth2_token": ("id", "created", "more"), "joined": ("id",), "second": ("id",)}
    assert read.keys == {"joined.id -> o_auth2_token.id"}


def test_sqlmodel_tables_fields_and_keys() -> None:
    read = Read(
        """
        from sqlmodel import Field, Relationship, SQLModel
        class HeroBase(SQLModel):
            name: str
            team_id: Optional[int] = Field(default=None, foreign_key="team.id")
        class SuperHero(HeroBase, table=True):
            id: Optional[int] = Field(default=None, primary_key=True)
            secret: str = "none"
            raw: int = Field(sa_column=Column("raw_value", ForeignKey("raws.id")))
            team: Optional["Team"] = Relationship(back_populates="heroes")
            model_config = {}
        class Team(SQLModel, table=True):
            __tablename__ = "team"
            id: int = Field(primary_key=True)
            heroes: list["SuperHero"] = Relationship(back_populates="team")
        class HeroRead(HeroBase):
            id: int
        """
    )
    assert read.tables == {"superhero": ("id", "secret", "raw_value", "name", "team_id"), "team": ("id",)}
    assert read.keys == {"superhero.team_id -> team.id", "superhero.raw_value -> raws.id"}
    assert read.table_of("HeroRead") == ""


def test_a_mixin_with_a_literal_name_is_no_table_and_a_base_from_outside_may_make_one() -> None:
    read = Read(
        """
        from company.db import Base
        class Mixin:
            __tablename__ = "trips"
            id = Column(Integer)
        class Trip(Mixin, Base): ...
        class Unknown(Base):
            id = Column(Integer, primary_key=True)
        """
    )
    assert read.table_of("Trip") == "trips"
    assert read.table_of("Mixin") == ""
    assert read.reasons == [
        ("model", "m.Unknown", "its base class company.db.Base is not in the source, and nothing else names the table")
    ]


def test_what_is_computed_is_said_to_be() -> None:
    read = Read(
        """
        class Base(DeclarativeBase): ...
        class Trip(Base):
            __tablename__ = "trips"
            rider = Column(ForeignKey(target()))
            __table_args__ = (ForeignKeyConstraint(["rider"], [target()]),)
        made = Table(name_of(), Base.metadata, Column("id", Integer))
        """
    )
    assert read.tables == {"trips": ("rider",)}
    assert read.reasons == [
        ("foreign_key", "rider", "the target of the key is computed"),
        ("foreign_key", "rider", "the target of the key is computed"),
        ("model", "made", "the name of the table is computed"),
    ]


def test_a_renamed_column_is_referred_to_by_its_own_name() -> None:
    read = Read(
        """
        class Base(DeclarativeBase): ...
        class Rider(Base):
            __tablename__ = "riders"
            id = Column("rider_no", Integer, primary_key=True)
            boss_id = Column(ForeignKey(id))
        class Trip(Base):
            __tablename__ = "trips"
            rider_id = Column(ForeignKey(Rider.id))
            guest_id = Column(ForeignKey(Rider.__table__.c["rider_no"]))
            other_id = Column(ForeignKey(lambda: Rider.id))
        """
    )
    assert read.keys == {
        "riders.boss_id -> riders.rider_no",
        "trips.rider_id -> riders.rider_no",
        "trips.guest_id -> riders.rider_no",
        "trips.other_id -> riders.rider_no",
    }
