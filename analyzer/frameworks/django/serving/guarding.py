"""What runs around a view by its decorators, mixins and permission classes, and what do those refuse?

Decorators count where they stand at the view, at its class (``method_decorator``) and at its address. A check that
only sends to a page for logging in raises nothing. Of permission classes those of the project count: the library's
own ask who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.frameworks.django.entry.views import Served
from analyzer.frameworks.django.serving.asked import method_of
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import ValueBinding
from analyzer.link.types import ClassOf, External, Function
from analyzer.model.chains import is_true, keyword
from analyzer.model.syntax import Attribute, Call, Expression, Items, Name, Operation, Scope

_DENIED = "django.core.exceptions.PermissionDenied"
_REST_DENIED = "rest_framework.exceptions.PermissionDenied"
_TESTING = ("django.contrib.auth.decorators.user_passes_test",)
_MIXINS = {
    "UserPassesTestMixin": ("test_func", "get_test_func", "handle_no_permission"),
    "PermissionRequiredMixin": ("has_permission", "get_permission_required", "handle_no_permission"),
    "LoginRequiredMixin": ("handle_no_permission",),
}
_CHECKS = ("check_permissions", "check_object_permissions", "permission_denied")
_OF_CLASS = ("has_permission", "has_object_permission")
_DEEPEST = 6
_EMPTY = Scope((), ())


class Guarded(msgspec.Struct, frozen=True):
    """The functions that run around a view, and what a library raises there."""

    runs: tuple[int, ...] = ()
    fails: tuple[str, ...] = ()


class Guarding:
    """Answers for what serves an address."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._known: dict[tuple[int, int], Guarded] = {}

    def of(self, served: Served, *, is_rest: bool) -> Guarded:
        """Return what guards a view."""
        key = served.definition, served.cls
        if key not in self._known:
            found = [*self._decorating(served.definition), *self._of_class(served.cls, is_rest=is_rest)]
            self._known[key] = _together(found)
        at_address = (one for part in served.around for one in self._of(part.expression, (part.module, part.scope)))
        return _together([self._known[key], *at_address]) if served.around else self._known[key]

    def _decorating(self, definition: int) -> Iterator[Guarded]:
        one = self._program.definitions[definition]
        for decorator in one.head.decorators:
            yield from self._of(decorator, (one.module, one.head.scope))

    def _of_class(self, cls: int, *, is_rest: bool) -> Iterator[Guarded]:
        if cls < 0:
            return
        for base in self._names.mro(cls):
            yield from self._decorating(base)
        dispatch = method_of(self._names, cls, "dispatch")
        if dispatch >= 0:
            yield from self._decorating(dispatch)
        yield from self._of_permissions(cls) if is_rest else self._of_mixins(cls)

    def _of_mixins(self, cls: int) -> Iterator[Guarded]:
        outside = self._names.external_bases(cls)
        bases = {base.rpartition(".")[2] for base in outside if base.startswith("django.")}
        for mixin, methods in _MIXINS.items():
            if mixin in bases:
                runs = [one for name in methods if (one := method_of(self._names, cls, name)) >= 0]
                refuses = mixin != "LoginRequiredMixin" or self._is_true(cls, "raise_exception")
                overridden = method_of(self._names, cls, "handle_no_permission") >= 0
                yield Guarded(tuple(runs), (_DENIED,) if refuses and not overridden else ())

    def _of_permissions(self, cls: int) -> Iterator[Guarded]:
        yield Guarded(tuple(one for name in _CHECKS if (one := method_of(self._names, cls, name)) >= 0))
        found = self._names.member(cls, "permission_classes")
        if found is None or not isinstance(found[1], ValueBinding):
            return
        owner = self._program.definitions[found[0]]
        for one in self._classes(found[1].value, (owner.module, owner.scope)):
            runs = [method for name in _OF_CLASS if (method := method_of(self._names, one, name)) >= 0]
            if runs:
                yield Guarded(tuple(runs), (_REST_DENIED,))

    def _classes(self, value: Expression, place: tuple[int, int]) -> Iterator[int]:
        parts = value.items if isinstance(value, Items) else value.operands if isinstance(value, Operation) else ()
        for part in parts:
            yield from self._classes(part, place)
        meaning = None if parts else self._names.resolve(*place, value)
        if isinstance(meaning, ClassOf):
            yield meaning.definition

    def _is_true(self, cls: int, name: str) -> bool:
        found = self._names.member(cls, name)
        value = found[1].value if found is not None and isinstance(found[1], ValueBinding) else None
        return is_true(value)

    def _of(self, decorator: Expression, place: tuple[int, int], depth: int = 0) -> Iterator[Guarded]:
        """Yield what a decorator runs, called or not."""
        if depth > _DEEPEST:
            return
        call = decorator if isinstance(decorator, Call) else None
        meaning = self._names.resolve(*place, call.function if call is not None else decorator)
        if call is not None and isinstance(call.function, Call):  # ``check("…")(view)``
            yield from self._of(call.function, place, depth + 1)
        elif isinstance(meaning, Function):
            yield from self._made(meaning.definition, depth + 1)
        elif isinstance(meaning, Value) and call is None:
            yield from self._of(meaning.binding.value, (meaning.module, meaning.scope), depth + 1)
        elif isinstance(meaning, External) and call is not None:
            yield from self._of_library(meaning.name, call, place, depth)

    def _of_library(self, name: str, call: Call, place: tuple[int, int], depth: int) -> Iterator[Guarded]:
        last = name.rpartition(".")[2]
        if name in _TESTING and call.args:
            test = self._names.resolve(*place, call.args[0])
            yield Guarded((test.definition,) if isinstance(test, Function) else ())
        elif last == "permission_required" and name.startswith("django."):
            raising = keyword(call, "raise_exception") or next(iter(call.args[2:]), None)
            if is_true(raising):
                yield Guarded((), (_DENIED,))
        elif last == "method_decorator" and call.args:
            given = call.args[0]
            for one in given.items if isinstance(given, Items) else (given,):
                yield from self._of(one, place, depth + 1)

    def _made(self, function: int, depth: int) -> Iterator[Guarded]:
        """Yield what runs of a decorator of the project: the innermost function that it returns, or what it calls."""
        one = self._program.definitions[function]
        if depth > _DEEPEST or one.head.kind == "class":
            return
        scope = self._program.scopes(one.module).get(one.scope, _EMPTY)
        for statement in scope.statements:
            if statement.kind != "return":
                continue
            place = one.module, one.scope
            if isinstance(statement.value, Call):
                yield from self._of(statement.value, place, depth + 1)
            elif isinstance(statement.value, (Name, Attribute)):
                meaning = self._names.resolve(*place, statement.value)
                if isinstance(meaning, Function) and self._program.definitions[meaning.definition].parent == function:
                    inner = [*self._made(meaning.definition, depth + 1)]
                    yield from inner or (Guarded((meaning.definition,)),)


def _together(found: Iterable[Guarded]) -> Guarded:
    runs: dict[int, None] = {}
    fails: dict[str, None] = {}
    for one in found:
        runs |= dict.fromkeys(one.runs)
        fails |= dict.fromkeys(one.fails)
    return Guarded(tuple(runs), tuple(fails))
