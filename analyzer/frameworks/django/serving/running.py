"""Which methods of a view's object run for a request, and what does the library raise on the way?

A handler of the project's own runs after what every request meets, ``dispatch`` and its like. The library's handler,
also where ``super()`` asks for it, calls the methods that are there to be overridden; ``self.get_form()`` in a handler
calls those that it needs.
"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.django.entry.views import Served
from analyzer.frameworks.django.kinds import Kinds
from analyzer.frameworks.django.serving.asked import asked, method_of
from analyzer.frameworks.django.serving.constant_branches import ConstantBranches
from analyzer.frameworks.django.serving.handlers import Handlers
from analyzer.frameworks.django.serving.rest_hooks import OF_PAGES, RestHooks
from analyzer.frameworks.request_reads.method_branches import MethodBranches
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.model.syntax import Constant

_HTTP404 = "django.http.Http404"
_INVALID = "rest_framework.exceptions.ValidationError"
_ONE = ("detail", "update", "delete")
_OF_ONE = ("retrieve", "update", "partial_update", "destroy")
_WRITING = ("create", "update", "partial_update")


class Run(msgspec.Struct, frozen=True):
    """What runs: methods, by their names; whether a library's handler calls them; what it raises; lines that do not."""

    methods: tuple[str, ...] = ()
    generic: bool = False
    fails: tuple[str, ...] = ()
    ruled_out: tuple[tuple[str, int, int], ...] = ()


class Running:
    """Says of addresses what of the view runs for them, and how that fails."""

    def __init__(self, names: Names, kinds: Kinds, handlers: Handlers) -> None:
        self._names = names
        self._kinds = kinds
        self._handlers = handlers
        self._branches = ConstantBranches(names)
        self._methods = MethodBranches(names.program)
        self.hooks = RestHooks(names)
        self._pages = RestHooks(names, OF_PAGES)

    def of_function(self, served: Served) -> Run:
        """Return what does not run of a view that is a function."""
        name = self._names.program.definitions[served.definition].name
        return Run(ruled_out=tuple((name, *lines) for lines in self._methods.of(served.definition, served.method)))

    def of(self, served: Served, action: str, *, is_rest: bool) -> Run:
        """Return what runs; ``action`` is what a view of Django REST framework does, empty for others."""
        cls, first = served.cls, served.definition
        generic = self._is_generic(served)
        found = self.called(served, action, is_rest=is_rest)
        definitions = self._names.program.definitions
        names = [definitions[one].name for one in dict.fromkeys(found) if one != first]
        fails = self._fails(served, action, generic=generic, is_rest=is_rest)
        every = dict.fromkeys((*found, first) if first != cls else found)
        ruled_out = [*self._branches.ruled_out(cls, every, served.given)]
        ruled_out += [(one, *lines) for one in every for lines in self._methods.of(one, served.method)]
        return Run(
            tuple(names), generic, fails, tuple((definitions[one].name, start, end) for one, start, end in ruled_out)
        )

    def called(self, served: Served, action: str, *, is_rest: bool) -> list[int]:
        """Return the methods that a library calls; of a handler that does not ask it, what that needs of it."""
        cls, first = served.cls, served.definition
        if is_rest:
            return list(self.hooks.asked(cls, first, action))
        if not self._is_generic(served):
            return list(self._pages.asked(cls, first, "get"))
        found = list(asked(self._names, cls, served.method))
        one = method_of(self._names, cls, "get_object")
        if one in found and self._kinds.of(cls).isdisjoint(_ONE):
            found.remove(one)
        return found

    def _is_generic(self, served: Served) -> bool:
        return served.definition == served.cls or self._handlers.of(served.definition, served.cls).asks_library

    def _fails(self, served: Served, action: str, *, generic: bool, is_rest: bool) -> tuple[str, ...]:
        cls, first = served.cls, served.definition
        asks = generic or self._handlers.calls(first, "get_object")
        of_one = asks and self._is_of_one(cls, action, is_rest=is_rest) and self._is_the_library_s(cls, "get_object")
        pages = generic and served.method == "GET" and not is_rest and is_paged(self._names, cls)
        missing = (_HTTP404,) if of_one or pages else ()
        return (*missing, _INVALID) if generic and is_rest and action in _WRITING else missing

    def _is_of_one(self, cls: int, action: str, *, is_rest: bool) -> bool:
        return action in _OF_ONE if is_rest else not self._kinds.of(cls).isdisjoint(_ONE)

    def _is_the_library_s(self, cls: int, name: str) -> bool:
        """Return whether a method is not overridden, or asks what it overrides."""
        found = method_of(self._names, cls, name)
        return found < 0 or self._handlers.of(found, cls).asks_library


def is_paged(names: Names, cls: int) -> bool:
    """Return whether a view shows its objects page by page: then the library reads the page of a request."""
    if any("Table" in base for base in names.external_bases(cls)):
        return False  # a page that is not there is the last one
    if method_of(names, cls, "get_paginate_by") >= 0:
        return True
    found = names.member(cls, "paginate_by")
    value = found[1].value if found is not None and isinstance(found[1], ValueBinding) else None
    return value is not None and not (isinstance(value, Constant) and value.value in (None, 0))
