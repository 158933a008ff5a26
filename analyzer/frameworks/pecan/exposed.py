"""Which methods of a controller does Pecan call, and with which parameters?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from analyzer.frameworks.given import Given
from analyzer.frameworks.written import Reader
from analyzer.link.decorators import is_static_method
from analyzer.link.names import Names
from analyzer.link.types import External, Function
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.syntax import Attribute, Call, Expression, Head, Unknown

PACKAGES = ("pecan", "wsme", "wsmeext")
_EXPOSE = "expose"


class Exposed(msgspec.Struct, frozen=True):
    """A method that answers requests.

    ``needed`` are the positional parameters that have no default, without ``self`` and without what holds the body.
    ``methods`` are the HTTP methods that its decorator names, and ``route`` the path; empty where it names none.
    """

    definition: int
    needed: tuple[str, ...]
    has_more: bool = False
    methods: tuple[str, ...] = ()
    route: str = ""


class Exposing:
    """Finds the exposed methods of classes, those of their ancestors in the project too."""

    def __init__(self, names: Names, reader: Reader) -> None:
        self._names = names
        self._reader = reader
        self._inside: dict[int, list[int]] = defaultdict(list)
        self._known: dict[int, dict[str, Exposed]] = {}
        self._houses: dict[int, bool] = {}
        for one in names.program.definitions:
            if one.head.kind == "method":
                self._inside[one.parent].append(one.id)

    def classes(self) -> Iterator[int]:
        """Yield the classes with exposed methods of their own."""
        for cls, inside in self._inside.items():
            if any(self._read(one) is not None for one in inside):
                yield cls

    def of_class(self, cls: int) -> dict[str, Exposed]:
        """Return what a class exposes, by name; what ``@index.when`` decorates stands under its own."""
        if cls not in self._known:
            found: dict[str, Exposed] = {}
            for one in self._names.mro(cls):
                own = {self._names.program.definitions[inner].head.name: inner for inner in self._inside.get(one, ())}
                for name, inner in own.items():
                    exposed = self._read(inner) if name not in found else None
                    if exposed is not None:
                        found[name] = exposed
            self._known[cls] = found
        return self._known[cls]

    def _read(self, definition: int) -> Exposed | None:
        found = self._names.program.definitions[definition]
        for decorator in found.head.decorators:
            if not isinstance(decorator, Call):
                continue
            place = Given(decorator.function, found.module, found.head.scope)
            base = _generic(decorator)
            if base or (_EXPOSE in last_name(decorator.function) and self._is_pecans(place)):
                methods = self._reader.texts(_at(place, keyword(decorator, "method")))
                route = text_of(keyword(decorator, "route")) or base
                needed, has_more = _parameters(found.head, decorator)
                return Exposed(definition, needed, has_more, tuple(one.upper() for one in methods), route)
        return None

    def _is_pecans(self, given: Given) -> bool:
        """Return whether a decorator is the library's, or a function of the project in a module that imports it."""
        followed = self._reader.followed(given)
        meaning = self._names.resolve(followed.module, followed.scope, followed.expression)
        if isinstance(meaning, External):
            return meaning.name.partition(".")[0] in PACKAGES
        if not isinstance(meaning, Function):
            return False
        module = self._names.program.definitions[meaning.definition].module
        if module not in self._houses:
            imports = self._names.program.modules[module].facts.imports
            self._houses[module] = any(fact.module.partition(".")[0] in PACKAGES for fact in imports)
        return self._houses[module]


def _at(given: Given, expression: Expression | None) -> Given | None:
    return None if expression is None else given.at(expression)


def _generic(decorator: Call) -> str:
    """Return the name of the method of which ``@name.when(method=…)`` decorates a variant."""
    function = decorator.function
    is_variant = isinstance(function, Attribute) and function.name == "when" and keyword(decorator, "method")
    return last_name(function.value) if isinstance(function, Attribute) and is_variant else ""


def _parameters(head: Head, decorator: Call) -> tuple[tuple[str, ...], bool]:
    """Return the names of the parameters that a call must give, and whether it may give more."""
    positional = [one for one in head.parameters if one.kind == "positional"]
    positional = positional if is_static_method(head.decorators) else positional[1:]
    bodies = set()
    if keyword(decorator, "body") is not None and positional:
        bodies.add(positional[-1].name)  # WSME hands the body to the last
    for other in head.decorators:
        if isinstance(other, Call) and "body" in last_name(other.function):
            bodies.update(text_of(one) for one in other.args)
    needed = tuple(one.name for one in positional if isinstance(one.default, Unknown) and one.name not in bodies)
    return needed, any(one.kind == "args" for one in head.parameters)
