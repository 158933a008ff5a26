"""Shapes and fields as short texts, so that tests can say what they expect."""

from __future__ import annotations

from analyzer.interpret import interpret
from analyzer.model.interfaces import Interfaces
from analyzer.model.shapes import DataField, DataType, Shape, ShapeKind
from analyzer.progress import Progress
from asked import everything
from trees import linked


def told(shape: Shape) -> str:
    """``string/date|null``, ``array<data shop.Order>``, ``"a"|"b"``."""
    if shape.kind is ShapeKind.UNION:
        return "|".join(told(one) for one in shape.of)
    if shape.kind is ShapeKind.CONSTANTS:
        return "|".join(shape.values)
    text = shape.kind.value + (f"/{shape.format}" if shape.format else "") + (f" {shape.name}" if shape.name else "")
    return f"{text}<{','.join(told(one) for one in shape.of)}>" if shape.of else text


def interfaces(files: dict[str, str]) -> Interfaces:
    """What is known of the interfaces of a small program."""
    return interpret(linked(files), Progress()).interfaces


def types(files: dict[str, str]) -> dict[str, DataType]:
    """Its data types, by their dotted names."""
    return {one.definition: one for one in everything(linked(files)).data_types}


def shapes(found: DataType) -> dict[str, str]:
    """The fields of a data type with their shapes, in their order."""
    return {field.name: told(field.shape) for field in found.fields}


def field(found: DataType, name: str) -> DataField:
    """A field by its name."""
    return next(one for one in found.fields if one.name == name)
