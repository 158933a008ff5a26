"""Tornado: handlers of requests and websockets, by the patterns that lead to them.

Understands: pairs of a pattern and a ``RequestHandler`` class, and ``url``, ``URLSpec`` and ``Rule``, in the lists that
``Application`` and ``add_handlers`` are given, in lists that modules and classes hold, and in those that functions
return; the methods of the handlers, inherited ones too; ``WebSocketHandler`` is a websocket. Patterns are shown as they
are written.
Does not understand: prefixes that are put before the patterns of a list at run time, handlers that are named by texts,
and routers of one's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.given import Given, called_name, first_line
from analyzer.frameworks.registrations import Registration, written_call
from analyzer.frameworks.route_tree import ROOT
from analyzer.frameworks.web import WebFramework
from analyzer.frameworks.web_words import TORNADO
from analyzer.model.syntax import Call, Items, Statement

NAME = "tornado"
_SPECS = frozenset({"url", "URLSpec", "Rule"})
_MOST = 20_000


class Tornado(WebFramework):
    """The plug-in."""

    name = NAME
    packages = frozenset({"tornado"})
    words = TORNADO
    answers = frozenset({"Application"})
    certain = frozenset({"add_handlers"})
    noticed = certain | _SPECS | {"Application"}

    def register(self, made: Registration) -> None:
        """``Application([…])``, ``app.add_handlers(".*", […])``, ``url(pattern, Handler)``."""
        if made.name in _SPECS:
            self._spec(made)
            return
        given = made.argument(0, "handlers") if made.name == "Application" else made.argument(1, "host_handlers")
        for one in self.reader.items(given) or () if given is not None else ():
            self._pair(one)

    def finish(self) -> None:
        """Add the lists of patterns and handlers that modules, classes and functions hold."""
        program = self.names.program
        for module in program.modules:
            if self._has_handlers(module.index):
                for scope, body in sorted(program.scopes(module.index).items()):
                    for statement in body.statements:
                        for given in _pairs(statement, module.index, scope):
                            self._pair(given)

    def _has_handlers(self, module: int) -> bool:
        """Return whether a module names a handler: its own, or one that it imports."""
        for name in self.names.program.namespaces.get((module, 0), {}):
            meaning = self.names.member_of_module(module, name)
            definition = getattr(meaning, "definition", None)
            if isinstance(definition, int) and self._is_handler(definition):
                return True
        return False

    def _pair(self, given: Given) -> None:
        """``(r"/a", Handler)``."""
        found = self.reader.followed(given)
        if isinstance(found.expression, Call) and called_name(found.expression) in _SPECS:
            call = written_call(found)
            if call is not None:
                self._spec(call)
        elif isinstance(found.expression, Items) and len(found.expression.items) > 1:
            path, handler = (found.at(one) for one in found.expression.items[:2])
            self._add(path, handler, found)

    def _spec(self, made: Registration) -> None:
        path, handler = made.argument(0, "pattern", "matcher"), made.argument(1, "handler", "target")
        if path is not None and handler is not None:
            self._add(path, handler, handler)

    def _add(self, path: Given, handler: Given, found: Given) -> None:
        cls = self.reader.definition(handler)
        text = self.reader.text(path)
        if cls is None or text is None or not self._is_handler(cls):
            return
        at = found.module, first_line(handler.expression) or self.names.program.definitions[cls].head.line
        if any(base.endswith(".WebSocketHandler") for base in self.names.external_bases(cls)):
            self.add_socket(ROOT, text, self.method(cls, "on_message") or self.method(cls, "open") or cls, at)
        else:
            self.add_at(ROOT, text, cls, at, ())

    def _is_handler(self, cls: int) -> bool:
        return any(base.startswith("tornado.") and base.endswith("Handler") for base in self.names.external_bases(cls))


def _pairs(statement: Statement, module: int, scope: int) -> Iterator[Given]:
    """Yield the pairs in a list that a statement assigns, adds or returns."""
    value = statement.value
    if statement.kind in ("assign", "augment", "annotate", "return") and isinstance(value, Items):
        for item in value.items[:_MOST]:
            if isinstance(item, Items) and item.kind == "tuple" and len(item.items) > 1:
                yield Given(item, module, scope)
