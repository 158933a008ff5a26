"""How is a shape said in a few words?"""

from __future__ import annotations

from analyzer.model.shapes import Shape, ShapeKind

_MOST = 6
"""Constants that are spelled out; of more, their number is told."""


def words(shape: Shape) -> str:
    """Return what a reader is told of a shape: ``list of Trip``, ``string (uuid) or null``."""
    match shape.kind:
        case ShapeKind.ARRAY:
            return f"list of {words(shape.of[0])}" if shape.of else "list"
        case ShapeKind.TUPLE:
            return f"tuple of {', '.join(map(words, shape.of))}" if shape.of else "tuple"
        case ShapeKind.MAP:
            return f"map of {words(shape.of[0])}" if shape.of else "map"
        case ShapeKind.UNION:
            return " or ".join(map(words, shape.of))
        case ShapeKind.CONSTANTS:
            return constants(shape.values)
        case ShapeKind.DATA:
            return shape.name.rpartition(".")[2]
        case ShapeKind.LIVE:
            return f"live {shape.name}"
        case _:
            return f"{shape.kind.value} ({shape.format})" if shape.format else shape.kind.value


def constants(values: tuple[str, ...]) -> str:
    """Return constants as a reader is told of them."""
    if len(values) > _MOST:
        return f"one of {len(values)} constants"
    return " | ".join(values) if values else "no constant"
