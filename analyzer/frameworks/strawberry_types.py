"""Which objects and inputs does a program of Strawberry declare?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.graphql_names import camel_case
from analyzer.frameworks.resolvers import Resolvers
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin
from analyzer.model.spelling import spelled, spelled_annotation
from analyzer.model.syntax import Call, Expression, Unknown

_MAKES = frozenset({"type", "input", "interface", "partial"})
_FIELDS = frozenset({"field", "mutation", "subscription", "connection", "node"})


class StrawberryTypes:
    """Reads classes that a decorator of the library marks."""

    def __init__(self, names: Names, resolvers: Resolvers) -> None:
        self._names = names
        self._program = names.program
        self._resolvers = resolvers

    def data_types(self) -> Iterator[DataType]:
        """Yield the types that the program declares."""
        for one in self._program.definitions:
            made = self._decorator(one.id, _MAKES) if one.head.kind == "class" else None
            if made is None:
                continue
            path = self._program.modules[one.module].path
            model = made.args[0] if isinstance(made, Call) and made.args else None
            meaning = self._names.resolve(one.module, one.head.scope, model) if model is not None else None
            shows = self._program.definitions[meaning.definition].name if isinstance(meaning, ClassOf) else ""
            fields = tuple(self._fields(one.id))
            yield DataType(one.name, DataKind.GRAPHQL, fields, path, one.head.line, shows=shows)

    def _decorator(self, definition: int, wanted: frozenset[str]) -> Expression | None:
        """The decorator of the library, under one of some names."""
        found = self._program.definitions[definition]
        for one in found.head.decorators:
            function = one.function if isinstance(one, Call) else one
            meaning = self._names.resolve(found.module, found.head.scope, function)
            if (
                isinstance(meaning, External)
                and meaning.name.startswith("strawberry")
                and last_name(function) in wanted
            ):
                return one
        return None

    def _fields(self, cls: int) -> Iterator[DataField]:
        found: dict[str, DataField] = {}
        for ancestor in reversed(self._names.mro(cls)):
            place = self._program.definitions[ancestor]
            path = self._program.modules[place.module].path
            here: dict[str, DataField] = {}
            for name, binding in self._program.namespaces.get((place.module, place.scope), {}).items():
                if isinstance(binding, ValueBinding) and not isinstance(binding.annotation, Unknown):
                    here[name] = self._declared(name, binding, (place.module, place.scope), path)
                elif isinstance(binding, DefinitionBinding):
                    made = self._decorator(binding.definition, _FIELDS)
                    if made is not None:
                        here[name] = self._resolved(name, binding.definition, made, path)
            found |= dict(sorted(here.items(), key=lambda one: one[1].line))
        yield from found.values()

    def _declared(self, name: str, binding: ValueBinding, at: tuple[int, int], path: str) -> DataField:
        shape = self._resolvers.shape(*at, binding.annotation)
        is_field = isinstance(binding.value, Call) and last_name(binding.value.function) in _FIELDS
        made = binding.value if isinstance(binding.value, Call) and is_field else None
        said = text_of(keyword(made, "name")) if made is not None else ""
        default = keyword(made, "default") if made is not None else binding.value
        is_given = default is not None and not isinstance(default, Unknown)
        return DataField(
            said or camel_case(name), shape, spelled_annotation(binding.annotation),
            Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION,
            required=not is_given, default=spelled(default) if is_given and default is not None else "",
            path=path, line=binding.line,
        )  # fmt: skip

    def _resolved(self, name: str, definition: int, made: Expression, path: str) -> DataField:
        head = self._program.definitions[definition].head
        result = self._resolvers.served(definition, name).result
        said = text_of(keyword(made, "name")) if isinstance(made, Call) else ""
        return DataField(
            said or camel_case(name), result.shape, result.written, result.origin, path=path, line=head.line
        )
