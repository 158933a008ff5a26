"""What do values look like as data, by what their annotations say?"""

from __future__ import annotations

import builtins
from collections.abc import Iterable

import msgspec

from analyzer.frameworks.library_shapes import of_live, of_type
from analyzer.frameworks.live_types import live_type
from analyzer.frameworks.plain_shapes import INTEGER, LIST, array_of, live, map_of
from analyzer.link.members import ENUMS
from analyzer.link.names import Names, Value
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import keyword, last_name
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import NULL, UNKNOWN, Shape, ShapeKind
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Name, Operation, Subscript
from analyzer.model.syntax import Unknown as Absent

_TRANSPARENT = frozenset(
    ("final", "classvar", "awaitable", "required", "notrequired", "readonly", "initvar", "mapped", "maybe", "unpack")
) | {"dynamicmapped", "writeonlymapped", "ref", "typeguard", "annotated", "deferred", "reactive", "concatenate"}
_UNIONS = frozenset({"optional", "union"})
_SAYS_NOTHING = frozenset(("any", "object", "typevar", "paramspec", "incomplete", "generic", "protocol"))
_DICTS = frozenset(("dict", "mapping", "mutablemapping", "defaultdict", "ordereddict", "chainmap", "mappingproxytype"))
_ARRAYS = frozenset(
    ("list", "set", "frozenset", "sequence", "mutablesequence", "iterable", "collection", "abstractset", "mutableset")
) | {"deque", "keysview", "valuesview", "container", "reversible", "asynciterable", "iterator", "asynciterator"}
_LAZY = frozenset(("generator", "asyncgenerator"))
_PYTHONS_OWN = ("builtins.", "typing.", "typing_extensions.", "collections.")
_ERRORS = frozenset(
    f"builtins.{name}"
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)
_DEEPEST = 12
_LARGEST = 100  # parts of what an alias stands for
_FUNCTIONAL = {"namedtuple", "NamedTuple", "TypedDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"}
_PLAIN_BASES = frozenset(("builtins.object", "builtins.type"))


class _Place(msgspec.Struct, frozen=True):
    """Where an annotation stands; ``depth`` counts what it stands in."""

    module: int
    scope: int
    depth: int = 0


class Shapes:
    """Reads annotations, and says what objects of classes look like; answers for classes and names are remembered.

    ``made`` are the types made by a call, ``Point = namedtuple("Point", "x y")``, that were met: by their dotted names
    the module, the scope and the call.
    """

    def __init__(self, names: Names, schema: Schema) -> None:
        self._names = names
        self._schema = schema
        self._classes: dict[int, Shape] = {}
        self._named: dict[tuple[int, int, str], Shape] = {}
        self._aliases: dict[tuple[int, int, str], Shape] = {}
        self.made: dict[str, tuple[int, int, Call]] = {}

    def annotated(self, module: int, scope: int, annotation: Expression) -> Shape:
        """Return the shape of a value annotated so; unknown where there is no annotation, or it says nothing."""
        return UNKNOWN if annotation.__class__ is Absent else self._read(_Place(module, scope), annotation)

    def of_class(self, cls: int) -> Shape:
        """Return what an object of a class of the project looks like."""
        if cls not in self._classes:
            self._classes[cls] = UNKNOWN
            self._classes[cls] = self._of_class(cls)
        return self._classes[cls]

    def of_outside(self, name: str) -> Shape:
        """Return what an object of a class outside looks like; one that is not known keeps its name."""
        if name.rpartition(".")[2].lower() in _SAYS_NOTHING:
            return UNKNOWN
        found = of_type(name)
        return Shape(ShapeKind.UNKNOWN, name=name) if found in (None, UNKNOWN) else found

    def is_enumeration(self, cls: int) -> bool:
        """Return whether the objects of a class are a few named constants."""
        return any(base.startswith(ENUMS) for base in self._names.external_bases(cls))

    def is_mapped(self, cls: int) -> bool:
        """Return whether a class, or one it derives from, stands for a table."""
        return any(one in self._schema.of_class for one in self._names.mro(cls))

    def _of_class(self, cls: int) -> Shape:
        name = self._names.program.definitions[cls].name
        data = Shape(ShapeKind.DATA, name=name)
        bases = self._names.external_bases(cls)
        if self.is_enumeration(cls) or self.is_mapped(cls):
            return data
        if not _ERRORS.isdisjoint(bases):
            return Shape(ShapeKind.UNKNOWN, name=name)
        if any(base.endswith(".Protocol") for base in bases) and self._names.member(cls, "__call__") is not None:
            return live(LiveKind.CALLABLE)
        for base in bases:
            kind = live_type(f"{base}()")
            if kind is LiveKind.ENTITY or base.endswith((".NamedTuple", ".TypedDict")):
                return data
            known = None if base in _PLAIN_BASES else of_live(kind) if kind is not None else of_type(base)
            if known is not None and known is not UNKNOWN and known.kind is not ShapeKind.UNKNOWN:
                return data if known == NULL else known
        return data

    def _read(self, place: _Place, annotation: Expression) -> Shape:
        if place.depth > _DEEPEST:
            return UNKNOWN
        match annotation:
            case Name() | Attribute():
                return self._name(place, annotation)
            case Operation(operator="|", operands=operands):
                return self._union(place, operands)
            case Subscript(value=value, index=index):
                return self._generic(place, value, index)
            case Constant(value=None):
                return NULL
            case Constant(value=str(text)):
                return self._name(place, _chain(text)) if all(map(str.isidentifier, text.split("."))) else UNKNOWN
            case Call(function=function, args=args):
                return self._called(place, function, args)
            case _:
                return UNKNOWN

    def _union(self, place: _Place, annotations: Iterable[Expression]) -> Shape:
        there = _below(place)
        return one_of([self._read(there, one) for one in annotations])

    def _name(self, place: _Place, annotation: Name | Attribute) -> Shape:
        key = (place.module, place.scope, spelled(annotation))
        known = self._named.get(key)
        if known is None:
            known = self._named[key] = self._resolved(place, annotation)
        return known

    def _resolved(self, place: _Place, annotation: Name | Attribute) -> Shape:
        meaning = self._names.resolve(place.module, place.scope, annotation)
        if isinstance(meaning, ClassOf):
            return self.of_class(meaning.definition)
        if isinstance(meaning, External):
            return self._itself(place) if meaning.name.endswith(".Self") else self.of_outside(meaning.name)
        return self._alias(place, meaning) if isinstance(meaning, Value) else UNKNOWN

    def _itself(self, place: _Place) -> Shape:
        module = self._names.program.modules[place.module]
        head = module.facts.heads[place.scope - 1] if place.scope else None
        return self.of_class(module.first + place.scope - 1) if head is not None and head.kind == "class" else UNKNOWN

    def _alias(self, place: _Place, meaning: Value) -> Shape:
        """Of an alias that stands in itself no more is said than that."""
        key = (meaning.module, meaning.scope, meaning.binding.name)
        if key not in self._aliases:
            self._aliases[key] = UNKNOWN
            found = self._aliased(_Place(meaning.module, meaning.scope, place.depth + 1), meaning)
            self._aliases[key] = found if _size(found) <= _LARGEST else UNKNOWN
        return self._aliases[key]

    def _aliased(self, there: _Place, meaning: Value) -> Shape:
        """``Orders = list[Order]``, ``T = TypeVar("T", bound=Order)``, ``User = get_user_model()``."""
        value = meaning.binding.value
        if not isinstance(value, Call):
            return self._read(there, value)
        called = last_name(value.function)
        if called == "NewType" and len(value.args) > 1:
            return self._read(there, value.args[1])
        if called == "TypeVar":
            bound = keyword(value, "bound")
            return self._union(there, value.args[1:] if bound is None else (bound,))
        if called == "TypeAliasType" and len(value.args) > 1:
            return self._read(there, value.args[1])
        if called in _FUNCTIONAL:
            name = f"{self._names.program.modules[meaning.module].name}.{meaning.binding.name}"
            self.made.setdefault(name, (meaning.module, meaning.scope, value))
            return Shape(ShapeKind.DATA, name=name)
        return self._called(there, value, ())

    def _called(self, place: _Place, function: Expression, args: tuple[Expression, ...]) -> Shape:
        """``conlist(int)``, ``constr(max_length=3)``, ``get_user_model()``."""
        meaning = self._names.resolve(place.module, place.scope, function)
        if isinstance(meaning, ClassOf):
            return self.of_class(meaning.definition)
        found = UNKNOWN if not isinstance(meaning, External) else self.of_outside(meaning.name.removesuffix("()"))
        if found == LIST and args:
            return array_of(self._read(_below(place), args[0]))
        return found if not found.name else UNKNOWN

    def _generic(self, place: _Place, outer: Expression, index: Expression) -> Shape:
        meaning = self._names.resolve(place.module, place.scope, outer)
        inner = index.items if isinstance(index, Items) and index.items else (index,)
        if isinstance(meaning, (ClassOf, Value)) or meaning is None:
            return self._read(_below(place), outer) if meaning is not None else UNKNOWN
        if not isinstance(meaning, External):
            return UNKNOWN
        there = _below(place)
        name = meaning.name.rpartition(".")[2].lower()
        if name == "literal":
            return self._constants(there, inner)
        if name in _UNIONS:
            options = [self._read(there, one) for one in inner]
            return one_of([*options, NULL] if name == "optional" else options)
        if name in _TRANSPARENT:
            return self._read(there, inner[0])
        if name == "coroutine":
            return self._read(there, inner[-1])
        return self._filled(there, meaning.name, index, inner)

    def _filled(self, place: _Place, outer: str, index: Expression, inner: tuple[Expression, ...]) -> Shape:
        name = outer.rpartition(".")[2].lower()
        if name == "tuple" and outer.startswith(_PYTHONS_OWN):
            return self._tuple(place, index, inner)
        if name in _DICTS:
            return map_of(self._read(place, inner[-1]))
        if name == "counter":
            return map_of(INTEGER)
        if name == "itemsview":
            return array_of(Shape(ShapeKind.TUPLE, tuple([self._read(place, one) for one in inner])))
        if name in _ARRAYS | _LAZY and outer.startswith(_PYTHONS_OWN):
            return array_of(self._read(place, inner[0]))
        kind = live_type(f"{outer}()")
        if kind is LiveKind.QUERY:
            return array_of(self._read(place, inner[0]))
        if kind is LiveKind.CONTEXT:
            return live(kind)
        found = self.of_outside(outer)
        return array_of(self._read(place, inner[0])) if found == LIST else found

    def _tuple(self, place: _Place, index: Expression, inner: tuple[Expression, ...]) -> Shape:
        if isinstance(index, Items) and not index.items:
            return Shape(ShapeKind.TUPLE)
        if len(inner) == 2 and isinstance(inner[1], Absent):  # noqa: PLR2004  # tuple[int, ...]
            return array_of(self._read(place, inner[0]))
        return Shape(ShapeKind.TUPLE, tuple([self._read(place, one) for one in inner]))

    def _constants(self, place: _Place, inner: tuple[Expression, ...]) -> Shape:
        """``Literal["cash", "card"]``, and members of an enumeration."""
        values: list[str] = []
        others: list[Shape] = []
        for one in inner:
            if isinstance(one, Constant):
                values.append(msgspec.json.encode(one.value).decode())
            elif isinstance(one, Attribute):
                others.append(self._read(place, one.value))
            elif isinstance(one, Operation) and one.operator == "unary -" and isinstance(one.operands[0], Constant):
                values.append(f"-{one.operands[0].value}")
            else:
                others.append(self._read(place, one))
        said = [Shape(ShapeKind.CONSTANTS, values=tuple(dict.fromkeys(values)))] if values else []
        return one_of([*said, *others])


def one_of(shapes: Iterable[Shape]) -> Shape:
    """Return the shape of what is one of several, null last: where one may be anything, nothing is known."""
    parts: dict[Shape, None] = {}
    for shape in shapes:
        parts.update(dict.fromkeys(shape.of if shape.kind is ShapeKind.UNION else (shape,)))
    if UNKNOWN in parts or not parts:
        return UNKNOWN
    if len(parts) == 1:
        return next(iter(parts))
    return Shape(ShapeKind.UNION, tuple(sorted(parts, key=NULL.__eq__)))


def nullable(shape: Shape) -> Shape:
    """Return the shape of a value that may be absent; of what is not known no more is known then."""
    return one_of((shape, NULL))


def without_null(shape: Shape) -> Shape:
    """Return the shape of a value that is there."""
    return one_of([one for one in shape.of if one != NULL]) if shape.kind is ShapeKind.UNION else shape


def _size(shape: Shape) -> int:
    return 1 + sum([_size(one) for one in shape.of])


def _below(place: _Place) -> _Place:
    return _Place(place.module, place.scope, place.depth + 1)


def _chain(text: str) -> Name | Attribute:
    """Return the expression of a dotted name."""
    first, *others = text.split(".")
    found: Name | Attribute = Name(first, 0)
    for one in others:
        found = Attribute(found, one)
    return found
