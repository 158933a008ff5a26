"""Which readings of a body are alike, so that it is read once for all of them?

A reading is told by the function, what its parameters hold and the method of the request; an object's class counts by
what the reading asked of it. What a reading noted is noted again where it is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from analyzer.frameworks.request_reads.notes import Noted
from analyzer.frameworks.request_reads.values import (
    Above,
    Answer,
    Bound,
    Defined,
    Known,
    Listed,
    Mapped,
    Me,
    OneOf,
    Unread,
    Value,
)
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding, ValueBinding

OWN = -2  # stands for the class of the object whose method is read
NAMED = "<named>"  # the class is also named: objects of others are not alike
TOUCHES = "<touches>"
Asked = tuple[int, str, int, Hashable]
"""A class, an attribute, the class after which it is looked for (-1: the first), and what tells the answer."""
Level = tuple[int, int, int]
"""A function, the class of its object, and how deep in calls it is read."""


class Trace:
    """What a reading asked of what is around it, in order."""

    __slots__ = ("asked", "called", "cuts")

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.called: list[Level] = []
        self.cuts = 0  # what was not followed because it is too deep

    def asked_since(self, start: int, cls: int) -> tuple[Asked, ...]:
        """Return what was asked since then; a class is only told as the own one."""
        distinct = dict.fromkeys(self.asked[start:])
        return tuple([(OWN, *one[1:]) if one[0] == cls else one for one in distinct])


class Memory:
    """One reading: for which class, what it asked, called, noted, cost and yielded."""

    __slots__ = ("asked", "called", "cls", "cost", "height", "noted", "value")

    def __init__(self, cls: int, value: Value | None, asked: tuple[Asked, ...]) -> None:  # a slot
        self.cls = cls
        self.value = value
        self.asked = asked
        self.called: tuple[Level, ...] = ()
        self.noted: tuple[Noted, ...] = ()
        self.cost = 0
        self.height = 0


class Members:
    """What tells what the attributes of classes hold, as far as a reading sees it."""

    def __init__(self, names: Names, assigned: Callable[[int, int, ValueBinding], Hashable]) -> None:
        self._names = names
        self._assigned = assigned
        self._known: dict[tuple[int, str, int], Hashable] = {}

    def told(self, cls: int, name: str, after: int = -1) -> Hashable:
        """Return what tells the answer of ``name``, looked for in a class, or after another of its classes."""
        key = (cls, name, after)
        if key not in self._known:
            self._known[key] = self._look(*key)
        return self._known[key]

    def _look(self, cls: int, name: str, after: int) -> Hashable:
        names = self._names
        found = names.member(cls, name) if after < 0 else names.member_after(cls, after, name)
        if found is None:
            return None
        owner, binding = found
        if isinstance(binding, DefinitionBinding):
            return binding.definition
        if not isinstance(binding, ValueBinding):
            return ""
        where = self._names.program.definitions[owner]
        return self._assigned(where.module, where.scope, binding)


def told(value: Value | None, cls: int) -> Hashable:
    """Return what tells a value from others, whatever the class of the object whose method is read."""
    match value:
        case None:
            return None
        case Known(value=known):
            return known.__class__, known
        case Me() | Above() | Defined():
            return moved(value, cls, OWN) if cls >= 0 else value
        case Listed(items=items, kind=kind):
            return kind, tuple([told(one, cls) for one in items])
        case Mapped(keys=keys, values=values, whole=whole):
            return keys, tuple([told(one, cls) for one in values]), whole
        case OneOf(options=options):
            return "one of", tuple([told(one, cls) for one in options])
        case Answer(content=content, status=status):
            return "answer", told(content, cls), status
        case Bound(receiver=receiver, name=name):
            return "bound", told(receiver, cls), name
        case Unread(body=body):
            return "unread", id(body)
        case _:
            return value


def moved(value: Value | None, old: int, new: int) -> Value | None:
    """Return what a value is for objects of another class."""
    match value:
        case Me(cls=cls) if cls == old:
            return Me(new)
        case Above(cls=cls, after=after) if cls == old:
            return Above(new, after)
        case Defined(definition=definition, cls=cls, is_bound=is_bound) if cls == old:
            return Defined(definition, new, is_bound)
        case Listed(items=items, kind=kind):
            return Listed(tuple([moved(one, old, new) for one in items]), kind)
        case Mapped(keys=keys, values=values, whole=whole):
            return Mapped(keys, tuple([moved(one, old, new) for one in values]), whole)
        case OneOf(options=options):
            return OneOf(tuple([moved(one, old, new) for one in options]))
        case Answer(content=content, status=status):
            return Answer(moved(content, old, new), status)
        case Bound(receiver=receiver, name=name):
            inner = moved(receiver, old, new)
            return value if inner is None else Bound(inner, name)
        case _:
            return value
