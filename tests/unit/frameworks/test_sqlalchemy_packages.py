from __future__ import annotations

import pytest

from analyzer.frameworks.sqlalchemy.relationships import read_relationships
from analyzer.frameworks.sqlalchemy.schema import SqlAlchemySchema
from analyzer.link.schema import Schema
from analyzer.model.code import Certainty
from analyzer.model.packages import PackageClass
from analyzer.project.packages import Packages, shipped_packages
from trees import linked

SHIPPED = Packages(shipped_packages())
CLASSES = [one for package in SHIPPED.of("sqlalchemy") for one in package.classes]


def declared(source: str) -> tuple[dict[str, tuple[str, ...]], Schema]:
    names, schema = linked({"m.py": source}), Schema()
    SqlAlchemySchema(names, schema).declare()
    return {table.name: table.columns for table in schema.tables}, schema


def _imported(name: str) -> str:
    """Source that binds ``Outside`` to a class given by its dotted name, in which a call makes an object first."""
    made, _, inner = name.partition("().")
    package, _, last = made.rpartition(".")
    return f"from {package} import {last} as Outside_\nOutside = Outside_{f'().{inner}' if inner else ''}\n"


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.name)
def test_every_class_of_the_shipped_file_makes_a_table(one: PackageClass) -> None:
    source = "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import DeclarativeBase\n" + _imported(
        one.name
    )
    stated = SHIPPED.columns(one.name)
    if one.kind == "base":
        option = f", {one.option}=True" if one.option else ""
        body = "" if one.naming else "    __tablename__ = 'own_thing'\n"
        source += f"class OwnThing(Outside{option}):\n    own = Column(Integer, primary_key=True)\n{body}"
        expected = {"snake_case": "own_thing", "lower": "ownthing", "": "own_thing"}[one.naming]
    elif one.kind == "mixin":
        body = "" if one.table.name else "    __tablename__ = 'own_thing'\n"
        source += "class Base(DeclarativeBase): ...\n"
        source += f"class OwnThing(Outside, Base):\n    own = Column(Integer, primary_key=True)\n{body}"
        expected = one.table.name.replace("{class}", "ownthing") or "own_thing"
    else:
        source += "class OwnThing(Outside):\n    own = Column(Integer)\n"
        expected = one.table.name
    tables, schema = declared(source)
    assert tables[expected] == ("own", *stated.columns)
    index = schema.named(expected)
    assert index is not None
    assert {(key.column, key.to_table) for key in schema.tables[index].keys} == {
        (key.column, key.to_table) for key in stated.keys
    }


def test_tables_of_a_package_stand_where_it_is_first_imported() -> None:
    source = """
        import os
        from flask_appbuilder import Model
        from sqlalchemy import Column, ForeignKey, Integer
        class Trip(Model):
            id = Column(Integer, primary_key=True)
            owner = Column(ForeignKey("ab_user.id"))
        """
    tables, schema = declared(source)
    assert {"trip", "ab_user", "ab_role", "ab_user_role"} <= set(tables)
    user = schema.tables[schema.of_outside["flask_appbuilder.security.sqla.models.User"]]
    assert (user.name, user.path, user.line, user.certainty) == ("ab_user", "m.py", 3, Certainty.IMPLICIT)


def test_a_program_that_declares_the_models_of_a_package_anew_has_no_others() -> None:
    source = """
        from flask_appbuilder import Model
        from sqlalchemy import Column, Integer
        class User(Model):
            __tablename__ = "ab_user"
            id = Column(Integer, primary_key=True)
        """
    assert list(declared(source)[0]) == ["ab_user"]


def test_relationships_of_sqlmodel() -> None:
    source = """
        from sqlmodel import Field, Relationship, SQLModel
        class Link(SQLModel, table=True):
            team_id: int = Field(foreign_key="team.id", primary_key=True)
            hero_id: int = Field(foreign_key="hero.id", primary_key=True)
        class Team(SQLModel, table=True):
            id: int = Field(primary_key=True)
            heroes: list["Hero"] = Relationship(link_model=Link, sa_relationship_kwargs={"lazy": "selectin"})
            lead_id: int = Field(foreign_key="hero.id")
            lead: "Hero" = Relationship()
        class Hero(SQLModel, table=True):
            id: int = Field(primary_key=True)
        """
    names, schema = linked({"m.py": source}), Schema()
    SqlAlchemySchema(names, schema).declare()
    found = read_relationships(names, schema).of(names.program.by_name["m.Team"])
    assert {name: (one.many, one.lazy, one.direction) for name, one in found.items()} == {
        "heroes": (True, "selectin", "many_to_many"),
        "lead": (False, "select", "many_to_one"),
    }
    assert found["heroes"].secondary == schema.named("link")
