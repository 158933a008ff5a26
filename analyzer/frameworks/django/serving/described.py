"""What do ``extend_schema`` and ``swagger_auto_schema`` say of a view's requests and responses?"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from analyzer.frameworks.plain_shapes import array_of
from analyzer.link.names import Names
from analyzer.link.types import ClassOf
from analyzer.model.chains import is_true, keyword, last_name
from analyzer.model.interfaces import FIRST_ERROR, Result
from analyzer.model.shapes import NULL, UNKNOWN, Origin, Shape
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Mapping

_SAY = {"extend_schema": ("request", "responses"), "swagger_auto_schema": ("request_body", "responses")}
_STATUS = re.compile(r"(?:HTTP_)?(\d{3})(?:_\w+)?")
_DEEPEST = 4


class Description(msgspec.Struct, frozen=True):
    """The body of the request, and the response with its code; None and 0 where nothing is said."""

    request: Shape | None = None
    result: Result | None = None
    status: int = 0


class Descriptions:
    """Reads the decorators of methods, and ``extend_schema_view`` of classes."""

    def __init__(self, names: Names, shape: Callable[[int], Shape]) -> None:
        """``shape`` returns the shape of an object of a serializer."""
        self._names = names
        self._shape = shape
        self._of_classes: dict[int, tuple[tuple[Call, int, int], ...]] = {}

    def of(self, cls: int, handler: str, definition: int) -> Description:
        """Return what is said of a handler of a view."""
        found = Description()
        for call, module, scope in self._of_class(cls) if cls >= 0 else ():
            inner = keyword(call, handler)
            if isinstance(inner, Call):
                found = self._merged(found, inner, module, scope)
        if definition != cls:
            for name in _SAY:
                for call, module, scope in self._decorators(definition, name):
                    found = self._merged(found, call, module, scope)
        return found

    def _of_class(self, cls: int) -> tuple[tuple[Call, int, int], ...]:
        if cls not in self._of_classes:
            said = [found for one in self._names.mro(cls) for found in self._decorators(one, "extend_schema_view")]
            self._of_classes[cls] = tuple(said)
        return self._of_classes[cls]

    def _decorators(self, definition: int, name: str) -> list[tuple[Call, int, int]]:
        place = self._names.program.definitions[definition]
        found = [one for one in place.head.decorators if isinstance(one, Call) and last_name(one.function) == name]
        return [(one, place.module, place.head.scope) for one in found]

    def _merged(self, before: Description, call: Call, module: int, scope: int) -> Description:
        name = last_name(call.function)
        request, responses = (keyword(call, one) for one in _SAY.get(name, _SAY["extend_schema"]))
        if request is not None:
            shape = self._read(request, module, scope)
            before = msgspec.structs.replace(before, request=shape if shape != UNKNOWN else before.request)
        if isinstance(responses, Mapping):
            for key, value in zip(responses.keys, responses.values, strict=False):
                status = _code(key)
                if 0 < status < FIRST_ERROR:
                    return msgspec.structs.replace(before, status=status, result=self._result(value, module, scope))
        elif responses is not None:
            before = msgspec.structs.replace(before, result=self._result(responses, module, scope))
        return before

    def _result(self, expression: Expression, module: int, scope: int) -> Result | None:
        shape = self._read(expression, module, scope)
        return None if shape == UNKNOWN else Result(shape, last_name(expression), Origin.ANNOTATION)

    def _read(self, expression: Expression, module: int, scope: int, depth: int = 0) -> Shape:
        """A serializer, one that is made, or the schema in ``OpenApiResponse``."""
        if isinstance(expression, Constant) and expression.value is None:
            return NULL
        if isinstance(expression, Call) and depth < _DEEPEST:
            if last_name(expression.function) in ("OpenApiResponse", "OpenApiRequest", "Response"):
                given = (
                    keyword(expression, "response") or keyword(expression, "schema") or keyword(expression, "request")
                )
                given = given or (expression.args[0] if expression.args else None)
                return UNKNOWN if given is None else self._read(given, module, scope, depth + 1)
            many = keyword(expression, "many")
            inner = self._read(expression.function, module, scope, depth + 1)
            is_many = is_true(many) and inner != UNKNOWN
            return array_of(inner) if is_many else inner
        meaning = self._names.resolve(module, scope, expression)
        return self._shape(meaning.definition) if isinstance(meaning, ClassOf) else UNKNOWN


def _code(expression: Expression) -> int:
    if isinstance(expression, Constant) and isinstance(expression.value, (int, str)):
        text = str(expression.value)
    else:
        text = expression.name if isinstance(expression, Attribute) else last_name(expression)
    found = _STATUS.fullmatch(text)
    return int(found.group(1)) if found is not None else 0
