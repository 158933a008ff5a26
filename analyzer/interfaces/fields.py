"""Which fields do objects of a class have, and what does the source say of each?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.shapes import Shapes
from analyzer.interfaces.expressions import Expressions
from analyzer.interfaces.values import Values
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.program import ProgramDefinition
from analyzer.link.settled import Settled
from analyzer.model.chains import is_false, keyword, last_name, text_of
from analyzer.model.shapes import UNKNOWN, DataField, Origin, Shape
from analyzer.model.spelling import spelled, spelled_annotation
from analyzer.model.syntax import Attribute, Call, Expression, Items, Name, Scope, Statement, Subscript
from analyzer.model.syntax import Unknown as Absent

_NO_FIELDS = frozenset({"ClassVar", "KW_ONLY", "InitVar"})
_MADE_BY = frozenset({"field", "Field", "attrib", "ib", "PrivateAttr", "Factory"})
_FACTORIES = ("default_factory", "factory")
_NO_ANNOTATION = Absent()


class _Default(msgspec.Struct, frozen=True):
    """What stands beside a field: its default as source text, and what is said in a call that describes it."""

    text: str = ""
    value: Expression = _NO_ANNOTATION
    about: str = ""
    alias: str = ""


class Fields:
    """Reads the fields of the project's classes."""

    def __init__(self, names: Names, shapes: Shapes, expressions: Expressions, values: Values) -> None:
        self._names = names
        self._program = names.program
        self._shapes = shapes
        self._expressions = expressions
        self._values = values

    def declared(self, cls: int) -> tuple[DataField, ...]:
        """Return what a record declares by annotations, the fields of its bases first."""
        found: dict[str, DataField] = {}
        for ancestor in reversed(self._names.mro(cls)):
            place = self._program.definitions[ancestor]
            scope = self._program.modules[place.module].facts.scopes[place.scope]
            partial = any(one.name == "total" and is_false(one.value) for one in place.head.keywords)
            for number, statement in enumerate(scope.statements):
                field = self._declared(place, statement, partial=partial)
                if field is not None:
                    about = _remark(scope, number)
                    found[field.name] = msgspec.structs.replace(field, about=about) if about else field
        return tuple(found.values())

    def assigned(self, cls: int, settled: Settled) -> tuple[DataField, ...]:
        """Return what a plain class declares by annotations, or assigns to its object in ``__init__``."""
        found = {field.name: field for field in self.declared(cls)}
        for ancestor in reversed(self._names.mro(cls)):
            place = self._program.definitions[ancestor]
            binding = self._program.namespaces.get((place.module, place.scope), {}).get("__init__")
            if isinstance(binding, DefinitionBinding):
                for field in self._from_init(self._program.definitions[binding.definition], ancestor, settled):
                    known = found.get(field.name)
                    if known is None or (known.shape == UNKNOWN and field.shape != UNKNOWN):
                        found[field.name] = field
        return tuple(found.values())

    def of_items(
        self, module: int, scope: int, items: list[tuple[str, Expression]], line: int
    ) -> tuple[DataField, ...]:
        """Return the fields of a type that is made by a call, from names and annotations."""
        path = self._program.modules[module].path
        return tuple([self._field(name, module, scope, annotation, (path, line)) for name, annotation in items])

    def _declared(self, place: ProgramDefinition, statement: Statement, *, partial: bool) -> DataField | None:
        target = statement.targets[0] if statement.targets else None
        if not isinstance(target, Name) or target.id.startswith("_"):
            return None
        at = (self._program.modules[place.module].path, statement.line)
        if statement.kind == "annotate":
            return self._annotated(place, target.id, statement, at, partial=partial)
        if statement.kind == "assign" and isinstance(statement.value, Call) and _is_attribute(statement.value):
            return self._made(place, target.id, statement.value, at)
        return None

    def _annotated(
        self, place: ProgramDefinition, name: str, statement: Statement, at: tuple[str, int], *, partial: bool
    ) -> DataField | None:
        annotation = statement.targets[1]
        outer = _outer(annotation)
        if outer in _NO_FIELDS:
            return None
        made, described = _default(statement.value), _described(annotation)
        made = made if described is None else _merged(made, described)
        field = self._field(name, place.module, place.scope, annotation, at)
        optional = outer == "NotRequired" or (partial and outer != "Required")
        return msgspec.structs.replace(
            field, required=not made.text and not optional, default=made.text, about=made.about, alias=made.alias
        )

    def _made(self, place: ProgramDefinition, name: str, call: Call, at: tuple[str, int]) -> DataField:
        """``name = attr.ib(default=3)``."""
        made = _default(call)
        field = self._field(name, place.module, place.scope, keyword(call, "type") or _NO_ANNOTATION, at)
        if field.shape == UNKNOWN:
            shape = self._expressions.default(place.module, place.scope, made.value)
            origin = Origin.UNKNOWN if shape == UNKNOWN else Origin.DEFAULT
            field = msgspec.structs.replace(field, shape=shape, origin=origin)
        return msgspec.structs.replace(field, required=not made.text, default=made.text)

    def _field(self, name: str, module: int, scope: int, annotation: Expression, at: tuple[str, int]) -> DataField:
        shape = self._shapes.annotated(module, scope, annotation)
        origin = Origin.UNKNOWN if shape == UNKNOWN else Origin.ANNOTATION
        return DataField(name, shape, spelled_annotation(annotation), origin, path=at[0], line=at[1])

    def _from_init(self, init: ProgramDefinition, cls: int, settled: Settled) -> Iterator[DataField]:
        head = init.head
        itself = head.parameters[0].name if head.parameters else ""
        given = {one.name: one.annotation for one in head.parameters[1:] if one.kind in ("positional", "keyword")}
        path = self._program.modules[init.module].path
        for statement in self._program.scopes(init.module)[init.scope].statements:
            for name in _attributes_of(itself, statement):
                annotation = statement.targets[1] if statement.kind == "annotate" else _NO_ANNOTATION
                if statement.kind == "assign" and isinstance(statement.value, Name):
                    annotation = given.get(statement.value.id, _NO_ANNOTATION)
                field = self._field(name, init.module, head.scope, annotation, (path, statement.line))
                if isinstance(annotation, Absent):
                    said = self._expressions.shape(init.module, init.scope, statement.value)
                    field = self._flowed(field, settled, cls, said)
                yield field

    def _flowed(self, field: DataField, settled: Settled, cls: int, said: Shape) -> DataField:
        flows = self._values.shape(settled.attribute(cls, field.name))
        shape = said if flows == UNKNOWN else flows
        return msgspec.structs.replace(field, shape=shape, origin=Origin.UNKNOWN if shape == UNKNOWN else Origin.FLOW)


def _attributes_of(itself: str, statement: Statement) -> Iterator[str]:
    """Yield the public attributes of an object that a statement assigns."""
    if statement.kind in ("assign", "annotate"):
        targets = statement.targets[:1] if statement.kind == "annotate" else statement.targets
        attributes = ((one.value, one.name) for one in targets if isinstance(one, Attribute))
        names = (name for holder, name in attributes if isinstance(holder, Name) and holder.id == itself)
        yield from (name for name in names if not name.startswith("_"))


def _is_attribute(call: Call) -> bool:
    called = last_name(call.function)
    return called in ("ib", "attrib") or (called == "field" and last_name(_holder(call)) in ("attr", "attrs"))


def _remark(scope: Scope, number: int) -> str:
    """Return the text that stands below the declaration of a field."""
    after = scope.statements[number + 1] if number + 1 < len(scope.statements) else None
    text = text_of(after.value) if after is not None and after.kind == "expression" else ""
    return " ".join(text.split())


def _default(value: Expression) -> _Default:
    if isinstance(value, Absent) and not value.text:
        return _Default()
    if not isinstance(value, Call) or last_name(value.function) not in _MADE_BY:
        return _Default(spelled(value), value)
    given = keyword(value, "default") or (value.args[0] if value.args else None)
    about = text_of(keyword(value, "description") or keyword(value, "help"))
    alias = text_of(keyword(value, "alias")) or text_of(keyword(value, "serialization_alias"))
    factory = next((made for name in _FACTORIES if (made := keyword(value, name)) is not None), None)
    if given is not None and not (isinstance(given, Absent) and given.text in ("", "...")):
        return _Default(spelled(given), given, about, alias)
    if factory is not None:
        return _Default(f"{spelled(factory)}()", Call(factory, (), (), value.line), about, alias)
    return _Default(about=about, alias=alias)


def _described(annotation: Expression) -> _Default | None:
    """Return what ``Annotated[int, Field(description="…")]`` says beside the type."""
    if not isinstance(annotation, Subscript) or last_name(annotation.value) != "Annotated":
        return None
    inner = annotation.index.items[1:] if isinstance(annotation.index, Items) else ()
    return next((_default(one) for one in inner if isinstance(one, Call) and last_name(one.function) in _MADE_BY), None)


def _merged(first: _Default, second: _Default) -> _Default:
    known = first if first.text else second
    return _Default(known.text, known.value, first.about or second.about, first.alias or second.alias)


def _outer(annotation: Expression) -> str:
    return last_name(annotation.value if isinstance(annotation, Subscript) else annotation)


def _holder(call: Call) -> Expression:
    return call.function.value if isinstance(call.function, Attribute) else call.function
