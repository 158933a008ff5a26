"""Bottle: routes of applications and of the module itself.

Understands: ``@route``, ``@get`` … ``@delete`` of the module or of a ``Bottle``, with several paths and methods;
``app.route(path, method, callback)``; ``mount`` with a prefix and ``merge``.
Does not understand: routes without a path, which Bottle makes up from the signature, and plug-ins.
"""

from __future__ import annotations

from typing import ClassVar

from analyzer.frameworks.registrations import Registration
from analyzer.frameworks.routers import Maker
from analyzer.frameworks.web import VERBS, WebFramework
from analyzer.frameworks.web_words import BOTTLE

NAME = "bottle"


class Bottle(WebFramework):
    """The plug-in."""

    name = NAME
    packages = frozenset({"bottle"})
    words = BOTTLE
    makers: ClassVar[dict[str, Maker]] = {"Bottle": Maker()}
    answers = frozenset(makers)
    noticed = frozenset({"route", "mount", "merge", *VERBS})

    def register(self, made: Registration) -> None:
        """Read one call."""
        if made.name == "mount":
            prefix = self.path(made.argument(0, "prefix"))
            self.attach(made.argument(1, "app"), made, lambda _: prefix.rstrip("/"))
            return
        if made.name == "merge":
            self.attach(made.argument(0, "routes"), made, lambda _: "")
            return
        given = made.argument(0, "path")
        handler = made.argument(2 if made.name == "route" else -1, "callback")
        if given is None:
            return
        asked = made.argument(1 if made.name == "route" else -1, "method")
        methods = self.methods(asked) if made.name == "route" else (made.name.upper(),)
        for path in self.reader.items(given) or [given]:
            for definition in self.decorated(made.made):
                self.add(made, path, definition, methods)
            if handler is not None:
                self.add(made, path, handler, methods)
