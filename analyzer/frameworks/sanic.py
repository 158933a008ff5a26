"""Sanic: routes and websockets of applications and blueprints.

Understands: ``Sanic``, ``Blueprint`` with its prefix, ``app.blueprint`` and ``Blueprint.group``; ``@route``, ``@get`` …
``@delete`` and ``@websocket``; ``add_route`` and ``add_websocket_route`` with functions and ``as_view()`` of classes.
Does not understand: versions in paths, hosts, and signals.
"""

from __future__ import annotations

from typing import ClassVar

from analyzer.frameworks.given import Given
from analyzer.frameworks.registrations import Registration
from analyzer.frameworks.routers import Maker
from analyzer.frameworks.web import VERBS, WebFramework
from analyzer.frameworks.web_words import SANIC

NAME = "sanic"


class Sanic(WebFramework):
    """The plug-in."""

    name = NAME
    packages = frozenset({"sanic"})
    words = SANIC
    makers: ClassVar[dict[str, Maker]] = {
        "Sanic": Maker(),
        "Blueprint": Maker(("url_prefix",), 1),
        "group": Maker(("url_prefix",)),
    }
    answers = frozenset(makers)
    noticed = frozenset({"route", "websocket", "add_route", "add_websocket_route", "blueprint", "group", *VERBS})

    def register(self, made: Registration) -> None:
        """Read one call."""
        match made.name:
            case "blueprint":
                prefix = made.argument(-1, "url_prefix")
                for one in self._several(made.argument(0, "blueprint")):
                    self.attach(one, made, lambda node: self.path(prefix, self.routers.own_prefix(node)))
            case "group":
                number = self.routers.number(made.made.call)
                for one in made.arguments(0) if number is not None else ():
                    for node in (node for part in self._several(one) for node in self.routers.nodes(part)):
                        self.tree.attach(node, number or 0, self.routers.own_prefix(node))
            case "add_route":
                path, handler = made.argument(1, "uri"), made.argument(0, "handler")
                if path is not None and handler is not None:
                    self.add(made, path, handler, self.methods(made.argument(2, "methods"), ()))
            case "add_websocket_route":
                handler = made.argument(0, "handler")
                if handler is not None:
                    self._socket(made, made.argument(1, "uri"), self.reader.definition(handler))
            case _:
                self._decorator(made)

    def _decorator(self, made: Registration) -> None:
        path = made.argument(0, "uri")
        for definition in self.decorated(made.made) if path is not None else ():
            if made.name == "websocket":
                self._socket(made, path, definition)
            elif path is not None:
                route = self.methods(made.argument(1, "methods"))
                self.add(made, path, definition, route if made.name == "route" else (made.name.upper(),))

    def _socket(self, made: Registration, path: Given | None, definition: int | None) -> None:
        for node in self.holders(made) if path is not None else ():
            self.add_socket(node, self.path(path), definition, self.said_at(made, path or ""))

    def _several(self, given: Given | None) -> list[Given]:
        """Return the items of a list, or the one value."""
        if given is None:
            return []
        return self.reader.items(given) or [given]
