"""Strawberry: queries, mutations and subscriptions of a GraphQL schema.

Understands: the classes that ``strawberry.Schema(query=, mutation=, subscription=)`` is given, with all their bases and
those that ``merge_types`` puts together; methods with ``@strawberry.field``, ``mutation`` or ``subscription``, also of
strawberry_django; fields with a ``resolver=``. Names are camel case, or what ``name=`` says.
Does not understand: resolvers of other types than these, which are no entry points; ``auto_camel_case=False``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.graphql_names import camel_case
from analyzer.frameworks.library_objects import LibraryObjects
from analyzer.frameworks.resolvers import Resolvers
from analyzer.frameworks.shapes import Shapes
from analyzer.frameworks.strawberry_types import StrawberryTypes
from analyzer.link.found import FoundEntryPoint
from analyzer.link.framework import Framework
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf
from analyzer.model.chains import keyword, last_name
from analyzer.model.entry_points import EntryKind
from analyzer.model.interfaces import Served
from analyzer.model.shapes import DataType
from analyzer.model.syntax import Call, Expression, Items

NAME = "strawberry"
_ROOTS = ("query", "mutation", "subscription")
_DEEPEST = 8  # names of names, merged types in merged types


class Strawberry(Framework):
    """The plug-in."""

    name = NAME
    noticed = frozenset(("Schema",))
    _objects: LibraryObjects

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._seen: list[TypedCall] = []
        self._said: dict[tuple[int, str], None] = {}
        self._resolvers = Resolvers(names, Shapes(names, schema))

    def is_used(self) -> bool:
        """Return whether the program imports Strawberry."""
        return self.imports("strawberry", "strawberry_django")

    def meet(self, values: Values) -> None:
        """Take the linker's side."""
        self._objects = LibraryObjects(self.names, values)

    def notice(self, call: TypedCall) -> None:
        """Keep a call for later."""
        self._seen.append(call)

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the fields of the outermost types of every schema."""
        roots: dict[tuple[str, int], None] = {}
        for call in self._seen:
            if not any(one.startswith("strawberry") for one in self._objects.outside(call.callee)):
                continue
            scope = self._objects.scope_of(call)
            for place, root in enumerate(_ROOTS):
                given = keyword(call.call, root) or (call.call.args[place] if place < len(call.call.args) else None)
                for cls in self._classes(call.module, scope, given):
                    roots[root, cls] = None
        for root, cls in roots:
            yield from self._fields(root, cls)

    def data_types(self) -> Iterator[DataType]:
        """Return objects and inputs."""
        return StrawberryTypes(self.names, self._resolvers).data_types()

    def served(self) -> Iterator[Served]:
        """Return the arguments and the results of the fields of outermost types."""
        return (self._resolvers.served(definition, said) for definition, said in self._said)

    def _classes(self, module: int, scope: int, given: Expression | None, depth: int = 0) -> Iterator[int]:
        """Yield the classes that an expression names, also those that ``merge_types`` merges."""
        if given is None or depth > _DEEPEST:
            return
        meaning = self.names.resolve(module, scope, given)
        if isinstance(meaning, ClassOf):
            yield meaning.definition
        elif isinstance(meaning, Value):
            yield from self._classes(meaning.module, meaning.scope, meaning.binding.value, depth + 1)
        elif isinstance(given, Call) and last_name(given.function) == "merge_types":
            for item in given.args[1].items if len(given.args) > 1 and isinstance(given.args[1], Items) else ():
                yield from self._classes(module, scope, item, depth + 1)

    def _fields(self, root: str, cls: int) -> Iterator[FoundEntryPoint]:
        program = self.names.program
        seen: set[str] = set()
        for owner in self.names.mro(cls):
            place = program.definitions[owner]
            for name, binding in program.namespaces.get((place.module, place.scope), {}).items():
                if name in seen:
                    continue
                seen.add(name)
                if isinstance(binding, DefinitionBinding):
                    for decorator in program.definitions[binding.definition].head.decorators:
                        if self._is_field(place.module, place.scope, decorator):
                            yield self._entry(root, name, decorator, binding.definition)
                elif isinstance(binding, ValueBinding) and self._is_field(place.module, place.scope, binding.value):
                    resolver = keyword(binding.value, "resolver") if isinstance(binding.value, Call) else None
                    value = self._objects.value(place.module, place.scope, resolver) if resolver is not None else None
                    for definition in self._objects.handlers(value):
                        yield self._entry(root, name, binding.value, definition)

    def _is_field(self, module: int, scope: int, expression: Expression) -> bool:
        function = expression.function if isinstance(expression, Call) else expression
        return any(one.startswith("strawberry") for one in self._objects.dotted(module, scope, function))

    def _entry(self, root: str, name: str, made: Expression, definition: int) -> FoundEntryPoint:
        found = self.names.program.definitions[definition]
        given = keyword(made, "name") if isinstance(made, Call) else None
        said = self._objects.text(found.module, 0, given) or camel_case(name)
        self._said[definition, f"{root} {said}"] = None
        return FoundEntryPoint(EntryKind.GRAPHQL, f"{root} {said}", definition, found.module, found.head.line)
