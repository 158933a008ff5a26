"""Which functions are registered under a text, to be called for the routes that they return?

``@hooks.register("register_admin_urls")``, and ``for function in hooks.get_hooks("register_admin_urls")``.
"""

from __future__ import annotations

from analyzer.frameworks.django.entry.routes import Frame
from analyzer.link.program import Program
from analyzer.model.chains import last_name, text_of
from analyzer.model.syntax import Call, Expression, Name, Star

OUTSIDE = {"wagtail.admin.urls": "register_admin_urls"}
"""Modules of libraries that add the routes of such functions, with the text."""


class Hooks:
    """Finds them by their decorators."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._known: dict[str, list[int]] | None = None

    def called(self, function: Expression, frame: Frame) -> list[int]:
        """Return the functions that a name stands for which a loop over what ``get(text)`` yields binds."""
        held = frame.locals.get(function.id) if isinstance(function, Name) else None
        looped = held.expression.value if held is not None and isinstance(held.expression, Star) else None
        if not isinstance(looped, Call) or not looped.args:
            return []
        return self.registered(text_of(looped.args[0]))

    def registered(self, text: str) -> list[int]:
        """Return the functions that are decorated with ``register(text)``, in the order of the program."""
        if self._known is None:
            self._known = {}
            for one in self._program.definitions:
                for decorator in one.head.decorators:
                    if isinstance(decorator, Call) and decorator.args and last_name(decorator.function) == "register":
                        self._known.setdefault(text_of(decorator.args[0]), []).append(one.id)
        return self._known.get(text, []) if text else []
