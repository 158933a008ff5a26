"""Parameters and results that hold what cannot leave the process, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.model.live_values import LiveValue
from analyzer.model.options import Options
from analyzer.pipeline import facts_of
from trees import write

MODELS = """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import DeclarativeBase

    class Base(DeclarativeBase):
        pass

    class Stamped(Base):
        __abstract__ = True

    class Order(Stamped):
        __tablename__ = "orders"
        id = Column(Integer, primary_key=True)

    class Rush(Order):
        pass

    class Item(Base):
        __tablename__ = "items"
        id = Column(Integer, primary_key=True)
    """


def values(root: Path, text: str, **more: str) -> tuple[LiveValue, ...]:
    """Return the live values of one module, ``app/work.py``, beside some models."""
    files = {f"app/{name}.py": content for name, content in more.items()}
    tree = write(root, {"app/__init__.py": "", "app/models.py": MODELS, "app/work.py": text, **files})
    found = facts_of(tree, Options(jobs=1, git=False)).live_values
    assert found == tuple(sorted(set(found)))
    return tuple(one for one in found if one.path == "app/work.py")


def told(root: Path, text: str, **more: str) -> dict[str, list[str]]:
    """Return kind and type of the live values of a module: ``place.order`` of a parameter, ``place`` of a result."""
    found: dict[str, list[str]] = {}
    for one in values(root, text, **more):
        subject = ".".join(filter(None, (one.definition.removeprefix("app.work."), one.name)))
        found.setdefault(subject, []).append(f"{one.what} {one.type}")
    return found


def test_a_record_says_where_and_how_sure_it_is(tmp_path: Path) -> None:
    text = """
        from app.models import Order

        def ship(order: Order, parcel):
            return order

        def start():
            ship(Order(), Order())
        """
    assert [tuple(map(str, (one.role, one.name, one.line, one.certainty))) for one in values(tmp_path, text)] == [
        ("parameter", "order", "4", "literal"),
        ("parameter", "parcel", "4", "typed"),
        ("result", "", "4", "typed"),
    ]


def test_annotations_name_live_types(tmp_path: Path) -> None:
    text = """
        import threading
        from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
        from contextlib import AbstractContextManager
        from typing import Annotated, NewType, Optional, TextIO, TypeVar, Union
        from sqlalchemy.orm import Session, sessionmaker
        from app.models import Order, Stamped

        Orders = list[Order]
        Placed = NewType("Placed", Order)
        T = TypeVar("T", bound=Order)
        Heard = Callable[[Order], None]

        def optional(a: Optional[Order], b: "Order | None", c: Union[int, Order], d: Annotated[Order, "new"]): ...
        def contained(a: list[Order], b: dict[Order, int], c: dict[int, Order], d: tuple[int, Order]): ...
        def aliased(a: Orders, b: Placed, c: T, d: Heard): ...
        def library(a: Session, b: sessionmaker, c: TextIO, d: threading.Lock, e: Callable): ...
        def lazy(a: Iterator[int], b: AsyncIterator[Order], c: Awaitable[Order]): ...
        def entered(a: AbstractContextManager[Session], b: AbstractContextManager[None]): ...
        def abstract(a: Stamped): ...
        def several(*orders: Order, **named: Order) -> Order | Session: ...
        """
    assert told(tmp_path, text) == {
        "optional.a": ["entity app.models.Order"],
        "optional.b": ["entity app.models.Order"],
        "optional.c": ["entity app.models.Order"],
        "optional.d": ["entity app.models.Order"],
        "contained.a": ["entity list of app.models.Order"],
        "contained.c": ["entity dict of app.models.Order"],
        "contained.d": ["entity tuple of app.models.Order"],
        "aliased.a": ["entity list of app.models.Order"],
        "aliased.b": ["entity app.models.Order"],
        "aliased.c": ["entity app.models.Order"],
        "aliased.d": ["callable callable"],
        "library.a": ["session sqlalchemy.orm.Session"],
        "library.b": ["session sqlalchemy.orm.sessionmaker"],
        "library.c": ["file typing.TextIO"],
        "library.d": ["lock threading.Lock"],
        "library.e": ["callable callable"],
        "lazy.a": ["generator generator of int"],
        "lazy.b": ["generator generator of app.models.Order"],
        "lazy.c": ["entity app.models.Order"],
        "entered.a": ["session sqlalchemy.orm.Session"],
        "entered.b": ["context contextlib.AbstractContextManager"],
        "abstract.a": ["entity app.models.Stamped"],
        "several": ["entity app.models.Order", "session sqlalchemy.orm.Session"],
    }


def test_plain_data_is_not_live(tmp_path: Path) -> None:
    text = """
        from dataclasses import dataclass
        from enum import Enum
        from typing import Any, Iterable, Literal
        from pydantic import BaseModel
        from sqlalchemy.orm import Mapper
        from app.models import Order

        Row = dict[str, Any]

        class Size(Enum):
            BIG = 1

        @dataclass
        class Summary:
            total: int

        class Shown(BaseModel):
            total: int

        class Missing(Exception):
            def __init__(self, order):
                self.order = order

        def take(a: Row, b: Size, c: Summary, d: Shown, e: Missing, f: str, g: Literal["x"], h: Iterable[int]): ...
        def kinds(a: type[Order], b: Mapper[Order], c: Any, d: object, e: Unheard): ...
        def give() -> Row:
            return {"total": 1}
        def summary():
            return Summary(1)
        def error():
            return Missing(Order())
        def model():
            return Order
        """
    assert told(tmp_path, text) == {"Missing.__init__.order": ["entity app.models.Order"]}


def test_a_function_that_yields_returns_a_generator(tmp_path: Path) -> None:
    text = """
        from collections.abc import Iterator
        from contextlib import asynccontextmanager, contextmanager
        from sqlalchemy.orm import Session
        from twisted.internet.defer import inlineCallbacks
        from app.models import Order

        def numbers():
            yield 1
        def orders():
            yield Order()
        def said() -> Iterator[tuple[Order, int]]:
            yield Order(), 1
        async def later():
            yield Order()
        async def once():
            return 1
        @contextmanager
        def scope():
            with Session() as session:
                yield session
        @asynccontextmanager
        async def told() -> Iterator[Session]:
            yield make()
        @contextmanager
        def quiet():
            yield
        @inlineCallbacks
        def waited():
            found = yield ask()
            return found
        def expression():
            return (n for n in range(3))
        def nested():
            def inner():
                yield 1
            return list(inner())
        """
    assert told(tmp_path, text) == {
        "numbers": ["generator generator of int"],
        "orders": ["generator generator of app.models.Order"],
        "said": ["generator generator of tuple"],
        "later": ["generator generator of app.models.Order"],
        "scope": ["session sqlalchemy.orm.Session"],
        "told": ["session sqlalchemy.orm.Session"],
        "quiet": ["context context manager"],
        "expression": ["generator generator"],
        "nested.<locals>.inner": ["generator generator of int"],
    }


def test_a_class_that_is_tested_for_its_bases_stays_a_class(tmp_path: Path) -> None:
    text = """
        from app.models import Order, Stamped

        def of_class(cls): ...
        def of_row(row): ...
        def each(found):
            for one in [cls for cls in found if issubclass(cls, Order)]:
                of_class(one)
            for one in [row for row in found if isinstance(row, Order)]:
                of_row(one)
        """
    found = {(one.definition, one.name) for one in values(tmp_path, text)}
    assert ("app.work.of_row", "row") in found
    assert ("app.work.of_class", "cls") not in found


def test_what_callers_hand_over_and_functions_return(tmp_path: Path) -> None:
    text = """
        import threading
        from functools import partial
        from sqlalchemy import select
        from sqlalchemy.orm import Session
        from app.models import Item, Order

        def ship(order, count): ...
        def all_of(orders, rows, by_id): ...
        def later(call): ...
        def several(call): ...
        def write(out): ...
        def guard(lock): ...
        def find(session):
            return session.get(Order, 1)
        def wanted():
            return select(Order)
        def default(call=later): ...

        class Desk:
            def ring(self): ...
            def start(self):
                ship(Order(), 3)
                all_of([Order()], [{"id": 1}], {1: Order()})
                later(self.ring)
                several(lambda: None)
                several(partial(self.ring))
                with open("x") as out:
                    write(out)
                guard(threading.Lock())
                find(Session())
        """
    assert told(tmp_path, text) == {
        "ship.order": ["entity app.models.Order"],
        "all_of.by_id": ["entity dict of app.models.Order"],
        "all_of.orders": ["entity list of app.models.Order"],
        "later.call": ["callable app.work.Desk.ring"],
        "several.call": ["callable callable"],
        "write.out": ["file open()"],
        "guard.lock": ["lock threading.Lock"],
        "find": ["entity app.models.Order"],
        "find.session": ["session sqlalchemy.orm.Session"],
        "wanted": ["query query of app.models.Order"],
        "default.call": ["callable app.work.later"],
    }


def test_an_annotation_stands_before_what_flows(tmp_path: Path) -> None:
    text = """
        from typing import Any, Protocol
        from app.models import Order

        class Shippable(Protocol):
            def weigh(self) -> int: ...

        def plain(order: str) -> int:
            return order
        def anything(order: Any) -> Any:
            return order
        def protocol(order: Shippable): ...

        def start():
            plain(Order())
            anything(Order())
            protocol(Order())
        """
    assert told(tmp_path, text) == {
        "anything": ["entity app.models.Order"],
        "anything.order": ["entity app.models.Order"],
        "protocol.order": ["entity app.models.Order"],
    }


def test_what_may_be_anything_is_no_evidence_unless_it_is_of_one_kind(tmp_path: Path) -> None:
    classes = "\n".join(
        f"    class T{n}(Base):\n        __tablename__ = 't{n}'\n        id = Column(Integer)" for n in range(5)
    )
    more = f"    from sqlalchemy import Column, Integer\n    from app.models import Base\n{classes}\n"
    text = """
        from app.more import T0, T1, T2, T3, T4

        class Plain: ...

        def save(one): ...
        def show(one): ...

        def start(key):
            save(T0()), save(T1()), save(T2()), save(T3()), save(T4())
            show(T0()), show(T1()), show(T2()), show(T3()), show(Plain())
        """
    assert told(tmp_path, text, more=more) == {"save.one": ["entity one of 5 types"]}


def test_constructors_take_parameters_or_fields(tmp_path: Path) -> None:
    text = """
        from dataclasses import dataclass
        from sqlalchemy.orm import Session
        from app.models import Order

        class Repo:
            def __init__(self, session: Session):
                self.size = 0
            @classmethod
            def of(cls, order: Order): ...
            @staticmethod
            def by(order: Order): ...

        @dataclass
        class Due:
            order: Order
            cents: int
        """
    assert told(tmp_path, text) == {
        "Repo.__init__.session": ["session sqlalchemy.orm.Session"],
        "Repo.of.order": ["entity app.models.Order"],
        "Repo.by.order": ["entity app.models.Order"],
        "Due.order": ["entity app.models.Order"],
    }


def test_an_object_is_live_by_what_its_class_keeps(tmp_path: Path) -> None:
    text = """
        import threading
        from collections.abc import Callable
        from dataclasses import dataclass
        from sqlalchemy.orm import Session
        from app.models import Order

        class Repo:
            def __init__(self, session: Session):
                self._session = session
        class Orders(Repo): ...
        class Shop:
            def __init__(self, repo: Repo):
                self.repo = repo
        class Sheet:
            def __init__(self):
                self.heard = None
            def listen(self, call: Callable):
                self.heard = call
        class Bag: ...
        class Worker(threading.Thread): ...
        @dataclass
        class Due:
            order: Order

        def use(repo: Repo, orders: Orders, shop: Shop, sheet: Sheet, bag: Bag, worker: Worker, due: Due):
            bag.order = Order()
        """
    assert {name: kinds for name, kinds in told(tmp_path, text).items() if name.startswith("use")} == {
        "use.repo": ["session app.work.Repo (holds sqlalchemy.orm.Session)"],
        "use.orders": ["session app.work.Orders (holds sqlalchemy.orm.Session)"],
        "use.worker": ["thread app.work.Worker"],
        "use.due": ["entity app.work.Due (holds app.models.Order)"],
    }


def test_what_only_holds_a_live_object_is_told_apart(tmp_path: Path) -> None:
    text = """
        from sqlalchemy.orm import Session

        class Repo:
            def __init__(self, session: Session):
                self._session = session

        def use(repo: Repo, repos: list[Repo], session: Session): ...
        """
    kept = {one.name: one.kept for one in values(tmp_path, text) if one.definition == "app.work.use"}
    assert kept == {"repo": True, "repos": True, "session": False}


def test_django_managers_querysets_and_users(tmp_path: Path) -> None:
    models = """
        from django.db import models
        class Line(models.Model):
            text = models.TextField()
        """
    text = """
        from django.contrib.auth.models import User
        from django.db.models import Model, QuerySet
        from app.lines import Line

        def lines() -> QuerySet[Line]: ...
        def texts():
            return Line.objects.values("text")
        def number():
            return Line.objects.count()
        def of(user: User, model: Model): ...
        def first():
            return Line.objects.first()
        def listed():
            return list(Line.objects.all())
        """
    assert told(tmp_path, text, lines=models) == {
        "lines": ["query query of app.lines.Line"],
        "texts": ["query query of app.lines.Line"],
        "of.user": ["entity django.contrib.auth.models.User"],
        "of.model": ["entity django.db.models.Model"],
        "first": ["entity app.lines.Line"],
        "listed": ["entity list of app.lines.Line"],
    }


def test_a_name_alone_is_no_evidence(tmp_path: Path) -> None:
    text = """
        from app.models import Order

        def ship(order, session, callback): ...
        """
    assert told(tmp_path, text) == {}


def test_tests_before_a_return_are_heard(tmp_path: Path) -> None:
    """A serializer hands nothing back of what it is given: not where it is ``None``, nor what it can serialize."""
    text = """
        from app.models import Item, Order

        class Shown:
            def shown(self): ...
        class Bill(Shown, Item): ...

        def plain(order):
            if order is None:
                return order
            return order.id
        def many(orders):
            return orders if orders is None else [one.id for one in orders]
        def value(bill):
            if hasattr(bill, "shown"):
                return 1
            else:
                return bill
        def other(order):
            if not hasattr(order, "shown"):
                return order

        def start():
            plain(Order()), many([Order()]), value(Bill()), other(Order())
        """
    assert {name for name in told(tmp_path, text) if "." not in name} == {"other"}


def test_a_class_method_makes_objects_of_the_class_it_is_called_on_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.link.flow._LARGE", 0)
    monkeypatch.setattr("analyzer.link.flow.SWEEPS", 2)
    names = [f"T{n}" for n in range(14)]
    classes = "".join(
        f"    class {name}(Base, Mixin):\n        __tablename__ = '{name}'\n        id = Column(Integer)\n"
        for name in names
    )
    more = f"""
    from sqlalchemy import Column, Integer
    from app.models import Base

    class Mixin:
        @classmethod
        def make(cls):
            return cls()

{classes}"""
    getters = "".join(f"    def get_{name}():\n        return {name}.make()\n" for name in names)
    text = f"    from app.more import {', '.join(names)}\n{getters}"
    assert told(tmp_path, text, more=more) == {f"get_{name}": [f"entity app.more.{name}"] for name in names}


def test_the_helper_of_oslo_db_queries_for_objects(tmp_path: Path) -> None:
    text = """
        from oslo_db.sqlalchemy import utils
        from app.models import Order

        def first(session):
            return utils.model_query(Order, session).first()
        """
    assert told(tmp_path, text) == {"first": ["entity app.models.Order"]}
