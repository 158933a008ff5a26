"""What do views of libraries read of the query or the form by themselves, beside the fields of their forms?

Django's lists read which page is shown, its views for logging in and out where to go on to; the views of
django_tables2 by what a table is sorted, and its page.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.django.entry.views import Served
from analyzer.frameworks.django.serving.asked import method_of
from analyzer.frameworks.django.serving.handlers import Handlers
from analyzer.frameworks.django.serving.running import is_paged
from analyzer.frameworks.django.serving.tables import Tables
from analyzer.frameworks.django.serving.written import constant
from analyzer.frameworks.plain_shapes import STRING
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.model.chains import last_name, text_of
from analyzer.model.interfaces import Place, RequestInput
from analyzer.model.shapes import Origin
from analyzer.model.syntax import Expression

_VIEWS = "django.contrib.auth.views."
_LEADING = ("RedirectURLMixin", "LoginView", "LogoutView")
_SHOWING = ("LoginView", "LogoutView")
_FIELD = "redirect_field_name"
_USUAL, _USUAL_NAME = "next", "REDIRECT_FIELD_NAME"


class LibraryReads:
    """Answers for views that derive from those of libraries."""

    def __init__(self, names: Names, handlers: Handlers) -> None:
        self._names = names
        self._handlers = handlers
        self._tables = Tables(names)

    def of(self, served: Served, at: tuple[str, int], *, generic: bool) -> Iterator[RequestInput]:
        """Yield what a view reads; ``generic`` where a handler of the library runs."""
        if generic:
            if served.method == "GET" and is_paged(self._names, served.cls):
                yield self._page(served.cls, at)
            yield from self._leading(served, at)
        if served.method == "GET" and (generic or self._handlers.calls(served.definition, "get_context_data")):
            yield from self._tables.of(served.cls, at)

    def _page(self, cls: int, at: tuple[str, int]) -> RequestInput:
        """The number of a page; or ``last``, so that it is a text."""
        named = self._names.member(cls, "page_kwarg")
        name = text_of(named[1].value) if named is not None and isinstance(named[1], ValueBinding) else ""
        return RequestInput(name or "page", Place.QUERY, STRING, False, *at, "", Origin.ANNOTATION)

    def _leading(self, served: Served, at: tuple[str, int]) -> Iterator[RequestInput]:
        """Where to go on to: of the form, else of the query."""
        bases = self._names.external_bases(served.cls)
        found = {one.removeprefix(_VIEWS) for one in bases if one.startswith(_VIEWS)}
        name = self._named(served) if not found.isdisjoint(_LEADING) else ""
        if not name or not self._asks_library(served.cls, "get_redirect_url"):
            return
        if served.method == "POST":
            yield RequestInput(name, Place.FORM, STRING, False, *at, "", Origin.ANNOTATION)
        elif served.method != "GET" or found.isdisjoint(_SHOWING):
            return
        yield RequestInput(name, Place.QUERY, STRING, False, *at, "", Origin.ANNOTATION)

    def _named(self, served: Served) -> str:
        """The name under which a view looks: what its address or class says, or the library's; empty if unknown."""
        given = next((one.value for one in served.given if one.name == _FIELD), None)
        if given is not None:
            return self._text(0, 0, given)
        member = self._names.member(served.cls, _FIELD)
        if member is None:
            return _USUAL
        place = self._names.program.definitions[member[0]]
        return self._text(place.module, place.scope, member[1].value) if isinstance(member[1], ValueBinding) else ""

    def _text(self, module: int, scope: int, written: Expression) -> str:
        if last_name(written) == _USUAL_NAME:
            return _USUAL
        found = constant(self._names, (module, scope, written))
        return found if isinstance(found, str) else ""

    def _asks_library(self, cls: int, name: str) -> bool:
        found = method_of(self._names, cls, name)
        return found < 0 or self._handlers.of(found, cls).asks_library
