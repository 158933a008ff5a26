"""Flask, with Flask-RESTful, Flask-RESTX and flask-smorest: routes of apps and blueprints, and commands.

Understands: ``Flask`` and ``Blueprint`` wherever they are made, also in functions and on ``self``; blueprints in
blueprints, with the prefix of the registration or else their own; ``route``, ``get`` … ``patch`` as decorators,
several on one function; ``add_url_rule`` with functions and ``as_view()`` of classes, also in a loop over a list of
pairs, or in a helper that is handed the list; ``Api``, ``Namespace``, ``add_resource`` and ``route`` on classes;
commands of ``app.cli``, ``blueprint.cli`` and ``AppGroup``. A route without methods answers GET.
Does not understand: rules computed at run time: their unknown parts are ``*``, and methods ``ANY``; where nothing of a
rule is known that ``add_url_rule`` gets, an unresolved row says how many are registered there. Nothing is said of views
that are loaded by name, Flask-Classful, hosts and subdomains.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from analyzer.frameworks.flask_requests import WORDS
from analyzer.frameworks.given import Given
from analyzer.frameworks.registrations import Registration
from analyzer.frameworks.reqparse_requests import ParserReads
from analyzer.frameworks.request_reads.frames import Hook
from analyzer.frameworks.route_tree import ROOT, Route
from analyzer.frameworks.routers import Maker
from analyzer.frameworks.web import VERBS, WebFramework
from analyzer.link.types import External, options
from analyzer.model.entry_points import EntryKind

NAME = "flask"
_DECORATORS = frozenset({"route", *VERBS})


class Flask(WebFramework):
    """The plug-in."""

    name = NAME
    packages = frozenset({"flask", "flask_restful", "flask_restx", "flask_restplus", "flask_smorest", "flask_openapi3"})
    makers: ClassVar[dict[str, Maker]] = {
        "Flask": Maker(),
        "OpenAPI": Maker(),
        "Blueprint": Maker(("url_prefix",)),
        "APIBlueprint": Maker(("url_prefix",)),
        "Api": Maker(("prefix",), above=("app",), above_place=0),
        "Namespace": Maker(("path",), named=True),
        "namespace": Maker(("path",), named=True),
        "AppGroup": Maker(),
    }
    answers = frozenset(makers)
    certain = frozenset({"add_url_rule", "register_blueprint", "add_resource", "route"})
    noticed = certain | _DECORATORS | {"add_namespace", "init_app", "command", "add_command"}
    words = WORDS
    wrapping_lists = ("decorators", "method_decorators")

    def register(self, made: Registration) -> None:
        """Read one call."""
        match made.name:
            case "register_blueprint":
                self._attach(made, made.argument(0, "blueprint"), made.argument(-1, "url_prefix"))
            case "add_namespace":
                self._attach(made, made.argument(0, "ns"), made.argument(1, "path"))
            case "init_app":
                self._met(made)
            case "add_url_rule":
                self._rule(made)
            case "add_resource":
                for url in made.arguments(1):
                    self.add(made, url, made.argument(0, "resource"), self.methods(made.argument(-1, "methods"), ()))
            case "command":
                self._command(made)
            case name if name in _DECORATORS:
                self._route(made, name)

    def _attach(self, made: Registration, child: Given | None, prefix: Given | None) -> None:
        """The prefix of a registration takes the place of the blueprint's own."""
        self.attach(child, made, lambda node: self.path(prefix, self.routers.own_prefix(node)))

    def _route(self, made: Registration, name: str) -> None:
        """``@app.route("/a", methods=[…])``, ``@app.post("/a")``, ``@namespace.route("/a", "/b")``."""
        rules = made.arguments(0)[:1] or [one for one in (made.argument(-1, "rule"),) if one is not None]
        decorated = self.decorated(made.made)
        if decorated and self._is_class(decorated[0]):
            rules = made.arguments(0) or rules
        for definition in decorated:
            for rule in rules:
                if not self.is_ours(made.made.callee) and not self.path(rule).startswith("/"):
                    continue
                methods = self.methods(made.argument(-1, "methods"), ()) if name == "route" else (name.upper(),)
                self.add(made, rule, definition, methods)

    def _rule(self, made: Registration) -> None:
        """``add_url_rule(rule, endpoint, view_func, methods=[…])``."""
        rule, view = made.argument(0, "rule"), made.argument(2, "view_func")
        if rule is not None and view is not None:
            self.add(made, rule, view, self.methods(made.argument(-1, "methods"), ()))
        elif rule is None and made.is_passed_on:
            self.note_computed(made)

    def _met(self, made: Registration) -> None:
        """``api.init_app(app)``."""
        for above in self.routers.nodes(made.argument(0, "app")):
            for node in self.holders(made):
                self.tree.attach(node, above, "" if node == ROOT else self.routers.own_prefix(node))

    def _command(self, made: Registration) -> None:
        """``@app.cli.command("name")``."""
        known = [one.name for one in options(made.made.callee) if isinstance(one, External)]
        if not any(name.startswith("flask.") for name in known):
            return
        for definition in self.decorated(made.made):
            own = self.names.program.definitions[definition].head.name.replace("_", "-")
            name = self.path(made.argument(0, "name"), own)
            at = made.made.module, made.made.line
            self.tree.add(Route(ROOT, "", name, definition, *at, kind=EntryKind.CLI))

    def hooks(self) -> Sequence[Hook]:
        """Know the parsers of Flask-RESTful as well."""
        return (*super().hooks(), ParserReads(self.names))

    def handlers(self, cls: int) -> Iterator[tuple[str, int]]:
        """Yield the methods of a class; ``methods`` in its body names those that it answers."""
        given = self.class_value(cls, "methods")
        allowed = self.methods(given, ()) if given is not None else ()
        found = [(verb, method) for verb, method in super().handlers(cls) if not allowed or verb in allowed]
        whole = self.method(cls, "dispatch_request")
        if not found and whole is not None:
            found = [(verb, whole) for verb in allowed or ("GET",)]
        yield from found

    def _is_class(self, definition: int) -> bool:
        return self.names.program.definitions[definition].head.kind == "class"
