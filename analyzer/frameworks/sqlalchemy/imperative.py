"""Which classes are mapped by a call: ``mapper(Order, orders)``, ``registry.map_imperatively(Order, orders)``?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.link.names import Names
from analyzer.link.types import ClassOf
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.syntax import Call, Expression, FileFacts, Mapping, Scope, Statement

_MAPPERS = {"mapper", "map_imperatively"}
_WORDS = {"mapper", "imperatively"}
_DECODER = msgspec.msgpack.Decoder(dict[int, Scope])


class ImperativeMapping(msgspec.Struct, frozen=True):
    """A class, the table that it is mapped to, and the properties it is given, where they stand."""

    cls: int
    place: Place
    table: Expression
    properties: tuple[tuple[str, Expression], ...]
    line: int


def imperative_mappings(names: Names) -> Iterator[ImperativeMapping]:
    """Yield the mappings that calls make, at the level of modules or inside functions."""
    for module in names.program.modules:
        if not _may_map(module.facts):
            continue
        scopes = module.facts.scopes | _DECODER.decode(module.facts.bodies)
        for index, scope in sorted(scopes.items()):
            place = Place(module.index, index, module.path)
            for statement in scope.statements:
                yield from _mapping(names, place, statement)


def _may_map(facts: FileFacts) -> bool:
    """Bodies are decoded only where the words of a mapping occur."""
    return any(not _WORDS.isdisjoint(words) for words in facts.words.values())


def _mapping(names: Names, place: Place, statement: Statement) -> Iterator[ImperativeMapping]:
    call = statement.value
    if not isinstance(call, Call) or last_name(call.function) not in _MAPPERS:
        return
    cls = call.args[0] if call.args else keyword(call, "class_")
    table = call.args[1] if len(call.args) > 1 else keyword(call, "local_table")
    meaning = names.resolve(place.module, place.scope, cls) if cls is not None else None
    if isinstance(meaning, ClassOf) and table is not None:
        given = keyword(call, "properties")
        pairs = zip(given.keys, given.values, strict=False) if isinstance(given, Mapping) else ()
        properties = tuple((text_of(key), value) for key, value in pairs if text_of(key))
        yield ImperativeMapping(meaning.definition, place, table, properties, call.line)
