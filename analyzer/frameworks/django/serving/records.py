"""Which data do forms, serializers and filter sets read and give, all fields together?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.django.kinds import Kinds
from analyzer.frameworks.django.serving.declared import DeclaredFields
from analyzer.frameworks.django.serving.filters import filter_fields
from analyzer.frameworks.django.serving.handed_forms import ANY_PREFIX, Taken
from analyzer.frameworks.django.serving.made_fields import changes_of_fields, is_changed
from analyzer.frameworks.django.serving.model_fields import ModelFields, is_upload, plain
from analyzer.frameworks.django.serving.written import Placed, is_all, texts
from analyzer.frameworks.plain_shapes import URI, array_of
from analyzer.frameworks.shapes import without_null
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.interfaces import Place, RequestInput
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from analyzer.model.syntax import Call, Constant, Expression, Mapping

_KINDS = {"serializer": DataKind.SERIALIZER, "form": DataKind.FORM}


class Records:
    """Puts declared fields and those of the model together; answers are remembered."""

    def __init__(self, names: Names, kinds: Kinds, models: ModelFields) -> None:
        self._names = names
        self._kinds = kinds
        self._models = models
        self._declared = DeclaredFields(names, kinds, models)
        self._known: dict[int, DataType | None] = {}
        self._filters: dict[int, tuple[RequestInput, ...]] = {}

    def every(self) -> Iterator[DataType]:
        """Yield all forms and serializers of the program that have a field."""
        for one in self._names.program.definitions:
            found = self.of(one.id) if one.head.kind == "class" else None
            if found is not None and found.fields:
                yield found

    def of(self, cls: int) -> DataType | None:
        """Return what a form or serializer reads and gives; None for any other class."""
        if cls not in self._known:
            self._known[cls] = None
            kinds = self._kinds.of(cls)
            kind = next((_KINDS[one] for one in _KINDS if one in kinds), None)
            if kind is not None and "formset" not in kinds:
                self._known[cls] = self._read(cls, kind)
        return self._known[cls]

    def shape(self, cls: int) -> Shape:
        """Return the shape of an object of a form or serializer."""
        name = self._names.program.definitions[cls].name
        return Shape(ShapeKind.DATA, name=name) if self.of(cls) is not None else UNKNOWN

    def inputs(self, cls: int, place: Place, prefix: str = "") -> tuple[RequestInput, ...]:
        """Return the fields of a form, with a prefix before their names; of any number of forms none is required."""
        found = self.of(cls)
        return tuple(
            field_input(one, place, prefix) for one in (found.fields if found is not None else ()) if not one.read_only
        )

    def taken(self, made: Taken, at: tuple[str, int]) -> tuple[RequestInput, ...]:
        """Return what a form, or a serializer as the whole body, takes that a view makes of part of a request."""
        if "serializer" not in self._kinds.of(made.cls) or made.place not in (Place.BODY, Place.FORM):
            return self.inputs(made.cls, made.place, made.prefix)
        shape = self.shape(made.cls)
        return (whole_body(array_of(shape) if made.many else shape, at),)

    def filters(self, cls: int) -> tuple[RequestInput, ...]:
        """Return what a filter set takes from the query of an address."""
        if cls not in self._filters:
            self._filters[cls] = self._filters_of(cls)
        return self._filters[cls]

    def _filters_of(self, cls: int) -> tuple[RequestInput, ...]:
        declared = self._declared.of(cls)
        meta = self._meta(cls, "fields")
        of_meta = dict(filter_fields(self._names, meta, lambda one: self._looked_up(cls, one))) if meta else {}
        place = self._names.program.definitions[cls]
        path = self._names.program.modules[place.module].path
        found = {name: (shape, path, place.head.line) for name, shape in of_meta.items()}
        found |= {name: (one.shape, one.path, one.line) for name, one in declared.items()}
        return tuple(
            RequestInput(name, Place.QUERY, without_null(shape), False, where, line)
            for name, (shape, where, line) in found.items()
        )

    def of_model(self, model: int, wanted: tuple[str, ...] | None) -> tuple[DataField, ...]:
        """Return the fields of the form that Django makes of a model."""
        every = self._models.every(model)
        chosen = [every[name] for name in wanted if name in every] if wanted is not None else list(every.values())
        return tuple(self._models.in_form(model, field) for field in chosen if not field.read_only)

    def _looked_up(self, cls: int, lookup: str) -> Shape:
        return self._models.looked_up(self._models.worked_on(cls), lookup)

    def _read(self, cls: int, kind: DataKind) -> DataType:
        place = self._names.program.definitions[cls]
        declared = self._declared.of(cls)
        is_of_model = any("Model" in base or "Hyperlinked" in base for base in self._names.external_bases(cls))
        whole = not self._is_changed(cls)
        factory = self._factory(cls)
        if factory is not None:
            declared = {one.name: one for one in factory} | declared
        if is_of_model or self._meta(cls, "model") is not None:
            given = self._given(cls, kind)
            whole = whole and given is not None
            order = self._order(cls, declared, given, kind)
        else:
            order = list(declared.values())
        return DataType(
            place.name,
            kind,
            tuple(self._adjusted(cls, one) for one in self._asked(cls, order)),
            self._names.program.modules[place.module].path,
            place.head.line,
            whole=whole,
        )

    def _factory(self, cls: int) -> tuple[DataField, ...] | None:
        """``class OrderForm(modelform_factory(Order, fields=["number"]))``, or of a name that holds one."""
        for ancestor in self._names.mro(cls):
            place = self._names.program.definitions[ancestor]
            for base in place.head.bases:
                module, scope, made = place.module, place.head.scope, base
                meaning = self._names.resolve(module, scope, base) if not isinstance(base, Call) else None
                if isinstance(meaning, Value):
                    module, scope, made = meaning.module, meaning.scope, meaning.binding.value
                if isinstance(made, Call) and last_name(made.function).endswith("form_factory") and made.args:
                    model = self._models.at((module, scope, made.args[0]))
                    listed, without = keyword(made, "fields"), keyword(made, "exclude")
                    wanted = texts(self._names, (module, scope, listed)) if listed is not None else None
                    left_out = texts(self._names, (module, scope, without)) if without is not None else ()
                    return tuple(one for one in self.of_model(model, wanted) if one.name not in (left_out or ()))
        return None

    def _given(self, cls: int, kind: DataKind) -> dict[str, DataField] | None:
        """The fields that ``Meta`` takes from the model; None where it is not known which."""
        model = self._models.worked_on(cls)
        every = self._models.every(model)
        named = self._meta(cls, "fields")
        found: dict[str, DataField] | None = None
        if named is not None and not is_all(self._names, named):
            wanted = texts(self._names, named)
            if wanted is not None:
                is_unread = not every and kind is DataKind.FORM  # the model is a library's
                found = {name: every[name] if name in every else self._unlisted(name) for name in wanted}
                if is_unread:
                    return {name: DataField(name, UNKNOWN, origin=Origin.UNKNOWN) for name in wanted}
        elif every:
            left_out = self._meta(cls, "exclude")
            without = texts(self._names, left_out) if left_out is not None else ()
            found = {name: one for name, one in every.items() if name not in without} if without is not None else None
        if found is not None and kind is DataKind.FORM:
            return {name: self._models.in_form(model, one) for name, one in found.items() if not one.read_only}
        return None if found is None else {name: plain(one) for name, one in found.items()}

    def _order(
        self, cls: int, declared: dict[str, DataField], given: dict[str, DataField] | None, kind: DataKind
    ) -> list[DataField]:
        """A serializer has the order of ``Meta.fields``; a form has the fields of its model first."""
        if given is None:
            return list(declared.values())
        if kind is DataKind.SERIALIZER and self._meta(cls, "fields") is None:
            return list((declared | {name: one for name, one in given.items() if name not in declared}).values())
        return list((given | declared).values())

    def _asked(self, cls: int, fields: list[DataField]) -> list[DataField]:
        """What ``self.fields["x"].required = True`` and ``del self.fields["x"]`` make of fields for an object."""
        said = {name: one for ancestor in reversed(self._names.mro(cls)) for name, one in self._required(ancestor)}
        return [msgspec.structs.replace(one, required=said.get(one.name, one.required)) for one in fields]

    def _required(self, cls: int) -> Iterator[tuple[str, bool]]:
        """Only where nothing is tested is a field sure to be required; one that may be taken away never is."""
        place = self._names.program.definitions[cls]
        binding = self._names.program.namespaces.get((place.module, place.scope), {}).get("__init__")
        if not isinstance(binding, DefinitionBinding):
            return
        scope = self._names.program.definitions[binding.definition].scope
        body = self._names.program.scopes(place.module).get(scope)
        yield from changes_of_fields(body.statements if body is not None else ())

    def _unlisted(self, name: str) -> DataField:
        """What a serializer takes from a property or method of the model."""
        shape = URI if name == "url" else UNKNOWN
        return DataField(name, shape, required=False, read_only=True)

    def _adjusted(self, cls: int, field: DataField) -> DataField:
        """What ``read_only_fields`` and ``extra_kwargs`` change of a field."""
        fixed = self._meta(cls, "read_only_fields")
        if fixed is not None and field.name in (texts(self._names, fixed) or ()):
            field = msgspec.structs.replace(field, read_only=True, required=False)
        extra = self._meta(cls, "extra_kwargs")
        if extra is None or not isinstance(extra[2], Mapping):
            return field
        for key, value in zip(extra[2].keys, extra[2].values, strict=False):
            if text_of(key) == field.name and isinstance(value, Mapping):
                said = {text_of(name): one.value for name, one in _constants(value)}
                changes = {name: said[name] for name in ("read_only", "write_only", "required") if name in said}
                if changes.get("read_only") is True:
                    changes["required"] = False
                field = msgspec.structs.replace(field, **{name: one is True for name, one in changes.items()})
        return field

    def _meta(self, cls: int, name: str) -> Placed | None:
        """An option of the class's ``Meta``, which may derive from another's."""
        found = self._names.member(cls, "Meta")
        meta = found[1].definition if found is not None and isinstance(found[1], DefinitionBinding) else -1
        if meta < 0 and found is not None and isinstance(found[1], ValueBinding):
            owner = self._names.program.definitions[found[0]]
            meaning = self._names.resolve(owner.module, owner.scope, found[1].value)
            meta = meaning.definition if isinstance(meaning, ClassOf) else -1
        option = self._names.member(meta, name) if meta >= 0 else None
        if option is None or not isinstance(option[1], ValueBinding):
            return None
        place = self._names.program.definitions[option[0]]
        return place.module, place.scope, option[1].value

    def _is_changed(self, cls: int) -> bool:
        """Whether a method of the class adds fields, or takes them away, when an object is made."""
        for ancestor in self._names.mro(cls):
            place = self._names.program.definitions[ancestor]
            scopes = self._names.program.scopes(place.module)
            for name in ("__init__", "get_fields", "build_fields"):
                binding = self._names.program.namespaces.get((place.module, place.scope), {}).get(name)
                if not isinstance(binding, DefinitionBinding):
                    continue
                if name != "__init__":
                    return True
                body = scopes.get(self._names.program.definitions[binding.definition].scope)
                if body is not None and any(is_changed(one) for one in body.statements):
                    return True
        return False


def field_input(one: DataField, place: Place, prefix: str = "") -> RequestInput:
    """Return what a request carries for a field of a form, with a prefix before its name."""
    return RequestInput(
        f"{prefix}-{one.name}" if prefix else one.name,
        Place.FILE if place is Place.FORM and is_upload(one.shape) else place,
        one.shape, one.required and prefix != ANY_PREFIX, one.path, one.line,
        one.written, one.origin, one.default,
    )  # fmt: skip


def whole_body(shape: Shape, at: tuple[str, int]) -> RequestInput:
    """Return the whole body of a request as an input."""
    origin = Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION
    return RequestInput("", Place.BODY, shape, True, *at, shape.name.rpartition(".")[2], origin)


def _constants(mapping: Mapping) -> Iterator[tuple[Expression, Constant]]:
    for key, value in zip(mapping.keys, mapping.values, strict=False):
        if isinstance(value, Constant):
            yield key, value
