"""Which fields records have, worked out by hand."""

from __future__ import annotations

import pytest
from promised import interfaces

from analyzer.frameworks.plain_shapes import INTEGER, NUMBER, STRING, STRINGS, array_of
from analyzer.frameworks.shapes import nullable
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind


def types(text: str) -> dict[str, DataType]:
    """Return the data types of ``app`` by the names of their classes."""
    found = interfaces(text).data_types
    assert list(found) == sorted(found, key=lambda one: one.definition)
    return {one.definition.removeprefix("app."): one for one in found}


def test_a_dataclass_shows_its_fields_those_of_bases_first() -> None:
    text = '''
        from dataclasses import KW_ONLY, InitVar, dataclass, field
        from typing import ClassVar

        @dataclass
        class Base:
            id: int
            kinds: ClassVar[list[str]] = []
            note: str = ""

        @dataclass(frozen=True)
        class Order(Base):
            """What somebody buys.

            More of it.
            """

            _: KW_ONLY
            note: str | None = None
            """What the buyer says."""
            lines: list[str] = field(default_factory=list)
            start: InitVar[int] = 0
            parent: "Order | None" = field(default=None)
        '''
    order = types(text)["Order"]
    shape = nullable(Shape(ShapeKind.DATA, name="app.Order"))
    assert order.kind is DataKind.DATACLASS
    assert order.fields == (
        DataField("id", INTEGER, "int", Origin.ANNOTATION, path="app.py", line=7),
        DataField(
            "note", nullable(STRING), "str | None", Origin.ANNOTATION, False, "None", "What the buyer says.",
            path="app.py", line=19,
        ),
        DataField("lines", STRINGS, "list[str]", Origin.ANNOTATION, False, "list()", path="app.py", line=21),
        DataField("parent", shape, "Order | None", Origin.ANNOTATION, False, "None", path="app.py", line=23),
    )  # fmt: skip
    assert (order.about, order.bases, order.whole) == ("What somebody buys.", ("app.Base",), True)


def test_a_pydantic_model_says_more_of_its_fields() -> None:
    text = """
        from typing import Annotated
        from pydantic import BaseModel, Field

        class Order(BaseModel):
            id: int = Field(..., description="The number.", alias="orderId")
            count: int = Field(3, gt=0)
            lines: list[str] = Field(default_factory=list)
            code: Annotated[str, Field(description="A code.")] = "x"
            _secret: int = 3
        """
    order = types(text)["Order"]
    assert order.kind is DataKind.PYDANTIC
    told = [(one.name, one.required, one.default, one.about, one.alias) for one in order.fields]
    assert told == [
        ("id", True, "", "The number.", "orderId"),
        ("count", False, "3", "", ""),
        ("lines", False, "list()", "", ""),
        ("code", False, '"x"', "A code.", ""),
    ]


def test_typed_dicts_say_which_keys_may_be_missing() -> None:
    text = """
        from typing import NotRequired, Required, TypedDict

        class Row(TypedDict):
            id: int
            note: NotRequired[str]

        class Loose(TypedDict, total=False):
            id: Required[int]
            note: str
        """
    found = types(text)
    assert [(one.name, one.shape, one.required) for one in found["Row"].fields] == [
        ("id", INTEGER, True), ("note", STRING, False),
    ]  # fmt: skip
    assert [one.required for one in found["Loose"].fields] == [True, False]
    assert found["Row"].kind is DataKind.TYPED_DICT
    assert found["Row"].whole


def test_other_records() -> None:
    text = """
        import attr
        import attrs
        import msgspec
        from typing import NamedTuple

        class Point(NamedTuple):
            x: int
            y: int = 0

        @attrs.define
        class Pair:
            left: int
            right: int = attrs.field(default=3)

        @attr.s
        class Old:
            name = attr.ib(default="x")
            count = attr.ib(type=int)

        class Sent(msgspec.Struct, frozen=True):
            id: int
        """
    found = types(text)
    kinds = {name: one.kind.value for name, one in found.items()}
    assert kinds == {"Point": "named_tuple", "Pair": "attrs", "Old": "attrs", "Sent": "struct"}
    assert [(one.name, one.required, one.default) for one in found["Pair"].fields] == [
        ("left", True, ""), ("right", False, "3"),
    ]  # fmt: skip
    assert [(one.name, one.shape, one.origin.value) for one in found["Old"].fields] == [
        ("name", STRING, "default"), ("count", INTEGER, "annotation"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "body", "values", "whole"),
    [
        ("Enum", "RED = 1\n    BLUE = 'b'", ("1", '"b"'), True),
        ("Enum", "RED = auto()\n    BLUE = auto()", ("1", "2"), True),
        ("StrEnum", "RED = auto()", ('"red"',), True),
        ("IntFlag", "RED = auto()\n    BLUE = auto()\n    GREEN = auto()", ("1", "2", "4"), True),
        ("IntEnum", "LOW = -1\n    HIGH = 1 << 4", ("-1", "16"), True),
        ("models.TextChoices", "BIG = 'b', 'Big'\n    SMALL = 's', 'Small'", ('"b"', '"s"'), True),
        ("Enum", "RED = 1\n    ALIAS = 1\n    _ignore_ = 3", ("1",), True),
        ("Enum", "RED = 1\n    BLUE = compute()", ("1",), False),
        ("str, Enum", "RED = 'r'\n    def label(self): ...", ('"r"',), True),
    ],
)
def test_an_enumeration_shows_its_values(head: str, body: str, values: tuple[str, ...], whole: bool) -> None:
    text = (
        "from enum import Enum, IntEnum, IntFlag, StrEnum, auto\nfrom django.db import models\n\n"
        f"class Color({head}):\n    {body}\n"
    )
    color = types(text)["Color"]
    assert (color.kind, color.values, color.fields, color.whole) == (DataKind.ENUM, values, (), whole)


def test_a_plain_class_shows_what_it_keeps_if_something_names_it() -> None:
    text = """
        class Base:
            def __init__(self, id: int):
                self.id = id

        class Order(Base):
            paid: bool

            def __init__(self, id: int, names: list[str], rate=None):
                super().__init__(id)
                self.names = names
                self.total: float = 0
                self.count = 3
                self.rate = rate
                self._secret = 1

        class Unused:
            def __init__(self): self.x = 1

        def work(order: Order): ...

        work(Order(1, []))
        """
    found = types(text)
    assert set(found) == {"Order"}
    told = {one.name: (one.shape, one.origin.value) for one in found["Order"].fields}
    assert told == {
        "paid": (Shape(ShapeKind.BOOLEAN), "annotation"),
        "id": (INTEGER, "annotation"),
        "names": (STRINGS, "annotation"),
        "total": (NUMBER, "annotation"),
        "count": (INTEGER, "flow"),
        "rate": (UNKNOWN, "unknown"),
    }


def test_a_class_from_outside_may_have_more_fields() -> None:
    text = """
        from strange import Thing

        class Order(Thing):
            def __init__(self):
                self.id = 1

        def work(order: Order): ...
        work(Order())
        """
    assert not types(text)["Order"].whole


def test_types_that_types_name_are_told_as_well() -> None:
    text = """
        from dataclasses import dataclass

        class Inner:
            def __init__(self): self.id = 1

        @dataclass
        class Outer:
            inner: list[Inner]
        """
    assert set(types(text)) == {"Inner", "Outer"}


def test_types_that_calls_make() -> None:
    text = """
        from collections import namedtuple
        from enum import Enum
        from typing import NamedTuple, TypedDict

        Point = namedtuple("Point", "x y")
        Pair = NamedTuple("Pair", [("left", int), ("right", "str")])
        Row = TypedDict("Row", {"id": int})
        Color = Enum("Color", ["RED", "BLUE"])

        def work(a: Point, b: Pair, c: Row, d: list[Color]): ...
        work(*x)
        """
    found = types(text)
    assert {name: [(one.name, one.written) for one in made.fields] for name, made in found.items()} == {
        "Point": [("x", ""), ("y", "")],
        "Pair": [("left", "int"), ("right", '"str"')],
        "Row": [("id", "int")],
        "Color": [],
    }
    assert found["Color"].values == ("1", "2")


def test_what_a_framework_knows_stands_first() -> None:
    known = DataType("app.Order", DataKind.FORM, (DataField("id", array_of(INTEGER)),), "app.py", 1)
    text = "from dataclasses import dataclass\n\n@dataclass\nclass Order:\n    id: int\n"
    assert interfaces(text, (known,)).data_types == (known,)
