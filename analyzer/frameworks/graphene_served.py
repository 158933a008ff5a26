"""What does a field of an outermost type of graphene take and give?"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.frameworks.graphene_objects import GrapheneObjects
from analyzer.frameworks.graphene_types import GrapheneTypes, Placed
from analyzer.frameworks.plain_shapes import array_of
from analyzer.link.types import ClassOf
from analyzer.model.chains import last_name
from analyzer.model.interfaces import Place, RequestInput, Result, Served
from analyzer.model.shapes import UNKNOWN, DataField, Origin, Shape
from analyzer.model.syntax import Attribute, Call

_PAGES = "pages of a list: edges with nodes"


def served(types: GrapheneTypes, objects: GrapheneObjects, point: tuple[str, str], field: Placed) -> Served:
    """Return the arguments and the result of a field, by the expression that makes it."""
    definition, name = point
    module, scope, call = field
    function = call.function if isinstance(call, Call) else None
    if isinstance(function, Attribute) and function.name == "Field":
        mutation = types.meaning((module, scope, function.value))
        if isinstance(mutation, ClassOf):
            arguments, shape = objects.of_mutation(mutation.definition)
            return Served(
                definition, name, _inputs(arguments), Result(shape, last_name(function.value), _origin(shape))
            )
    shape = types.shape(field)
    paged = types.is_connection(field) and shape != UNKNOWN
    written = last_name(call.args[0]) if isinstance(call, Call) and call.args else ""
    result = Result(array_of(shape) if paged else shape, written, _origin(shape), _PAGES if paged else "")
    return Served(definition, name, _inputs(types.arguments(field)), result)


def _origin(shape: Shape) -> Origin:
    return Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION


def _inputs(fields: Iterable[DataField]) -> tuple[RequestInput, ...]:
    return tuple(
        RequestInput(
            one.name, Place.BODY, one.shape, one.required, one.path, one.line, one.written, one.origin, one.default
        )
        for one in fields
    )
