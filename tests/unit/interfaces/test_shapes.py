"""What annotations say of the data behind them, worked out by hand."""

from __future__ import annotations

import textwrap

import pytest

from analyzer.frameworks.plain_shapes import (
    BINARY,
    BOOLEAN,
    INTEGER,
    LIST,
    MAP,
    NUMBER,
    STRING,
    STRINGS,
    array_of,
    live,
    map_of,
    text_as,
)
from analyzer.frameworks.shapes import Shapes, nullable, one_of
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import NULL, UNKNOWN, Shape, ShapeKind
from trees import linked

BEFORE = """
    from __future__ import annotations
    import datetime as dt
    import enum
    import typing as t
    from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime, time, timedelta
    from decimal import Decimal
    from pathlib import Path
    from typing import (
        IO, Annotated, Any, ClassVar, Final, Generic, List, Literal, NamedTuple, NewType, Optional, Protocol, Self,
        TypeAlias, TypeVar, Union,
    )
    from uuid import UUID

    from django.db import models
    from django.db.models import QuerySet
    from pydantic import EmailStr, HttpUrl, conlist, constr
    from sqlalchemy.orm import Session
    from strange import Thing

    OrderId = NewType("OrderId", int)
    Orders = list["Order"]
    Json = dict[str, "Json"] | list["Json"] | str | None
    Ping: TypeAlias = "list[Pong]"
    Pong: TypeAlias = "list[Ping]"
    Wide0 = int
    T = TypeVar("T")
    B = TypeVar("B", bound="Order")
    C = TypeVar("C", int, str)

    class Order:
        def copy(self) -> Self: ...

    class Color(enum.Enum):
        RED = 1

    class Size(models.TextChoices):
        BIG = "b", "Big"

    class Slug(str): ...
    class Prices(dict): ...
    class Page(Generic[T]): ...
    class Work(Session): ...
    class Broken(ValueError): ...

    class Callback(Protocol):
        def __call__(self, order: Order) -> None: ...
    """
ORDER = Shape(ShapeKind.DATA, name="app.Order")


def shape(annotation: str) -> Shape:
    """Return what an annotation says in a module with some classes."""
    text = textwrap.dedent(BEFORE) + f"\n\ndef taken(value: {annotation}) -> None: ...\n"
    names: Names = linked({"app.py": text})
    head = names.program.definitions[names.program.by_name["app.taken"]].head
    return Shapes(names, Schema()).annotated(0, head.scope, head.parameters[0].annotation)


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("int", INTEGER),
        ("str", STRING),
        ("bool", BOOLEAN),
        ("float", NUMBER),
        ("bytes", BINARY),
        ("None", NULL),
        ("date", text_as("date")),
        ("dt.datetime", text_as("date-time")),
        ("time", text_as("time")),
        ("timedelta", text_as("duration")),
        ("UUID", text_as("uuid")),
        ("Decimal", text_as("decimal")),
        ("Path", text_as("path")),
        ("EmailStr", text_as("email")),
        ("HttpUrl", text_as("uri")),
        ("list[str]", STRINGS),
        ("List[int]", array_of(INTEGER)),
        ("Sequence[Order]", array_of(ORDER)),
        ("Iterable[int]", array_of(INTEGER)),
        ("AsyncIterator[int]", array_of(INTEGER)),
        ("Generator[int, None, str]", array_of(INTEGER)),
        ("list", LIST),
        ("dict", MAP),
        ("dict[str, int]", map_of(INTEGER)),
        ("Mapping[str, list[Order]]", map_of(array_of(ORDER))),
        ("tuple[int, str]", Shape(ShapeKind.TUPLE, (INTEGER, STRING))),
        ("tuple[int, ...]", array_of(INTEGER)),
        ("tuple[()]", Shape(ShapeKind.TUPLE)),
        ("int | None", nullable(INTEGER)),
        ("Optional[Order]", nullable(ORDER)),
        ("Union[int, str, None]", Shape(ShapeKind.UNION, (INTEGER, STRING, NULL))),
        ('Literal["cash", "card", 3]', Shape(ShapeKind.CONSTANTS, values=('"cash"', '"card"', "3"))),
        ("Literal[Color.RED]", Shape(ShapeKind.DATA, name="app.Color")),
        ("Color", Shape(ShapeKind.DATA, name="app.Color")),
        ("Size", Shape(ShapeKind.DATA, name="app.Size")),
        ("OrderId", INTEGER),
        ("Orders", array_of(ORDER)),
        ("B", ORDER),
        ("C", one_of((INTEGER, STRING))),
        ("T", UNKNOWN),
        ('Annotated[int, "how many"]', INTEGER),
        ("Final[int]", INTEGER),
        ("ClassVar[list[int]]", array_of(INTEGER)),
        ("conlist(int, min_length=1)", array_of(INTEGER)),
        ("constr(max_length=3)", STRING),
        ("type[Order]", live(LiveKind.CALLABLE)),
        ("Callable[[], object]", live(LiveKind.CALLABLE)),
        ("Callback", live(LiveKind.CALLABLE)),
        ("Session", live(LiveKind.SESSION)),
        ("Work", live(LiveKind.SESSION)),
        ("IO[str]", live(LiveKind.FILE)),
        ("AbstractContextManager[Session]", live(LiveKind.CONTEXT)),
        ("QuerySet[Order]", array_of(ORDER)),
        ("Any", UNKNOWN),
        ("object", UNKNOWN),
        ("list[Any]", LIST),
        ("Any | None", UNKNOWN),
        ("Order", ORDER),
        ('"Order"', ORDER),
        ('list["Order"]', array_of(ORDER)),
        ("Page[Order]", Shape(ShapeKind.DATA, name="app.Page")),
        ("Slug", STRING),
        ("Prices", MAP),
        ("Thing", Shape(ShapeKind.UNKNOWN, name="strange.Thing")),
        ("Broken", Shape(ShapeKind.UNKNOWN, name="app.Broken")),
        ("Nowhere", UNKNOWN),
    ],
)
def test_an_annotation_says(annotation: str, expected: Shape) -> None:
    assert shape(annotation) == expected


def test_an_alias_that_names_itself_ends() -> None:
    assert shape("Json") == Shape(ShapeKind.UNION, (MAP, LIST, STRING, NULL))
    assert shape("Ping") == array_of(LIST)


def test_self_is_the_class_around() -> None:
    names = linked({"app.py": textwrap.dedent(BEFORE)})
    head = names.program.definitions[names.program.by_name["app.Order.copy"]].head
    assert Shapes(names, Schema()).annotated(0, head.scope, head.returns) == ORDER


def test_aliases_of_aliases_that_grow_end() -> None:
    lines = ["A0 = int", *(f"A{one} = tuple[{', '.join([f'A{one - 1}'] * 9)}]" for one in range(1, 40))]
    names = linked({"app.py": "\n".join([*lines, "def taken(value: A39): ...\n"])})
    head = names.program.definitions[0].head
    assert Shapes(names, Schema()).annotated(0, 0, head.parameters[0].annotation) is not None
