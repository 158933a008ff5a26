"""Graphene: queries and mutations of a GraphQL schema.

Understands: the classes that ``Schema(query=, mutation=, subscription=)`` is given, also for classes that derive
from ``Schema``, with all their bases; a field of a query with its ``resolve_field`` method or ``resolver=`` function; a
field of a mutation made by ``Class.Field()``: its ``mutate`` or ``mutate_and_get_payload``, or the class where those
are inherited; ``subscribe_field``. Names are camel case, or what ``name=`` says; ``auto_camelcase=False`` is heard.
Does not understand: schemas put together by the program's own builders of which no call shows the classes: then
those called Query, Mutation and Subscription that derive from a class of graphene and that no other derives from.
Resolvers of other types than these are no entry points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.graphene_objects import GrapheneObjects
from analyzer.frameworks.graphene_served import served
from analyzer.frameworks.graphene_types import GrapheneTypes
from analyzer.frameworks.graphql_names import camel_case
from analyzer.frameworks.library_objects import LibraryObjects
from analyzer.link.found import FoundEntryPoint
from analyzer.link.framework import Framework
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.types import ClassOf, options
from analyzer.model.chains import is_false, keyword
from analyzer.model.entry_points import EntryKind
from analyzer.model.interfaces import Served
from analyzer.model.shapes import DataType
from analyzer.model.syntax import Attribute, Call, Expression

NAME = "graphene"
_ROOTS = ("query", "mutation", "subscription")
_RUNS = ("mutate", "mutate_and_get_payload")


class Graphene(Framework):
    """The plug-in."""

    name = NAME
    _objects: LibraryObjects

    def is_used(self) -> bool:
        """Return whether the program imports graphene; calls of its subclasses of ``Schema`` are seen too."""
        if not self.imports("graphene"):
            return False
        own = {
            one.head.name
            for one in self.names.program.definitions
            if one.head.kind == "class" and "graphene.Schema" in self.names.external_bases(one.id)
        }
        self.noticed = frozenset({"Schema", *own})
        self._seen: list[TypedCall] = []
        self._rooted: dict[tuple[int, str], tuple[int, int, Expression]] = {}
        self._types = GrapheneTypes(self.names)
        self._declared = GrapheneObjects(self.names, self._types)
        return True

    def meet(self, values: Values) -> None:
        """Take the linker's side."""
        self._objects = LibraryObjects(self.names, values)

    def notice(self, call: TypedCall) -> None:
        """Keep a call for later."""
        self._seen.append(call)

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the fields of the outermost types of every schema."""
        found: dict[tuple[str, int], bool] = {}
        for call in self._seen:
            dotted = self._objects.outside(call.callee)
            if not any(one.startswith("graphene") and one.endswith("Schema") for one in dotted):
                continue
            auto = keyword(call.call, "auto_camelcase")
            plain = is_false(auto)
            self._types.plain = self._types.plain or plain
            for place, root in enumerate(_ROOTS):
                for option in options(self._objects.handed(call, root, place)):
                    if isinstance(option, ClassOf):
                        found[root, option.definition] = plain
        for (root, cls), plain in (found or self._by_name()).items():
            yield from self._fields(root, cls, plain=plain)

    def data_types(self) -> Iterator[DataType]:
        """Return objects, inputs, enumerations and mutations."""
        return self._declared.data_types()

    def served(self) -> Iterator[Served]:
        """Return the arguments and the types of the fields of outermost types."""
        for (definition, said), rooted in self._rooted.items():
            point = (self.names.program.definitions[definition].name, said)
            yield served(self._types, self._declared, point, rooted)

    def _by_name(self) -> dict[tuple[str, int], bool]:
        """Return the classes that go by the names GraphQL has for them."""
        program = self.names.program
        held = {
            base.definition for one in program.definitions if one.head.kind == "class"
            for base in self.names.bases(one.id) if isinstance(base, ClassOf)
        }  # fmt: skip
        return {
            (one.head.name.lower(), one.id): False
            for one in program.definitions
            if one.head.kind == "class" and one.head.name.lower() in _ROOTS and one.id not in held
            and any(base.startswith("graphene.") for base in self.names.external_bases(one.id))
        }  # fmt: skip

    def _fields(self, root: str, cls: int, *, plain: bool) -> Iterator[FoundEntryPoint]:
        program = self.names.program
        seen: set[str] = set()
        for owner in self.names.mro(cls):
            place = program.definitions[owner]
            for name, binding in program.namespaces.get((place.module, place.scope), {}).items():
                if name in seen:
                    continue
                seen.add(name)
                prefix, _, field = name.partition("_")
                if isinstance(binding, ValueBinding):
                    for definition in self._run(place.module, place.scope, binding):
                        said = self._said(root, name, binding, place.module, plain=plain)
                        self._rooted[definition, said] = (place.module, place.scope, binding.value)
                        yield FoundEntryPoint(EntryKind.GRAPHQL, said, definition, place.module, binding.line)
                elif isinstance(binding, DefinitionBinding) and prefix in ("resolve", "subscribe") and field:
                    declared = self.names.member(cls, field)
                    value = declared[1] if declared is not None and isinstance(declared[1], ValueBinding) else None
                    said = self._said(root, field, value, place.module, plain=plain)
                    if declared is not None and value is not None:
                        where = program.definitions[declared[0]]
                        self._rooted[binding.definition, said] = (where.module, where.scope, value.value)
                    line = program.definitions[binding.definition].head.line
                    yield FoundEntryPoint(EntryKind.GRAPHQL, said, binding.definition, place.module, line)

    def _run(self, module: int, scope: int, binding: ValueBinding) -> Iterator[int]:
        """Yield what runs for a field that is a value: ``Class.Field()``, or a ``resolver=``."""
        call = binding.value
        if not isinstance(call, Call):
            return
        resolver = keyword(call, "resolver")
        if resolver is not None:
            yield from self._objects.handlers(self._objects.value(module, scope, resolver))
        elif isinstance(call.function, Attribute) and call.function.name == "Field":
            meaning = self._objects.value(module, scope, call.function.value)
            for option in options(meaning):
                if isinstance(option, ClassOf):
                    yield self._mutation(option.definition)

    def _mutation(self, cls: int) -> int:
        """Return the method of a mutation; the class itself where it has none of its own."""
        place = self.names.program.definitions[cls]
        own = self.names.program.namespaces.get((place.module, place.scope), {})
        for name in _RUNS:
            binding = own.get(name)
            if isinstance(binding, DefinitionBinding):
                return binding.definition
        return cls

    def _said(self, root: str, name: str, value: ValueBinding | None, module: int, *, plain: bool) -> str:
        """Return what callers say: the type and the name of the field."""
        call = value.value if value is not None else None
        given = keyword(call, "name") if isinstance(call, Call) else None
        return f"{root} {self._objects.text(module, 0, given) or (name if plain else camel_case(name))}"
