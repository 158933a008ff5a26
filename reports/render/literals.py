"""Which JSON value does the source text of a default stand for, and may it stand beside a schema?"""

from __future__ import annotations

import json
import math
import re
from typing import Any

_WORDS: dict[str, Any] = {"None": None, "True": True, "False": False, "[]": [], "()": [], "{}": {}}
_INTEGER = re.compile(r"-?\d{1,15}")
_NUMBER = re.compile(r"-?\d{1,15}\.\d{0,15}")
_TEXT = re.compile(r"'([^'\\\n]*)'|\"([^\"\\\n]*)\"")
_TYPES: tuple[tuple[type, tuple[str, ...]], ...] = (
    (type(None), ("null",)),
    (bool, ("boolean",)),
    (int, ("integer", "number")),
    (float, ("number",)),
    (str, ("string",)),
    (list, ("array",)),
    (dict, ("object",)),
)


def with_default(schema: dict[str, Any], source: str) -> dict[str, Any]:
    """Add the default to a schema where its source text is a literal that the schema accepts."""
    known, value = _literal(source)
    return {**schema, "default": value} if known and _accepts(schema, value) else schema


def _literal(source: str) -> tuple[bool, Any]:
    if source in _WORDS:
        return True, _WORDS[source]
    if _INTEGER.fullmatch(source):
        return True, int(source)
    if _NUMBER.fullmatch(source):
        return True, float(source)
    found = _TEXT.fullmatch(source)
    return (True, found[1] if found[1] is not None else found[2]) if found else (False, None)


def _accepts(schema: dict[str, Any], value: Any) -> bool:
    """Tell whether a schema surely accepts a value; one that refers to another, or has a format, is not asked."""
    if "enum" in schema:
        return any(type(one) is type(value) and one == value for one in schema["enum"])
    if schema.keys() & {"format", "contentEncoding", "prefixItems", "$ref", "anyOf", "maxItems"} and value is not None:
        return False
    types = schema.get("type", ())
    allowed = {types} if isinstance(types, str) else set(types)
    if "null" in allowed and value is None:
        return True
    return any(type(value) is kind and allowed & set(names) for kind, names in _TYPES)


def constant(text: str) -> Any:
    """Read a constant that is written as JSON; what is none, or no finite number, stands for itself as a text."""
    try:
        value = json.loads(text, parse_constant=lambda _: math.nan)
    except (ValueError, RecursionError):
        return text
    if isinstance(value, dict | list) or (isinstance(value, float) and not math.isfinite(value)):
        return text
    return value
