"""Which classes are data, and what do they look like?

Records and enumerations by their declarations, any other class that something names by what it keeps; what frameworks
know of their own classes stands before that.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.shapes import Shapes
from analyzer.interfaces.docstrings import read_docstring
from analyzer.interfaces.enumerations import Enumerations, automatic
from analyzer.interfaces.expressions import Expressions
from analyzer.interfaces.fields import Fields
from analyzer.interfaces.values import Values
from analyzer.link.names import Names
from analyzer.link.settled import Settled
from analyzer.link.types import ClassOf
from analyzer.model.chains import last_name, text_of
from analyzer.model.shapes import DataKind, DataType
from analyzer.model.syntax import Call, Constant, Expression, Items, Mapping, Name
from analyzer.model.syntax import Unknown as Absent

_ATTRS = frozenset({"attrs", "attributes", "s", "define", "frozen", "mutable"})
_RECORDS = {
    "TypedDict": DataKind.TYPED_DICT,
    "NamedTuple": DataKind.NAMED_TUPLE,
    "Struct": DataKind.STRUCT,
    "BaseModel": DataKind.PYDANTIC,
    "GenericModel": DataKind.PYDANTIC,
    "RootModel": DataKind.PYDANTIC,
    "BaseSettings": DataKind.PYDANTIC,
    "SQLModel": DataKind.PYDANTIC,
    "Schema": DataKind.PYDANTIC,
}
_SCHEMAS = ("ninja.", "pydantic.", "pydantic_settings.", "sqlmodel.")
_SHOWN = frozenset(
    ("builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC", "typing_extensions.TypedDict")
) | {"typing.TypedDict", "typing.NamedTuple", "msgspec.Struct", "typing_extensions.NamedTuple"}


class DataTypes:
    """Makes the data types of a program."""

    def __init__(
        self, names: Names, shapes: Shapes, expressions: Expressions, values: Values, settled: Settled
    ) -> None:
        self._names = names
        self._program = names.program
        self._shapes = shapes
        self._settled = settled
        self._fields = Fields(names, shapes, expressions, values)
        self._enumerations = Enumerations(names)

    def named(self, name: str) -> DataType | None:
        """Return the data type of a class, or of a call that makes one; None for any other name."""
        cls = self._program.by_name.get(name)
        if cls is None:
            return self._from_call(name)
        return self._made(cls, self._kind(cls)) if self._program.definitions[cls].head.kind == "class" else None

    def _kind(self, cls: int) -> DataKind:
        if self._shapes.is_enumeration(cls):
            return DataKind.ENUM
        if self._shapes.is_mapped(cls):
            return DataKind.ENTITY
        for base in self._names.external_bases(cls):
            last = base.rpartition(".")[2]
            if last in _RECORDS and (last != "Schema" or base.startswith(_SCHEMAS)):
                return _RECORDS[last]
        for ancestor in self._names.mro(cls):
            for decorator in self._program.definitions[ancestor].head.decorators:
                called = last_name(decorator.function if isinstance(decorator, Call) else decorator)
                if called == "dataclass":
                    return DataKind.DATACLASS
                if called in _ATTRS:
                    return DataKind.ATTRS
        return DataKind.CLASS

    def _made(self, cls: int, kind: DataKind) -> DataType:
        place = self._program.definitions[cls]
        path = self._program.modules[place.module].path
        about = read_docstring(place.head.doc).about
        if kind is DataKind.ENUM:
            values, whole = self._enumerations.values(cls)
            return DataType(place.name, kind, (), path, place.head.line, values, about=about, whole=whole)
        plain = kind in (DataKind.CLASS, DataKind.ENTITY)
        fields = self._fields.assigned(cls, self._settled) if plain else self._fields.declared(cls)
        outside = [one for one in self._names.external_bases(cls) if one not in _SHOWN]
        whole = bool(fields) and not outside if plain else all(one.rpartition(".")[2] in _RECORDS for one in outside)
        bases = tuple(
            [
                self._program.definitions[one.definition].name
                for one in self._names.bases(cls)
                if isinstance(one, ClassOf)
            ]
        )
        return DataType(place.name, kind, fields, path, place.head.line, (), "", about, bases=bases, whole=whole)

    def _from_call(self, name: str) -> DataType | None:
        """``Point = namedtuple("Point", "x y")``, ``TypedDict("Point", {"x": int})``, ``Enum("Color", "RED BLUE")``."""
        home, _, last = name.rpartition(".")
        if name not in self._shapes.made and home in self._program.module_index:
            self._shapes.annotated(self._program.module_index[home], 0, Name(last, 0))
        if name not in self._shapes.made:
            return None
        module, scope, call = self._shapes.made[name]
        path, made = self._program.modules[module].path, last_name(call.function)
        items = list(_items(call.args[1])) if len(call.args) > 1 else []
        if made.endswith(("Enum", "Flag")):
            values = [f'"{automatic(one, place, {made})}"' if made == "StrEnum" else f"{automatic(one, place, {made})}"
                      for place, (one, _) in enumerate(items, start=1)]  # fmt: skip
            return DataType(name, DataKind.ENUM, (), path, call.line, tuple(values), whole=bool(items))
        kind = DataKind.TYPED_DICT if made == "TypedDict" else DataKind.NAMED_TUPLE
        fields = self._fields.of_items(module, scope, items, call.line)
        return DataType(name, kind, fields, path, call.line, whole=bool(items))


def _items(written: Expression) -> Iterator[tuple[str, Expression]]:
    """Yield names, with their annotations where these stand beside them."""
    match written:
        case Constant(value=str(text)):
            yield from ((name, Absent()) for name in text.replace(",", " ").split())
        case Mapping(keys=keys, values=values):
            yield from ((text_of(key), value) for key, value in zip(keys, values, strict=True) if text_of(key))
        case Items(items=items):
            for item in items:
                pair = item.items if isinstance(item, Items) else (item,)
                if pair and text_of(pair[0]):
                    yield text_of(pair[0]), pair[1] if len(pair) > 1 else Absent()
        case _:
            return
