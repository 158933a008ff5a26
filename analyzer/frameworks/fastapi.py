"""FastAPI and Starlette: routes and websockets of apps and routers.

Understands: ``FastAPI``, ``APIRouter``, ``Starlette``, ``Router`` and the project's subclasses of them, wherever they
are made; ``get`` … ``delete``, ``api_route``, ``route`` and ``websocket`` as decorators; ``add_api_route``,
``add_route``, ``add_websocket_route``, ``include_router`` with prefixes in prefixes, ``mount`` of apps; ``Route``,
``WebSocketRoute`` and ``Mount`` in lists, nested; ``HTTPEndpoint`` and ``WebSocketEndpoint`` classes; all of these also
in loops over lists and in helpers.
Does not understand: routers that are chosen at run time (what they hold keeps its own prefix), and mounted apps of
other frameworks, whose routes keep their own paths. Unknown parts of a path are ``*``; where nothing of it is known,
and no decorator says whose it is, an unresolved row says how many are registered there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from analyzer.frameworks.fastapi_requests import WORDS, ParameterReads
from analyzer.frameworks.given import Given
from analyzer.frameworks.listed import Listed
from analyzer.frameworks.registrations import Registration
from analyzer.frameworks.request_reads.frames import Hook
from analyzer.frameworks.route_tree import ROOT
from analyzer.frameworks.routers import Maker
from analyzer.frameworks.web import VERBS, WebFramework
from analyzer.link.names import Names
from analyzer.link.patterns import is_computed
from analyzer.link.schema import Schema

NAME = "fastapi"
_DECORATORS = frozenset({*VERBS, "api_route", "route", "websocket", "websocket_route"})
_LISTED = frozenset({"Route", "APIRoute", "WebSocketRoute", "APIWebSocketRoute", "Mount"})
_SOCKETS = frozenset({"websocket", "websocket_route", "WebSocketRoute", "APIWebSocketRoute"})
_DEEPEST = 8  # mounts in mounts


class FastApi(WebFramework):
    """The plug-in."""

    name = NAME
    packages = frozenset({"fastapi", "starlette"})
    makers: ClassVar[dict[str, Maker]] = {
        "FastAPI": Maker(),
        "Starlette": Maker(),
        "APIRouter": Maker(("prefix",)),
        "Router": Maker(),
    }
    answers = frozenset(makers)
    words = WORDS
    certain = frozenset({"include_router", "add_api_route", "add_api_websocket_route", "add_websocket_route"})
    noticed = certain | _DECORATORS | _LISTED | {"add_route", "mount", *makers}

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._listed = Listed()

    def hooks(self) -> Sequence[Hook]:
        """Know the parameters of handlers as well."""
        return (*super().hooks(), ParameterReads(self.names))

    def together(self, prefix: str, path: str) -> str:
        """Put a path behind a prefix."""
        return f"{prefix}{path}"

    def register(self, made: Registration) -> None:
        """Read one call."""
        match made.name:
            case "include_router":
                prefix = self.path(made.argument(1, "prefix"), "")
                self.attach(made.argument(0, "router"), made, lambda node: prefix + self.routers.own_prefix(node))
            case "mount":
                self._mount(made)
            case "add_api_route" | "add_route":
                path, handler = made.argument(0, "path"), made.argument(1, "endpoint") or made.argument(1, "route")
                if path is not None and handler is not None:
                    self.add(made, path, handler, self.methods(made.argument(-1, "methods"), ()))
                elif path is None and made.is_passed_on:
                    self.note_computed(made)
            case "add_api_websocket_route" | "add_websocket_route":
                self._socket(made, made.argument(1, "endpoint"))
            case name if name in _DECORATORS:
                self._decorator(made, name)
            case name if name in _LISTED:
                self._listed.add(made)
            case _:
                self._made_with_routes(made)

    def finish(self) -> None:
        """Add the routes of lists, and those that stand in no list that an app is known to get."""
        mounts = self._listed.calls("Mount")
        nested = {id(one.made.call) for mount in mounts for one in self._inside(mount)}
        for mount in mounts:
            if id(mount.made.call) not in nested and not self._listed.is_put(mount):
                self._put(mount, ROOT, "", 0)
        for made, node, prefix in self._listed.placed():
            path, handler = made.argument(0, "path"), made.argument(1, "endpoint")
            definition = self.reader.definition(handler) if handler is not None else None
            if made.name == "Mount":
                continue
            if definition is None or path is None:
                if made.is_passed_on if path is None else is_computed(self.path(path)):
                    self.note_computed(made)
                continue
            at, whole = self.said_at(made, path), prefix + self.path(path)
            if made.name in _SOCKETS:
                self.add_socket(node, whole, definition, at)
            else:
                self.add_at(node, whole, definition, at, self.methods(made.argument(-1, "methods"), ()))

    def _decorator(self, made: Registration, name: str) -> None:
        path = made.argument(0, "path")
        for definition in self.decorated(made.made) if path is not None else ():
            if name in _SOCKETS:
                self._socket(made, definition)
            elif path is not None:
                methods = (name.upper(),) if name in VERBS else self.methods(made.argument(-1, "methods"), ())
                self.add(made, path, definition, methods)

    def _socket(self, made: Registration, handler: Given | int | None) -> None:
        path = made.argument(0, "path")
        definition = self.reader.definition(handler) if isinstance(handler, Given) else handler
        if definition is None and path is not None and is_computed(self.path(path)):
            self.note_computed(made)
        elif path is not None:
            for node in self.holders(made):
                self.add_socket(node, self.path(path), definition, self.said_at(made, path))

    def _mount(self, made: Registration) -> None:
        """``app.mount("/prefix", other)``."""
        path = made.argument(0, "path")
        if path is not None:
            prefix = self.path(path).rstrip("/")
            self.attach(made.argument(1, "app"), made, lambda node: prefix + self.routers.own_prefix(node))

    def _made_with_routes(self, made: Registration) -> None:
        """``Starlette(routes=[…])``."""
        number = self.routers.number(made.made.call)
        routes = made.argument(1 if made.name == "Starlette" else 0 if made.name == "Router" else -1, "routes")
        for one in self._listed.items(self.reader, routes) if number is not None else ():
            self._put(one, number or 0, "", 0)

    def _inside(self, mount: Registration) -> list[Registration]:
        return self._listed.items(self.reader, mount.argument(-1, "routes"))

    def _put(self, made: Registration, node: int, prefix: str, depth: int) -> None:
        """Put a route where its list belongs; a ``Mount`` holds others, or an app."""
        if made.name not in _LISTED or depth > _DEEPEST:
            return
        self._listed.put(made, node, prefix)
        if made.name == "Mount":
            path = prefix + self.path(made.argument(0, "path"), "").rstrip("/")
            for child in self.routers.nodes(made.argument(1, "app")):
                self.tree.attach(child, node, path + self.routers.own_prefix(child))
            for one in self._inside(made):
                self._put(one, node, path, depth + 1)
