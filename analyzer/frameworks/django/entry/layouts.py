"""Which addresses does a router of Django REST framework write for each viewset?

The standard ones; those that a class of the project lists in ``routes``; and methods that it adds to one of these with
``routes[0].mapping.update({…})``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.django.entry.routes import of_regex
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.syntax import (
    Attribute,
    Call,
    Constant,
    Expression,
    Items,
    Mapping,
    Operation,
    Scope,
    Star,
    Subscript,
)

_EMPTY = Scope((), ())


class Line(msgspec.Struct, frozen=True):
    """One address, with ``{prefix}``, ``{lookup}``, ``{url_path}`` and ``{trailing_slash}`` to be filled.

    ``actions`` are the methods of the viewset by HTTP method; without any it is for those that a decorator makes
    routes. ``of_one`` where it is of one object.
    """

    url: str
    actions: tuple[tuple[str, str], ...]
    of_one: bool

    def filled(self, prefix: str, lookup: str, path: str, ending: str) -> str:
        """Return the address."""
        text = self.url.replace("{prefix}", prefix).replace("{lookup}", f"<{lookup}>").replace("{url_path}", path)
        return text.replace("{trailing_slash}", ending).removeprefix("/")


STANDARD = (
    Line("{prefix}{trailing_slash}", (("GET", "list"), ("POST", "create")), of_one=False),
    Line("{prefix}/{url_path}{trailing_slash}", (), of_one=False),
    Line(
        "{prefix}/{lookup}{trailing_slash}",
        (("GET", "retrieve"), ("PUT", "update"), ("PATCH", "partial_update"), ("DELETE", "destroy")),
        of_one=True,
    ),
    Line("{prefix}/{lookup}/{url_path}{trailing_slash}", (), of_one=True),
)


class Layouts:
    """Reads them, once for each class."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._known: dict[int, tuple[Line, ...]] = {}

    def of(self, router: int) -> tuple[Line, ...]:
        """Return what a class of routers writes; -1 stands for one of a library."""
        if router < 0:
            return STANDARD
        if router not in self._known:
            found = self._names.member(router, "routes")
            value = found[1].value if found is not None and isinstance(found[1], ValueBinding) else None
            lines = tuple(_lines(value)) if value is not None else ()
            self._known[router] = self._updated(router, lines or STANDARD)
        return self._known[router]

    def _updated(self, router: int, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """What the bodies of the class and of its ``__init__`` add."""
        found = list(lines)
        for scope in self._bodies(router):
            for statement in scope.statements:
                match statement.value:
                    case Call(
                        function=Attribute(
                            value=Attribute(
                                value=Subscript(value=held, index=Constant(value=int() as place)), name="mapping"
                            ),
                            name="update",
                        ),
                        args=(Mapping() as added, *_),
                    ) if last_name(held) == "routes" and 0 <= place < len(found):
                        actions = (*found[place].actions, *_pairs(added))
                        found[place] = msgspec.structs.replace(found[place], actions=actions)
        return tuple(found)

    def _bodies(self, router: int) -> Iterator[Scope]:
        for cls in self._names.mro(router):
            owner = self._program.definitions[cls]
            scopes = self._program.scopes(owner.module)
            yield scopes.get(owner.scope, _EMPTY)
            made = self._program.namespaces.get((owner.module, owner.scope), {}).get("__init__")
            if isinstance(made, DefinitionBinding):
                yield scopes.get(self._program.definitions[made.definition].scope, _EMPTY)


def _lines(value: Expression) -> Iterator[Line]:
    match value:
        case Items(items=parts) | Operation(operator="+", operands=parts):
            for part in parts:
                yield from _lines(part)
        case Star(value=inner):
            yield from _lines(inner)
        case Attribute(name="routes"):
            yield from STANDARD
        case Call(function=function) if last_name(function).endswith("Route"):
            url = of_regex(text_of(value.args[0] if value.args else keyword(value, "url")))
            given = keyword(value, "mapping") or (value.args[1] if len(value.args) > 1 else None)
            is_dynamic = last_name(function).startswith("Dynamic")
            actions = tuple(_pairs(given)) if isinstance(given, Mapping) and not is_dynamic else ()
            if url and (actions or is_dynamic):
                yield Line(url, actions, of_one="{lookup}" in url)
        case _:
            return


def _pairs(mapping: Mapping) -> Iterator[tuple[str, str]]:
    for key, value in zip(mapping.keys, mapping.values, strict=False):
        if text_of(key) and text_of(value):
            yield text_of(key).upper(), text_of(value)
