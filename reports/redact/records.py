"""How are all records of a result walked by their types, and made again with other texts?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from inspect import signature
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from reports.redact.rules import RULES, SORTED, Text

Step = Callable[[Any], Any]
Writers = Mapping[Text, Step]

_FLAT = (int, float, bool, NoneType)


def rule_of(record: type, field: str) -> Text:
    """Return what the texts of a field are; raises KeyError where no rule says it."""
    for one in record.__mro__:
        if (one.__name__, field) in RULES:
            return RULES[one.__name__, field]
    raise KeyError(f"no rule for the texts of {record.__name__}.{field}")


class Rewriting:
    """Makes records again, with the texts that the writers make of theirs."""

    def __init__(self, writers: Writers) -> None:
        self._writers = writers
        self._records: dict[type, Step] = {}

    def record(self, kind: type) -> Step:
        """Return what makes a record of a kind again."""
        known = self._records.get(kind)
        if known is not None:
            return known
        made: list[tuple[str, Step]] = []
        self._records[kind] = lambda one: self.record(kind)(one)  # noqa: PLW0108  # it may hold others of its kind
        hints = get_type_hints(kind)
        for name in kind.__struct_fields__:  # type: ignore[attr-defined]  # a msgspec record
            step = self._field(kind, name, hints[name])
            if step is not None:
                made.append((name, step))
        self._records[kind] = _again(kind, made)
        return self._records[kind]

    def _field(self, kind: type, name: str, hint: Any) -> Step | None:
        step = self._step(hint, kind, name)
        order = next((SORTED[one.__name__, name] for one in kind.__mro__ if (one.__name__, name) in SORTED), None)
        if step is None or order is None:
            return step
        return _sorting(step, attrgetter(*order) if order else None)

    def _step(self, hint: Any, kind: type, name: str) -> Step | None:
        """Return what makes a value of a type again; None where it stays as it is."""
        origin, args = get_origin(hint), get_args(hint)
        if hint is str:
            return self._writers[rule_of(kind, name)]
        if hint in _FLAT or origin is Literal or (isinstance(hint, type) and issubclass(hint, Enum)):
            return None
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            return self.record(hint)
        if origin is tuple and args[-1] is Ellipsis:
            each = self._step(args[0], kind, name)
            return each and _each(each)
        if origin is tuple:
            return _places([self._step(one, kind, name) for one in args])
        if origin in (UnionType, Union):
            return _choice({one: self._step(one, kind, name) for one in args})
        raise TypeError(f"{kind.__name__}.{name} is of a type that cannot be redacted: {hint}")


def _again(kind: type, made: list[tuple[str, Step]]) -> Step:
    places = [(kind.__struct_fields__.index(name), step) for name, step in made]  # type: ignore[attr-defined]
    astuple, names = msgspec.structs.astuple, kind.__struct_fields__  # type: ignore[attr-defined]
    if not made:
        return lambda one: one

    def again(one: Any) -> Any:
        values = list(astuple(one))
        for place, step in places:
            values[place] = step(values[place])
        return kind(*values)

    def by_name(one: Any) -> Any:
        values = dict(zip(names, astuple(one), strict=True))
        for name, step in made:
            values[name] = step(values[name])
        return kind(**values)

    return by_name if any(one.kind is one.KEYWORD_ONLY for one in signature(kind).parameters.values()) else again


def _each(step: Step) -> Step:
    return lambda values: tuple([step(one) for one in values]) if values else values


def _places(steps: list[Step | None]) -> Step | None:
    if not any(steps):
        return None
    return lambda values: tuple([one if step is None else step(one) for one, step in zip(values, steps, strict=True)])


def _choice(steps: Mapping[Any, Step | None]) -> Step | None:
    if not any(steps.values()):
        return None

    def chosen(value: Any) -> Any:
        step = steps.get(type(value))
        return value if step is None else step(value)

    return chosen


def _sorting(step: Step, key: Callable[[Any], Any] | None) -> Step:
    return lambda values: tuple(sorted(step(values), key=key)) if len(values) > 1 else step(values)
