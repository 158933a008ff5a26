"""How is what an operation takes and gives said in a line, and which of it crosses the border?"""

from __future__ import annotations

from analyzer.model.contracts import Input
from analyzer.model.shapes import Shape, ShapeKind

_PLAIN = {
    ShapeKind.NULL: "None",
    ShapeKind.BOOLEAN: "bool",
    ShapeKind.INTEGER: "int",
    ShapeKind.NUMBER: "float",
    ShapeKind.STRING: "str",
    ShapeKind.BINARY: "bytes",
}


def crosses(one: Input) -> bool:
    """Tell whether an input is a part of the request: a session, a lock, a callable or another request is not."""
    return one.crosses


def spelled(shape: Shape) -> str:
    """Return a shape as Python would annotate it; nothing where it is not known."""
    inner = [spelled(part) or "Any" for part in shape.of]
    match shape.kind:
        case ShapeKind.UNKNOWN:
            return ""
        case ShapeKind.DATA | ShapeKind.LIVE:
            return shape.name.rpartition(".")[2]
        case ShapeKind.ARRAY:
            return f"list[{inner[0]}]" if inner else "list"
        case ShapeKind.TUPLE:
            return f"tuple[{', '.join(inner)}]"
        case ShapeKind.MAP:
            return f"dict[str, {inner[0]}]" if inner else "dict"
        case ShapeKind.UNION:
            return " | ".join(inner)
        case ShapeKind.CONSTANTS:
            return f"Literal[{', '.join(shape.values)}]"
        case _:
            return _PLAIN[shape.kind]
