"""What does the body of a view answer, and with which response code?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from analyzer.frameworks.django.serving.records import Records
from analyzer.frameworks.plain_shapes import BINARY, MAP, STRING, array_of
from analyzer.frameworks.shapes import one_of
from analyzer.model.chains import is_true, keyword, last_name
from analyzer.model.interfaces import Result
from analyzer.model.shapes import NULL, UNKNOWN, Origin, Shape, ShapeKind
from analyzer.model.syntax import Attribute, Call, Comprehension, Constant, Expression, Items, Name
from analyzer.model.syntax import Mapping as Display

HTML = Result(UNKNOWN, written="HTML page")
_PAGES = frozenset({"render", "render_to_response", "TemplateResponse", "SimpleTemplateResponse", "render_to_string"})
_ELSEWHERE = frozenset({"redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect", "RedirectView"})
_DATA = frozenset({"Response", "JsonResponse", "get_paginated_response", "JSONResponse", "JsonHttpResponse"})
_FILES = frozenset({"FileResponse", "StreamingHttpResponse"})
_STATUS = re.compile(r"HTTP_(\d{3})_\w+")
_DEEPEST = 5


class Answers:
    """Reads what a body returns."""

    def __init__(
        self,
        records: Records,
        made: Mapping[Call, tuple[int, ...]],
        given: Mapping[str, Expression],
        serializer: Shape | None,
    ) -> None:
        self._records = records
        self._made = made
        self._given = given
        self._serializer = serializer

    def of(self, value: Expression, depth: int = 0) -> tuple[Result | None, int] | None:
        """Return (what is answered, the response code); None where that is not known."""
        if isinstance(value, Name) and value.id in self._given and depth < _DEEPEST:
            return self.of(self._given[value.id], depth + 1)
        if not isinstance(value, Call):
            return None
        name = last_name(value.function)
        status = _status(value, name)
        if name in _PAGES:
            return HTML, status or 200
        if name in _ELSEWHERE:
            return None, 301 if "Permanent" in name else 302
        if name in _DATA:
            given = value.args[0] if value.args else keyword(value, "data")
            shape = self.shape(given) if given is not None else UNKNOWN
            is_empty = given is None and name != "get_paginated_response"
            result = Result(NULL) if is_empty else Result(shape, _written(given), _origin(shape))
            return result, status or 200
        if name in _FILES:
            return Result(BINARY, name, Origin.ANNOTATION, streams=True), status or 200
        if name == "HttpResponse":
            return Result(STRING, name, Origin.FLOW) if value.args else None, status or 200
        return (None, _status_of_class(name)) if name.startswith("HttpResponse") and _status_of_class(name) else None

    def shape(self, expression: Expression, depth: int = 0) -> Shape:
        """Return the shape of what is answered."""
        if depth > _DEEPEST:
            return UNKNOWN
        match expression:
            case Attribute(value=inner, name="data" | "validated_data"):
                return self._of_serializer(inner, depth)
            case Name(id=name) if name in self._given:
                return self.shape(self._given[name], depth + 1)
            case Constant(value=value):
                return _of_constant(value)
            case Items(items=items):
                shapes = {self.shape(one, depth + 1) for one in items}
                return array_of(shapes.pop() if len(shapes) == 1 else UNKNOWN)
            case Comprehension(kind="list" | "set" | "generator", elements=(element,)):
                return array_of(self.shape(element, depth + 1))
            case Display() | Comprehension(kind="dict"):
                return MAP
            case _:
                return UNKNOWN

    def _of_serializer(self, expression: Expression, depth: int) -> Shape:
        if isinstance(expression, Name) and expression.id in self._given and depth < _DEEPEST:
            return self._of_serializer(self._given[expression.id], depth + 1)
        if not isinstance(expression, Call):
            return UNKNOWN
        many = keyword(expression, "many")
        is_many = is_true(many)
        shapes = [self._records.shape(one) for one in self._made.get(expression, ())]
        if not shapes and last_name(expression.function) == "get_serializer" and self._serializer is not None:
            shapes = [self._serializer]
        shape = one_of(shapes)
        return array_of(shape) if is_many else shape


def _status(call: Call, name: str) -> int:
    given = keyword(call, "status")
    if given is None and name in ("Response", "JsonResponse") and len(call.args) > 1:
        given = call.args[1]
    if isinstance(given, Constant) and isinstance(given.value, int):
        return given.value
    found = _STATUS.fullmatch(last_name(given)) if given is not None else None
    return int(found.group(1)) if found is not None else 0


def _status_of_class(name: str) -> int:
    known = {"BadRequest": 400, "NotFound": 404, "Forbidden": 403, "NotAllowed": 405, "Gone": 410, "ServerError": 500}
    return known.get(name.removeprefix("HttpResponse"), 304 if name.endswith("NotModified") else 0)


def _of_constant(value: object) -> Shape:
    kinds: dict[type, ShapeKind] = {
        bool: ShapeKind.BOOLEAN,
        int: ShapeKind.INTEGER,
        float: ShapeKind.NUMBER,
        str: ShapeKind.STRING,
        type(None): ShapeKind.NULL,
    }
    return Shape(kinds.get(type(value), ShapeKind.UNKNOWN))


def _written(expression: Expression | None) -> str:
    """The keys of an object that is written out."""
    if not isinstance(expression, Display):
        return ""
    keys = [str(one.value) if isinstance(one, Constant) else "…" for one in expression.keys]
    return "{" + ", ".join(keys) + "}"


def _origin(shape: Shape) -> Origin:
    return Origin.UNKNOWN if shape == UNKNOWN else Origin.FLOW


def results(found: Iterable[Result]) -> Result:
    """Return one result for several answers: pages and data are told apart by the data."""
    told = [one for one in found if one.shape != UNKNOWN] or list(found)
    if not told:
        return Result()
    shapes = tuple(dict.fromkeys(one.shape for one in told))
    if len(shapes) == 1:
        return told[0]
    return Result(Shape(ShapeKind.UNION, shapes), "", told[0].origin)
