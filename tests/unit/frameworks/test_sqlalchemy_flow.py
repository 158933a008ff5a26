"""What do functions over SQLAlchemy's objects do to tables? Small programs, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.model.facts import Facts
from trees import accesses, understood

MODELS = """
    from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table
    from sqlalchemy.orm import DeclarativeBase, relationship

    class Base(DeclarativeBase): ...

    ride_tags = Table(
        "ride_tags", Base.metadata,
        Column("ride_id", ForeignKey("rides.id")), Column("tag_id", ForeignKey("tags.id")),
    )

    class City(Base):
        __tablename__ = "cities"
        id = Column(Integer, primary_key=True)
        name = Column(String)

    class Rider(Base):
        __tablename__ = "riders"
        id = Column(Integer, primary_key=True)
        name = Column(String)
        city_id = Column(ForeignKey("cities.id"))
        city = relationship("City", lazy="joined")
        rides = relationship("Ride", back_populates="rider", cascade="all, delete-orphan")
        notes = relationship("Note")

    class Ride(Base):
        __tablename__ = "rides"
        id = Column(Integer, primary_key=True)
        price = Column(Integer)
        rider_id = Column(ForeignKey("riders.id"))
        rider = relationship("Rider", back_populates="rides")
        tags = relationship("Tag", secondary=ride_tags)
        stops = relationship("Stop", lazy="selectin")

    class Stop(Base):
        __tablename__ = "stops"
        id = Column(Integer, primary_key=True)
        ride_id = Column(ForeignKey("rides.id"))

    class Note(Base):
        __tablename__ = "notes"
        id = Column(Integer, primary_key=True)
        rider_id = Column(ForeignKey("riders.id"))

    class Tag(Base):
        __tablename__ = "tags"
        id = Column(Integer, primary_key=True)
        name = Column(String)
    """


def did(tmp_path: Path, body: str) -> set[tuple[str, str]]:
    """Return the tables and operations of one function, whose body is given."""
    lines = "\n".join(f"        {line}" for line in body.strip().splitlines())
    text = f"""
    from sqlalchemy import and_, delete, exists, func, insert, or_, select, update
    from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload, selectinload, subqueryload
    from models import City, Note, Ride, Rider, Stop, Tag, ride_tags

    def work(session, given=None):
{lines}
    """
    result = understood(tmp_path, {"models.py": MODELS, "work.py": text})
    return {(table, operation) for name, table, operation in accesses(result) if name == "work"}


def reads(*tables: str) -> set[tuple[str, str]]:
    return {(table, "select") for table in tables}


def joined(result: Facts) -> set[tuple[str, tuple[str, ...], str]]:
    return {(one.qualname, one.tables, one.how) for one in result.statements}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # what loads with its owner: joined in one statement, selectin in another
        ("session.query(Rider).all()", reads("riders", "cities")),
        ("session.execute(select(Ride)).scalars().all()", reads("rides", "stops")),
        ("session.get(Ride, 1)", reads("rides", "stops")),
        # no objects, nothing loads with them
        ("session.query(Rider.name).all()", reads("riders")),
        ("session.query(Rider).count()", reads("riders")),
        # options of one query
        ("session.query(Rider).options(lazyload(Rider.city)).all()", reads("riders")),
        ("session.query(Ride).options(joinedload(Ride.rider)).one()", reads("rides", "stops", "riders", "cities")),
        ("session.query(Tag).options(joinedload(Ride.rider)).one()", reads("tags")),
        (
            "session.query(Rider).options(selectinload(Rider.rides).lazyload(Ride.stops), lazyload('*')).all()",
            reads("riders", "rides"),
        ),
        # expressions carry their tables
        ("session.query(Tag).filter(exists().where(Note.id == Tag.id)).all()", reads("tags", "notes")),
        ("session.scalar(select(func.max(Note.id)))", reads("notes")),
        ("session.query(Tag).filter(or_(Tag.name == 'x', and_(Note.id > 3))).all()", reads("tags", "notes")),
        ("session.query(Tag).filter(Tag.id.in_(select(ride_tags.c.tag_id))).all()", reads("tags", "ride_tags")),
        ("session.query(Stop).join(Ride, Ride.id == Stop.ride_id).count()", reads("stops", "rides")),
        ("session.query(Ride.id).join(Ride.tags).all()", reads("rides", "tags", "ride_tags")),
        ("session.query(Ride.id).filter(Ride.tags.any(name='x')).all()", reads("rides", "tags", "ride_tags")),
        ("t = aliased(Tag)\nsession.query(t.id).all()", reads("tags")),
        (
            "sub = select(Note.rider_id).subquery()\nsession.query(Tag.id).join(sub, sub.c.rider_id == 1).all()",
            reads("tags", "notes"),
        ),
        # lazy relationships are read where they are used
        (
            "note = session.query(Rider).options(lazyload(Rider.city)).first()\nlist(note.notes)",
            reads("riders", "notes"),
        ),
        ("for ride in session.scalars(select(Ride)):\n    ride.rider", reads("rides", "stops", "riders")),
        ("for tag, note in session.query(Tag, Note):\n    note.rider_id", reads("tags", "notes")),
    ],
)
def test_what_reading_reads(tmp_path: Path, body: str, expected: set[tuple[str, str]]) -> None:
    assert did(tmp_path, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("session.add(Tag(name='x'))", {("tags", "insert")}),
        ("session.add(Rider(rides=[Ride()]))", {("riders", "insert"), ("rides", "insert")}),
        ("tag = session.get(Tag, 1)\ntag.name = 'x'", {("tags", "select"), ("tags", "update")}),
        ("session.query(Tag).filter(Tag.id == 1).update({'name': 'x'})", {("tags", "update")}),
        ("session.query(Note).delete()", {("notes", "delete")}),
        ("from sqlalchemy.orm import Session\nSession().query(given).delete()", set()),
        ("session.execute(delete(Note).where(Note.id == 1))", {("notes", "delete")}),
        ("session.merge(Note())", {("notes", "select"), ("notes", "insert"), ("notes", "update")}),
        # who flushes writes what it made, whoever adds it
        ("given(Tag())\nsession.flush()", {("tags", "insert")}),
        ("given(Tag())", set()),
        # a table between is written, not the other side
        ("ride = Ride()\nride.tags = [session.get(Tag, 1)]", {("tags", "select"), ("ride_tags", "insert")}),
        ("ride = Ride()\nride.tags = []", set()),
    ],
)
def test_what_changing_writes(tmp_path: Path, body: str, expected: set[tuple[str, str]]) -> None:
    assert did(tmp_path, body) == expected


def test_deleting_takes_what_cascades_and_lets_go_of_the_rest(tmp_path: Path) -> None:
    found = did(tmp_path, "session.delete(Rider())")
    assert found == {
        ("riders", "delete"),
        *{("rides", operation) for operation in ("select", "delete")},
        ("ride_tags", "delete"),
        *{("stops", operation) for operation in ("select", "update")},
        *{("notes", operation) for operation in ("select", "update")},
    }


def test_collections_of_related_objects(tmp_path: Path) -> None:
    put = did(tmp_path, "rider = session.get(Rider, 1)\nrider.notes.append(Note())")
    assert put == {*reads("riders", "cities", "notes"), ("notes", "insert")}
    taken = did(tmp_path, "rider = session.get(Rider, 1)\nrider.rides.remove(given)")
    assert taken == {*reads("riders", "cities", "rides"), ("rides", "delete")}


HELPERS = """
    from sqlalchemy import select
    from models import Note, Stop, Tag

    class Store:
        def _query(self, session, model):
            return session.query(model)

        def notes(self, session):
            return self._query(session, Note).filter(Note.id > 1).all()

        def stops(self, session):
            return self._query(session, Stop).first()

    def purge(session):
        for model in (Note, Tag):
            session.query(model).filter(model.id > 1).delete()

    def unknown(query):
        return query.filter(Note.id == 1).all()
    """


def test_helpers_are_read_for_each_caller_and_classes_do_not_join(tmp_path: Path) -> None:
    result = understood(tmp_path, {"models.py": MODELS, "work.py": HELPERS})
    assert accesses(result) == {
        ("Store._query", "notes", "select"),
        ("Store._query", "stops", "select"),
        ("Store.notes", "notes", "select"),
        ("Store.stops", "stops", "select"),
        ("purge", "notes", "delete"),
        ("purge", "tags", "delete"),
        ("unknown", "notes", "select"),
    }
    assert not result.statements


WAYS = """
    from sqlalchemy import select
    from models import Note, Ride, Rider, Tag

    def by_key(session): return session.query(Note.id).join(Rider, Rider.id == Note.rider_id).all()
    def between(session): return session.query(Ride.id).join(Ride.tags).all()
    def inside(session): return session.query(Tag.id).filter(Tag.id.in_(select(Note.id))).all()
    def along(session): return session.query(Rider).all()
    """


def test_statements_say_how_they_join(tmp_path: Path) -> None:
    assert joined(understood(tmp_path, {"models.py": MODELS, "work.py": WAYS})) == {
        ("by_key", ("notes", "riders"), "join"),
        ("between", ("ride_tags", "rides", "tags"), "secondary"),
        ("inside", ("notes", "tags"), "subquery"),
        ("along", ("cities", "riders"), "eager"),
    }


MIXIN = """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import DeclarativeBase

    class Base(DeclarativeBase): ...

    class Known:
        @classmethod
        def every(cls, session):
            return session.query(cls).all()

        def drop(self, session):
            session.delete(self)

    class Car(Known, Base):
        __tablename__ = "cars"
        id = Column(Integer, primary_key=True)

    class Bike(Known, Base):
        __tablename__ = "bikes"
        id = Column(Integer, primary_key=True)
    """


def test_a_mixin_works_on_each_class_that_has_it(tmp_path: Path) -> None:
    assert accesses(understood(tmp_path, {"models.py": MIXIN})) == {
        (f"Known.{name}", table, operation)
        for name, operation in (("every", "select"), ("drop", "delete"))
        for table in ("cars", "bikes")
    }


def test_a_class_that_may_be_any_of_many_is_a_gap(tmp_path: Path) -> None:
    classes = "\n".join(
        f"    class C{n}(Known, Base):\n        __tablename__ = 'c{n}'\n        id = Column(Integer, primary_key=True)"
        for n in range(12)
    )
    text = f"""
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import DeclarativeBase

    class Base(DeclarativeBase): ...

    class Known:
        @classmethod
        def one(cls, key):
            return cls.query.get(key)

{classes}
    """
    result = understood(tmp_path, {"models.py": text})
    assert not accesses(result)
    assert [(one.kind, one.reason) for one in result.unresolved] == [("access", "the class may be any of many")]


TABLES = """
    import sqlalchemy as sa

    def made(*args, **kwargs):
        return sa.Table(*args, **kwargs)

    metadata = sa.MetaData()
    logs = sa.Table("logs", metadata, sa.Column("id", sa.Integer), sa.Column("text", sa.String))
    chunks = sa.Table("chunks", metadata, sa.Column("id", sa.Integer), sa.Column("log_id", sa.ForeignKey("logs.id")))

    def read(conn):
        return conn.execute(sa.select(logs.c.text).select_from(logs.join(chunks, chunks.c.log_id == logs.c.id)))

    def write(conn):
        conn.execute(chunks.insert().values(log_id=1))
        conn.execute(logs.update().where(logs.c.id == 1))

    def by_name(conn):
        table = metadata.tables["chunks"]
        return conn.execute(table.select())
    """


def test_table_objects_and_their_columns(tmp_path: Path) -> None:
    assert accesses(understood(tmp_path, {"tables.py": TABLES})) == {
        ("read", "logs", "select"),
        ("read", "chunks", "select"),
        ("write", "chunks", "insert"),
        ("write", "logs", "update"),
        ("by_name", "chunks", "select"),
    }


def test_names_of_parameters_speak_last_and_are_guesses(tmp_path: Path) -> None:
    text = """
    def rename(tag): tag.name = "x"
    def price(note: int): note.rider_id = 1
    """
    result = understood(tmp_path, {"models.py": MODELS, "work.py": text})
    assert {(one.qualname, one.table, one.certainty.value) for one in result.accesses} == {
        ("rename", "tags", "guessed")
    }


def test_a_small_helper_is_interpreted_for_more_classes_than_a_few(tmp_path: Path) -> None:
    numbers = range(24)
    body = "    id = Column(Integer, primary_key=True)\n    x = Column(Integer)"
    classes = "\n".join(f"class C{n}(Base):\n    __tablename__ = 'c{n}'\n{body}" for n in numbers)
    changes = "\n".join(f"def change{n}(session):\n    find(session, C{n}, 1).x = {n}" for n in numbers)
    helper = "def find(session, model, key):\n    return session.query(model).filter(model.id == key).first()"
    imports = "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import DeclarativeBase"
    head = f"{imports}\nclass Base(DeclarativeBase): ..."
    result = understood(tmp_path, {"work.py": f"{head}\n{classes}\n{helper}\n{changes}\n"})
    assert accesses(result) == {(f"change{n}", f"c{n}", "update") for n in numbers}


COMPARISONS = """
    from models import Note, Tag

    def comparison(kind):
        def equal(column, value): return column == value
        def alike(column, value): return column.like(value)
        return equal if kind else alike

    def notes(session): return session.query(Note).filter(*[comparison(True)(Note.id, 1)]).all()
    def tags(session): return session.query(Tag).filter(*[comparison(False)(Tag.name, "x")]).all()
    """


def test_conditions_of_other_callers_stay_out(tmp_path: Path) -> None:
    result = understood(tmp_path, {"models.py": MODELS, "work.py": COMPARISONS})
    assert accesses(result) == {("notes", "notes", "select"), ("tags", "tags", "select")}


OVERRIDES = """
    from abc import ABC, abstractmethod
    from models import Note

    class Store(ABC):
        @abstractmethod
        def rename(self, session): ...

    class Database(Store):
        def _note(self, session):
            return session.query(Note).first()

        def rename(self, session):
            note = self._note(session)
            note.rider_id = 1

    class One(Database): ...
    class Two(Database): ...
    class Three(Database): ...
    class Four(Database): ...
    class Five(Database): ...

    def handle(store: Store, session):
        store.rename(session)
    """


def test_self_in_an_override_has_what_its_own_class_has(tmp_path: Path) -> None:
    result = understood(tmp_path, {"models.py": MODELS, "work.py": OVERRIDES})
    assert accesses(result) == {("Database._note", "notes", "select"), ("Database.rename", "notes", "update")}


def test_a_session_annotated_by_a_generic_class_of_a_library(tmp_path: Path) -> None:
    files = {
        "shop.py": """
            from typing import Any
            from sqlalchemy import Column, Integer
            from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

            Base = declarative_base()
            AnySession = scoped_session[Any]
            session: AnySession = scoped_session(sessionmaker())

            class Order(Base):
                __tablename__ = "orders"
                id = Column(Integer, primary_key=True)

            def add():
                session.add(Order())
            """
    }
    assert ("add", "orders", "insert") in accesses(understood(tmp_path, files))


def test_a_query_over_a_class_that_a_package_brings(tmp_path: Path) -> None:
    use = """
        from flask_appbuilder.security.sqla.models import User
        from sqlalchemy import select

        def names(session):
            return session.query(User).filter_by(active=True).all()

        def later(session):
            return session.execute(select(User)).scalars().all()
        """
    rows = accesses(understood(tmp_path, {"use.py": use}))
    assert {("names", "ab_user", "select"), ("later", "ab_user", "select")} <= rows


def test_a_helper_that_many_give_their_queries_keeps_them_apart(tmp_path: Path) -> None:
    tables = [f"t{number}" for number in range(15)]
    declared = "\n".join(f"{name} = Table('{name}', metadata, Column('id', Integer))" for name in tables)
    callers = "\n".join(
        f"def {name}_use(connection):\n    return connection.execute(select(helper(select({name}.c.id))))"
        for name in tables
    )
    source = f"""
from sqlalchemy import Column, Integer, MetaData, Table, select

metadata = MetaData()
{declared}

def helper(query):
    return query.subquery()

{callers}
"""
    found = accesses(understood(tmp_path, {"m.py": source}))
    assert found == {(f"{name}_use", name, "select") for name in tables}


@pytest.mark.parametrize(
    ("calls", "generic"),
    [
        # a loop over whatever callers hand over
        ("shown(session.query(Ride))\n    shown(session.query(Note))", True),
        # over what all callers hand over, and over what it made itself
        ("shown(session.query(Ride))\n    shown(session.query(Ride))", False),
        ("shown(session.query(Ride))\n    shown([])", False),
    ],
)
def test_a_loop_over_what_callers_hand_over_is_nobodys(tmp_path: Path, calls: str, generic: bool) -> None:
    text = f"""
    from models import Note, Ride
    from sqlalchemy.orm import Session

    def shown(rows):
        return [row.id for row in rows]

    def chosen(session: Session, wide):
        rows = session.query(Ride) if wide else session.query(Note)
        return [row.id for row in rows]

    def work(session: Session):
        {calls.replace(chr(10), chr(10) + "    ")}
        return chosen(session, True)
    """
    result = understood(tmp_path, {"models.py": MODELS, "work.py": text})
    assert {one.generic for one in result.accesses if one.qualname == "shown"} == {generic}
    assert not any(one.generic for one in result.accesses if one.qualname != "shown")


def test_a_query_that_is_narrowed_and_given_back_is_its_callers(tmp_path: Path) -> None:
    text = """
    from models import Ride, Rider, Stop
    from sqlalchemy.orm import Session

    def fetch(session: Session, narrow):
        return narrow(session.query(Ride)).count()

    def stops(session: Session, rider):
        def narrow(query):
            if rider is not None:
                query = query.join(Rider).filter(Rider.name == rider)
            return query

        narrow(session.query(Ride).join(Stop)).count()
        return fetch(session, narrow)

    def plain(session: Session):
        def narrow(query):
            query = query.filter(Ride.price > 1)
            return query

        return fetch(session, narrow)
    """
    result = understood(tmp_path, {"models.py": MODELS, "work.py": text})
    assert {table for name, table, _ in accesses(result) if name == "fetch"} == {"rides", "riders"}
    assert ("stops", ("riders", "rides", "stops"), "join") in joined(result)
