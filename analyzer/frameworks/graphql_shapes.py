"""Which shapes have GraphQL's scalars, by the names that libraries give them?"""

from __future__ import annotations

from analyzer.frameworks.plain_shapes import (
    BINARY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DECIMAL,
    INTEGER,
    NUMBER,
    STRING,
    TIME,
    UUID,
)
from analyzer.model.shapes import NULL, UNKNOWN, Shape

SCALARS: dict[str, Shape] = {
    "String": STRING,
    "ID": STRING,
    "Int": INTEGER,
    "BigInt": INTEGER,
    "Float": NUMBER,
    "Boolean": BOOLEAN,
    "DateTime": DATE_TIME,
    "Date": DATE,
    "Time": TIME,
    "UUID": UUID,
    "Decimal": DECIMAL,
    "JSONString": STRING,
    "Base64": STRING,
    "Upload": BINARY,
    "Void": NULL,
    "GenericScalar": UNKNOWN,
    "JSON": UNKNOWN,
}
