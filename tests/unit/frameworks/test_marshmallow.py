"""Which fields schemas have: strings of Python, answers worked out by hand."""

from __future__ import annotations

from analyzer.model.shapes import DataKind
from asked import everything
from served import shape
from trees import linked


def test_schemas_are_data_types() -> None:
    text = """
from marshmallow import Schema, fields, validate
class Base(Schema):
    id = fields.Int(dump_only=True)
class Line(Base):
    sku = fields.String(required=True)
class Order(Base):
    number = fields.Str(data_key="orderNumber", allow_none=True)
    state = fields.Str(load_default="new", validate=validate.OneOf(["new", "paid"]))
    lines = fields.List(fields.Nested(Line))
    first = fields.Nested("Line", many=True)
    other = compute()
"""
    found = {one.definition: one for one in everything(linked({"app.py": text})).data_types}
    assert found["app.Order"].kind is DataKind.SERIALIZER
    assert [(one.name, shape(one.shape), one.required, one.default) for one in found["app.Order"].fields] == [
        ("id", "integer", False, ""),
        ("orderNumber", "null | string", False, ""),
        ("state", 'constants("new" | "paid")', False, '"new"'),
        ("lines", "array[data(app.Line)]", False, ""),
        ("first", "array[data(app.Line)]", False, ""),
    ]
    assert [one.name for one in found["app.Line"].fields] == ["id", "sku"]
    assert found["app.Line"].fields[1].required
