"""What do the views of Django REST framework take and give, also those that no line of the project writes?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.django.entry.points import Routed
from analyzer.frameworks.django.serving.answers import results
from analyzer.frameworks.django.serving.described import Descriptions
from analyzer.frameworks.django.serving.filters import filter_fields
from analyzer.frameworks.django.serving.handed_forms import Taken
from analyzer.frameworks.django.serving.handlers import Handlers, Seen
from analyzer.frameworks.django.serving.model_fields import ModelFields
from analyzer.frameworks.django.serving.records import Records, whole_body
from analyzer.frameworks.django.serving.rest_hooks import RestHooks
from analyzer.frameworks.django.serving.serializers import Serializers
from analyzer.frameworks.django.serving.written import Placed, texts
from analyzer.frameworks.plain_shapes import INTEGER, STRING, array_of
from analyzer.frameworks.shapes import one_of
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.protocol import Values
from analyzer.link.types import ClassOf, External, Type, options
from analyzer.model.chains import text_of
from analyzer.model.interfaces import Place, RequestInput, Result
from analyzer.model.shapes import NULL, UNKNOWN, Origin, Shape, ShapeKind
from analyzer.model.syntax import Constant, Mapping

_ACTIONS = {"list": 200, "retrieve": 200, "create": 201, "update": 200, "partial_update": 200, "destroy": 204}
_OF_METHODS = {"post": "create", "put": "update", "patch": "partial_update", "delete": "destroy"}
_BODIES = frozenset({"create", "update", "partial_update"})
_PAGES = {
    "PageNumberPagination": (("page", INTEGER),),
    "LimitOffsetPagination": (("limit", INTEGER), ("offset", INTEGER)),
    "CursorPagination": (("cursor", STRING),),
}
_NOT_FOUND = "rest_framework.exceptions.NotFound"
_PAGED = "one page of the list, with links to others"
_PERHAPS = "whether the list is cut into pages is not known"


class Rest:
    """Says of addresses with views of Django REST framework what they take and give."""

    def __init__(
        self, names: Names, models: ModelFields, records: Records, handlers: Handlers, serializers: Serializers
    ) -> None:
        self._names = names
        self._models = models
        self._records = records
        self._handlers = handlers
        self._serializers = serializers
        self._described = Descriptions(names, records.shape)
        self.values: Values | None = None
        self._held: dict[tuple[int, str], Type | None] = {}
        self.settings = -1
        self.hooks = RestHooks(names)

    def is_rest(self, cls: int) -> bool:
        """Return whether a class is a view of Django REST framework."""
        ends = ("APIView", "ViewSet", "ViewSetMixin")
        return any(base.startswith("rest_framework") or base.endswith(ends) for base in self._names.external_bases(cls))

    def of(self, routed: Routed) -> tuple[tuple[RequestInput, ...], Result, tuple[int, ...]]:
        """Return what an address takes beside its own parts, what it gives, and with which response codes."""
        served = routed.served
        action = self.action(served.cls, served.handler)
        method = served.method
        chosen = self._serializers.of(served.cls, action, method, served.definition, served.given)
        shape = one_of(self._records.shape(one) for one in chosen)
        said = self._described.of(served.cls, served.handler, served.definition)
        seen = Seen(asks_library=True)
        runs = self._runs(routed, action)
        if runs >= 0:
            seen = self._handlers.of(runs, served.cls, shape, method)
        generic = action in _ACTIONS and seen.asks_library
        at = (self._names.program.modules[routed.point.module].path, routed.point.line)
        takes = [*seen.taken, *self._taken_beside(routed, action)]
        inputs = [one for each in takes for one in self._records.taken(each, at)]
        if said.request is not None and said.request != NULL:
            inputs = [self._body(said.request, routed)]
        elif (generic and action in _BODIES) or seen.data:
            inputs.append(self._body(shape, routed))
        if action == "list" and (generic or self._asks(runs, "filter_queryset")):
            inputs += self._query(served.cls, routed)
        result = said.result or self._result(action, shape, seen, generic=generic)
        statuses = (said.status,) if said.status else seen.statuses or ((_ACTIONS[action],) if generic else ())
        return tuple(dict.fromkeys(inputs)), self._paged(result, served.cls, action), statuses

    def _taken_beside(self, routed: Routed, action: str) -> Iterator[Taken]:
        """What methods that the library calls make of the query: ``Filters(data=self.request.query_params)``."""
        served = routed.served
        for one in self.hooks.asked(served.cls, served.definition, action):
            if one != served.definition:
                taken = self._handlers.of(one, served.cls, None, served.method).taken
                yield from (each for each in taken if each.place is Place.QUERY)

    def _runs(self, routed: Routed, action: str) -> int:
        """The method of the program that answers: the handler, or the action that a library's handler calls."""
        if routed.served.definition != routed.served.cls:
            return routed.served.definition
        found = self._names.member(routed.served.cls, action)
        return found[1].definition if found is not None and isinstance(found[1], DefinitionBinding) else -1

    def action(self, cls: int, handler: str) -> str:
        """Return what a handler does, in the library's words."""
        if handler in _OF_METHODS:
            return _OF_METHODS[handler]
        if handler != "get":
            return handler
        bases = [base.rpartition(".")[2] for base in self._names.external_bases(cls)]
        return "list" if any("List" in one for one in bases) else "retrieve"

    def _result(self, action: str, shape: Shape, seen: Seen, *, generic: bool) -> Result:
        found = results(seen.results)
        if found.shape != UNKNOWN or not generic:
            return found
        if action == "destroy":
            return Result(NULL, "", Origin.ANNOTATION)
        whole = array_of(shape) if action == "list" else shape
        return Result(whole, _last(shape), Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION)

    def _body(self, shape: Shape, routed: Routed) -> RequestInput:
        return whole_body(shape, (self._names.program.modules[routed.point.module].path, routed.point.line))

    def _query(self, cls: int, routed: Routed) -> Iterator[RequestInput]:
        """What filters, search, order and pages add to the query of a list."""
        for name in ("filterset_class", "filter_class"):
            for one in options(self._read(cls, name)):
                if isinstance(one, ClassOf):
                    yield from self._records.filters(one.definition)
        path = self._names.program.modules[routed.point.module].path
        model = self._models.worked_on(cls)
        named: dict[str, Shape] = {}
        for name in ("filterset_fields", "filter_fields"):
            placed = self._written(cls, name)
            if placed is not None:
                named |= dict(filter_fields(self._names, placed, lambda one: self._models.looked_up(model, one)))
        named |= {"search": STRING} if self._written(cls, "search_fields") is not None else {}
        named |= {"ordering": STRING} if self._written(cls, "ordering_fields") is not None else {}
        named |= dict(self._page_parameters(cls))
        for name, shape in named.items():
            origin = Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION
            yield RequestInput(name, Place.QUERY, shape, False, path, routed.point.line, "", origin)

    def _page_parameters(self, cls: int) -> Iterator[tuple[str, Shape]]:
        """What chooses a page, by the names that a class of the project gives it."""
        own = [one.definition for one in options(self._read(cls, "pagination_class")) if isinstance(one, ClassOf)]
        for name, shape in _PAGES.get(self._pagination(cls) or "", ()):
            yield next((found for one in own if (found := self._text(one, f"{name}_query_param"))), name), shape
        sizes = (self._text(one, "page_size_query_param") for one in own)
        yield from ((name, INTEGER) for name in sizes if name)

    def _text(self, cls: int, name: str) -> str:
        found = self._names.member(cls, name)
        return text_of(found[1].value) if found is not None and isinstance(found[1], ValueBinding) else ""

    def fails(self, routed: Routed, action: str) -> tuple[str, ...]:
        """Return what the library raises for a page that is not there."""
        if action != "list" or self._pagination(routed.served.cls) not in ("PageNumberPagination", "CursorPagination"):
            return ()
        runs = self._runs(routed, action)
        is_library_s = runs < 0 or self._handlers.of(runs, routed.served.cls).asks_library
        return (_NOT_FOUND,) if is_library_s or self._asks(runs, "paginate_queryset") else ()

    def _paged(self, result: Result, cls: int, action: str) -> Result:
        if action != "list" or result.shape.kind is not ShapeKind.ARRAY:
            return result
        pages = self._pagination(cls)
        return msgspec.structs.replace(result, about=_PERHAPS if pages is None else _PAGED if pages else "")

    def _pagination(self, cls: int) -> str | None:
        """The library's class that cuts lists into pages; empty where none does, None where it is not known."""
        found = self._names.member(cls, "pagination_class")
        value = found[1].value if found is not None and isinstance(found[1], ValueBinding) else None
        if isinstance(value, Constant):
            return ""
        given = [self._library(one) for one in options(self._read(cls, "pagination_class"))]
        return next((one for one in given if one), None) if value is not None else self._by_default()

    def _by_default(self) -> str | None:
        found = self._names.member_of_module(self.settings, "REST_FRAMEWORK") if self.settings >= 0 else None
        value = found.binding.value if isinstance(found, Value) else None
        if not isinstance(value, Mapping):
            return None
        for key, one in zip(value.keys, value.values, strict=False):
            if text_of(key) == "DEFAULT_PAGINATION_CLASS":
                module, _, name = text_of(one).rpartition(".")
                meaning = self._names.attribute_of_module(module, name)
                return (self._library(meaning) if isinstance(meaning, ClassOf) else name) or None
        return ""

    def _library(self, value: object) -> str:
        if isinstance(value, External):
            return value.name.rpartition(".")[2]
        bases = self._names.external_bases(value.definition) if isinstance(value, ClassOf) else ()
        return next((one.rpartition(".")[2] for one in bases if one.endswith("Pagination")), "")

    def _written(self, cls: int, name: str) -> Placed | None:
        found = self._names.member(cls, name)
        if found is None or not isinstance(found[1], ValueBinding):
            return None
        place = self._names.program.definitions[found[0]]
        placed = (place.module, place.scope, found[1].value)
        return None if texts(self._names, placed) == () else placed

    def _read(self, cls: int, name: str) -> Type | None:
        if (cls, name) not in self._held:
            self._held[cls, name] = self.values.read(ClassOf(cls), name) if self.values is not None else None
        return self._held[cls, name]

    def _asks(self, definition: int, method: str) -> bool:
        return definition >= 0 and self._handlers.calls(definition, method)


def _last(shape: Shape) -> str:
    return shape.name.rpartition(".")[2]
