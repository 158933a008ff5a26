"""Queues, topics and caches that the project writes itself.

Understands: a module or class with a pair of functions that put in and take out (``publish`` and ``consume``, ``put``
and ``take``, ``set`` and ``get``), where the first parameter, of one name in both, says where: it is the key of a dict,
a folder, or is handed on to what keeps the messages. The parameter, the function, the class or the module has to say
what it is: queue, spool, mailbox, outbox, inbox; topic, bus, channel; cache. Who calls such a function with a name uses
the resource of that name.
Does not understand: queues of which the consumer asks by other means than such a function, and names that nobody says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from analyzer.frameworks.call_texts import CONSUME, PUBLISH, READ, WRITE, Operations, argument, known, texts_of, uses
from analyzer.frameworks.keeping import Keeping
from analyzer.link.found import Found
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.program import ProgramDefinition
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import Function
from analyzer.model.chains import last_name
from analyzer.model.resources import ResourceKind
from analyzer.model.syntax import Head, Parameter, Unknown

NAME = "house_made"
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_KINDS = {
    **dict.fromkeys(("queue", "spool", "mailbox", "outbox", "inbox"), ResourceKind.QUEUE),
    **dict.fromkeys(("topic", "bus", "channel", "pubsub"), ResourceKind.TOPIC),
    **dict.fromkeys(("cache", "memcache"), ResourceKind.CACHE),
}
_VERBS: dict[ResourceKind, dict[str, Operations]] = {
    ResourceKind.QUEUE: {
        **dict.fromkeys(("publish", "put", "enqueue", "push", "send", "post", "submit", "produce"), PUBLISH),
        **dict.fromkeys(("consume", "take", "dequeue", "pop", "receive", "poll", "drain", "fetch", "get"), CONSUME),
    },
    ResourceKind.TOPIC: {
        **dict.fromkeys(("publish", "emit", "broadcast", "send", "notify"), PUBLISH),
        **dict.fromkeys(("subscribe", "consume", "receive", "listen"), CONSUME),
    },
    ResourceKind.CACHE: {
        **dict.fromkeys(("put", "set", "store", "save", "remember", "add"), WRITE),
        **dict.fromkeys(("delete", "forget", "invalidate", "drop", "remove", "evict"), WRITE),
        **dict.fromkeys(("get", "fetch", "load", "lookup", "recall", "read"), READ),
    },
}
_ANY_VERB = frozenset(verb for verbs in _VERBS.values() for verb in verbs)
_GIVES = (PUBLISH, WRITE)


class _House(msgspec.Struct, frozen=True):
    """A function that puts in or takes out, and its parameter that says where."""

    kind: ResourceKind
    operations: Operations
    parameter: str


class HouseMade(Framework):
    """The plug-in; ``watched`` are the names of the functions that the program has."""

    name = NAME
    relays = True

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._houses: dict[int, _House] = {}

    def declare(self) -> None:
        """Find the pairs of functions."""
        keeping = Keeping(self.names)
        groups: dict[tuple[int, int, ResourceKind, str], list[tuple[ProgramDefinition, _House]]] = {}
        for definition in self.names.program.definitions:
            found = self._candidate(definition)
            if found is not None:
                key = (definition.module, definition.head.scope, found.kind, found.parameter)
                groups.setdefault(key, []).append((definition, found))
        for group in groups.values():
            if {house.operations in _GIVES for _, house in group} == {True, False}:
                kept = [one for one in group if keeping.selects(one[0].id, one[1].parameter)]
                if {house.operations in _GIVES for _, house in kept} == {True, False}:
                    for definition, house in kept:
                        self._houses[definition.id] = house
                        self._add_inherited(definition, house)
        definitions = self.names.program.definitions
        self.watched = frozenset(definitions[one].head.name for one in self._houses)

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call of such a function uses, where its caller names it."""
        callee = call.callee
        if not isinstance(callee, Function) or call.definition in self._houses:
            return
        house = self._houses.get(callee.definition)
        if house is None:
            return
        found = uses(house.kind, house.operations, texts_of(argument(call, 0, house.parameter)), call)
        yield from known(found) if house.kind is ResourceKind.CACHE else found

    def _candidate(self, definition: ProgramDefinition) -> _House | None:
        """A function whose name, first parameter and surroundings say that it may be one of a pair."""
        head = definition.head
        if head.kind == "class" or not head.parameters:
            return None
        words = _words(head.name)
        if not words or (words[0] not in _ANY_VERB and words[-1] not in _ANY_VERB):
            return None
        first = _first_parameter(head)
        if first is None:
            return None
        for text in (first.name, head.name, *self._around(definition)):
            for word in reversed(_words(text)):
                kind = _KINDS.get(word.removesuffix("s"))
                if kind is not None:
                    verb = next((one for one in (words[0], words[-1]) if one in _VERBS[kind]), "")
                    return _House(kind, _VERBS[kind][verb], first.name) if verb else None
        return None

    def _around(self, definition: ProgramDefinition) -> Iterator[str]:
        """Yield the names of the class and the module around a function."""
        program = self.names.program
        if definition.parent >= 0:
            yield program.definitions[definition.parent].head.name
        yield program.modules[definition.module].name.rpartition(".")[2]

    def _add_inherited(self, definition: ProgramDefinition, house: _House) -> None:
        """What a subclass does is what a call through its base comes to."""
        if definition.parent < 0 or definition.head.kind != "method":
            return
        for ancestor in self.names.mro(definition.parent)[1:]:
            for other in self._methods(ancestor):
                if other.head.name == definition.head.name:
                    self._houses.setdefault(other.id, house)

    def _methods(self, cls: int) -> Iterator[ProgramDefinition]:
        program = self.names.program
        module = program.module_of(cls)
        scope = program.definitions[cls].scope
        for place, head in enumerate(module.facts.heads):
            if head.scope == scope:
                yield program.definitions[module.first + place]


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _first_parameter(head: Head) -> Parameter | None:
    """Return the first parameter that a caller gives, where it may be a text."""
    bound = head.kind == "method" and not any(last_name(one) == "staticmethod" for one in head.decorators)
    given = head.parameters[1:] if bound else head.parameters
    first = given[0] if given and given[0].kind == "positional" else None
    if first is None:
        return None
    is_text = isinstance(first.annotation, Unknown) or last_name(first.annotation) in ("str", "Text", "AnyStr")
    return first if is_text else None
