"""Where is a Django program entered? Its routes, sockets, commands and receivers of signals, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from analyzer.frameworks.django.entry.commands import commands
from analyzer.frameworks.django.entry.patterns import Patterns
from analyzer.frameworks.django.entry.reading import Reading
from analyzer.frameworks.django.entry.roots import Roots, admin_nodes
from analyzer.frameworks.django.entry.routes import Mount, Node, Overridden, Route, Walk, address
from analyzer.frameworks.django.entry.views import Served, Views
from analyzer.frameworks.django.entry.viewsets import Viewsets
from analyzer.link.found import FoundEntryPoint
from analyzer.link.names import Names
from analyzer.link.patterns import is_computed
from analyzer.link.protocol import Values
from analyzer.model.data import Unresolved
from analyzer.model.entry_points import EntryKind

_MOST = 20_000  # entry points of one program
_CUT = "there are more routes than are listed"


class Routed(msgspec.Struct, frozen=True):
    """An entry point of HTTP, and who serves it; ``walks`` are modules and lines that wrap the view afterwards."""

    point: FoundEntryPoint
    served: Served
    walks: tuple[tuple[int, int], ...] = ()


class EntryPoints:
    """Reads them all; ``unresolved`` is what there was too much of, and where routes are computed.

    ``routed`` are those that serve requests, once ``found`` was asked.
    """

    def __init__(self, names: Names, values: Values, admins: Callable[[], Sequence[tuple[int, str]]]) -> None:
        """``admins`` returns (admin class, ``app/model/``) of each that is registered."""
        settings = next((one.module for one in names.program.settings.modules if one.chosen), "")
        self._names = names
        self._admins = admins
        self._admin: list[Node] | None = None
        self._patterns = Patterns(
            Reading(names, values, names.program.module_index.get(settings, -1)), self._admin_nodes
        )
        self._roots = Roots(self._patterns)
        self._views = Views(self._patterns.reading)
        self._viewsets = Viewsets(names, self._views)
        self._walk = Walk()
        self._computed: dict[tuple[int, int], int] = {}
        self.unresolved: list[Unresolved] = []
        self.routed: list[Routed] = []

    @property
    def digits(self) -> frozenset[str]:
        """The groups of regular expressions that take digits alone, wherever they stand."""
        return self._patterns.groups.of_digits()

    def found(self) -> Iterator[FoundEntryPoint]:
        """Yield all that a configuration names, and the commands."""
        yield from commands(self._names)
        found = list(islice(self._routed(), _MOST + 1))
        yield from found[:_MOST]
        if len(found) > _MOST or self._walk.is_cut or self._patterns.is_cut:
            path = self._names.program.modules[0].path
            self.unresolved.append(Unresolved("entry_point", "urlpatterns", path, 1, _CUT))
        self._tell_computed()

    def _tell_computed(self) -> None:
        """Say where routes are added of which not even a part of the address is known."""
        for (module, line), number in self._computed.items():
            routes = "route is" if number == 1 else "routes are"
            reason = f"the path is computed: at least {number} {routes} registered here"
            self._add_gap(module, line, reason)
        for module, line in self._patterns.unknown:
            self._add_gap(module, line, "routes are added here that a function outside the program returns")

    def _add_gap(self, module: int, line: int, reason: str) -> None:
        path = self._names.program.modules[module].path
        self.unresolved.append(Unresolved("entry_point", "urlpatterns", path, line, reason))

    def _routed(self) -> Iterator[FoundEntryPoint]:
        for nodes in self._roots.http(self._names.program.settings.urlconfs):
            yield from self._below(nodes, EntryKind.HTTP)
        for nodes in self._roots.sockets():
            yield from self._below(nodes, EntryKind.WEBSOCKET)

    def _below(self, nodes: Iterable[Node], kind: EntryKind) -> Iterator[FoundEntryPoint]:
        self._walk.begin()
        for beginning, node in self._walk.over(list(nodes)):
            if isinstance(node, Route):
                yield from self._of_route(beginning, node, kind)
                continue
            if isinstance(node, Overridden):
                place = self._names.program.definitions[node.definition]
                for method in node.methods:
                    name = f"{method} {address(beginning + node.text)}"
                    served = Served(method, node.definition)
                    yield self._kept(name, served, place.module, place.head.line)
                continue
            for who, text, served in self._viewsets.routes(node):
                name = f"{served.method} {address(beginning + text)}"
                yield self._kept(name, served, who.frame.module, who.line)

    def _kept(self, name: str, served: Served, module: int, line: int, route: Route | None = None) -> FoundEntryPoint:
        point = FoundEntryPoint(EntryKind.HTTP, name, served.definition, module, line)
        self.routed.append(Routed(point, served, tuple(route.walks) if route is not None else ()))
        return point

    def _of_route(self, beginning: str, route: Route, kind: EntryKind) -> Iterator[FoundEntryPoint]:
        shown = address(beginning + route.text)
        found = self._views.served(route.view, route.frame)
        if not found and is_computed(route.text):
            place = (route.frame.module, route.line)
            self._computed[place] = self._computed.get(place, 0) + 1
        for served in found:
            if served.method and kind is EntryKind.HTTP:
                yield self._kept(f"{served.method} {shown}", served, route.frame.module, route.line, route)
            else:
                yield FoundEntryPoint(EntryKind.WEBSOCKET, shown, served.definition, route.frame.module, route.line)

    def _admin_nodes(self) -> list[Node]:
        """The routes that admin classes of the project add to the admin site, once for all sites."""
        if self._admin is None:
            self._admin = []
            self._admin += [Mount(text, nodes) for text, nodes in admin_nodes(self._patterns, self._admins())]
        return self._admin
