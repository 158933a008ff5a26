"""Which dicts with known keys does a function build for its callers? They become data types of their own."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.plain_shapes import array_of
from analyzer.interfaces.given import Reading
from analyzer.link.program import Program
from analyzer.link.types import Collection, Container, Type, join, options
from analyzer.model.shapes import UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from analyzer.model.syntax import Constant, Expression, Mapping, Name, Scope, Subscript

_MOST_KEYS = 60
_MOST_DICTS = 12
_DEEPEST = 2
_DEEPEST_EXPRESSION = 12


class _Key(msgspec.Struct, frozen=True):
    """A key of a display: the value beside it, its scope, and its line."""

    value: Expression
    module: int
    scope: int
    line: int


class At(msgspec.Struct, frozen=True):
    """What a data type is called, and where it is made; ``depth`` counts the dicts around it."""

    name: str
    path: str
    line: int
    depth: int = 0

    def inner(self, key: str, line: int) -> At:
        """Return the same for what stands under a key."""
        return At(f"{self.name}.{key}", self.path, line, self.depth + 1)


class _Builder(msgspec.Struct, frozen=True):
    """What a scope writes down of the dicts that it builds: their displays, and the keys that it always adds."""

    displays: dict[int, dict[str, _Key]]
    added: frozenset[str]


class Records:
    """Makes data types of dicts; ``types`` are those that were made."""

    def __init__(self, program: Program, reading: Reading) -> None:
        self._program = program
        self._reading = reading
        self._values = reading.values
        self._settled = reading.settled
        self._builders: dict[int, _Builder] = {}
        self.types: dict[str, DataType] = {}

    def shape(self, value: Type | None, at: At) -> Shape | None:
        """Return the shape of a dict, or of a list of dicts, of which all keys are texts; None for anything else."""
        found = options(value)
        if not found or at.depth > _DEEPEST or len(found) > _MOST_DICTS:
            return None
        if all(self._is_list(one) for one in found):
            item: Type | None = None
            for one in found:
                item = join(item, one.item if isinstance(one, Container) else self._item(one))
            inner = self.shape(item, at)
            return None if inner is None or inner.kind is not ShapeKind.DATA else array_of(inner)
        dicts = [one for one in found if isinstance(one, Collection) and self._settled.kind(one) == "dict"]
        if len(dicts) < len(found) or not all(self._has_names(one) for one in dicts):
            return None
        self._make(dicts, at)
        return Shape(ShapeKind.DATA, name=at.name)

    def _is_list(self, value: Type) -> bool:
        if isinstance(value, Collection):
            return self._settled.kind(value) in ("list", "set")
        return isinstance(value, Container) and value.kind in ("list", "generator", "iterator")

    def _item(self, value: Type) -> Type | None:
        return self._settled.item(value) if isinstance(value, Collection) else None

    def _has_names(self, one: Collection) -> bool:
        keys = self._settled.entries(one)[0]
        return 0 < len(keys) <= _MOST_KEYS and all(isinstance(key, str) for key in keys)

    def _make(self, dicts: list[Collection], at: At) -> None:
        held: dict[str, Type | None] = {}
        whole = True
        shown = [self._shown(one) for one in dicts]
        for one in dicts:
            entries, complete = self._settled.entries(one)
            whole = whole and complete
            for key, value in entries.items():
                held[str(key)] = join(held.get(str(key)), value)
        fields = []
        for key, value in held.items():
            written = [one[0][key] for one in shown if key in one[0]]
            always = all(key in keys or key in added for keys, added in shown)
            there = at.inner(key, written[0].line if written else at.line)
            fields.append(msgspec.structs.replace(self._field(key, value, written, there), required=always))
        self.types[at.name] = DataType(at.name, DataKind.CLASS, tuple(fields), at.path, at.line, whole=whole)

    def _field(self, key: str, value: Type | None, written: list[_Key], at: At) -> DataField:
        shape = self.shape(value, at)
        shape = self._values.shape(value) if shape is None else shape
        if shape == UNKNOWN and written:
            said = {self._written(one) for one in written}
            shape = said.pop() if len(said) == 1 else UNKNOWN
        origin = Origin.UNKNOWN if shape == UNKNOWN else Origin.FLOW
        return DataField(key, shape, origin=origin, path=at.path, line=at.line)

    def _written(self, key: _Key) -> Shape:
        """Return what stands beside a key: a parameter, an attribute that is declared, or what says itself."""
        definition = self._program.modules[key.module].first + key.scope - 1 if key.scope else -1
        if isinstance(key.value, Name) and definition >= 0:
            return self._reading.parameter(definition, key.value.id)
        declared = self._reading.attributes.shape(definition, key.value)
        return self._reading.expressions.shape(key.module, key.scope, key.value) if declared == UNKNOWN else declared

    def _shown(self, one: Collection) -> tuple[dict[str, _Key], frozenset[str]]:
        """Return what the display of a dict shows, and the keys that its scope always adds to something."""
        builder = self._builder(self._settled.builder(one))
        return builder.displays.get(one.site, {}), builder.added

    def _builder(self, unit: int) -> _Builder:
        if unit not in self._builders:
            self._builders[unit] = _Builder({}, frozenset())
            place = self._settled.place(unit)
            if place is not None:
                module, index = place
                self._builders[unit] = self._read(module, index, self._program.scopes(module)[index])
        return self._builders[unit]

    def _read(self, module: int, index: int, scope: Scope) -> _Builder:
        displays: dict[int, dict[str, _Key]] = {}
        added: set[str] = set()
        for statement in scope.statements:
            for display in _displays(statement.value, 0):
                made = self._settled.made(display)
                if made is not None:
                    displays[made.site] = {
                        key.value: _Key(value, module, index, key.line)
                        for key, value in zip(display.keys, display.values, strict=True)
                        if isinstance(key, Constant) and isinstance(key.value, str)
                    }
            if statement.kind == "assign" and not statement.block:
                added.update(_stored(statement.targets))
        return _Builder(displays, frozenset(added))


def _stored(targets: tuple[Expression, ...]) -> Iterator[str]:
    for target in targets:
        if isinstance(target, Subscript) and isinstance(target.index, Constant) and isinstance(target.index.value, str):
            yield target.index.value


def _displays(expression: object, depth: int) -> Iterator[Mapping]:
    """Yield the dict displays in an expression."""
    if depth > _DEEPEST_EXPRESSION:
        return
    if isinstance(expression, Mapping):
        yield expression
    if isinstance(expression, msgspec.Struct):
        for name in expression.__struct_fields__:
            yield from _displays(getattr(expression, name), depth + 1)
    elif isinstance(expression, tuple):
        for one in expression:
            yield from _displays(one, depth + 1)
