"""The types that a contract names, and the fields of entities that cross."""

from __future__ import annotations

from analyzer.contracts.types import Types
from analyzer.frameworks.plain_shapes import INTEGER, STRING, array_of, text_as
from analyzer.frameworks.shapes import nullable
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Shape, ShapeKind
from tests.cuts import Told


def data(name: str) -> Shape:
    """Return the shape of an object of a type."""
    return Shape(ShapeKind.DATA, name=name)


def types(*known: DataType) -> Types:
    """Return the types of a program with some data types."""
    return Types(Told(types=known))


def entity(name: str, *fields: DataField, whole: bool = True) -> DataType:
    """Return an entity."""
    return DataType(name, DataKind.ENTITY, fields, "app.py", 1, table=name.lower(), whole=whole)


KEY = DataField("id", INTEGER, key=True)
ORDER = entity(
    "Order",
    KEY,
    DataField("code", STRING),
    DataField("customer", nullable(data("Customer")), refers="Customer"),
    DataField("lines", array_of(data("Line")), refers="Line"),
)
CUSTOMER = entity("Customer", DataField("number", text_as("uuid"), key=True))
LINE = entity("Line", DataField("order", data("Order"), refers="Order", key=True), DataField("row", INTEGER, key=True))
CARD = DataType("Card", DataKind.DATACLASS, (DataField("inner", array_of(data("Inner"))),), "app.py", 1)
INNER = DataType("Inner", DataKind.DATACLASS, (DataField("again", nullable(data("Card"))),), "app.py", 9)


def test_types_are_named_by_what_is_inside() -> None:
    found = types(CARD, INNER, ORDER).named([STRING, array_of(data("Card"))], {})
    assert found == (CARD, INNER)


def test_references_to_entities_cross_as_their_keys() -> None:
    (found,) = types(ORDER, CUSTOMER, LINE).named([data("Order")], {})
    assert {one.name: one.shape for one in found.fields} == {
        "id": INTEGER,
        "code": STRING,
        "customer": nullable(text_as("uuid")),
        "lines": array_of(Shape(ShapeKind.TUPLE, (INTEGER, INTEGER))),
    }
    assert found.whole


def test_of_an_entity_only_the_fields_that_cross_are_kept() -> None:
    (found,) = types(ORDER, CUSTOMER, LINE).named([data("Order")], {"Order": frozenset({"code", "id"})})
    assert [one.name for one in found.fields] == ["id", "code"]
    assert not found.whole


def test_other_types_keep_all_their_fields() -> None:
    assert types(CARD, INNER).named([data("Card")], {"Card": frozenset({"other"})}) == (CARD, INNER)


def test_an_entity_without_a_known_key() -> None:
    loop = entity("Loop", DataField("itself", data("Loop"), refers="Loop", key=True))
    known = types(loop)
    assert known.key("Loop") == UNKNOWN
    assert known.key("Nowhere") == UNKNOWN
    assert types(CUSTOMER).key("Customer") == text_as("uuid")


def test_what_is_not_known_is_left_out() -> None:
    assert types().named([data("Nowhere")], {}) == ()
