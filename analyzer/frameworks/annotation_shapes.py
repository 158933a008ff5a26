"""What shape does an annotation say of a value in a request or an answer?"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.plain_shapes import BINARY
from analyzer.frameworks.shapes import Shapes, one_of
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind
from analyzer.model.syntax import Expression


class AnnotationShapes:
    """Reads annotations; what cannot cross is a file or nothing that is known."""

    def __init__(self, names: Names) -> None:
        self._shapes = Shapes(names, Schema())

    def shape(self, module: int, scope: int, annotation: Expression) -> Shape:
        """Return the shape of a value that is annotated so; unknown where that does not say."""
        return _crossing(self._shapes.annotated(module, scope, annotation))


def _crossing(shape: Shape) -> Shape:
    match shape.kind:
        case ShapeKind.UNKNOWN:
            return BINARY if shape.name.endswith(".UploadFile") else UNKNOWN
        case ShapeKind.LIVE:
            return BINARY if shape.name == LiveKind.FILE else UNKNOWN
        case ShapeKind.UNION:
            return one_of(_crossing(one) for one in shape.of)
        case _:
            return msgspec.structs.replace(shape, of=tuple(map(_crossing, shape.of))) if shape.of else shape


def json_text(value: str | float | bool | None) -> str:
    """Return a constant as JSON."""
    return msgspec.json.encode(value).decode()
