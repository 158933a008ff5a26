"""Fields that data types show of mapped classes: records put together by hand."""

from __future__ import annotations

from analyzer.interfaces.shown import shown
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Shape, ShapeKind

TEXT = Shape(ShapeKind.STRING)


def entity(name: str, *fields: DataField) -> DataType:
    return DataType(name, DataKind.ENTITY, fields, "m.py", 1)


def node(name: str, shows: str, *fields: str) -> DataType:
    return DataType(name, DataKind.GRAPHQL, tuple(DataField(one, UNKNOWN) for one in fields), "n.py", 1, shows=shows)


def shapes(types: list[DataType], name: str) -> list[Shape]:
    return [field.shape for one in shown(types) if one.definition == name for field in one.fields]


def test_columns_and_what_leads_to_others() -> None:
    order = entity(
        "Order",
        DataField("total_net", TEXT),
        DataField("customer", Shape(ShapeKind.DATA, name="Customer"), refers="Customer"),
        DataField("lines", Shape(ShapeKind.ARRAY, (Shape(ShapeKind.DATA, name="Line"),)), refers="Line"),
    )
    types = [
        order, entity("Customer"), entity("Line"), node("CustomerNode", "Customer"), node("LineNode", "Line"),
        node("OrderNode", "Order", "totalNet", "customer", "lines", "other"),
    ]  # fmt: skip
    assert shapes(types, "OrderNode") == [
        TEXT,
        Shape(ShapeKind.DATA, name="CustomerNode"),
        Shape(ShapeKind.ARRAY, (Shape(ShapeKind.DATA, name="LineNode"),)),
        UNKNOWN,
    ]


def test_an_entity_that_two_types_show_is_not_guessed() -> None:
    order = entity("Order", DataField("customer", Shape(ShapeKind.DATA, name="Customer"), refers="Customer"))
    types = [order, node("A", "Customer"), node("B", "Customer"), node("OrderNode", "Order", "customer")]
    assert shapes(types, "OrderNode") == [UNKNOWN]
