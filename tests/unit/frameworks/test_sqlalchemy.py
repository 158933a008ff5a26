from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.model.facts import Facts
from trees import accesses, analysed, understood

MODELS = """
    from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, Table
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

    class Base(DeclarativeBase): ...

    class Stamped:
        created = Column(Integer)

    class Trip(Stamped, Base):
        __tablename__ = "trips"
        id: Mapped[int] = mapped_column(primary_key=True)
        rider_id: Mapped[int] = mapped_column(ForeignKey("riders.id"))
        rider: Mapped["Rider"] = relationship()

    class Rider(Base):
        __tablename__ = "riders"
        id = Column("rider_no", Integer, primary_key=True)
        name: Mapped[str]

    class Shared(Rider): ...

    trip_tags = Table(
        "trip_tags", Base.metadata,
        Column("trip_id", ForeignKey("trips.id")),
        Column("tag_id", ForeignKey(Trip.id)),
    )
    """


def schema(result: Facts) -> dict[str, tuple[str, ...]]:
    return {table.name: table.columns for table in result.tables}


def keys(result: Facts) -> set[tuple[str, str, str, str]]:
    return {(key.table, key.column, key.to_table, key.to_column) for key in result.foreign_keys}


def test_declarative_classes_and_table_objects(tmp_path: Path) -> None:
    result = understood(tmp_path, {"models.py": MODELS})
    assert schema(result) == {
        "riders": ("rider_no", "name"),
        "trip_tags": ("trip_id", "tag_id"),
        "trips": ("id", "rider_id", "created"),
    }
    assert keys(result) == {
        ("trips", "rider_id", "riders", "id"),
        ("trip_tags", "trip_id", "trips", "id"),
        ("trip_tags", "tag_id", "trips", "id"),
    }
    assert {table.name: table.association for table in result.tables}["trip_tags"]


def test_a_constraint_over_several_columns(tmp_path: Path) -> None:
    source = """
        from sqlalchemy import Column, ForeignKeyConstraint, Integer
        from sqlalchemy.orm import declarative_base
        Base = declarative_base()
        class Run(Base):
            __tablename__ = "run"
            dag_id = Column(Integer)
            day = Column(Integer)
            __table_args__ = (
                ForeignKeyConstraint([dag_id, "day"], ["dag.id", "dag.day"]),
                {"sqlite_autoincrement": True},
            )
        """
    result = understood(tmp_path, {"m.py": source})
    assert keys(result) == {("run", "dag_id", "dag", "id"), ("run", "day", "dag", "day")}


def test_a_house_function_that_makes_tables_in_a_class(tmp_path: Path) -> None:
    files = {
        "house.py": "import sqlalchemy as sa\ndef Table(*args, **options):\n    return sa.Table(*args, **options)\n",
        "model.py": """
            import sqlalchemy as sa
            import house
            class Model:
                metadata = sa.MetaData()
                builds = house.Table("builds", metadata, sa.Column("id", sa.Integer, primary_key=True))
                steps = house.Table("steps", metadata, sa.Column("build", sa.Integer, sa.ForeignKey("builds.id")))
            def Table(rows, title): ...
            shown = Table([], "no table of a database")
            """,
    }
    result = understood(tmp_path, files)
    assert schema(result) == {"builds": ("id",), "steps": ("build",)}
    assert keys(result) == {("steps", "build", "builds", "id")}


def test_names_by_flask_sqlalchemys_convention(tmp_path: Path) -> None:
    source = """
        from flask_sqlalchemy import SQLAlchemy
        db = SQLAlchemy()
        class Mixin:
            id = db.Column(db.Integer, primary_key=True)
        class OrderLine(db.Model, Mixin):
            order_id = db.Column(db.Integer, db.ForeignKey("order.id"))
        class HTTPLog(db.Model):
            id = Mixin.id
        class NoKey(db.Model):
            x = db.Column(db.Integer)
        def read():
            return OrderLine.query.filter_by(order_id=1).all()
        """
    result = understood(tmp_path, {"m.py": source})
    assert sorted(schema(result)) == ["http_log", "order_line"]
    assert accesses(result) == {("read", "order_line", "select")}


def test_two_metadatas_are_two_databases(tmp_path: Path) -> None:
    base = "from sqlalchemy import Column, Integer, orm\nBASE = orm.declarative_base()\n"
    table = "class T(BASE):\n    __tablename__ = 'hosts'\n    id = Column(Integer)\n"
    result = understood(tmp_path, {"db/api/models.py": base + table, "db/main/models.py": base + table})
    assert [(t.name, t.database) for t in result.tables] == [("hosts", "api.models"), ("hosts", "main.models")]


def test_direct_accesses_of_a_session(tmp_path: Path) -> None:
    use = """
        from sqlalchemy import select, update, delete, insert
        from models import Trip, Rider, trip_tags

        def by_key(session): return session.get(Trip, 1)
        def old_style(session): return session.query(Trip).filter(Trip.id == 1).first()
        def new_style(session): return session.execute(select(Trip)).scalars().all()
        def a_column(session): return session.query(Rider.name).all()
        def hail(session):
            trip = Trip(rider_id=1)
            session.add(trip)
        def remove(session):
            trip = session.get(Trip, 1)
            session.delete(trip)
        def bulk(session):
            session.query(Trip).filter(Trip.id == 1).update({"id": 2})
            session.execute(delete(Rider))
            session.execute(insert(trip_tags).values(trip_id=1))
        def moved(session):
            trip = session.get(Trip, 1)
            trip.rider_id = 2
            trip.created += 1
        def joined(session):
            statement = select(Trip)
            statement = statement.join(Rider)
            return session.scalars(statement)
        """
    result = understood(tmp_path, {"models.py": MODELS, "use.py": use})
    assert accesses(result) == {
        ("by_key", "trips", "select"),
        ("old_style", "trips", "select"),
        ("new_style", "trips", "select"),
        ("a_column", "riders", "select"),
        ("hail", "trips", "insert"),
        ("remove", "trips", "select"),
        ("remove", "trips", "delete"),
        ("bulk", "trips", "update"),
        ("bulk", "riders", "delete"),
        ("bulk", "trip_tags", "insert"),
        ("moved", "trips", "select"),
        ("moved", "trips", "update"),
        ("joined", "trips", "select"),
        ("joined", "riders", "select"),
    }
    assert ("joined", ("riders", "trips")) in {(s.qualname, s.tables) for s in result.statements}


def test_what_is_no_session_writes_nothing(tmp_path: Path) -> None:
    use = """
        from models import Trip
        class Basket:
            def add(self, item): ...
        def f(session, basket: Basket):
            trip = session.get(Trip, 1)
            seen = set()
            seen.add(trip)
            basket.add(trip)
        """
    result = understood(tmp_path, {"models.py": MODELS, "use.py": use})
    assert accesses(result) == {("f", "trips", "select")}


def test_a_session_given_something_unknown_is_unresolved(tmp_path: Path) -> None:
    use = """
        def f(session, thing, statement):
            session.add(thing)
            session.execute(statement)
            session.execute("SELECT 1")
        """
    result = analysed(tmp_path, {"models.py": MODELS, "use.py": use})
    assert [(row.kind, row.what, row.line) for row in result.unresolved] == [
        ("access", "add() of a session", 3),
        ("access", "execute() of a session", 4),
    ]
    assert (result.coverage.accesses_resolved, result.coverage.accesses_unresolved) == (0, 2)


def test_a_name_in_a_comment_docstring_or_variable_is_no_access(tmp_path: Path) -> None:
    use = '''
        """Reads trips."""
        def f(items):
            # session.query(Trip)
            trips = items.get("Trip")
            return trips
        '''
    result = understood(tmp_path, {"models.py": MODELS, "use.py": use})
    assert accesses(result) == set()


def test_a_computed_name_is_unresolved_and_never_guessed(tmp_path: Path) -> None:
    source = """
        from sqlalchemy import Column, Integer
        from sqlalchemy.orm import DeclarativeBase, declared_attr
        class Base(DeclarativeBase): ...
        class Odd(Base):
            id = Column(Integer, primary_key=True)
            @declared_attr
            def __tablename__(cls): return prefix() + "odd"
        """
    result = understood(tmp_path, {"m.py": source})
    assert schema(result) == {}
    assert [(row.kind, row.what, row.reason) for row in result.unresolved] == [
        ("model", "m.Odd", "__tablename__ is computed by a function")
    ]


def test_a_mapped_class_between_two_others_is_an_association(tmp_path: Path) -> None:
    source = """
        from sqlalchemy import ForeignKey
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
        class Base(DeclarativeBase): ...
        class Grant(Base):
            __tablename__ = "grants"
            id: Mapped[int] = mapped_column(primary_key=True)
            person_id = mapped_column(ForeignKey("people.id"))
            role_id = mapped_column(ForeignKey("roles.id"))
        class Role(Base):
            __tablename__ = "roles"
            id: Mapped[int] = mapped_column(primary_key=True)
        class Person(Base):
            __tablename__ = "people"
            id: Mapped[int] = mapped_column(primary_key=True)
            roles: Mapped[list[Role]] = relationship(secondary="grants")
        """
    result = understood(tmp_path, {"models.py": source})
    assert [table.name for table in result.tables if table.association] == ["grants"]


@pytest.mark.parametrize(("classes", "expected"), [(20, [("row", "delete", 12)]), (3, [])])
def test_a_row_of_any_of_many_classes_that_is_deleted(
    tmp_path: Path, classes: int, expected: list[tuple[str, str, int]]
) -> None:
    many = "".join(
        f'class M{one}(db.Model, Base):\n    __tablename__ = "m{one}"\n    a = db.Column(db.Integer)\n'
        for one in range(classes)
    )
    base = """
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
class Base(object):
    id = db.Column(db.Integer, primary_key=True)
    def save(self):
        db.session.add(self)
    def delete(self):
        seen = set()
        seen.add(self)
        self.cache.delete(self)
        db.session.delete(self)
"""
    use = "".join(f"def f{one}():\n    M{one}.query.first().delete()\n" for one in range(classes))
    result = understood(tmp_path, {"models.py": base + many, "use.py": f"from models import *\n{use}"})
    assert [(one.kind, one.what, one.line) for one in result.unresolved] == expected
