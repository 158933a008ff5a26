"""Which column does a parameter stand for, by how the function uses it?

``Order.objects.filter(id=order_id)``, ``Order(customer=customer)``, ``query.filter(Order.id == order_id)``.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.frameworks.plain_shapes import BOOLEAN, STRING, array_of
from analyzer.frameworks.shapes import without_null
from analyzer.interfaces.rebound import Rebound
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.settled import Settled
from analyzer.link.types import ClassOf, External, Function, Instance, Method, Query, Type, options
from analyzer.model.chains import last_name
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Shape
from analyzer.model.syntax import Attribute, Expression, Name, Operation
from analyzer.model.syntax import Unknown as Absent

_BY_KEY = frozenset({"get", "get_or_404", "aget", "in_bulk"})
_COMPARES = frozenset({"==", "!=", "<", "<=", ">", ">="})
_TEXTUAL = frozenset(
    ("contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "iexact", "regex", "iregex")
)
_PARTS = frozenset({"exact", "gt", "gte", "lt", "lte"})
_DEEPEST = 4
_Use = tuple[int, str]
"""A class and the name of one of its fields, as a lookup spells it; empty for its key."""


class Columns:
    """Reads the calls of a function when one of its parameters is asked for."""

    def __init__(self, names: Names, schema: Schema, settled: Settled, types: Iterable[DataType]) -> None:
        """``types`` hold the fields of entities."""
        self._names = names
        self._definitions = names.program.definitions
        self._schema = schema
        self._mapped: dict[int, bool] = {}
        self._settled = settled
        self._read: set[int] = set()
        self._rebound: dict[int, Rebound] = {}
        self._used: dict[tuple[int, str], dict[_Use, None]] = {}
        self._entities = {
            one.definition: {field.name: field for field in one.fields} for one in types if one.kind is DataKind.ENTITY
        }

    def used(self, definition: int, name: str) -> Shape:
        """Return the shape of the column that a parameter stands for: unknown where there are several."""
        if definition not in self._read:
            self._read.add(definition)
            parameters = self._definitions[definition].head.parameters
            silent = frozenset(one.name for one in parameters if isinstance(one.annotation, Absent))
            for call in self._settled.frame(definition).calls if silent and self._entities else ():
                self._add(call, silent)
        uses = self._used.get((definition, name))
        if not uses:
            return UNKNOWN
        found = {without_null(self.of(cls, path)) for cls, path in uses} - {UNKNOWN}
        return found.pop() if len(found) == 1 else UNKNOWN

    def of(self, cls: int, path: str) -> Shape:
        """Return the shape of a field of a class, by its name or by a lookup; unknown where it is no column."""
        entity = self._definitions[cls].name
        shape = UNKNOWN
        for part in path.split("__")[:_DEEPEST]:
            fields = self._entities.get(entity, {})
            field = self._field(fields, part)
            if field is not None:
                shape, entity = field.shape, field.refers
            elif shape == UNKNOWN:
                return UNKNOWN
            elif part in _TEXTUAL:
                return STRING
            elif part in ("in", "range"):
                return array_of(shape)
            elif part == "isnull":
                return BOOLEAN
            elif part not in _PARTS:
                return UNKNOWN
        return shape

    def _field(self, fields: dict[str, DataField], name: str) -> DataField | None:
        if name in fields:
            return fields[name]
        keys = [field for field in fields.values() if field.key]
        return keys[0] if name in ("", "pk") and len(keys) == 1 else None

    def _add(self, call: TypedCall, taken: frozenset[str]) -> None:
        written = call.call
        named = [
            (one.name, one.value.id)
            for one in written.keywords
            if one.value.__class__ is Name and one.value.id in taken
        ]
        first = written.args[0] if written.args else None
        by_key = first.id if isinstance(first, Name) and last_name(written.function) in _BY_KEY else ""
        by_key = by_key if by_key in taken else ""
        if named or by_key:
            for cls in self._entities_of(call, {name for name, _ in named}):
                for name, given in named:
                    self._note(call, given, (cls, name))
                if by_key:
                    self._note(call, by_key, (cls, ""))
        for one in written.args:
            if one.__class__ is Operation:
                self._compared(call, one, taken)

    def _compared(self, call: TypedCall, operation: Operation, taken: frozenset[str]) -> None:
        if operation.operator not in _COMPARES or len(operation.operands) != 2:  # noqa: PLR2004  # a pair
            return
        left, right = operation.operands
        for column, given in ((left, right), (right, left)):
            if isinstance(given, Name) and given.id in taken and isinstance(column, Attribute):
                cls = self._class_named(call, column.value)
                if cls >= 0:
                    self._note(call, given.id, (cls, column.name))

    def _class_named(self, call: TypedCall, expression: Expression) -> int:
        scope = self._definitions[call.definition].scope
        meaning = self._names.resolve(call.module, scope, expression) if isinstance(expression, Name) else None
        return meaning.definition if isinstance(meaning, ClassOf) and self._is_mapped(meaning.definition) else -1

    def _note(self, call: TypedCall, given: str, use: _Use) -> None:
        definition = call.definition
        if definition not in self._rebound:
            found = self._definitions[definition]
            self._rebound[definition] = Rebound(self._names.program.scopes(found.module)[found.scope])
        if self._rebound[definition].is_lost(given, call.line):
            return
        self._used.setdefault((call.definition, given), {})[use] = None

    def _entities_of(self, call: TypedCall, named: set[str]) -> list[int]:
        """Return the mapped classes whose columns the arguments of a call name."""
        found: list[int] = []
        for option in options(call.callee):
            match option:
                case ClassOf(definition=cls):
                    found.append(cls)
                case Method(receiver=receiver):
                    found += self._entity(receiver)
                case Function(definition=definition, receiver=receiver) if receiver is not None:
                    known = {one.name for one in self._definitions[definition].head.parameters if one.kind != "kwargs"}
                    found += [] if named & known else self._entity(receiver)
                case External(name=name) if name.endswith("get_object_or_404") and call.args:
                    found += self._entity(call.args[0])
                case _:
                    pass
        return [cls for cls in found if self._is_mapped(cls)]

    def _entity(self, value: Type | None) -> list[int]:
        found: list[int] = []
        for option in options(value):
            match option:
                case Query(entity=cls, guessed=False) if cls >= 0:
                    found.append(cls)
                case ClassOf(definition=cls) | Instance(definition=cls, guessed=False):
                    found.append(cls)
                case _:
                    pass
        return found

    def _is_mapped(self, cls: int) -> bool:
        if cls not in self._mapped:
            self._mapped[cls] = any(one in self._schema.of_class for one in self._names.mro(cls))
        return self._mapped[cls]
