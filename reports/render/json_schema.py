"""Which JSON Schema (2020-12) says what a shape or a data type is?

What is not known is a schema that accepts everything, says why in its description, and bears ``x-seamline-unknown``.
Bytes inside JSON are base64. A field that may be null has ``null`` among its types, or beside them in ``anyOf``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from analyzer.model.interfaces import Parameter
from analyzer.model.shapes import DataField, DataKind, DataType, Origin, Shape, ShapeKind
from reports.render.contract_names import component_keys
from reports.render.literals import constant, with_default

Json = dict[str, Any]

_PLAIN = {ShapeKind.NULL, ShapeKind.BOOLEAN, ShapeKind.INTEGER, ShapeKind.NUMBER, ShapeKind.STRING}
_MANY = ("query", "generator")
_NULL: Json = {"type": "null"}
FILE: Json = {"type": "string", "format": "binary"}
"""A file as the whole content, or as a part of a form: generators know it by this format."""


def unknown(why: str) -> Json:
    """Say that something is not known, and why."""
    return {"description": f"not known: {why}", "x-seamline-unknown": True}


class Schemas:
    """The schemas of one document: those of shapes refer to data types among its components.

    ``tuples`` is the keyword for the items of a tuple, another one before 2020-12.
    """

    def __init__(self, types: Iterable[DataType], tuples: str = "prefixItems") -> None:
        self._tuples = tuples
        self._types = {one.definition: one for one in reversed(tuple(types))}
        self._keys = component_keys(self._types)
        self._used: set[str] = set()
        self._make: dict[ShapeKind, Callable[[Shape], Json]] = {
            ShapeKind.UNKNOWN: lambda _: unknown("nothing in the source says what it is"),
            ShapeKind.BINARY: lambda _: {"type": "string", "contentEncoding": "base64"},
            ShapeKind.ARRAY: lambda shape: {"type": "array", "items": self._first(shape)},
            ShapeKind.TUPLE: self._tuple,
            ShapeKind.MAP: lambda shape: {"type": "object", "additionalProperties": self._first(shape)},
            ShapeKind.UNION: self._union,
            ShapeKind.CONSTANTS: lambda shape: constants(shape.values),
            ShapeKind.DATA: self._data,
            ShapeKind.LIVE: _live,
        }

    def keys(self) -> Iterable[str]:
        """Give the keys that the components have, used or not."""
        return self._keys.values()

    def of(self, shape: Shape) -> Json:
        """Give the schema of a shape, and take the data types that it names into the components."""
        if shape.kind in _PLAIN:
            return {"type": shape.kind.value, **({"format": shape.format} if shape.format else {})}
        return self._make[shape.kind](shape)

    def in_address(self, one: Parameter, in_path: bool = False) -> Json:
        """Give the schema of a parameter of an address: of an entity its key, in a path never null and no default."""
        shape = self._by_key(one.shape)
        if in_path:
            return self.field(msgspec.structs.replace(one, shape=_something(shape), default=""))
        return self.field(msgspec.structs.replace(one, shape=shape))

    def field(self, one: Parameter | DataField) -> Json:
        """Give the schema of a parameter or field, with what is said of it and by what it is known."""
        schema = with_default(self.of(one.shape), one.default)
        if one.about:
            schema = {**schema, "description": _joined(one.about, schema.get("description", ""))}
        if one.origin is not Origin.UNKNOWN:
            schema = {**schema, "x-seamline-origin": one.origin.value}
        return {**schema, "x-seamline-written": one.written} if one.written else schema

    def fields(self, all_of_them: Iterable[Parameter | DataField]) -> Json:
        """Give the schema of an object with these fields, in their order."""
        named = {name_of(one): one for one in all_of_them}
        schema: Json = {"type": "object", "properties": {name: self.field(one) for name, one in named.items()}}
        required = [name for name, one in named.items() if one.required]
        return {**schema, "required": required} if required else schema

    def together(self, parameters: Iterable[Parameter]) -> Json:
        """Give the schema of all that is taken: of the one nameless part, of an object of the named, or of both."""
        every = tuple(parameters)
        named = [one for one in every if one.name]
        whole = [one for one in every if not one.name]
        if not whole:
            return self.fields(named)
        if not named:
            return self.field(whole[0])
        given = self.of(whole[0].shape)
        return {"allOf": [given, self.fields(named)]} if "$ref" in given else self.fields(named)

    def components(self) -> Json:
        """Give the schemas of all data types that were named so far, and of those that they name, by key."""
        made: dict[str, Json] = {}
        while waiting := sorted(self._used - made.keys()):
            for definition in waiting:
                made[definition] = self._component(self._types[definition])
        return {self._keys[name]: made[name] for name in sorted(made, key=lambda name: self._keys[name])}

    def _by_key(self, shape: Shape) -> Shape:
        """The shape with the keys of entities in the place of these."""
        entity = self._types.get(shape.name) if shape.kind is ShapeKind.DATA else None
        if entity is not None and entity.kind is DataKind.ENTITY:
            keys = [one.shape for one in entity.fields if one.key]
            return keys[0] if len(keys) == 1 else Shape(ShapeKind.UNKNOWN)
        return msgspec.structs.replace(shape, of=tuple(map(self._by_key, shape.of))) if shape.of else shape

    def _first(self, shape: Shape) -> Json:
        return self.of(shape.of[0]) if shape.of else unknown("nothing in the source says what it holds")

    def _tuple(self, shape: Shape) -> Json:
        schema: Json = {"type": "array"}
        if shape.of:
            schema = {**schema, self._tuples: [self.of(one) for one in shape.of], "minItems": len(shape.of)}
        return {**schema, "maxItems": len(shape.of)}

    def _union(self, shape: Shape) -> Json:
        parts = {json.dumps(schema, sort_keys=True): schema for schema in map(self.of, _flat(shape))}
        null = any(schema == _NULL for schema in parts.values())
        others = [schema for schema in parts.values() if schema != _NULL]
        if len(others) == 1 and null:
            return _nullable(others[0])
        if len(others) == 1:
            return others[0]
        if all(schema.keys() == {"type"} for schema in others):
            return {"type": list(_types(others)) + ["null"] * null} if others else dict(_NULL)
        return {"anyOf": [*others, *([_NULL] * null)]}

    def _data(self, shape: Shape) -> Json:
        if shape.name not in self._types:
            return unknown(f"the fields of {shape.name}" if shape.name else "which data type it is")
        self._used.add(shape.name)
        return {"$ref": f"#/components/schemas/{self._keys[shape.name]}"}

    def _component(self, one: DataType) -> Json:
        known_by: Json = {
            "x-seamline-definition": one.definition,
            "x-seamline-kind": one.kind.value,
            **({"x-seamline-table": one.table} if one.table else {}),
            "x-seamline-at": f"{one.path}:{one.line}",
        }
        if one.kind is DataKind.ENUM and one.values:
            return {**_about(one.about), **constants(one.values), **known_by}
        if not one.fields:
            schema = unknown("the source shows no fields of it")
            return {"type": "object", **schema, **_about(_joined(one.about, schema["description"])), **known_by}
        part = "" if one.whole else "More fields may cross: the source does not show all."
        schema = {**_about(_joined(one.about, part)), **self.fields(one.fields)}
        properties = schema["properties"]
        for field in one.fields:
            properties[name_of(field)] = {**properties[name_of(field)], **_column(field)}
        return {**schema, **known_by, **({} if one.whole else {"x-seamline-whole": False})}


def name_of(one: Parameter | DataField) -> str:
    """The name under which a parameter or field crosses."""
    return (one.alias if isinstance(one, DataField) else "") or one.name


def constants(values: Iterable[str]) -> Json:
    """Give the schema of one of some constants, which are written as JSON."""
    named = {json.dumps(one): one for one in map(constant, values)}
    if not named:
        return unknown("the source does not show which constants")
    kinds: dict[str, list[Any]] = defaultdict(list)
    for one in named.values():
        kinds[_type(one)].append(one)
    null = kinds.pop("null", [])
    listed: list[Json] = [{"type": kind, "enum": values} for kind, values in kinds.items()]
    if len(listed) > 1:  # generators know one type for an enumeration
        return {"anyOf": [*listed, *([_NULL] * len(null))]}
    if not listed:
        return dict(_NULL)
    return _nullable(listed[0]) if null else listed[0]


def _type(value: object) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return names.get(type(value), "null")


def _types(schemas: Iterable[Json]) -> Iterable[str]:
    return dict.fromkeys(
        name for one in schemas for name in ([one["type"]] if isinstance(one["type"], str) else one["type"])
    )


def _nullable(schema: Json) -> Json:
    if "x-seamline-unknown" in schema:
        return schema
    if "type" not in schema:
        return {"anyOf": [*schema.get("anyOf", [schema]), _NULL]}
    types = [one for one in _types([schema]) if one != "null"]
    listed = {"enum": [*schema["enum"], None]} if None not in schema.get("enum", [None]) else {}
    return {**schema, "type": [*types, "null"], **listed}


def _something(shape: Shape) -> Shape:
    """A shape without null."""
    if shape.kind is not ShapeKind.UNION:
        return shape
    rest = tuple(_something(one) for one in shape.of if one.kind is not ShapeKind.NULL)
    return rest[0] if len(rest) == 1 else msgspec.structs.replace(shape, of=rest)


def _flat(shape: Shape) -> Iterable[Shape]:
    for one in shape.of:
        if one.kind is ShapeKind.UNION:
            yield from _flat(one)
        else:
            yield one


def _live(shape: Shape) -> Json:
    """What crosses instead of a live object: the rows of a query, the content of a file."""
    if shape.name in _MANY:
        return {"type": "array", "items": unknown(f"what the {shape.name} gives")}
    if shape.name == "file":
        return {"type": "string", "contentEncoding": "base64"}
    return unknown(f"a live object ({shape.name}) cannot cross" if shape.name else "a live object cannot cross")


def _column(field: DataField) -> Json:
    said: Json = {
        "x-seamline-key": field.key,
        "x-seamline-column": field.column if field.column != field.name else "",
        "x-seamline-refers": field.refers,
        "x-seamline-at": f"{field.path}:{field.line}" if field.path else "",
    }
    return {name: value for name, value in said.items() if value}


def _about(text: str) -> Json:
    return {"description": text} if text else {}


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)
