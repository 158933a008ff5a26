"""Which lookups does a filter set, or ``filterset_fields``, make parts of a query?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.frameworks.django.serving.written import Placed, is_all, texts
from analyzer.frameworks.plain_shapes import BOOLEAN, STRING
from analyzer.frameworks.shapes import without_null
from analyzer.link.names import Names
from analyzer.model.chains import text_of
from analyzer.model.shapes import Shape
from analyzer.model.syntax import Mapping

_TEXTS = ("contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "iexact", "regex", "in")


def filter_fields(names: Names, placed: Placed, shape_of: Callable[[str], Shape]) -> Iterator[tuple[str, Shape]]:
    """Yield (name, shape) of ``["a", "b"]`` or ``{"a": ["exact", "gte"]}``; nothing where that is not written."""
    module, scope, expression = placed
    if isinstance(expression, Mapping):
        for key, value in zip(expression.keys, expression.values, strict=False):
            for lookup in texts(names, (module, scope, value)) or ():
                name = text_of(key)
                if name:
                    yield name if lookup == "exact" else f"{name}__{lookup}", _compared(shape_of(name), lookup)
    elif not is_all(names, placed):
        for name in texts(names, placed) or ():
            yield name, without_null(shape_of(name))


def _compared(shape: Shape, lookup: str) -> Shape:
    if lookup == "isnull":
        return BOOLEAN
    return STRING if lookup in _TEXTS else without_null(shape)
