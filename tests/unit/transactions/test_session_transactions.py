from __future__ import annotations

from pathlib import Path

from trees import understood

MODELS = """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import declarative_base

    Base = declarative_base()

    class Trip(Base):
        __tablename__ = "trips"
        id = Column(Integer, primary_key=True)
        state = Column(Integer)

    class Rider(Base):
        __tablename__ = "riders"
        id = Column(Integer, primary_key=True)
    """

Rows = list[tuple[str, int, str, str]]


def rows(root: Path, text: str) -> Rows:
    """Return (qualname, line, tables, kind) of every transaction."""
    result = understood(root, {"ride/__init__.py": "", "ride/models.py": MODELS, "ride/trips.py": text})
    return [(one.qualname, one.line, ";".join(one.tables), one.kind.value) for one in result.transactions]


def test_blocks_that_begin_a_transaction(tmp_path: Path) -> None:
    text = """
        from sqlalchemy import create_engine, insert
        from sqlalchemy.orm import Session, sessionmaker
        from ride.models import Rider, Trip

        engine = create_engine("x")
        Maker = sessionmaker(engine)

        def one(session: Session):
            with session.begin():
                session.add(Trip())

        def two():
            with Maker.begin() as session:
                session.add(Trip())
                session.add(Rider())

        def three():
            with engine.begin() as connection:
                connection.execute(insert(Rider))

        def four(session):
            session.add(Rider())
            with session.begin_nested():
                session.add(Trip())

        def five():
            with Session(engine) as session, session.begin():
                session.add(Rider())

        def six():
            with Session(engine) as session:
                session.add(Rider())
        """
    assert rows(tmp_path, text) == [
        ("five", 28, "riders", "block"),
        ("four", 24, "trips", "block"),
        ("one", 10, "trips", "block"),
        ("three", 19, "riders", "block"),
        ("two", 14, "trips;riders", "block"),
    ]


def test_a_commit_ends_what_was_written_since_the_one_before(tmp_path: Path) -> None:
    text = """
        from sqlalchemy.orm import Session
        from ride.models import Rider, Trip

        def twice(session: Session):
            session.add(Trip())
            session.add(Rider())
            session.commit()
            session.add(Rider())
            session.commit()

        def either(session: Session, which):
            trip = session.get(Trip, 1)
            trip.state = 2
            if which:
                session.add(Rider())
                session.commit()
                return
            else:
                session.commit()

        def late(session: Session):
            session.commit()
            session.add(Trip())

        def alone(engine):
            with Session(engine) as session:
                session.add(Rider())
                session.add(Trip())
                session.commit()
                session.add(Trip())
        """
    assert rows(tmp_path, text) == [
        ("alone", 27, "riders;trips", "session"),
        ("either", 17, "trips;riders", "commit"),
        ("either", 20, "trips", "commit"),
        ("twice", 8, "trips;riders", "commit"),
        ("twice", 10, "riders", "commit"),
    ]


def test_other_things_that_commit(tmp_path: Path) -> None:
    text = """
        from git import Repo
        from ride.models import Rider

        def publish(session, index):
            session.add(Rider())
            repo = Repo(".")
            repo.index.commit("message")
            index.commit()
        """
    assert rows(tmp_path, text) == []


def test_what_commits_by_itself_is_no_part_of_who_calls_it(tmp_path: Path) -> None:
    text = """
        from contextlib import contextmanager
        from sqlalchemy.orm import Session
        from ride.models import Rider, Trip

        @contextmanager
        def session_scope():
            session = Session()
            try:
                yield session
                session.commit()
            finally:
                session.close()

        def note():
            with session_scope() as session:
                session.add(Rider())

        def enter(session):
            session.add(Rider())

        def hail():
            with session_scope() as session:
                session.add(Trip())
                note()

        def finish():
            with session_scope() as session:
                session.add(Trip())
                enter(session)
        """
    assert rows(tmp_path, text) == [
        ("finish", 28, "trips;riders", "block"),
        ("hail", 23, "trips", "block"),
        ("note", 16, "riders", "block"),
    ]


def test_a_decorator_that_provides_a_session_unless_it_is_handed_one(tmp_path: Path) -> None:
    text = """
        from contextlib import contextmanager
        from functools import wraps
        from sqlalchemy.orm import Session
        from ride.models import Rider, Trip

        @contextmanager
        def create_session():
            session = Session()
            try:
                yield session
                session.commit()
            except Exception:
                session.rollback()

        def provide_session(function):
            @wraps(function)
            def wrapper(*args, **kwargs):
                if "session" in kwargs:
                    return function(*args, **kwargs)
                with create_session() as session:
                    return function(*args, session=session, **kwargs)
            return wrapper

        @provide_session
        def note(session: Session = None):
            session.add(Rider())

        @provide_session
        def hail(session: Session = None):
            session.add(Trip())
            note()

        @provide_session
        def finish(session: Session = None):
            session.add(Trip())
            note(session=session)
        """
    assert rows(tmp_path, text) == [
        ("finish", 34, "trips;riders", "decorator"),
        ("hail", 29, "trips", "decorator"),
        ("note", 25, "riders", "decorator"),
    ]


def test_a_unit_of_work_class(tmp_path: Path) -> None:
    text = """
        from sqlalchemy.orm import Session
        from ride.models import Rider, Trip

        class Work:
            def __enter__(self):
                self.session = Session()
                return self

            def __exit__(self, *problem):
                self.session.commit()

        class Asked:
            def __enter__(self):
                self.session = Session()
                return self

            def __exit__(self, *problem):
                self.session.rollback()

            def commit(self):
                self.session.commit()

        def hail():
            with Work() as work:
                work.session.add(Trip())

        def finish():
            with Asked() as work:
                work.session.add(Rider())
                work.commit()

        def forget():
            with Asked() as work:
                work.session.add(Rider())
        """
    assert rows(tmp_path, text) == [
        ("finish", 29, "riders", "session"),
        ("hail", 25, "trips", "block"),
    ]


def test_oslo_writers(tmp_path: Path) -> None:
    text = """
        from oslo_db.sqlalchemy import enginefacade
        from ride.models import Rider, Trip

        manager = enginefacade.transaction_context()

        @manager.writer
        def hail(context):
            context.session.add(Trip())

        @manager.reader
        def look(context):
            context.session.add(Trip())

        def finish(context):
            with manager.writer.using(context) as session:
                session.add(Rider())
                hail(context)
        """
    assert rows(tmp_path, text) == [
        ("finish", 16, "riders;trips", "block"),
        ("hail", 7, "trips", "decorator"),
    ]


def test_transactions_of_drivers(tmp_path: Path) -> None:
    text = """
        import sqlite3
        from contextlib import contextmanager

        def plain():
            connection = sqlite3.connect("x")
            with connection:
                connection.execute("INSERT INTO trips (id) VALUES (1)")

        def told():
            connection = sqlite3.connect("x")
            connection.execute("INSERT INTO trips (id) VALUES (1)")
            connection.execute("DELETE FROM riders WHERE id = 1")
            connection.commit()

        @contextmanager
        def transaction(connection):
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")

        def by_hand(connection):
            with transaction(connection):
                connection.execute("UPDATE riders SET id = 2 WHERE id = 1")
        """
    assert rows(tmp_path, text) == [
        ("by_hand", 23, "riders", "block"),
        ("plain", 7, "trips", "block"),
        ("told", 14, "trips;riders", "commit"),
    ]


def test_a_context_manager_that_begins_one_on_a_condition(tmp_path: Path) -> None:
    text = """
        from abc import ABC, abstractmethod
        from contextlib import asynccontextmanager, contextmanager
        from sqlalchemy.orm import Session
        from ride.models import Rider, Trip

        class Config(ABC):
            @abstractmethod
            def transaction(self, session): ...

        class Postgres(Config):
            @asynccontextmanager
            async def transaction(self, session):
                async with session.begin() as inner:
                    yield inner

        class Interface:
            config: Config

            @asynccontextmanager
            async def context(self, begin: bool = False):
                session = Session()
                async with session:
                    if begin:
                        async with self.config.transaction(session):
                            yield session
                    else:
                        yield session

        @contextmanager
        def scope(commit=True):
            session = Session()
            yield session
            if commit:
                session.commit()

        async def hail(db: Interface):
            async with db.context(begin=True) as session:
                session.add(Trip())

        async def look(db: Interface):
            async with db.context() as session:
                session.add(Trip())

        def kept():
            with scope() as session:
                session.add(Rider())

        def lost():
            with scope(False) as session:
                session.add(Rider())
        """
    assert rows(tmp_path, text) == [
        ("hail", 38, "trips", "block"),
        ("kept", 46, "riders", "block"),
    ]


def test_a_session_that_is_provided_and_committed_for_the_function(tmp_path: Path) -> None:
    text = """
        from typing import Annotated
        from fastapi import Depends
        from sqlalchemy.orm import Session
        from ride.models import Rider, Trip

        def committed():
            with Session() as session:
                yield session
                session.commit()

        def plain():
            with Session() as session:
                yield session

        async def hail(session: Session = Depends(committed)):
            session.add(Trip())

        async def finish(session: Annotated[Session, Depends(committed)]):
            session.add(Rider())

        async def look(session: Session = Depends(plain)):
            session.add(Rider())
        """
    assert rows(tmp_path, text) == [
        ("finish", 19, "riders", "session"),
        ("hail", 16, "trips", "session"),
    ]
