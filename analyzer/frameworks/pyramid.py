"""Pyramid: views of named routes.

Understands: ``config.add_route(name, pattern)``, also in functions that ``config.include`` names or is given, below its
``route_prefix``; ``@view_config`` on functions, classes and methods, with ``@view_defaults``; ``config.add_view``;
``request_method`` of routes and views. Without one, every method is answered: ``ANY``.
Does not understand: views found by traversal (without a ``route_name``), ``route_prefix_context``, predicates besides
the method, and add-ons that declare routes of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from analyzer.frameworks.given import Given
from analyzer.frameworks.registrations import Registration
from analyzer.frameworks.route_tree import ANY, ROOT
from analyzer.frameworks.web import WebFramework
from analyzer.frameworks.web_words import PYRAMID
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.link.types import Function
from analyzer.model.chains import last_name
from analyzer.model.syntax import Call

NAME = "pyramid"


class _View(msgspec.Struct, frozen=True):
    """A definition that answers a route, by some methods (none: all), and where that is said."""

    route: str
    definition: int
    methods: tuple[str, ...]
    at: tuple[int, int]


class Pyramid(WebFramework):
    """The plug-in; the nodes of its tree are the functions that configure."""

    name = NAME
    packages = frozenset({"pyramid"})
    words = PYRAMID
    answers = frozenset({"Configurator"})
    certain = frozenset({"add_route", "add_view", "include"})
    noticed = certain | {"view_config"}

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._routes: dict[str, dict[tuple[int, str, tuple[str, ...]], None]] = {}
        self._views: list[_View] = []

    def register(self, made: Registration) -> None:
        """Read one call."""
        match made.name:
            case "add_route":
                self._route(made)
            case "include":
                self._include(made)
            case "add_view":
                view = made.argument(0, "view")
                definition = None if view is None else self.reader.definition(view)
                self._view(definition, made, {})
            case _:
                for definition in self.decorated(made.made):
                    self._view(definition, made, self._defaults(definition))

    def finish(self) -> None:
        """Bring routes and views together."""
        for view in self._views:
            for node, pattern, allowed in self._routes.get(view.route, ()):
                for method in view.methods or allowed or (ANY,):
                    self.add_route(node, method, pattern, view.definition, view.at)

    def _route(self, made: Registration) -> None:
        name, pattern = made.argument(0, "name"), made.argument(1, "pattern", "path")
        if name is not None and pattern is not None:
            route = (made.made.definition, self.path(pattern), self._methods(made.argument(-1, "request_method")))
            self._routes.setdefault(self.path(name), {})[route] = None

    def _include(self, made: Registration) -> None:
        """``config.include("package.module", route_prefix="/api")``."""
        given = made.argument(0, "callable")
        if given is None:
            return
        function = self.reader.definition(given)
        text = self.reader.text(given)
        if function is None and text:
            package = self.names.program.modules[made.made.module].package
            dotted = f"{package}{text}" if text.startswith(".") else text
            found = self.names.attribute_of_module(dotted, "includeme")
            found = found or self.names.attribute_of_module(*dotted.rpartition(".")[::2])
            function = found.definition if isinstance(found, Function) else None
        if function is not None:
            prefix = self.path(made.argument(-1, "route_prefix"), "")
            above = made.made.definition if made.made.definition >= 0 else ROOT
            self.tree.attach(function, above, prefix)

    def _view(self, definition: int | None, made: Registration, defaults: Mapping[str, Given]) -> None:
        route = made.argument(-1, "route_name") or defaults.get("route_name")
        attribute = made.argument(-1, "attr") or defaults.get("attr")
        methods = self._methods(made.argument(-1, "request_method") or defaults.get("request_method"))
        if definition is None or route is None:
            return
        if attribute is not None:
            definition = self.method(definition, self.path(attribute)) or definition
        name = self.path(route)
        self._views.append(_View(name, definition, methods, (made.made.module, made.made.line)))

    def _methods(self, given: Given | None) -> tuple[str, ...]:
        return self.methods(given, ())

    def _defaults(self, definition: int) -> dict[str, Given]:
        """Return what ``@view_defaults`` says on the class of a method."""
        program = self.names.program
        parent = program.definitions[definition].parent
        classes = self.names.mro(parent) if parent >= 0 and program.definitions[parent].head.kind == "class" else ()
        for cls in (definition, *classes):
            found = program.definitions[cls]
            for decorator in found.head.decorators:
                if isinstance(decorator, Call) and last_name(decorator.function) == "view_defaults":
                    keywords = decorator.keywords
                    return {one.name: Given(one.value, found.module, found.head.scope) for one in keywords}
        return {}
