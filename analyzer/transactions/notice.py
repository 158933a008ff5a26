"""What does each scope say about transactions: what it enters, where it commits, what it puts off?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from analyzer.link.protocol import Entered, ScopeEvents, TypedCall
from analyzer.link.transaction_rules import Boundary, Opening, TransactionRules
from analyzer.link.types import External, Function, Method, Type, options
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Call, Expression, Name


class Item(msgspec.Struct, frozen=True):
    """An item of a ``with``: how it is written, what it is, and what is called to make it."""

    written: Expression
    line: int
    block: int
    value: Type | None
    made_by: tuple[Type, ...]


class Notes(msgspec.Struct):
    """What one scope says.

    ``commits`` and ``begins`` are calls by their identity, ``asked`` calls of functions named like a commit.
    """

    items: list[Item]
    commits: dict[int, Call]
    begins: dict[int, Call]
    asked: list[tuple[Call, tuple[int, ...]]]
    deferring: set[int]


class Notices:
    """The notes of all scopes that have any, by (module, definition)."""

    def __init__(self, rules: Sequence[TransactionRules]) -> None:
        self.rules = tuple(rules)
        self._words = frozenset(word for rule in rules for word in rule.words)
        self.of: dict[tuple[int, int], Notes] = {}

    def add(self, events: ScopeEvents) -> None:
        """Look through what one scope does."""
        made: dict[int, dict[Type, None]] = {}
        wanted = {id(one.statement.value) for one in events.entered}
        for call in events.calls:
            if id(call.call) in wanted:
                made.setdefault(id(call.call), {}).update(dict.fromkeys(options(call.callee)))
            name = last_name(call.call.function)
            if name in self._words:
                self._boundary(events, call)
            elif "commit" in name:
                self._ask(events, call)
        seen: set[int] = set()
        for one in events.entered:
            if id(one.statement) not in seen:
                seen.add(id(one.statement))
                self._entered(events, one, tuple(made.get(id(one.statement.value), ())))

    def opening(self, item: Item) -> Opening | None:
        """Return what the frameworks say an item begins."""
        return self.outside(_types(item), item.written)

    def outside(self, types: Sequence[Type | None], written: Expression) -> Opening | None:
        """Return what entering something of one of several types begins."""
        for value in types:
            for rule in self.rules:
                found = rule.opens(value, written)
                if found is not None:
                    return found
        return None

    def _boundary(self, events: ScopeEvents, call: TypedCall) -> None:
        kinds = [rule.boundary(call) for rule in self.rules]
        notes = self._notes(events)
        if Boundary.DEFER in kinds:
            notes.deferring.add(id(call.call))
        elif Boundary.BEGIN in kinds:
            notes.begins[id(call.call)] = call.call
        elif Boundary.COMMIT in kinds:
            notes.commits[id(call.call)] = call.call
        else:
            self._ask(events, call)

    def _ask(self, events: ScopeEvents, call: TypedCall) -> None:
        functions = tuple(one.definition for one in options(call.callee) if isinstance(one, Function))
        if functions and "commit" in last_name(call.call.function):
            self._notes(events).asked.append((call.call, functions))

    def _entered(self, events: ScopeEvents, one: Entered, made: tuple[Type, ...]) -> None:
        statement = one.statement
        item = Item(statement.value, statement.line, statement.block, one.value, made)
        self._notes(events).items.append(item)

    def _notes(self, events: ScopeEvents) -> Notes:
        key = (events.module, events.definition)
        if key not in self.of:
            self.of[key] = Notes([], {}, {}, [], set())
        return self.of[key]


def receiver(call: Call) -> str:
    """Return the bare name that a method is called on; empty where it is none."""
    function = call.function
    return function.value.id if isinstance(function, Attribute) and isinstance(function.value, Name) else ""


def _types(item: Item) -> tuple[Type | None, ...]:
    """What is entered may be told by its own type, or by the type of what makes it."""
    found: list[Type | None] = list(options(item.value))
    found += [External(f"{name}()") for name in map(_outside, item.made_by) if name]
    return tuple(dict.fromkeys(found)) or (None,)


def _outside(made_by: Type) -> str:
    match made_by:
        case External(name=name):
            return name
        case Method(receiver=External(name=outer), name=name):
            return f"{outer}.{name}"
        case _:
            return ""


def functions(types: Sequence[Type]) -> Iterator[int]:
    """Yield the definitions among some types that are functions of the project."""
    for one in types:
        if isinstance(one, Function):
            yield one.definition
