"""Which shapes have GraphQL's scalars, by the names that libraries give them?"""

from __future__ import annotations

from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind

SCALARS: dict[str, Shape] = {
    "String": Shape(ShapeKind.STRING),
    "ID": Shape(ShapeKind.STRING),
    "Int": Shape(ShapeKind.INTEGER),
    "BigInt": Shape(ShapeKind.INTEGER),
    "Float": Shape(ShapeKind.NUMBER),
    "Boolean": Shape(ShapeKind.BOOLEAN),
    "DateTime": Shape(ShapeKind.STRING, format="date-time"),
    "Date": Shape(ShapeKind.STRING, format="date"),
    "Time": Shape(ShapeKind.STRING, format="time"),
    "UUID": Shape(ShapeKind.STRING, format="uuid"),
    "Decimal": Shape(ShapeKind.STRING, format="decimal"),
    "JSONString": Shape(ShapeKind.STRING),
    "Base64": Shape(ShapeKind.STRING),
    "Upload": Shape(ShapeKind.BINARY),
    "Void": Shape(ShapeKind.NULL),
    "GenericScalar": UNKNOWN,
    "JSON": UNKNOWN,
}
