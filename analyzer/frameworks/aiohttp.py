"""aiohttp's server: routes of applications, of their sub-applications, and of route tables.

Understands: ``app.router.add_get`` … ``add_route``, ``add_view`` and ``add_resource``; ``add_routes`` with ``web.get``
… ``web.view`` in lists that are written, put together or looped over; ``RouteTableDef`` and its decorators;
``add_subapp``; ``web.View`` classes. A handler that prepares a ``WebSocketResponse`` is a websocket.
Does not understand: static files, and paths computed at run time, whose unknown parts are ``*``. aiohttp's client
answers nobody, and is passed over.
"""

from __future__ import annotations

from typing import ClassVar

from analyzer.frameworks.listed import Listed
from analyzer.frameworks.registrations import Registration
from analyzer.frameworks.route_tree import ANY, ROOT
from analyzer.frameworks.routers import Maker
from analyzer.frameworks.web import VERBS, WebFramework
from analyzer.frameworks.web_words import AIOHTTP
from analyzer.link.names import Names
from analyzer.link.patterns import BLANK
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import External, Type, options

NAME = "aiohttp"
_SERVER = "aiohttp.web"
_SOCKET = "aiohttp.web.WebSocketResponse"
_LISTED = frozenset({*VERBS, "view", "route"})
_ADDS = {f"add_{name}": name for name in _LISTED}


class Aiohttp(WebFramework):
    """The plug-in."""

    name = NAME
    packages = frozenset({"aiohttp"})
    words = AIOHTTP
    makers: ClassVar[dict[str, Maker]] = {
        "Application": Maker(),
        "RouteTableDef": Maker(),
        "add_resource": Maker(("path",), 0),
    }
    answers = frozenset(makers)
    certain = frozenset({"add_subapp", "add_routes", "add_get", "add_post", "add_put", "add_patch", "add_delete"})
    noticed = certain | _LISTED | _ADDS.keys() | {"WebSocketResponse"}

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._listed = Listed()
        self._sockets: set[int] = set()

    def is_ours(self, value: Type | None) -> bool:
        """Return whether a value is of the server."""
        outside = [one.name for one in options(value) if isinstance(one, External)]
        return any(name.startswith(_SERVER) for name in outside) if outside else super().is_ours(value)

    def notice(self, call: TypedCall) -> None:
        """Keep what may register something, and who answers websockets."""
        if any(isinstance(one, External) and one.name == _SOCKET for one in options(call.callee)):
            self._sockets.add(call.definition)
        else:
            super().notice(call)

    def register(self, made: Registration) -> None:
        """Read one call."""
        functions = {f"{_SERVER}.{name}" for name in _LISTED}
        if any(isinstance(one, External) and one.name in functions for one in options(made.made.callee)):
            self._listed.add(made)
        elif made.name == "add_subapp":
            prefix = self.path(made.argument(0, "prefix"))
            self.attach(made.argument(1, "subapp"), made, lambda _: prefix.rstrip("/"))
        elif made.name == "add_routes":
            self._routes(made)
        elif made.name in _ADDS:
            for node in self.holders(made):
                self._add(made, node, _ADDS[made.name])
        else:
            self._decorator(made)

    def finish(self) -> None:
        """Add the routes of lists."""
        for made, node, _ in self._listed.placed():
            self._add(made, node, made.name)

    def _routes(self, made: Registration) -> None:
        """``app.add_routes([web.get("/a", handler)])`` or ``app.add_routes(table)``."""
        given = made.argument(0, "routes")
        self.attach(given, made, lambda _: "")
        for one in self._listed.items(self.reader, given):
            for node in self.holders(made):
                self._listed.put(one, node)

    def _add(self, made: Registration, node: int, kind: str) -> None:
        """``add_get(path, handler)``, ``add_view(path, View)``, ``add_route(method, path, handler)``."""
        first = 1 if kind == "route" else 0
        resource = kind == "route" and len(made.made.call.args) == 2 and made.argument(2, "handler") is None  # noqa: PLR2004  # method, handler
        path = made.argument(first, "path") if not resource else None
        handler = made.argument(1 if resource else first + 1, "handler")
        methods = self.methods(made.argument(0, "method")) if kind == "route" else (kind.upper(),)
        definition = None if handler is None else self.reader.definition(handler)
        if definition is not None and (path is not None or resource):
            at = self.said_at(made, path or "")
            self._answer(
                node, self.path(path, "" if node != ROOT else BLANK), definition, at, () if kind == "view" else methods
            )

    def _decorator(self, made: Registration) -> None:
        """``@routes.get("/a")``, ``@routes.route("GET", "/a")``, ``@routes.view("/a")``."""
        path = made.argument(1 if made.name == "route" else 0, "path")
        method = made.argument(0, "method") if made.name == "route" else None
        for definition in self.decorated(made.made) if path is not None else ():
            methods = self.methods(method) if made.name == "route" else (made.name.upper(),)
            for node in self.holders(made):
                at = self.said_at(made, path or "")
                self._answer(node, self.path(path), definition, at, () if made.name == "view" else methods)

    def _answer(self, node: int, path: str, definition: int, at: tuple[int, int], methods: tuple[str, ...]) -> None:
        if definition in self._sockets:
            self.add_socket(node, path, definition, at)
        else:
            self.add_at(node, path, definition, at, tuple(ANY if one == "*" else one for one in methods))
