"""What do Django and its companions pass to the parameters of methods, and of functions, that they call?"""

from __future__ import annotations

from analyzer.frameworks.django.generic import REQUEST, Generic
from analyzer.frameworks.django.registered import Registered
from analyzer.frameworks.django.rows import Rows
from analyzer.frameworks.django.signals import Signals
from analyzer.link.names import Names
from analyzer.link.types import Type, union

_OBJECTS = frozenset(("instance", "obj", "object", "record", "root"))
_QUERIES = frozenset(("queryset", "qs"))
_FORMS = frozenset(("form", "serializer", "formset"))


class Passed:
    """Knows parameters by their names and by what the classes of their methods work on."""

    def __init__(self, names: Names, rows: Rows, generic: Generic, registered: Registered) -> None:
        self._program = names.program
        self._rows = rows
        self._generic = generic
        self._registered = registered

    def of(self, definition: int, name: str, signals: Signals) -> Type | None:
        """Return what a library passes to a parameter; None where it is not known to pass anything."""
        if name == "request":
            return REQUEST
        if name in _FORMS:
            parent = self._program.definitions[definition].parent
            return self._generic.form_given(parent) if parent >= 0 else None
        if name in ("instance", "sender"):
            sent = signals.parameter(definition, name)
            if sent is not None:
                return sent
        if name in _OBJECTS or name in _QUERIES:
            return self._of_models(definition, is_query=name in _QUERIES)
        return None

    def _of_models(self, definition: int, *, is_query: bool) -> Type | None:
        models = dict.fromkeys(model for cls in self._classes(definition) for model in self._generic.models(cls))
        return union([self._rows.query(model) if is_query else self._rows.of(model) for model in models])

    def _classes(self, definition: int) -> list[int]:
        parent = self._program.definitions[definition].parent
        if parent < 0:
            return self._registered.runners(definition)
        if self._program.definitions[parent].head.kind != "class":
            return []
        return [parent, *self._registered.runners(parent)]
