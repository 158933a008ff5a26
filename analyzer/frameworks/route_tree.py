"""Under which paths can a route be reached, and through which apps, blueprints or routers?

Nodes are the places that make apps and routers, edges their registrations with a prefix, leaves the routes. What nobody
registers keeps its own prefix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from analyzer.link.found import FoundEntryPoint
from analyzer.link.patterns import family, is_computed
from analyzer.model.entry_points import EntryKind

_DEEPEST = 12  # routers in routers
_MOST_PATHS = 24  # places where one router is registered
_MOST_ROUTES = 50_000
ANY = "ANY"
ROOT = -1
_BEGINNINGS = ("/", "^", "*", "(")  # of patterns too


class Route(msgspec.Struct, frozen=True, gc=False):
    """A path below a node, by one method, and the definition behind it; ``module`` and ``line`` say so.

    ``owner`` is the class whose object answers where the definition is a method, else -1.
    """

    node: int
    method: str
    path: str
    definition: int
    module: int
    line: int
    kind: EntryKind = EntryKind.HTTP
    owner: int = -1


def with_one_slash(prefix: str, path: str) -> str:
    """Put a path below a prefix, with one slash between them."""
    if not prefix or not path:
        return prefix or path
    return f"{prefix.rstrip('/')}/{path.lstrip('/')}"


class RouteTree:
    """Collects nodes, edges and leaves, and says where the leaves can be reached."""

    def __init__(self, together: Callable[[str, str], str] = with_one_slash) -> None:
        """``together`` puts a path below a prefix."""
        self._together = together
        self._prefixes: dict[int, str] = {}
        self._above: dict[int, dict[tuple[int, str], None]] = {}
        self._routes: dict[Route, None] = {}
        self._around: dict[tuple[int, int, int], tuple[dict[int, None], dict[str, None]]] = {}

    def node(self, node: int, prefix: str) -> None:
        """Add an app or router with its own prefix."""
        self._prefixes.setdefault(node, prefix)

    def own(self, node: int) -> str:
        """Return the own prefix of a node."""
        return self._prefixes.get(node, "")

    def attach(self, node: int, above: int, prefix: str) -> None:
        """Register a node at another, or at an app that is not known (``ROOT``); the prefix holds its own too."""
        if node not in (above, ROOT):
            self._above.setdefault(node, {})[above, prefix] = None

    def add(self, route: Route) -> None:
        """Add a route."""
        if len(self._routes) < _MOST_ROUTES:
            self._routes[route] = None

    def wrap(self, definition: int, at: tuple[int, int], around: Iterable[int], doubts: Iterable[str]) -> None:
        """Note what is around a function or class where a place routes to it, and what is not known of that."""
        known = self._around.setdefault((definition, *at), ({}, {}))
        known[0].update(dict.fromkeys(around))
        known[1].update(dict.fromkeys(doubts))

    def entry_points(self) -> Iterator[FoundEntryPoint]:
        """Yield every route at each of its full paths; what is not known of a path is ``*``."""
        known: dict[int, tuple[str, ...]] = {ROOT: ("",)}
        for route in self._routes:
            key = (route.definition if route.owner < 0 else route.owner, route.module, route.line)
            found = self._around.get(key)
            around, doubts = (tuple(found[0]), tuple(found[1])) if found is not None else ((), ())
            for prefix in self._paths(route.node, known, 0):
                name = family(self._together(prefix, route.path))
                if route.kind in (EntryKind.HTTP, EntryKind.WEBSOCKET) and not name.startswith(_BEGINNINGS):
                    name = f"/{name}"
                name = f"{route.method} {name}" if route.method else name
                yield FoundEntryPoint(
                    route.kind, name, route.definition, route.module, route.line, "", route.owner, around, doubts
                )

    def _paths(self, node: int, known: dict[int, tuple[str, ...]], depth: int) -> tuple[str, ...]:
        """Return the prefixes under which a node can be reached; a node that holds itself is not followed again."""
        if node in known:
            return known[node]
        if depth > _DEEPEST:
            return (self.own(node),)
        known[node] = ()
        found: dict[str, None] = {}
        for above, prefix in self._above.get(node, ()):
            for beginning in self._paths(above, known, depth + 1):
                if len(found) < _MOST_PATHS:
                    found[self._together(beginning, prefix)] = None
        sure = [path for path in found if not is_computed(path)]
        known[node] = tuple(sure or found) or (self.own(node),)  # of a setting or a default, the default
        return known[node]
