"""Which shapes have the values of SQLAlchemy's columns, by the types that these are given?

A type of the project is what its name says (a ``JSONEncoded…`` keeps documents in a text), else what it derives from or
decorates.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.column_shapes import FILE, as_json, by_ending, constants, data
from analyzer.frameworks.plain_shapes import (
    BINARY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DECIMAL,
    DURATION,
    EMAIL,
    INTEGER,
    MAP,
    NUMBER,
    STRING,
    TIME,
    URI,
    UUID,
    array_of,
)
from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.namespaces import ValueBinding
from analyzer.link.types import ClassOf
from analyzer.model.chains import keyword, last_name
from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind
from analyzer.model.syntax import Attribute, Call, Comprehension, Constant, Expression, Items, Name, Star

_SHAPES: dict[str, Shape] = {
    **dict.fromkeys(("Integer", "INTEGER", "INT", "BigInteger", "BIGINT", "SmallInteger", "SMALLINT"), INTEGER),
    **dict.fromkeys(("TINYINT", "MEDIUMINT", "BIT", "YEAR", "Identity"), INTEGER),
    **dict.fromkeys(("String", "Text", "Unicode", "UnicodeText", "VARCHAR", "NVARCHAR", "CHAR", "NCHAR"), STRING),
    **dict.fromkeys(("TEXT", "CLOB", "CIText", "CITEXT", "MEDIUMTEXT", "LONGTEXT", "TINYTEXT", "TSVECTOR"), STRING),
    **dict.fromkeys(("INET", "CIDR", "MACADDR", "IPAddressType", "PasswordType", "EncryptedType", "LtreeType"), STRING),
    **dict.fromkeys(("LocaleType", "TimezoneType", "ColorType", "CountryType", "CurrencyType", "Ltree"), STRING),
    **dict.fromkeys(("PhoneNumberType", "AutoString", "WeekDaysType", "StringEncryptedType", "XML"), STRING),
    **dict.fromkeys(("Boolean", "BOOLEAN"), BOOLEAN),
    **dict.fromkeys(("Float", "FLOAT", "REAL", "Double", "DOUBLE", "DOUBLE_PRECISION"), NUMBER),
    **dict.fromkeys(("Numeric", "NUMERIC", "DECIMAL", "Money", "MONEY"), DECIMAL),
    **dict.fromkeys(("DateTime", "DATETIME", "TIMESTAMP", "ArrowType", "TIMESTAMPTZ"), DATE_TIME),
    **dict.fromkeys(("Date", "DATE"), DATE),
    **dict.fromkeys(("Time", "TIME"), TIME),
    **dict.fromkeys(("Interval", "INTERVAL"), DURATION),
    **dict.fromkeys(("LargeBinary", "Binary", "BINARY", "VARBINARY", "BLOB", "LONGBLOB", "MEDIUMBLOB"), BINARY),
    **dict.fromkeys(("BYTEA", "TINYBLOB"), BINARY),
    **dict.fromkeys(("JSON", "JSONB", "JSONType", "HSTORE", "Geometry", "Geography"), MAP),
    **dict.fromkeys(("UUID", "Uuid", "UUIDType", "GUID", "UNIQUEIDENTIFIER"), UUID),
    **dict.fromkeys(("ImageType", "FileType"), FILE),
    "EmailType": EMAIL,
    "URLType": URI,
    "ScalarListType": array_of(STRING),
    "Vector": array_of(NUMBER),
}
"""By the class of the type; of a class that is not here, the longest ending counts."""

_WORDS: tuple[tuple[str, Shape], ...] = (
    ("json", MAP),
    ("dict", MAP),
    ("guid", UUID),
    ("uuid", UUID),
    ("datetime", DATE_TIME),
    ("timestamp", DATE_TIME),
)
"""By what a type of the project has in its name, whatever the column keeps."""
_ENUMS = ("Enum", "ENUM", "ChoiceType", "EnumType", "IntEnum", "StrEnum", "EnumColumn")
_ARRAYS = ("ARRAY", "Array", "ArrayType", "MutableList")
_DEEPEST = 6  # types around types
_PAIR = 2


class TypeShapes:
    """Answers for the expressions that stand as types."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._names = values.names
        self._of_class: dict[int, Shape] = {}

    def of(self, place: Place, expression: Expression, depth: int = 0) -> Shape:
        """Return the shape of what a column of a type holds."""
        if depth > _DEEPEST:
            return UNKNOWN
        known = self._by_name(place, expression, depth)
        if known.kind is not ShapeKind.UNKNOWN:
            return known
        home, followed = self._values.followed(place, expression)
        return UNKNOWN if followed is expression else self.of(home, followed, depth + 1)

    def _by_name(self, place: Place, expression: Expression, depth: int) -> Shape:
        function = expression.function if isinstance(expression, Call) else expression
        if not isinstance(function, (Name, Attribute)):
            return UNKNOWN
        last = last_name(function)
        args = expression.args if isinstance(expression, Call) else ()
        if last in ("with_variant", "evolve", "copy") and isinstance(function, Attribute):
            return self.of(place, function.value, depth + 1)
        if last in ("as_mutable", *_ARRAYS) and args:
            inside = self.of(place, args[0], depth + 1)
            return inside if last == "as_mutable" else array_of(inside)
        meaning = self._names.resolve(place.module, place.scope, function)
        if isinstance(meaning, ClassOf):
            found = self._of_project(meaning.definition, depth)
            is_chosen = any(base.endswith(_ENUMS) for base in self._names.external_bases(meaning.definition))
            return self._chosen(place, expression) if is_chosen else found
        if last.endswith(_ENUMS):
            return self._chosen(place, expression)
        if last in ("EncryptedType", "StringEncryptedType", "variant", "Nested") and args:
            return self.of(place, args[0], depth + 1)
        return by_ending(last, _SHAPES)

    def _of_project(self, cls: int, depth: int) -> Shape:
        if cls not in self._of_class:
            self._of_class[cls] = UNKNOWN  # a type that decorates itself
            self._of_class[cls] = self._read(cls, depth)
        return self._of_class[cls]

    def _read(self, cls: int, depth: int) -> Shape:
        name = self._names.program.definitions[cls].head.name
        worded = next((shape for word, shape in _WORDS if word in name.lower()), None)
        if worded is not None:
            return worded
        member = self._names.member(cls, "impl")
        if member is not None and isinstance(member[1], ValueBinding):
            found = self.of(self._values.place_of(member[0], cls), member[1].value, depth + 1)
            if found.kind is not ShapeKind.UNKNOWN:
                return found
        outside = (base.rpartition(".")[2] for base in self._names.external_bases(cls))
        shapes = (by_ending(one, _SHAPES) for one in outside if one not in ("TypeDecorator", "UserDefinedType"))
        return next((one for one in shapes if one.kind is not ShapeKind.UNKNOWN), UNKNOWN)

    def _chosen(self, place: Place, expression: Expression) -> Shape:
        """An enumeration: a class, constants, or a list of pairs of a constant and its label."""
        if not isinstance(expression, Call):
            return STRING
        given = expression.args[:1] or tuple(
            one.value for one in expression.keywords if one.name in ("choices", "enums")
        )
        if len(expression.args) > 1 and not isinstance(expression.args[0], Star):
            given = expression.args
        found: list[str] = []
        for one in given:
            home, value = self._values.followed(place, one.value if isinstance(one, Star) else one)
            cls = self._enumeration(home, value)
            if cls >= 0:
                return data(self._names.program.definitions[cls].name)
            found += self._constants(home, value)
        inside = keyword(expression, "impl")
        return constants(found) if found else self.of(place, inside) if inside is not None else STRING

    def _enumeration(self, place: Place, value: Expression) -> int:
        """The class of the project that a type is an enumeration of, also by a list of its members; -1 for none."""
        if isinstance(value, Comprehension) and len(value.iterables) == 1:
            value = value.iterables[0]
        if isinstance(value, Call) and len(value.args) == 1:
            value = value.args[0]
        if isinstance(value, Attribute) and value.name == "__members__":
            value = value.value
        meaning = self._names.resolve(place.module, place.scope, value)
        if not isinstance(meaning, ClassOf):
            return -1
        outside = self._names.external_bases(meaning.definition)
        return meaning.definition if any("enum" in base.lower() for base in outside) else -1

    def _constants(self, place: Place, value: Expression) -> Iterator[str]:
        known = self._values.known(place, value)
        for one in known if isinstance(known, tuple) else (known,):
            first = one[0] if isinstance(one, tuple) and len(one) == _PAIR else one
            if isinstance(first, (str, int)):
                yield as_json(Constant(first, 0))
        if known is ... and isinstance(value, Items):
            for item in value.items:
                inner = item.items[0] if isinstance(item, Items) and len(item.items) == _PAIR else item
                one = self._values.known(place, inner)
                if isinstance(one, (str, int)):
                    yield as_json(Constant(one, 0))
