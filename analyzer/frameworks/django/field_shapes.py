"""Which shapes have the values of the fields of Django's models?

By the class of the field: Django's own, one of a package by how its name ends, one of the project by those that it
derives from, or by the type of column that its methods name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.column_shapes import FILE, brought, by_ending, constants, data
from analyzer.frameworks.django.apps import Apps
from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.field_choices import FieldChoices
from analyzer.frameworks.django.fields import Field
from analyzer.frameworks.plain_shapes import (
    BINARY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DECIMAL,
    DURATION,
    EMAIL,
    INTEGER,
    LIST,
    MAP,
    NUMBER,
    STRING,
    TIME,
    URI,
    UUID,
    array_of,
    map_of,
    text_as,
)
from analyzer.link.names import Names
from analyzer.link.types import ClassOf, External, Function
from analyzer.model.chains import keyword, text_of
from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind
from analyzer.model.syntax import Attribute, Call, Expression, Items, Mapping, Name

_SHAPES: dict[str, Shape] = {
    **dict.fromkeys(("AutoField", "IntegerField", "PositiveField", "OrderField", "SerialField"), INTEGER),
    **dict.fromkeys(("CharField", "TextField", "SlugField", "FilePathField", "ColorField", "CountryField"), STRING),
    **dict.fromkeys(("PhoneNumberField", "MarkdownField", "HTMLField", "MarkupField", "SearchVectorField"), STRING),
    **dict.fromkeys(("CSVField", "CommaSeparatedIntegerField", "RegexField", "LanguageField", "CIText"), STRING),
    **dict.fromkeys(("TimeZoneField", "LocaleField", "StatusField", "HashField", "TokenField", "XMLField"), STRING),
    **dict.fromkeys(("BooleanField", "NullBooleanField"), BOOLEAN),
    **dict.fromkeys(("DecimalField", "MoneyField", "PriceField", "CurrencyAmountField"), DECIMAL),
    **dict.fromkeys(("FileField", "ImageField", "MediaField", "FileBrowseField"), FILE),
    **dict.fromkeys(("JSONField", "JsonField", "DictField", "YAMLField"), MAP),
    **dict.fromkeys(("DateTimeField", "CreationDateField", "LastModifiedField", "CreatedField"), DATE_TIME),
    **dict.fromkeys(("MonitorField", "ModifiedField"), DATE_TIME),
    **dict.fromkeys(("GeometryField", "PointField", "PolygonField", "LineStringField"), MAP),
    **dict.fromkeys(("MultiSelectField", "ListField", "ListTextField"), array_of(STRING)),
    **dict.fromkeys(("StreamField", "RasterField"), LIST),
    "FloatField": NUMBER,
    "BinaryField": BINARY,
    "DateField": DATE,
    "TimeField": TIME,
    "DurationField": DURATION,
    "UUIDField": UUID,
    "ShortUUIDField": STRING,
    "EmailField": EMAIL,
    "URLField": URI,
    "IPAddressField": STRING,
    "IPv4AddressField": text_as("ipv4"),
    "HStoreField": map_of(STRING),
    "IntegerRangeField": array_of(INTEGER),
    "DecimalRangeField": array_of(DECIMAL),
    "DateTimeRangeField": array_of(DATE_TIME),
    "DateRangeField": array_of(DATE),
}
"""By the class of the field; of a class that is not here, the longest ending counts."""

_ARRAYS = ("ArrayField",)
_ENUMS = ("EnumField", "EnumIntegerField", "EnumChoiceField", "EnumCharField")
_COLUMN_TYPES: tuple[tuple[str, Shape], ...] = (
    ("uuid", UUID),
    ("timestamp", DATE_TIME),
    ("datetime", DATE_TIME),
    ("date", DATE),
    ("time", TIME),
    ("interval", DURATION),
    ("bool", BOOLEAN),
    ("json", MAP),
    ("int", INTEGER),
    ("serial", INTEGER),
    ("float", NUMBER),
    ("double", NUMBER),
    ("real", NUMBER),
    ("numeric", DECIMAL),
    ("decimal", DECIMAL),
    ("blob", BINARY),
    ("bytea", BINARY),
    ("binary", BINARY),
    ("char", STRING),
    ("text", STRING),
    ("inet", STRING),
)
"""By what the type of a column in the database has in its name, which ``db_type()`` of a project's field yields."""
_TELLING = ("get_internal_type", "db_type", "rel_db_type")
_DEEPEST = 4  # lists of lists


class FieldShapes:
    """Answers for plain columns; what keys hold depends on what they lead to."""

    def __init__(self, names: Names, apps: Apps) -> None:
        self._names = names
        self._choices = FieldChoices(names, apps)
        self._bodies = Bodies(names.program)
        self._of_class: dict[int, Shape] = {}

    def of(self, field: Field) -> Shape:
        """Return the shape of what a field holds, whether it may be missing aside."""
        if field.made is None:
            return brought(field.name, field.outside)
        given = field.arguments.get("choices")
        chosen = self._choices.of(given) if given is not None else UNKNOWN
        made = self._made(field.owner.module, field.owner.scope, field.made, 0)
        if chosen.kind is ShapeKind.UNKNOWN:
            outside = _last(field.outside)
            is_open = made.kind is ShapeKind.UNKNOWN and not _is_document(outside)
            return by_ending(outside, _SHAPES) if is_open else made
        if field.is_true("blank") and made.kind is ShapeKind.STRING:
            chosen = constants((*chosen.values, '""'))
        return array_of(chosen) if made.kind is ShapeKind.ARRAY else chosen

    def _made(self, module: int, scope: int, call: Expression, depth: int) -> Shape:
        """What a call that makes a field says, with what it is given."""
        if not isinstance(call, Call) or not isinstance(call.function, (Name, Attribute)) or depth > _DEEPEST:
            return UNKNOWN
        meaning = self._names.resolve(module, scope, call.function)
        classes = tuple(self._classes(meaning))
        last = [_last(name) for name in classes]
        if any(name.endswith(_ARRAYS) for name in last):
            inside = keyword(call, "base_field") or (call.args[0] if call.args else None)
            return array_of(self._made(module, scope, inside, depth + 1) if inside is not None else UNKNOWN)
        if any(name.endswith(_ENUMS) for name in last):
            chosen = keyword(call, "enum") or keyword(call, "choices_enum") or (call.args[0] if call.args else None)
            named = self._names.resolve(module, scope, chosen) if chosen is not None else None
            return (
                data(self._names.program.definitions[named.definition].name) if isinstance(named, ClassOf) else STRING
            )
        if isinstance(meaning, Function):
            return self._returned(meaning.definition, depth)
        told = self._told(meaning.definition) if isinstance(meaning, ClassOf) else UNKNOWN
        found = (by_ending(name, _SHAPES) for name in last)
        known = (one for one in (told, *found) if one.kind is not ShapeKind.UNKNOWN)
        shape = next(known, UNKNOWN)
        return _by_default(call, shape, last)

    def _classes(self, meaning: object) -> Iterator[str]:
        """The classes of a field outside the project, nearest first, after those of the project themselves."""
        if isinstance(meaning, External):
            yield meaning.name
        elif isinstance(meaning, ClassOf):
            yield from self._names.external_bases(meaning.definition)

    def _told(self, cls: int) -> Shape:
        """What the project's own methods of a field name as its type."""
        if cls not in self._of_class:
            self._of_class[cls] = self._read(cls)
        return self._of_class[cls]

    def _read(self, cls: int) -> Shape:
        for name in _TELLING:
            member = self._names.member(cls, name)
            definition = getattr(member[1], "definition", -1) if member is not None else -1
            for statement in self._bodies.statements(definition) if definition >= 0 else ():
                text = text_of(statement.value) if statement.kind == "return" else ""
                found = _SHAPES.get(text) or next((one for word, one in _COLUMN_TYPES if word in text.lower()), None)
                if text and found is not None:
                    return found
        return UNKNOWN

    def _returned(self, function: int, depth: int) -> Shape:
        """What the first field is that a function of the project returns."""
        place = self._names.program.definitions[function]
        for statement in self._bodies.statements(function):
            if statement.kind == "return":
                found = self._made(place.module, place.scope, statement.value, depth + 1)
                if found.kind is not ShapeKind.UNKNOWN:
                    return found
        return UNKNOWN


def _by_default(call: Call, shape: Shape, names: Iterable[str]) -> Shape:
    """A document may be anything, where no default says that it is a map or a list."""
    if shape != MAP or not any(map(_is_document, names)):
        return shape
    given = keyword(call, "default")
    if isinstance(given, Items) or (isinstance(given, Name) and given.id == "list"):
        return LIST
    is_map = isinstance(given, Mapping) or (isinstance(given, Name) and given.id == "dict")
    return MAP if is_map else UNKNOWN


def _is_document(name: str) -> bool:
    return name.lower().endswith("jsonfield")


def _last(name: str) -> str:
    return name.rpartition(".")[2]
