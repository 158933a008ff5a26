"""Where does Django begin to read URLs: the configurations that settings name, else those that nobody includes?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.frameworks.django.entry.patterns import URLPATTERNS, Patterns
from analyzer.frameworks.django.entry.routes import Mount, Node, Overridden
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.patterns import BLANK
from analyzer.link.types import Instance
from analyzer.model.chains import last_name
from analyzer.model.syntax import Call, Expression, Items, Mapping, Operation

_CONFIG = "AppConfig"
_DEEPEST = 12  # wrappers around ``URLRouter``


class Roots:
    """Finds them with what reads URL configurations."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self._names = patterns.names
        self._program = patterns.names.program

    def http(self, named: Sequence[str]) -> Iterator[Sequence[Node]]:
        """Yield the routes of every configuration to begin with; ``named`` are the modules that settings name.

        Besides these, one that nobody includes is found by somebody at run time, under an address that nobody says.
        """
        self._register()
        found = [index for name in named if (index := self._patterns.module_named(name)) is not None]
        for index in dict.fromkeys(found):
            yield self._patterns.of_module(index)
        held = [
            (module.index, self._patterns.of_module(module.index))
            for module in self._program.modules
            if URLPATTERNS in self._program.namespaces.get((module.index, 0), {})
            and module.index not in found
            and module.index not in self._patterns.modules
        ]
        configs = (
            [] if found else [(cls, self._patterns.of_class(Instance(cls), "get_urls")) for cls in self._configs()]
        )
        loose = [nodes for index, nodes in held if index not in self._patterns.modules]
        yield from ([Mount(f"{BLANK}/", nodes)] if found else nodes for nodes in loose)
        yield from (nodes for cls, nodes in configs if cls not in self._patterns.classes)

    def sockets(self) -> Iterator[Sequence[Node]]:
        """Yield the routes of every ``URLRouter``."""
        for module in self._program.modules:
            if any("channels" in fact.module for fact in module.facts.imports):
                for statement in module.facts.scopes[0].statements:
                    for call in _routers(statement.value, 0):
                        frame = self._patterns.frame(module.index)
                        yield [node for arg in call.args for node in self._patterns.of(arg, frame)]

    def _register(self) -> None:
        """Read all modules that register something, for routers are filled from many."""
        for module in self._program.modules:
            for statement in module.facts.scopes[0].statements:
                call = statement.value
                if isinstance(call, Call) and last_name(call.function) == "register" and len(call.args) > 1:
                    self._patterns.frame(module.index)
                    break

    def _configs(self) -> Iterator[int]:
        """Yield the classes of apps that have URLs, those that others derive from left out."""
        found = [one.id for one in self._program.definitions if self._is_config(one.id)]
        inherited = {ancestor for cls in found for ancestor in self._names.mro(cls)[1:]}
        yield from (cls for cls in found if cls not in inherited and self._names.member(cls, "get_urls") is not None)

    def _is_config(self, definition: int) -> bool:
        if self._program.definitions[definition].head.kind != "class":
            return False
        return any(base.rpartition(".")[2] == _CONFIG for base in self._names.external_bases(definition))


_ADMIN_VIEWS = (
    ("changelist_view", "", ("GET", "POST")),
    ("add_view", "add/", ("GET", "POST")),
    ("change_view", "<path:object_id>/change/", ("GET", "POST")),
    ("delete_view", "<path:object_id>/delete/", ("GET", "POST")),
    ("history_view", "<path:object_id>/history/", ("GET",)),
)
"""Method of a ``ModelAdmin``, the end of the address that it serves, and the HTTP methods."""


def admin_nodes(patterns: Patterns, registered: Sequence[tuple[int, str]]) -> Iterator[tuple[str, Sequence[Node]]]:
    """Yield (beginning, routes) of each admin class of the project, given with its model, that adds or serves any."""
    for cls, beginning in registered:
        nodes = [*patterns.of_class(Instance(cls), "get_urls"), *_overridden(patterns.names, cls)]
        if nodes:
            yield beginning, nodes


def _overridden(names: Names, cls: int) -> Iterator[Overridden]:
    """Yield the admin's own addresses of a model that a method of the project serves."""
    for name, text, methods in _ADMIN_VIEWS:
        found = names.member(cls, name)
        if found is not None and isinstance(found[1], DefinitionBinding):
            yield Overridden(text, found[1].definition, methods)


def _routers(value: Expression, depth: int) -> Iterator[Call]:
    """Yield the outermost calls of ``URLRouter`` in an expression."""
    if depth > _DEEPEST:
        return
    parts: tuple[Expression, ...] = ()
    match value:
        case Call(function=function) if last_name(function) == "URLRouter":
            yield value
        case Call(args=args, keywords=keywords):
            parts = (*args, *(one.value for one in keywords))
        case Items(items=parts) | Operation(operands=parts) | Mapping(values=parts):
            pass
    for part in parts:
        yield from _routers(part, depth + 1)
