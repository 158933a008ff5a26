"""Which fields do the columns of mapped classes come to?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from analyzer.frameworks.column_shapes import or_null
from analyzer.frameworks.plain_shapes import INTEGER
from analyzer.frameworks.shapes import Shapes, without_null
from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.class_tables import ClassTables
from analyzer.frameworks.sqlalchemy.classes import MappedAttribute
from analyzer.frameworks.sqlalchemy.columns import Columns, StatedColumn
from analyzer.frameworks.sqlalchemy.table_args import parts_of
from analyzer.frameworks.sqlalchemy.type_shapes import TypeShapes
from analyzer.link.namespaces import ValueBinding
from analyzer.model.chains import keyword, last_name, line_of, text_of
from analyzer.model.shapes import NULL, UNKNOWN, DataField, Origin, Shape, ShapeKind
from analyzer.model.spelling import spelled
from analyzer.model.syntax import (
    Attribute,
    Call,
    Constant,
    Expression,
    Items,
    Mapping,
    Name,
    Operation,
    Subscript,
    Unknown,
)

_NO_TYPES = (
    *("ForeignKey", "ForeignKeyConstraint", "Sequence", "Computed", "Identity", "CheckConstraint", "DefaultClause"),
    *("FetchedValue", "Constraint", "UniqueConstraint"),
)
_DEFAULTS = ("default", "default_factory", "insert_default", "server_default", "onupdate")
_TYPES = ("type_", "sa_type")


class ColumnFields:
    """Reads columns of attributes and of ``Table`` objects."""

    def __init__(self, tables: ClassTables, shapes: Shapes, referred: Callable[[int, str], Shape]) -> None:
        """``shapes`` reads annotations; ``referred`` says what the column holds that a key of a class refers to."""
        values = self._values = tables.values
        self._shapes = shapes
        self._classes = tables.classes
        self._tables = tables
        self._columns = Columns(values)
        self._types = TypeShapes(values)
        self._referred = referred

    def of_attribute(self, cls: int, attribute: MappedAttribute) -> Iterator[DataField]:
        """Yield the fields of the columns that an attribute of a class states."""
        if attribute.name == "__table__":
            found = self._tables.tables.table_object(attribute.place, attribute.value)
            yield from self._of_table(cls, *found, ()) if found is not None else ()
        if attribute.name.startswith("__"):
            return
        base = self._classes.base(cls)
        for column in self._columns.of_attribute(attribute, plain=base is not None and base.annotated):
            yield self._field(cls, column, attribute.place, attribute)

    def of_mapping(self, cls: int, known: Iterable[str]) -> Iterator[DataField]:
        """Yield the fields of a class that a call maps to a table."""
        mapping = self._classes.mapping(cls)
        found = self._tables.tables.table_object(mapping.place, mapping.table) if mapping is not None else None
        if found is not None:
            yield from self._of_table(cls, *found, known)

    def _of_table(self, cls: int, place: Place, table: Call, known: Iterable[str]) -> Iterator[DataField]:
        left_out = frozenset(known)
        for argument in table.args[1:]:
            for home, part in parts_of(self._values, place, argument):
                column = self._columns.of_argument(home, part)
                if column is not None and column.attribute not in left_out:
                    yield self._field(cls, column, home, None)

    def _field(self, cls: int, column: StatedColumn, place: Place, attribute: MappedAttribute | None) -> DataField:
        annotation = attribute.annotation if attribute is not None else Unknown()
        is_said = not isinstance(annotation, Unknown)
        said = self._shapes.annotated(place.module, place.scope, annotation)
        shape, written = self._typed(column)
        if shape.kind is ShapeKind.UNKNOWN and is_said:
            shape = self._by_map(cls, annotation)
        if shape.kind is ShapeKind.UNKNOWN:
            shape = without_null(said)
        if shape.kind is ShapeKind.UNKNOWN and not is_said and any(_is_key(call) for _, call in column.calls):
            shape = self._referred(cls, column.name)
        value = attribute.value if attribute is not None else Unknown()
        default = _default(column, value)
        may_be_null = self._may_be_null(column, said, is_said=is_said)
        is_automatic = column.is_primary and shape == INTEGER
        stands = column.calls[0][1].line if column.calls else _line(annotation)
        return DataField(
            name=column.attribute,
            shape=or_null(shape, may_be=may_be_null),
            written=spelled(annotation) if is_said else written,
            origin=Origin.ANNOTATION if is_said and not written else Origin.COLUMN,
            required=not (may_be_null or default or is_automatic),
            default=default,
            about=self._about(column),
            column=column.name,
            key=column.is_primary,
            path=column.calls[0][0].path if column.calls else place.path,
            line=stands,
        )

    def _typed(self, column: StatedColumn) -> tuple[Shape, str]:
        """The shape that the type among the arguments gives, and how it is written."""
        written = ""
        for place, call in column.calls:
            given = (value for name in _TYPES if (value := keyword(call, name)) is not None)
            for one in (*call.args, *given):
                last = last_name(one.function if isinstance(one, Call) else one)
                if text_of(one) or last in _NO_TYPES or isinstance(one, Constant):
                    continue
                shape = self._types.of(place, one)
                written = written or spelled(one)
                if shape.kind is not ShapeKind.UNKNOWN:
                    return shape, spelled(one)
        return UNKNOWN, written

    def _by_map(self, cls: int, annotation: Expression) -> Shape:
        """The shape of the type that the base of a class has for an annotation: its ``type_annotation_map``."""
        names = frozenset(_named(annotation))
        for place, mapping in self._maps(cls):
            for key, value in zip(mapping.keys, mapping.values, strict=True):
                if last_name(key) in names:
                    return self._types.of(place, value)
        return UNKNOWN

    def _maps(self, cls: int) -> Iterator[tuple[Place, Mapping]]:
        """Yield the maps of a class and its ancestors, which may be given to a registry."""
        for owner in self._classes.lineage(cls):
            for name in ("type_annotation_map", "registry"):
                held = self._classes.own(owner).get(name)
                if isinstance(held, ValueBinding):
                    place, made = self._values.followed(self._values.place_of(owner, cls), held.value)
                    given = keyword(made, "type_annotation_map") if isinstance(made, Call) else made
                    if isinstance(given, Mapping):
                        yield place, given

    def _may_be_null(self, column: StatedColumn, said: Shape, *, is_said: bool) -> bool:
        for place, call in column.calls:
            given = keyword(call, "nullable")
            known = self._values.known(place, given) if given is not None else ...
            if isinstance(known, bool):
                return known
        if column.is_primary:
            return False
        return NULL in said.of if is_said else True

    def _about(self, column: StatedColumn) -> str:
        given = (
            (place, keyword(call, name)) for place, call in column.calls for name in ("comment", "doc", "description")
        )
        return next((text for place, one in given if one is not None and (text := self._values.text(place, one))), "")


def _default(column: StatedColumn, value: Expression) -> str:
    """The source of what stands where nothing is given: among the arguments, or the value of an annotated name."""
    for _, call in column.calls:
        found = next((one for name in _DEFAULTS if (one := keyword(call, name)) is not None), None)
        if found is not None:
            return spelled(found)
        is_first = last_name(call.function) == "Field" and call.args
        if is_first and not isinstance(call.args[0], Unknown):
            return spelled(call.args[0])
    return "" if column.calls or isinstance(value, (Unknown, Call)) else spelled(value)


def _named(annotation: Expression) -> Iterator[str]:
    """Yield the last names of the types in an annotation, without what stands around them."""
    match annotation:
        case Subscript(index=index):
            yield from _named(index)
        case Operation(operands=parts) | Items(items=parts):
            for part in parts:
                yield from _named(part)
        case Name() | Attribute():
            yield last_name(annotation)


def _is_key(call: Call) -> bool:
    args = (one.function if isinstance(one, Call) else one for one in call.args)
    return any(last_name(one) == "ForeignKey" for one in args) or keyword(call, "foreign_key") is not None


def _line(annotation: Expression) -> int:
    return line_of(annotation.value if isinstance(annotation, Subscript) else annotation)
