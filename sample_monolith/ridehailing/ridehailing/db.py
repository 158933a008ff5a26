"""Engine and sessions. The database path comes from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Session

P = ParamSpec("P")
R = TypeVar("R")

DEFAULT_PATH = "ridehailing.sqlite3"
_engines: dict[str, Engine] = {}


class Base(DeclarativeBase):
    """Root of all mapped classes."""


def database_path() -> str:
    return os.environ.get("RIDEHAILING_DB", DEFAULT_PATH)


def data_folder() -> Path:
    """Sheets and batches lie beside the database."""
    return Path(database_path()).parent


def engine() -> Engine:
    path = database_path()
    if path not in _engines:
        _engines[path] = create_engine(f"sqlite:///{path}")
    return _engines[path]


def open_session() -> Session:
    return Session(engine(), expire_on_commit=False)


@contextmanager
def session_scope() -> Iterator[Session]:
    """One unit of work: commits at the end, rolls back when an exception leaves the block."""
    with open_session() as session, session.begin():
        yield session


def transactional(work: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Hands a session to the function as its first argument; all it does stands or falls together."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with session_scope() as session:
            return work(session, *args, **kwargs)

    return run
