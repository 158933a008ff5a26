"""Which addresses does a router of Django REST framework make of a viewset, and who serves them?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.django.entry.layouts import Layouts, Line
from analyzer.frameworks.django.entry.methods import HANDLERS
from analyzer.frameworks.django.entry.routes import Registration, Router, of_regex
from analyzer.frameworks.django.entry.views import Served, Views
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.program import ProgramDefinition
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.syntax import Attribute, Call, Expression, Items

_MIXINS = {
    "ModelViewSet": ("list", "create", "retrieve", "update", "partial_update", "destroy"),
    "ReadOnlyModelViewSet": ("list", "retrieve"),
    "ListModelMixin": ("list",),
    "CreateModelMixin": ("create",),
    "RetrieveModelMixin": ("retrieve",),
    "UpdateModelMixin": ("update", "partial_update"),
    "DestroyModelMixin": ("destroy",),
}
_EXTRA = ("action", "detail_route", "list_route")
_DEEPEST = 12  # routers nested in routers


class Viewsets:
    """Writes out what routers make."""

    def __init__(self, names: Names, views: Views) -> None:
        self._names = names
        self._program = names.program
        self._views = views
        self._layouts = Layouts(names)

    def routes(self, router: Router) -> Iterator[tuple[Registration, str, Served]]:
        """Yield (who says so, address below the router, what serves it)."""
        before = self._before(router, 0)
        for one in router.registered:
            cls = self._views.class_of(one.viewset, one.frame)
            if cls is not None:
                for line in self._layouts.of(router.cls):
                    for path, served in self._of_line(cls, line):
                        prefix = before + of_regex(one.text)
                        yield one, line.filled(prefix, self._key(cls), path, router.ending), served

    def _before(self, router: Router, depth: int) -> str:
        """What a nested router's addresses begin with: those of what it hangs on, and its key."""
        if router.parent is None or depth > _DEEPEST:
            return ""
        parent = router.parent
        holder = next((one for one in parent.registered if one.text == router.prefix), None)
        cls = self._views.class_of(holder.viewset, holder.frame) if holder is not None else None
        key = self._key(cls) if cls is not None else "pk"
        return f"{self._before(parent, depth + 1)}{router.prefix}/<{router.lookup}_{key}>/"

    def _of_line(self, cls: int, line: Line) -> Iterator[tuple[str, Served]]:
        """Yield (path of a method that is a route of its own, what serves it)."""
        allowed = self._views.allowed(cls)
        known = self._actions(cls)
        for method, action in line.actions:
            definition = self._views.method(cls, action, missing=cls if action in known else None)
            if definition is not None and (not allowed or method in allowed):
                yield "", Served(method, definition, cls, action)
        for name, definition, decorator in () if line.actions else self._extra(cls):
            if _is_of_one(decorator) == line.of_one:
                path = of_regex(_path(decorator)) or name
                for method, by in self._methods(cls, name, definition, decorator):
                    if not allowed or method in allowed:
                        yield path, Served(method, by, cls, self._program.definitions[by].head.name)

    def _actions(self, cls: int) -> frozenset[str]:
        """The standard actions that classes outside bring."""
        found: set[str] = set()
        for base in self._names.external_bases(cls):
            last = base.rpartition(".")[2]
            wider = next((one for one in ("ReadOnlyModelViewSet", "ModelViewSet") if last.endswith(one)), last)
            found.update(_MIXINS.get(wider, ()))
        return frozenset(found)

    def _extra(self, cls: int) -> Iterator[tuple[str, int, Expression]]:
        """Yield (name, method, decorator) of what ``@action`` makes a route of its own; overrides once."""
        seen: set[str] = set()
        for one in self._names.mro(cls):
            owner = self._program.definitions[one]
            for name, binding in self._program.namespaces.get((owner.module, owner.scope), {}).items():
                if isinstance(binding, DefinitionBinding) and name not in seen:
                    seen.add(name)
                    decorator = _extra_decorator(self._program.definitions[binding.definition])
                    if decorator is not None:
                        yield name, binding.definition, decorator

    def _methods(self, cls: int, name: str, definition: int, decorator: Expression) -> Iterator[tuple[str, int]]:
        given = keyword(decorator, "methods") if isinstance(decorator, Call) else None
        if given is None and isinstance(decorator, Call) and decorator.args and isinstance(decorator.args[0], Items):
            given = decorator.args[0]
        items = given.items if isinstance(given, Items) else ()
        for method in [text_of(item).upper() for item in items if text_of(item)] or ["GET"]:
            yield method, definition
        for one in self._names.mro(cls):  # ``@name.mapping.post``
            owner = self._program.definitions[one]
            for binding in self._program.namespaces.get((owner.module, owner.scope), {}).values():
                if isinstance(binding, DefinitionBinding):
                    for other in self._program.definitions[binding.definition].head.decorators:
                        method = _mapped(other, name)
                        if method:
                            yield method, binding.definition

    def _key(self, cls: int) -> str:
        """The name of what an address tells an object by."""
        for name in ("lookup_url_kwarg", "lookup_field"):
            found = self._names.member(cls, name)
            text = text_of(found[1].value) if found is not None and isinstance(found[1], ValueBinding) else ""
            if text:
                return text
        return "pk"


def _extra_decorator(method: ProgramDefinition) -> Expression | None:
    for one in method.head.decorators:
        if last_name(one.function if isinstance(one, Call) else one) in _EXTRA:
            return one
    return None


def _is_of_one(decorator: Expression) -> bool:
    if not isinstance(decorator, Call):
        return False
    detail = keyword(decorator, "detail")
    if last_name(decorator.function) == "detail_route":
        return True
    return is_true(detail)


def _path(decorator: Expression) -> str:
    return text_of(keyword(decorator, "url_path")) if isinstance(decorator, Call) else ""


def _mapped(decorator: Expression, name: str) -> str:
    match decorator:
        case Attribute(value=Attribute(value=inner, name="mapping"), name=method) if last_name(inner) == name:
            return method.upper() if method in HANDLERS else ""
        case _:
            return ""
