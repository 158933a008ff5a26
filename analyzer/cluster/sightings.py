"""Where in the source does an edge of the graph first stand?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from analyzer.graph.weighted import Graph, Node
from analyzer.model.facts import Facts
from analyzer.model.location import Location

Key = tuple[str, int, int]
"""The kind of an edge and the places of its ends in ``Graph.nodes``, the lower first."""

_JOINED = 20  # tables of one statement or transaction whose pairs are looked up


def key_of(kind: str, source: int, target: int) -> Key:
    """Return the key of an edge."""
    return (kind, source, target) if source < target else (kind, target, source)


class Sightings:
    """The first place of each wanted edge; of one that no fact shows, that of what stands at its ends."""

    def __init__(self, facts: Facts, graph: Graph, wanted: Collection[Key]) -> None:
        self._own = _own_places(facts, graph)
        self._first: dict[Key, Location] = {}
        for key, path, line in _sightings(facts, graph):
            if key in wanted:
                known = self._first.get(key)
                if known is None or (path, line) < (known.path, known.line):
                    self._first[key] = Location(path, line)

    def of(self, place: int) -> Location:
        """Return where a node stands."""
        return self._own[place] or Location("", 0)

    def at(self, key: Key) -> Location:
        """Return the first place of an edge."""
        return self._first.get(key) or self._own[key[1]] or self._own[key[2]] or Location("", 0)


def _own_places(facts: Facts, graph: Graph) -> list[Location | None]:
    known = {Node("module", one.name): Location(one.path, 1) for one in facts.modules}
    known |= {Node("definition", one.name): Location(one.path, one.line) for one in facts.definitions}
    known |= {Node("table", one.name): Location(one.path, one.line) for one in facts.tables}
    return [known.get(node) for node in graph.nodes]


def _sightings(facts: Facts, graph: Graph) -> Iterator[tuple[Key, str, int]]:
    """Every place that shows an edge of the graph."""
    node = {(one.kind == "table", one.name): place for place, one in enumerate(graph.nodes) if one.kind != "module"}
    table = {name: place for (is_table, name), place in node.items() if is_table}
    code = {one.name: place for place, one in enumerate(graph.nodes) if one.kind == "module"}
    at = {(one.path, "<module>"): code[one.name] for one in facts.modules if one.name in code}
    for definition in facts.definitions:
        place = node.get((False, definition.within or definition.name))
        if place is not None:
            code[definition.name] = place
            at[definition.path, definition.qualname] = place
    for kind, source, target, path, line in _between_code(facts):
        a, b = code.get(source), code.get(target)
        if a is not None and b is not None and a != b:
            yield key_of(kind, a, b), path, line
    for access in facts.accesses:
        a, b = at.get((access.path, access.qualname)), table.get(access.table)
        if a is not None and b is not None and not access.generic:
            yield key_of("write" if access.operation.writes else "read", a, b), access.path, access.line
    for one in facts.tables:
        a = code.get(one.model)
        if a is not None and one.name in table:
            yield key_of("model", a, table[one.name]), one.path, one.line
    for kind, first, second, path, line in _between_tables(facts):
        a, b = table.get(first), table.get(second)
        if a is not None and b is not None:
            yield key_of(kind, a, b), path, line


def _between_code(facts: Facts) -> Iterator[tuple[str, str, str, str, int]]:
    for call in facts.calls:
        yield "call", call.caller, call.callee, call.path, call.line
    for base in facts.inherits:
        yield "inherit", base.definition, base.base, base.path, base.line
    for use in facts.type_uses:
        yield "type_use", use.user, use.used, use.path, use.line
    for edge in facts.imports:
        yield "import", edge.importer, edge.imported, edge.path, edge.line


def _between_tables(facts: Facts) -> Iterator[tuple[str, str, str, str, int]]:
    for key in facts.foreign_keys:
        yield "foreign_key", key.table, key.to_table, key.path, key.line
    for statement in facts.statements:
        for first, second in combinations(statement.tables[:_JOINED], 2):
            yield "statement", first, second, statement.path, statement.line
    for scope in facts.transactions:
        for first, second in combinations(scope.tables[:_JOINED], 2):
            yield "transaction", first, second, scope.path, scope.line
