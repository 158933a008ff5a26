"""Which models are classes of Django's admin registered for, and which functions are given to classes that run them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.frameworks.django.kinds import Kinds
from analyzer.link.names import Names
from analyzer.link.types import ClassOf, Function
from analyzer.model.chains import keyword, last_name
from analyzer.model.syntax import Call, Expression, Items

_RUN = frozenset(("admin", "filterset"))  # kinds of classes that functions are given to
_LISTS = ("actions", "list_display", "list_filter", "readonly_fields")
_NO_FUNCTIONS: dict[int, list[int]] = {}


class Registered:
    """Reads ``admin.site.register(Model, Admin)``, ``@admin.register(Model)``, ``actions`` and filters' ``method``."""

    def __init__(self, names: Names, kinds: Kinds, model_of: Callable[[int, int, Expression], int]) -> None:
        """``model_of`` returns the model that an expression names in a scope, -1 where it names none."""
        self._names = names
        self._program = names.program
        self._kinds = kinds
        self._model_of = model_of
        self._models: dict[int, dict[int, None]] | None = None
        self._runners: dict[int, list[int]] | None = None

    def model(self, cls: int) -> int:
        """Return the model that an admin class is registered for; -1 where there is none, or more than one."""
        found = self._read().get(cls, {})
        return next(iter(found)) if len(found) == 1 else -1

    def every(self) -> Iterator[tuple[int, int]]:
        """Yield (admin class, model) of all that are registered, models of packages left out."""
        for cls, models in sorted(self._read().items()):
            yield from ((cls, model) for model in models if model >= 0)

    def _read(self) -> dict[int, dict[int, None]]:
        if self._models is None:
            self._models = {}
            for admin, module, scope, named in self._registrations():
                for one in named:
                    model = self._model_of(module, scope, one)
                    if model != -1:
                        self._models.setdefault(admin, {})[model] = None
        return self._models

    def runners(self, function: int) -> list[int]:
        """Return the classes that a function, or a class of filters, is given to."""
        if self._runners is None:
            self._runners = _NO_FUNCTIONS  # asked again on the way
            found: dict[int, list[int]] = {}
            for one in self._program.definitions:
                if one.head.kind == "class" and not _RUN.isdisjoint(self._kinds.of(one.id)):
                    for given in self._given(one.module, one.scope):
                        found.setdefault(given, []).append(one.id)
            self._runners = found
        return self._runners.get(function, [])

    def _registrations(self) -> Iterator[tuple[int, int, int, tuple[Expression, ...]]]:
        """Yield (admin class, module, scope, the expressions that name its models)."""
        for one in self._program.definitions:
            for decorator in one.head.decorators if one.head.kind == "class" else ():
                if isinstance(decorator, Call) and last_name(decorator.function) == "register":
                    yield one.id, one.module, one.head.scope, decorator.args
        for module in self._program.modules:
            for statement in self._program.scopes(module.index)[0].statements:
                call = statement.value
                if isinstance(call, Call) and last_name(call.function) == "register" and call.args:
                    given = call.args[1] if len(call.args) > 1 else keyword(call, "admin_class")
                    admin = self._names.resolve(module.index, 0, given) if given is not None else None
                    if isinstance(admin, ClassOf):
                        first = call.args[0]
                        yield admin.definition, module.index, 0, first.items if isinstance(first, Items) else (first,)

    def _given(self, module: int, scope: int) -> Iterator[int]:
        for statement in self._program.scopes(module)[scope].statements:
            value = statement.value
            named: tuple[Expression | None, ...] = ()
            if isinstance(value, Call):
                named = (keyword(value, "method"),)
            elif isinstance(value, Items) and any(last_name(target) in _LISTS for target in statement.targets):
                named = value.items
            for one in named:
                meaning = self._names.resolve(module, scope, one) if one is not None else None
                if isinstance(meaning, (ClassOf, Function)):
                    yield meaning.definition
