"""What do names, attributes of a view, and loops over its lists and dicts hold, as far as the source writes it out?"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Named

import msgspec

from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.serving.asked import method_of
from analyzer.frameworks.django.serving.written import Placed
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding, ValueBinding
from analyzer.model.chains import text_of
from analyzer.model.parts import parts
from analyzer.model.syntax import Attribute, Call, Comprehension, Expression, Items, Mapping, Name, Statement, Subscript

_DEEPEST = 6
_MOST = 40  # items of a list or dict
_CONSTRUCTING = ("__init__", "setup")
_COPYING = ("list", "tuple", "reversed", "sorted", "dict")
_WHOLE = -1
_Loops = dict[str, tuple[Expression, int]]


class HeldValues:
    """Answers for bodies of views; what is read of a body is remembered."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._bodies = Bodies(names.program)
        self._loops: dict[int, _Loops] = {}

    def looped(
        self, called: Expression, definition: int, cls: int, given: Named[str, Expression]
    ) -> tuple[Placed, ...] | None:
        """Return what a name holds that a loop binds, empty where that is not known; None for what no loop binds."""
        if not isinstance(called, Name) or called.id in given:
            return None
        loops = self._loops_in(definition)
        if called.id not in loops:
            return None
        iterable, part = loops[called.id]
        place = self._names.program.definitions[definition]
        if isinstance(iterable, Name) and iterable.id in given:
            iterable = given[iterable.id]
        found = [_part(one, part) for one in self._items((place.module, place.scope, iterable), cls, given)]
        known = [self.followed(one, cls) for one in found[:_MOST] if one is not None]
        return tuple(known) if len(known) == len(found) else ()

    def followed(self, placed: Placed, cls: int) -> Placed:
        """Return what stands behind a name, an attribute of the view, or a key of a dict that is written."""
        for _ in range(_DEEPEST):
            inner = self._behind(placed, cls)
            if inner is None:
                break
            placed = inner
        return placed

    def _behind(self, placed: Placed, cls: int) -> Placed | None:
        module, scope, expression = placed
        match expression:
            case Attribute(value=Name(id="self"), name=name):
                return self._of_view(cls, name) if cls >= 0 else None
            case Subscript(value=(Name() | Attribute()) as value, index=index) if text_of(index):
                where, there, holder = self.followed((module, scope, value), cls)
                for key, one in zip(holder.keys, holder.values, strict=True) if isinstance(holder, Mapping) else ():
                    if text_of(key) == text_of(index):
                        return where, there, one
            case Name() | Attribute():
                meaning = self._names.resolve(module, scope, expression)
                if isinstance(meaning, Value):
                    return meaning.module, meaning.scope, meaning.binding.value
        return None

    def _of_view(self, cls: int, name: str) -> Placed | None:
        """What the constructor stores under a name, or else the class has."""
        stored = [one for method in _CONSTRUCTING for one in self._stored(cls, method, name)]
        if stored:
            return stored[0] if len(stored) == 1 else None
        member = self._names.member(cls, name)
        if member is None:
            return None
        owner = self._names.program.definitions[member[0]]
        if isinstance(member[1], DefinitionBinding):
            return owner.module, owner.scope, Name(name, owner.head.line)
        if not isinstance(member[1], ValueBinding):
            return None
        value = member[1].value
        is_alike = isinstance(value, Name) and value.id == name  # ``Lines = Lines``
        return owner.module, owner.head.scope if is_alike else owner.scope, value

    def _stored(self, cls: int, method: str, name: str) -> Iterator[Placed]:
        """Yield what a method and those that it overrides store; a dict with what is put into it afterwards."""
        for owner in self._names.mro(cls):
            found = method_of(self._names, owner, method)
            place = self._names.program.definitions[found] if found >= 0 else None
            if place is None or place.parent != owner:
                continue
            body = self._bodies.statements(found)
            added = [pair for one in body for target in one.targets if (pair := _put(one, target, name)) is not None]
            for one in body:
                if any(_is_own(target, name) for target in one.targets):
                    held = one.value
                    if isinstance(held, Mapping):
                        keys = (*held.keys, *(key for key, _ in added))
                        held = msgspec.structs.replace(held, keys=keys, values=(*held.values, *(v for _, v in added)))
                        added = []
                    yield place.module, place.scope, held
            for key, _ in added:
                yield place.module, place.scope, key  # into a dict that another method made

    def _items(self, placed: Placed, cls: int, given: Named[str, Expression], depth: int = 0) -> list[Placed | None]:
        """The items that a loop takes one by one; a None where they are not written."""
        module, scope, expression = placed
        match expression:
            case Call(function=Name(id=copied), args=(first, *_)) if copied in _COPYING and depth < _DEEPEST:
                return self._items((module, scope, first), cls, given, depth + 1)
            case Call(function=Attribute(value=value, name=("items" | "values") as name), args=()):
                if isinstance(value, Name) and value.id in given:
                    value = given[value.id]
                where, there, held = self.followed((module, scope, value), cls)
                if not isinstance(held, Mapping):
                    return [None]
                pairs = zip(held.keys, held.values, strict=True)
                rows = held.values if name == "values" else tuple(Items("tuple", pair) for pair in pairs)
                return [(where, there, one) for one in rows]
        where, there, held = self.followed(placed, cls)
        return [(where, there, one) for one in held.items] if isinstance(held, Items) else [None]

    def _loops_in(self, definition: int) -> _Loops:
        """The names that loops and comprehensions bind, with what they run over and which part of an item they are."""
        if definition not in self._loops:
            found: _Loops = {}
            body = self._bodies.statements(definition)
            for one in body:
                if one.kind == "for":
                    found |= _bound(one.targets[0], one.value)
            pending = [part for one in body for part in (one.value, *one.targets)]
            while pending:
                part = pending.pop()
                if isinstance(part, Comprehension):
                    for target, iterable in zip(part.targets, part.iterables, strict=True):
                        found |= _bound(target, iterable)
                pending += parts(part)
            self._loops[definition] = found
        return self._loops[definition]


def _bound(target: Expression, iterable: Expression) -> _Loops:
    if isinstance(target, Name):
        return {target.id: (iterable, _WHOLE)}
    parts = target.items if isinstance(target, Items) else ()
    return {one.id: (iterable, place) for place, one in enumerate(parts) if isinstance(one, Name)}


def _part(placed: Placed | None, part: int) -> Placed | None:
    if placed is None or part == _WHOLE:
        return placed
    module, scope, row = placed
    return (module, scope, row.items[part]) if isinstance(row, Items) and part < len(row.items) else None


def _is_own(target: Expression, name: str) -> bool:
    return isinstance(target, Attribute) and target.name == name and _is_self(target.value)


def _put(one: Statement, target: Expression, name: str) -> tuple[Expression, Expression] | None:
    """``self.name["key"] = …``."""
    if isinstance(target, Subscript) and one.kind == "assign" and _is_own(target.value, name):
        return target.index, one.value
    return None


def _is_self(value: Expression) -> bool:
    return isinstance(value, Name) and value.id == "self"
