"""Which value is an example of a JSON Schema?"""

from __future__ import annotations

from typing import Any

DEEP = 4
_TEXTS = {
    "date-time": "2026-01-02T03:04:05+00:00",
    "date": "2026-01-02",
    "time": "03:04:05",
    "uuid": "12345678-1234-5678-1234-567812345678",
    "uri": "https://example.org/a",
    "email": "ada@example.org",
    "decimal": "1.50",
    "duration": "P1D",
    "ipv4": "192.0.2.1",
}
_PLAIN = {"null": None, "boolean": True, "integer": 7, "number": 1.5}


def resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Follow the reference of a schema, if it is one."""
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def example(schema: dict[str, Any], document: dict[str, Any], depth: int = 0) -> Any:
    """Make a value that a schema accepts; below some depth the smallest."""
    schema = resolved(schema, document)
    if "allOf" in schema:
        parts = [example(one, document, depth) for one in schema["allOf"]]
        return {name: value for part in parts for name, value in part.items()}
    if "anyOf" in schema:
        return example(schema["anyOf"][-1 if depth > DEEP else 0], document, depth)
    if schema.get("format") == "binary":
        return b"abc"
    if "enum" in schema:
        return schema["enum"][0]
    types = schema.get("type", "string")
    kind = types if isinstance(types, str) else types[-1 if depth > DEEP else 0]
    if kind == "array":
        parts = schema.get("prefixItems") or ([schema["items"]] if "items" in schema and depth <= DEEP else [])
        return [example(one, document, depth + 1) for one in parts]
    if kind == "object":
        required = schema.get("required", ())
        named = {k: v for k, v in schema.get("properties", {}).items() if depth <= DEEP or k in required}
        return {name: example(one, document, depth + 1) for name, one in named.items()}
    return _TEXTS.get(schema.get("format", ""), "YWJj") if kind == "string" else _PLAIN[kind]
