"""What does a resolver of GraphQL take and give, by the annotations of its function?"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.graphql_names import camel_case
from analyzer.frameworks.graphql_shapes import SCALARS
from analyzer.frameworks.shapes import Shapes
from analyzer.link.decorators import is_static_method
from analyzer.link.names import Names
from analyzer.model.chains import last_name
from analyzer.model.interfaces import Place, RequestInput, Result, Served
from analyzer.model.shapes import UNKNOWN, Origin, Shape, ShapeKind
from analyzer.model.spelling import spelled, spelled_annotation
from analyzer.model.syntax import Expression, Subscript, Unknown

_LIBRARYS = frozenset({"info", "root", "parent", "obj", "_info", "_", "_root", "_obj", "__"})
_INFO = frozenset({"Info", "GraphQLResolveInfo", "Parent"})


class Resolvers:
    """Reads the signatures of resolvers; ``plain`` where arguments keep their underscores."""

    def __init__(self, names: Names, shapes: Shapes, *, plain: bool = False) -> None:
        self._names = names
        self._shapes = shapes
        self._plain = plain

    def shape(self, module: int, scope: int, annotation: Expression) -> Shape:
        """Return the shape of a value annotated so, scalars of the library too."""
        return _with_scalars(self._shapes.annotated(module, scope, annotation))

    def served(self, definition: int, name: str) -> Served:
        """Return the arguments and the result of a resolver: not what the library hands it."""
        found = self._names.program.definitions[definition]
        path = self._names.program.modules[found.module].path
        parameters = [one for one in found.head.parameters if one.kind in ("positional", "keyword")]
        if found.head.kind == "method" and not is_static_method(found.head.decorators):
            parameters = parameters[1:]
        inputs: list[RequestInput] = []
        for one in parameters:
            annotation = one.annotation.value if isinstance(one.annotation, Subscript) else one.annotation
            if one.name in _LIBRARYS or last_name(annotation) in _INFO:
                continue
            shape = self.shape(found.module, found.head.scope, one.annotation)
            required = isinstance(one.default, Unknown)
            said = one.name if self._plain else camel_case(one.name)
            inputs.append(
                RequestInput(
                    said, Place.BODY, shape, required, path, found.head.line, spelled_annotation(one.annotation),
                    _origin(shape), "" if required else spelled(one.default),
                )
            )  # fmt: skip
        shape = self.shape(found.module, found.head.scope, found.head.returns)
        result = Result(shape, spelled_annotation(found.head.returns), _origin(shape))
        return Served(found.name, name, tuple(inputs), result)


def _origin(shape: Shape) -> Origin:
    return Origin.UNKNOWN if shape.kind is ShapeKind.UNKNOWN else Origin.ANNOTATION


def _with_scalars(shape: Shape) -> Shape:
    """Give scalars of a library of GraphQL their shapes, wherever they stand."""
    if shape.kind is ShapeKind.UNKNOWN and shape.name:
        return SCALARS.get(shape.name.rpartition(".")[2], UNKNOWN)
    if not shape.of:
        return shape
    return msgspec.structs.replace(shape, of=tuple(_with_scalars(one) for one in shape.of))
