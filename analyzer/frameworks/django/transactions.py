"""Where do Django's transactions begin and end?

Understands: ``atomic`` as a decorator, a block, or through ``method_decorator``; ``on_commit``, whose callbacks run
afterwards; ``set_autocommit`` and ``commit``; ``ATOMIC_REQUESTS`` for the views of the URL configuration.
Does not understand: ``ATOMIC_REQUESTS`` for views that a library wires.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.frameworks.django.requests import METHODS, handlers
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.transaction_rules import Boundary, Opening
from analyzer.link.types import External, Type, options
from analyzer.model.chains import keyword, text_of
from analyzer.model.syntax import Call, Expression, Parameter

_MODULE = "django.db.transaction."
_OPENS = {"atomic", "commit_on_success", "commit_manually", "xact"}


class DjangoTransactions:
    """The rules."""

    words = frozenset({"on_commit", "commit", "set_autocommit"})

    def __init__(self, names: Names) -> None:
        self._names = names

    def opens(self, value: Type | None, written: Expression) -> Opening | None:
        """Return that ``atomic`` is a transaction, or a part of the one around it."""
        del written
        if not isinstance(value, External) or not value.name.startswith(_MODULE):
            return None
        return Opening.NESTED if value.name.removeprefix(_MODULE).removesuffix("()") in _OPENS else None

    def boundary(self, call: TypedCall) -> Boundary | None:
        """Return what ``on_commit``, ``set_autocommit`` and ``commit`` do."""
        for callee in options(call.callee):
            if isinstance(callee, External) and callee.name.startswith(_MODULE):
                return {
                    "on_commit": Boundary.DEFER,
                    "set_autocommit": Boundary.BEGIN,
                    "commit": Boundary.COMMIT,
                }.get(callee.name.removeprefix(_MODULE))
        return None

    def decorator(self, name: str, call: Call) -> tuple[Expression, tuple[str, ...]] | None:
        """Return what ``method_decorator(decorator, name="dispatch")`` applies to which method."""
        if name != "django.utils.decorators.method_decorator" or not call.args:
            return None
        method = text_of(keyword(call, "name") or (call.args[1] if len(call.args) > 1 else None))
        return call.args[0], (method, *METHODS) if method == "dispatch" else (method,) if method else ()

    def provider(self, parameter: Parameter) -> Expression | None:
        """Return nothing: no session is handed to functions."""
        del parameter
        return None

    def requests(self) -> Iterable[int]:
        """Return the views' functions and methods, where the settings give each request a transaction."""
        return handlers(self._names) if self._names.program.settings.atomic_requests else ()
