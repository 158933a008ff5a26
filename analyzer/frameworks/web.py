"""What have the frameworks in common that answer HTTP: apps and routers that are made, registered, and given routes?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import ClassVar

from analyzer.frameworks.given import Given, first_line
from analyzer.frameworks.registrations import Registration, Registrations
from analyzer.frameworks.request_reads.frames import Hook
from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.frameworks.route_tree import ANY, ROOT, Route, RouteTree, with_one_slash
from analyzer.frameworks.routers import Maker, Routers
from analyzer.frameworks.schema_requests import SchemaReads
from analyzer.frameworks.served_routes import ServedRoutes
from analyzer.frameworks.view_wrapping import ViewWrapping, Wrapping
from analyzer.frameworks.written import Reader
from analyzer.link.found import FoundEntryPoint
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.patterns import BLANK, is_computed
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, External, Function, Instance, Method, Type, options
from analyzer.model.chains import last_name
from analyzer.model.data import Unresolved
from analyzer.model.entry_points import EntryKind
from analyzer.model.interfaces import Served
from analyzer.model.syntax import Call, Constant, Name

VERBS = ("get", "post", "put", "patch", "delete")
_MOST = 50_000  # registrations
_QUIET = ("HEAD", "OPTIONS")  # what every framework answers by itself


class WebFramework(Framework):
    """Derive from it: name what makes routers (``makers``) and what registers routes (``noticed``).

    ``packages`` are those whose values count. Calls of the names in ``certain`` count on any value that is not known to
    be something else; those of the other noticed names only on the packages' own. ``register`` reads one call.
    ``words`` are what the framework calls requests, ``wrapping_lists`` the lists of decorators in the bodies of views.
    """

    makers: ClassVar[dict[str, Maker]] = {}
    packages: ClassVar[frozenset[str]] = frozenset()
    certain: ClassVar[frozenset[str]] = frozenset()
    words: ClassVar[RequestWords] = RequestWords()
    wrapping_lists: ClassVar[tuple[str, ...]] = ()

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self.tree = RouteTree(self.together)
        self.routers = Routers(names, self.makers, self.packages)
        self._noticed: list[TypedCall] = []
        self._found: tuple[FoundEntryPoint, ...] = ()
        self._computed: dict[tuple[int, int, str], int] = {}
        self._decorated: dict[tuple[int, int], list[tuple[int, Call]]] | None = None

    def is_used(self) -> bool:
        """Return whether the program imports one of the packages."""
        return self.imports(*self.packages)

    def meet(self, values: Values) -> None:
        """Take the linker's side, before types flow."""
        self.reader = Reader(self.names, values)
        self.wrapping = ViewWrapping(self.names, self.reader)
        self._registrations = Registrations(self.names, values, self.reader)
        self.routers.meet(self.reader, self._registrations)

    def result(self, call: TypedCall) -> Type | None:
        """Tell apart the apps and routers that are made."""
        return self.routers.made(call)

    def notice(self, call: TypedCall) -> None:
        """Keep what may register something."""
        name = last_name(call.call.function)
        if self.is_ours(call.callee) or (name in self.certain and not _is_known(call.callee)):
            self._noticed.append(call)

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return every route at each of its full paths."""
        made = list(islice((one for call in self._noticed for one in self._each(call)), _MOST))
        if len(made) == _MOST:
            self._note_too_many(made[-1])
        for one in made:
            self.reader.begin()
            self.register(one)
        self.reader.begin()
        self.finish()
        self.routers.place(self.tree)
        self._tell_computed()
        self._found = tuple(self.tree.entry_points())
        yield from self._found

    def served(self) -> Iterable[Served]:
        """Return what each route takes from a request, and gives."""
        routes = ServedRoutes(self.names, self.words, self.hooks())
        for one in self._found:
            yield routes.served(one)

    def hooks(self) -> Sequence[Hook]:
        """Return what knows other ways to read requests than by the words."""
        return (SchemaReads(self.names),)

    def _each(self, call: TypedCall) -> Iterator[Registration]:
        self.reader.begin()
        return self._registrations.each(call)

    def _note_too_many(self, last: Registration) -> None:
        path = self.names.program.modules[last.made.module].path
        reason = f"more than {_MOST} routes are registered; the rest is passed over"
        self.schema.unresolved.append(Unresolved("entry_point", self.name, path, last.made.line, reason))

    def note_computed(self, made: Registration) -> None:
        """Take note of a route of which not even a part of the path is known."""
        place = (made.made.module, made.made.line, made.name)
        self._computed[place] = self._computed.get(place, 0) + 1

    def _tell_computed(self) -> None:
        for (module, line, name), number in self._computed.items():
            path = self.names.program.modules[module].path
            routes = "route is" if number == 1 else "routes are"
            reason = f"the path is computed: at least {number} {routes} registered here"
            self.schema.unresolved.append(Unresolved("entry_point", name, path, line, reason))

    def together(self, prefix: str, path: str) -> str:
        """Put a path below a prefix."""
        return with_one_slash(prefix, path)

    def register(self, made: Registration) -> None:
        """Read one call: add routes to the tree, or attach a router to another."""

    def finish(self) -> None:
        """Add what no call says."""

    def is_ours(self, value: Type | None) -> bool:
        """Return whether a value is one of the packages', or an object or method of a class derived from theirs."""
        for option in map(_held_by, options(value)):
            if isinstance(option, External) and option.name.partition(".")[0] in self.packages:
                return True
            if isinstance(option, (Instance, ClassOf)):
                outside = self.names.external_bases(option.definition)
                if any(base.partition(".")[0] in self.packages for base in outside):
                    return True
        return False

    def holders(self, made: Registration) -> list[int]:
        """Return the nodes on which a method is called; ``ROOT`` where that is not known."""
        receiver = made.receiver
        if receiver is None:
            return [ROOT]
        found = [] if made.held else self.routers.of_types(options(made.made.callee))
        return found or self.routers.nodes(receiver) or self.routers.of_types(options(made.made.callee)) or [ROOT]

    def attach(self, child: Given | None, made: Registration, prefix: Callable[[int], str]) -> None:
        """Register what an argument holds at what the method is called on; ``prefix`` tells it for a node."""
        for node in self.routers.nodes(child):
            for above in self.holders(made):
                self.tree.attach(node, above, prefix(node))

    def path(self, given: Given | None, otherwise: str = BLANK) -> str:
        """Return a text, or the other where none is given."""
        return self.routers.path(given, otherwise)

    def methods(self, given: Given | None, otherwise: tuple[str, ...] = ("GET",)) -> tuple[str, ...]:
        """Return the methods that a list names; HEAD and OPTIONS are answered anyway."""
        if given is None or (isinstance(given.expression, Constant) and given.expression.value is None):
            return otherwise
        found = [text.upper() for text in self.reader.texts(given)]
        return tuple(one for one in dict.fromkeys(found) if one not in _QUIET) if found else (ANY,)

    def add(
        self, made: Registration, path: Given | str, handler: Given | int | None, methods: Iterable[str] = ()
    ) -> None:
        """Add the routes of a function, or of a class by its methods; without ``methods`` those that it has."""
        text = path if isinstance(path, str) else self.path(path)
        if isinstance(handler, Given) and is_computed(text):
            self.note_computed(made)
            return  # a row that nobody knows: what its type says of the handler is no evidence
        definition = self.reader.definition(handler) if isinstance(handler, Given) else handler
        if definition is None:
            return
        at = self.said_at(made, path)
        lists = (self.class_value(definition, name) for name in self.wrapping_lists)
        found = [self.wrapping.of_list(one) for one in lists if one is not None]
        for one in (self.wrapping.of(handler), *found) if isinstance(handler, Given) else found:
            self._wrap(definition, at, one, (made.made.module, made.made.line))
        for node in self.holders(made):
            self.add_at(node, text, definition, at, tuple(methods))

    def _wrap(self, definition: int, at: tuple[int, int], found: Wrapping, added: tuple[int, int]) -> None:
        if found.runs or found.is_open:
            place = f"{self.names.program.modules[added[0]].path}:{added[1]}"
            doubt = f"what wraps its address at {place} may refuse it; by which rule is decided at run time"
            self.tree.wrap(definition, at, found.runs, (doubt,) if found.is_open else ())

    def add_at(self, node: int, path: str, definition: int, at: tuple[int, int], methods: tuple[str, ...]) -> None:
        """Add the routes of a definition below a node."""
        if self.names.program.definitions[definition].head.kind != "class":
            for method in methods or ("GET",):
                self.add_route(node, method, path, definition, at)
            return
        for method, handler in self.handlers(definition):
            if method in methods or not methods:
                self.tree.add(Route(node, method, path, handler, *at, owner=definition))

    def add_route(self, node: int, method: str, path: str, definition: int, at: tuple[int, int]) -> None:
        """Add one route."""
        self.tree.add(Route(node, method, path, definition, *at))

    def add_socket(self, node: int, path: str, definition: int | None, at: tuple[int, int]) -> None:
        """Add a websocket below a node."""
        if definition is not None:
            self.tree.add(Route(node, "", path, definition, *at, kind=EntryKind.WEBSOCKET))

    def handlers(self, cls: int) -> Iterator[tuple[str, int]]:
        """Yield the HTTP methods of a class and the project's methods that answer them."""
        for verb in VERBS:
            method = self.method(cls, verb)
            if method is not None:
                yield verb.upper(), method

    def method(self, cls: int, name: str) -> int | None:
        """Return the definition of a method of a class, or of its ancestors in the project."""
        member = self.names.member(cls, name)
        return member[1].definition if member is not None and isinstance(member[1], DefinitionBinding) else None

    def class_text(self, cls: int, name: str) -> str | None:
        """Return the text that a class, or an ancestor in the project, assigns to a name in its body."""
        given = self.class_value(cls, name)
        return None if given is None else self.reader.text(given)

    def class_value(self, cls: int, name: str) -> Given | None:
        """Return what a class, or an ancestor in the project, assigns to a name in its body."""
        for one in self.names.mro(cls):
            found = self.names.program.definitions[one]
            said = self.reader.assigned(found.module, found.scope, name)
            if said:
                return Given(said[-1].value, found.module, found.scope)
        return None

    def decorated(self, made: TypedCall) -> list[int]:
        """Return the definitions that a call decorates."""
        if self._decorated is None:
            self._decorated = {}
            for definition in self.names.program.definitions:
                for decorator in definition.head.decorators:
                    if isinstance(decorator, Call):
                        place = (definition.module, decorator.line)
                        self._decorated.setdefault(place, []).append((definition.id, decorator))
        there = self._decorated.get((made.module, made.line), ())
        return [definition for definition, decorator in there if decorator == made.call]

    def said_at(self, made: Registration, path: Given | str) -> tuple[int, int]:
        """Return the module and line of a route: its row in a table, or the call."""
        if isinstance(path, Given) and isinstance(path.expression, Name):
            row = path.held.get(path.expression.id)
            line = 0 if row is None else first_line(row.expression)
            if row is not None and line:
                return row.module, line
        return made.made.module, made.made.line


def _held_by(value: Type) -> Type:
    """Return what a method is called on; anything else is itself."""
    while isinstance(value, Method):
        value = value.receiver
    return value.receiver if isinstance(value, Function) and value.receiver is not None else value


def _is_known(value: Type | None) -> bool:
    """Return whether a value is known to be something: a function of the project, or of a library."""
    return any(isinstance(one, (Function, External, ClassOf)) for one in options(value))
