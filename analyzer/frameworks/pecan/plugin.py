"""Pecan, with WSME: the methods that controllers expose, at the paths that lead to them.

Understands: the root controller in ``pecan.make_app``, as a dotted text, a class or an object, and in the ``root`` of
a module's ``app = {…}``; controllers that are attributes of controllers, in class bodies, ``__init__``, ``setattr`` and
``pecan.route``; ``_lookup`` that returns a controller or takes one from a mapping of its class; ``_default``;
``@pecan.expose``, ``@wsexpose`` and functions of the project around them; ``@index.when(method=…)``; ``RestController``
with ``get_all``, ``get_one``, ``get``, ``post``, ``put``, ``patch``, ``delete``, ``new``, ``edit`` and
``_custom_actions``, nested ones behind the parameters of the outer one's getter. Parameters are spelled ``<id>``;
``index`` and other methods of plain controllers answer every HTTP method: ``ANY``. What exposes something and stands
below no known root has a path that begins with ``*``.
Does not understand: ``_route`` that changes where a request goes, controllers that are chosen at run time, parameters
that may stand in the path or in the query (they are left out), and WSME's own roots (``WSRoot``).
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.given import Given
from analyzer.frameworks.pecan.children import Children
from analyzer.frameworks.pecan.exposed import PACKAGES, Exposed, Exposing
from analyzer.frameworks.pecan.rest import identifying, rest_rows
from analyzer.frameworks.registrations import Registration
from analyzer.frameworks.route_tree import ANY, ROOT
from analyzer.frameworks.web import WebFramework
from analyzer.link.names import Names, Value
from analyzer.link.patterns import BLANK
from analyzer.link.protocol import Values
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf
from analyzer.model.chains import text_of
from analyzer.model.data import Unresolved
from analyzer.model.syntax import Mapping, Name

NAME = "pecan"
_REST = "RestController"
_DEEPEST = 12  # controllers in controllers
_MOST = 20_000  # places of controllers and their methods


class Pecan(WebFramework):
    """The plug-in."""

    name = NAME
    packages = frozenset(PACKAGES)
    certain = frozenset({"make_app"})
    noticed = frozenset({"make_app", "route"})

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._roots: dict[int, None] = {}
        self._left = _MOST
        self._placed: set[int] = set()

    def meet(self, values: Values) -> None:
        """Take the linker's side, before types flow."""
        super().meet(values)
        self._children = Children(self.names, self.reader, self.class_value)

    def register(self, made: Registration) -> None:
        """Read one call: ``make_app(root)``, ``route(Controller, "path", Other())``."""
        if made.name == "make_app":
            self._root(made.argument(0, "root"))
            return
        above, path, child = (made.argument(place) for place in range(3))
        if above is not None and path is not None and child is not None:
            parent, cls, text = self._children.named(above), self._children.named(child), self.reader.text(path)
            if parent is not None and cls is not None and text:
                self._children.add(parent, text, cls)

    def finish(self) -> None:
        """Walk from the roots, then from what no root leads to."""
        self._exposing = Exposing(self.names, self.reader)
        self._configured()
        for cls in self._roots:
            self._place(cls, "", 0, ())
        own = list(self._exposing.classes())
        bases = {base for cls in own for base in self.names.mro(cls)[1:]}
        left = [cls for cls in own if cls not in self._placed and cls not in bases]
        below = self._below(left)
        for cls in sorted(left, key=below.__contains__):  # those below nothing first
            if cls not in self._placed:
                self._place(cls, BLANK, 0, ())
        if not self._left:
            first = self.names.program.definitions[next(iter([*self._roots, *own]))]
            reason = f"controllers stand in more than {_MOST} places; the rest is passed over"
            path = self.names.program.modules[first.module].path
            self.schema.unresolved.append(Unresolved("entry_point", NAME, path, first.head.line, reason))

    def _below(self, classes: list[int]) -> set[int]:
        """Return all controllers below some."""
        found: set[int] = set()
        pending = list(classes)
        while pending:
            below = [child.cls for child in self._children.of_class(pending.pop()) if child.cls not in found]
            found.update(below)
            pending += below
        return found

    def _configured(self) -> None:
        """``app = {"root": "package.controllers.Root"}``, as Pecan's configurations say it."""
        for module in self.names.program.modules:
            for statement in self.reader.assigned(module.index, 0, "app"):
                if isinstance(statement.value, Mapping):
                    pairs = zip(statement.value.keys, statement.value.values, strict=True)
                    for key, value in pairs:
                        if text_of(key) == "root":
                            self._root(Given(value, module.index, 0))

    def _root(self, given: Given | None) -> None:
        if given is None:
            return
        dotted = self.reader.text(given) or ""
        cls = self._children.named(given) if not dotted else None
        if "." in dotted:
            cls = self.names.program.by_name.get(dotted)
            module, _, last = dotted.rpartition(".")
            meaning = self.names.attribute_of_module(module, last) if cls is None else None
            if isinstance(meaning, ClassOf):
                cls = meaning.definition
            elif isinstance(meaning, Value):
                cls = self._children.named(Given(Name(last, 0), self.names.program.module_index.get(module, 0), 0))
        if cls is not None and self.names.program.definitions[cls].head.kind == "class":
            self._roots[cls] = None

    def _place(self, cls: int, path: str, passed: int, above: tuple[int, ...]) -> None:
        """Add the routes of a controller and of those below it; ``passed`` parameters come from controllers above."""
        if cls in above or len(above) > _DEEPEST or not self._left:
            return
        self._placed.add(cls)
        exposed = self._exposing.of_class(cls)
        is_rest = any(base.rpartition(".")[2] == _REST for base in self.names.external_bases(cls))
        rows = list(rest_rows(exposed, self._actions(cls), passed) if is_rest else _rows(exposed))
        self._left = max(0, self._left - 1 - len(rows))
        for method, parts, definition in rows:
            found = self.names.program.definitions[definition]
            self.add_route(ROOT, method, _joined(path, parts), definition, (found.module, found.head.line))
        identity = (identifying(exposed, passed) or ()) if is_rest else ()
        for child in self._children.of_class(cls):
            inner = tuple(f"<{name}>" for name in identity) if child.is_attribute else ()
            self._place(child.cls, _joined(path, (*inner, *child.parts)), passed + len(inner), (*above, cls))

    def _actions(self, cls: int) -> dict[str, tuple[str, ...]]:
        """Return ``_custom_actions``: the HTTP methods of actions by their names."""
        given = self.class_value(cls, "_custom_actions")
        mapping = None if given is None else self.reader.followed(given)
        if mapping is None or not isinstance(mapping.expression, Mapping):
            return {}
        pairs = zip(mapping.expression.keys, mapping.expression.values, strict=True)
        return {
            text_of(key): tuple(one.upper() for one in self.reader.texts(mapping.at(value)))
            for key, value in pairs
            if text_of(key)
        }


def _rows(exposed: dict[str, Exposed]) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield what a plain controller answers: method, parts of the path, and definition."""
    for name, one in exposed.items():
        if name in ("_lookup", "_route"):
            continue
        last = one.route or name
        parts = () if last == "index" else ("*",) if last == "_default" else (last,)
        for method in one.methods or (ANY,):
            yield method, parts, one.definition


def _joined(path: str, parts: tuple[str, ...]) -> str:
    return "".join((path, *(f"/{BLANK if part == '*' else part}" for part in parts)))
