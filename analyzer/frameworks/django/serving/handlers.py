"""What does the body of a view make of the request, and what does it answer?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.kinds import Kinds
from analyzer.frameworks.django.serving.field_kinds import BINARY, STRING
from analyzer.frameworks.django.serving.records import Records
from analyzer.frameworks.library_shapes import array_of
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.types import ClassOf, options
from analyzer.model.chains import keyword, last_name
from analyzer.model.interfaces import Place, Result
from analyzer.model.shapes import UNKNOWN, Origin, Shape, ShapeKind
from analyzer.model.syntax import Attribute, Call, Choice, Comprehension, Constant, Expression, Items, Mapping, Name

HTML = Result(UNKNOWN, written="HTML page")
_PLACES = {"POST": Place.FORM, "FILES": Place.FILE, "GET": Place.QUERY, "query_params": Place.QUERY, "data": Place.BODY}
_PAGES = frozenset({"render", "render_to_response", "TemplateResponse", "SimpleTemplateResponse", "render_to_string"})
_ELSEWHERE = frozenset({"redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect", "RedirectView"})
_DATA = frozenset({"Response", "JsonResponse", "get_paginated_response", "JSONResponse", "JsonHttpResponse"})
_FILES = frozenset({"FileResponse", "StreamingHttpResponse"})
_STATUS = re.compile(r"HTTP_(\d{3})_\w+")
_FAILED = 400
_DEEPEST = 5
_MOST_RETURNS = 12


class Seen(msgspec.Struct, frozen=True):
    """What a body shows: forms and serializers of the request (class, place), answers, and whether it asks ``super``.

    ``data`` are calls of ``get_serializer`` with ``data=``.
    """

    taken: tuple[tuple[int, Place], ...] = ()
    results: tuple[Result, ...] = ()
    statuses: tuple[int, ...] = ()
    asks_library: bool = False
    data: bool = False


class Handlers:
    """Reads bodies; answers are remembered."""

    def __init__(self, names: Names, kinds: Kinds, records: Records, values: Values) -> None:
        self._names = names
        self._kinds = kinds
        self._records = records
        self._values = values
        self._bodies = Bodies(names.program)
        self._known: dict[int, Seen] = {}

    def of(self, definition: int, serializer: Callable[[], Shape] | None = None) -> Seen:
        """Return what a function or method shows; ``serializer`` is what ``get_serializer`` makes in it."""
        if serializer is not None or definition not in self._known:
            found = self._read(definition, serializer)
            if serializer is not None:
                return found
            self._known[definition] = found
        return self._known[definition]

    def _read(self, definition: int, serializer: Callable[[], Shape] | None) -> Seen:
        body = self._bodies.statements(definition)
        made: dict[Call, tuple[int, ...]] = {}
        taken: dict[tuple[int, Place], None] = {}
        asks, data = False, False
        given = {
            target.id: one.value for one in body if one.kind == "assign" for target in one.targets[:1]
            if isinstance(target, Name)
        }  # fmt: skip
        for call in self._values.calls_of(definition):
            asks = asks or _asks_library(call, definition, self._names)
            name = last_name(call.call.function)
            data = data or (name == "get_serializer" and keyword(call.call, "data") is not None)
            classes = [one.definition for one in options(call.callee) if isinstance(one, ClassOf)]
            kept = tuple(one for one in classes if not self._kinds.of(one).isdisjoint(("form", "serializer")))
            if kept:
                made[call.call] = kept
                place = _place(_first_given(call.call), given)
                taken |= {(one, place): None for one in kept if place is not None}
        reader = _Answers(self._records, made, given, serializer)
        returned = [one.value for one in body if one.kind == "return"][:_MOST_RETURNS]
        answers = [found for value in returned if (found := reader.of(value)) is not None]
        return Seen(
            tuple(taken),
            tuple(dict.fromkeys(result for result, status in answers if status < _FAILED and result is not None)),
            tuple(sorted({status for _, status in answers if status < _FAILED})),
            asks,
            data,
        )


class _Answers:
    """Reads what a body returns."""

    def __init__(
        self,
        records: Records,
        made: dict[Call, tuple[int, ...]],
        given: dict[str, Expression],
        serializer: Callable[[], Shape] | None,
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
            result = Result(Shape(ShapeKind.NULL)) if is_empty else Result(shape, _written(given), _origin(shape))
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
            case Mapping() | Comprehension(kind="dict"):
                return Shape(ShapeKind.MAP, (UNKNOWN,))
            case _:
                return UNKNOWN

    def _of_serializer(self, expression: Expression, depth: int) -> Shape:
        if isinstance(expression, Name) and expression.id in self._given and depth < _DEEPEST:
            return self._of_serializer(self._given[expression.id], depth + 1)
        if not isinstance(expression, Call):
            return UNKNOWN
        many = keyword(expression, "many")
        is_many = isinstance(many, Constant) and many.value is True
        shapes = [self._records.shape(one) for one in self._made.get(expression, ())]
        if not shapes and last_name(expression.function) == "get_serializer" and self._serializer is not None:
            shapes = [self._serializer()]
        shape = UNKNOWN if not shapes else shapes[0] if len(shapes) == 1 else Shape(ShapeKind.UNION, tuple(shapes))
        return array_of(shape) if is_many else shape


def _asks_library(call: TypedCall, definition: int, names: Names) -> bool:
    """``super().create(…)``, or in a handler ``self.list(…)``."""
    function = call.call.function
    if not isinstance(function, Attribute):
        return False
    own = names.program.definitions[definition].head.name
    if isinstance(function.value, Call) and last_name(function.value.function) == "super":
        return function.name == own
    actions = ("list", "create", "retrieve", "update", "partial_update", "destroy")
    return function.name in actions and isinstance(function.value, Name) and function.value.id == "self"


def _first_given(call: Call) -> Expression | None:
    return keyword(call, "data") or (call.args[0] if call.args else None)


def _place(expression: Expression | None, given: dict[str, Expression], depth: int = 0) -> Place | None:
    """Where in the request stands what is given: ``request.POST``, ``request.data or None``."""
    match expression:
        case Attribute(name=name) if name in _PLACES:
            return _PLACES[name]
        case Attribute(value=value) if depth < _DEEPEST:
            return None if isinstance(value, Name) else _place(value, given, depth + 1)
        case Choice(options=parts) if depth < _DEEPEST:
            return next((one for part in parts if (one := _place(part, given, depth + 1)) is not None), None)
        case Call(function=function, args=args) if depth < _DEEPEST:
            inner = (*args, *((function.value,) if isinstance(function, Attribute) else ()))
            return next((one for part in inner if (one := _place(part, given, depth + 1)) is not None), None)
        case Name(id=name) if name in given and depth < _DEEPEST:
            return _place(given[name], given, depth + 1)
        case _:
            return None


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
    if not isinstance(expression, Mapping):
        return ""
    keys = [str(one.value) if isinstance(one, Constant) else "…" for one in expression.keys]
    return "{" + ", ".join(keys) + "}"


def _origin(shape: Shape) -> Origin:
    return Origin.UNKNOWN if shape == UNKNOWN else Origin.FLOW


def results(found: Iterator[Result] | tuple[Result, ...]) -> Result:
    """Return one result for several answers: pages and data are told apart by the data."""
    told = [one for one in found if one.shape != UNKNOWN] or list(found)
    if not told:
        return Result()
    shapes = tuple(dict.fromkeys(one.shape for one in told))
    if len(shapes) == 1:
        return told[0]
    return Result(Shape(ShapeKind.UNION, shapes), "", told[0].origin)
