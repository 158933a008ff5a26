"""Which types with fields, mutations and enumerations does a program of graphene declare?"""

from __future__ import annotations

import json
from collections.abc import Iterator

from analyzer.frameworks.graphene_types import GrapheneTypes
from analyzer.frameworks.graphql_shapes import SCALARS
from analyzer.link.names import Names
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import text_of
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from analyzer.model.syntax import Items

_MAPPED = ("Django", "SQLAlchemy", "Mongoengine")
_HOOK, _RETURNED = "__init_subclass_with_meta__", "return_field_name"


class GrapheneObjects:
    """Reads classes; what their fields hold is told by ``types``."""

    def __init__(self, names: Names, types: GrapheneTypes) -> None:
        self._names = names
        self._program = names.program
        self._types = types
        self._by_model: dict[int, list[str]] | None = None

    def data_types(self) -> Iterator[DataType]:
        """Yield the types that the program declares."""
        for one in self._program.definitions:
            if one.head.kind != "class":
                continue
            bases = self._types.library(one.id)
            if not bases:
                continue
            path = self._program.modules[one.module].path
            if "Enum" in bases:
                values = tuple(json.dumps(name) for name in self._types.members(one.id))
                yield DataType(one.name, DataKind.GRAPHQL, (), path, one.head.line, values, whole=bool(values))
            elif self._types.is_object(bases):
                yield self._object(one.id, path)

    def of_mutation(self, cls: int) -> tuple[tuple[DataField, ...], Shape]:
        """Return the arguments of a mutation, and what it yields."""
        shape = self._types.output(cls)
        for name in ("Arguments", "Input"):
            found = self._names.member(cls, name)
            inner = self._types.class_in(found)
            if inner < 0:
                continue
            if name == "Input" and any(base.startswith("ClientID") for base in self._types.library(cls)):
                one = self._program.definitions[inner]
                path = self._program.modules[one.module].path
                whole = Shape(ShapeKind.DATA, name=one.name)
                return (DataField("input", whole, "Input", Origin.ANNOTATION, path=path, line=one.head.line),), shape
            return tuple(self._types.fields(inner)), shape
        return (), shape

    def _object(self, cls: int, path: str) -> DataType:
        place = self._program.definitions[cls]
        found = {one.name: one for one in self._of_interfaces(cls)} | {one.name: one for one in self._types.fields(cls)}
        model = self._model(cls)
        shows = self._program.definitions[model].name if model >= 0 else ""
        library = self._types.library(cls)
        whole = self._types.option(cls, "filterset_class") is None
        if any(base.endswith(("Mutation", "Payload")) for base in library):
            shows = ""
            changed = self._names.member(cls, _HOOK) is not None or any(base.startswith("Django") for base in library)
            whole = whole and not changed
            found |= {one.name: one for one in self._of_model_mutation(cls, model) if one.name not in found}
        elif self._types.option(cls, "model") is not None or any(base.startswith(_MAPPED) for base in library):
            listed = self._listed(cls)
            whole = whole and listed is not None
            for name in listed or ():
                field = DataField(self._types.said(name), UNKNOWN, required=False, path=path, line=place.head.line)
                found.setdefault(field.name, field)
        fields = tuple(found.values())
        return DataType(place.name, DataKind.GRAPHQL, fields, path, place.head.line, whole=whole, shows=shows)

    def _model(self, cls: int) -> int:
        given = self._types.option(cls, "model")
        meaning = self._names.resolve(*given) if given is not None else None
        return meaning.definition if isinstance(meaning, ClassOf) else -1

    def _of_model_mutation(self, cls: int, model: int) -> Iterator[DataField]:
        """The object that a mutation of a model yields, under ``return_field_name`` or the name of the model."""
        hook = self._names.member(cls, _HOOK)
        head = self._program.definitions[self._types.class_in(hook)].head if hook is not None else None
        takes = head is not None and any(one.name == _RETURNED for one in head.parameters)
        if model < 0 or not (takes or any("ModelFormMutation" in base for base in self._types.library(cls))):
            return
        name = self._program.definitions[model].head.name
        given = self._types.option(cls, _RETURNED)
        said = text_of(given[2]) if given is not None else name[:1].lower() + name[1:]
        types = self._types_of(model)
        shape = Shape(ShapeKind.DATA, name=types[0]) if len(types) == 1 else UNKNOWN
        place = self._program.definitions[cls]
        path = self._program.modules[place.module].path
        yield DataField(self._types.said(said), shape, required=False, path=path, line=place.head.line)

    def _types_of(self, model: int) -> list[str]:
        """The object types over a model: that of its own name, where there is one."""
        if self._by_model is None:
            self._by_model = {}
            for one in self._program.definitions:
                library = self._types.library(one.id) if one.head.kind == "class" else ()
                if any(base.endswith("ObjectType") and not base.endswith("InputObjectType") for base in library):
                    self._by_model.setdefault(self._model(one.id), []).append(one.name)
        found = self._by_model.get(model, [])
        same = [one for one in found if one.endswith(f".{self._program.definitions[model].head.name}")]
        return same or found

    def _listed(self, cls: int) -> tuple[str, ...] | None:
        for option in ("fields", "only_fields"):
            given = self._types.option(cls, option)
            if given is not None and isinstance(given[2], Items):
                return tuple(text_of(one) for one in given[2].items if text_of(one))
        return None

    def _of_interfaces(self, cls: int) -> Iterator[DataField]:
        given = self._types.option(cls, "interfaces")
        for one in given[2].items if given is not None and isinstance(given[2], Items) else ():
            assert given is not None
            meaning = self._names.resolve(given[0], given[1], one)
            if isinstance(meaning, ClassOf):
                yield from self._types.fields(meaning.definition)
                outside = self._names.external_bases(meaning.definition)
            else:
                outside = (meaning.name,) if isinstance(meaning, External) else ()
            if any(base.endswith(".Node") for base in outside):
                yield DataField("id", SCALARS["ID"], "ID", Origin.ANNOTATION)
