"""What wraps a view where its address is added, and which functions of the project run there?

``add_url_rule("/a", view_func=check(view))``, a view that a name holds once it was wrapped, and a helper that goes
through a list of decorators that it is handed. What a library wraps around a view is left to the library.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.given import Given
from analyzer.frameworks.written import Reader
from analyzer.link.names import Names
from analyzer.link.types import External, Function
from analyzer.model.syntax import Attribute, Call, Choice, Constant, Name, Scope

_DEEPEST = 8
_EMPTY = Scope((), ())
_Found = int | None
"""A function that runs around a view; None for one that is not known."""


class Wrapping(msgspec.Struct, frozen=True):
    """The functions that run around a view, and whether there may be others."""

    runs: tuple[int, ...] = ()
    is_open: bool = False


NONE = Wrapping()


class ViewWrapping:
    """Answers for views as they are written at their addresses."""

    def __init__(self, names: Names, reader: Reader) -> None:
        self._names = names
        self._program = names.program
        self._reader = reader

    def of(self, view: Given) -> Wrapping:
        """Return what wraps a view."""
        return _together([*self._around(view, frozenset(), 0)])

    def of_list(self, listed: Given) -> Wrapping:
        """Return what a list of decorators wraps."""
        return _together([*self._all(listed, 0)])

    def _around(self, view: Given, seen: frozenset[str], depth: int) -> Iterator[_Found]:
        if depth > _DEEPEST:
            return
        match view.expression:
            case Call(function=Attribute(name="as_view" | "as_asgi")):
                return
            case Call(function=function, args=(first, *_)) if not isinstance(first, Constant):
                yield from self._decorator(view.at(function), depth)
                yield from self._around(view.at(first), seen, depth + 1)
            case Name(id=name) if name in view.held:
                yield from self._around(view.held[name], frozenset(), depth + 1)
            case Name(id=name) if name not in seen:
                for statement in self._reader.assigned(view.module, view.scope, name):
                    yield from self._around(view.at(statement.value), seen | {name}, depth + 1)

    def _decorator(self, given: Given, depth: int) -> Iterator[_Found]:
        """Yield what one decorator runs, called or not; a name may be that of a loop."""
        if depth > _DEEPEST:
            return
        match given.expression:
            case Name(id=name) if name in given.held:
                yield from self._decorator(given.held[name], depth + 1)
            case Name(id=name) if (listed := self._looped(given, name)) is not None:
                yield from self._all(listed, depth + 1)
            case Name() if (step := self._reader.followed(given)) is not given:
                yield from self._decorator(step, depth + 1)
            case Call(function=function):
                yield from self._meaning(given.at(function), depth)
            case Name() | Attribute():
                yield from self._meaning(given, depth)
            case _:
                yield None

    def _meaning(self, given: Given, depth: int) -> Iterator[_Found]:
        if isinstance(given.expression, Name) and self._reader.is_parameter(given, given.expression.id):
            yield None
            return
        meaning = self._names.resolve(given.module, given.scope, given.expression)
        found = [one for one in self._reader.types(given) if isinstance(one, (Function, External))]
        for one in [meaning] if isinstance(meaning, Function) else found:
            if isinstance(one, Function):
                yield from self._made(one.definition, depth + 1)
        if meaning is None and not found and isinstance(given.expression, Name):
            yield None

    def _all(self, listed: Given, depth: int) -> Iterator[_Found]:
        """Yield what the decorators of a list run."""
        rows = self._rows(listed, depth)
        if rows is None:
            yield None
        for row in rows or ():
            yield from self._decorator(row, depth + 1)

    def _rows(self, listed: Given, depth: int) -> list[Given] | None:
        found = self._reader.followed(listed)
        match found.expression:
            case Constant(value=None):
                return []
            case Choice(kind="or", options=parts) if depth < _DEEPEST:
                first, *others = [self._rows(found.at(part), depth + 1) for part in parts]
                return first or (others[-1] if first is not None and others else None)
            case _:
                return self._reader.items(listed)

    def _looped(self, given: Given, name: str) -> Given | None:
        """Return the list that a loop with this name goes through."""
        body = self._reader.body(given.module, given.scope) or _EMPTY
        for one in body.statements:
            if one.kind == "for" and any(isinstance(to, Name) and to.id == name for to in one.targets):
                return given.at(one.value)
        return None

    def _made(self, function: int, depth: int) -> Iterator[_Found]:
        """Yield the innermost function that a decorator of the project returns."""
        one = self._program.definitions[function]
        if depth > _DEEPEST or one.head.kind == "class":
            return
        for statement in self._program.scopes(one.module).get(one.scope, _EMPTY).statements:
            returned = statement.value if statement.kind == "return" else None
            if isinstance(returned, Call):
                made = self._decorator(Given(returned, one.module, one.scope), depth + 1)
                yield from (each for each in made if each is not None)  # ``view(…)`` is what it wraps
            elif isinstance(returned, Name):
                meaning = self._names.resolve(one.module, one.scope, returned)
                if isinstance(meaning, Function) and self._program.definitions[meaning.definition].parent == function:
                    inner = [*self._made(meaning.definition, depth + 1)]
                    yield from inner or (meaning.definition,)


def _together(found: list[_Found]) -> Wrapping:
    return Wrapping(tuple(dict.fromkeys(one for one in found if one is not None)), None in found)
