"""What is each service like, and what crosses between services?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import msgspec

from analyzer.graph.weighted import Graph, Node, outermost_lines
from analyzer.model.facts import Facts
from analyzer.model.location import Location
from analyzer.model.placements import Placement
from analyzer.model.services import KERNEL, Pull, Service, ServiceEdge, Word

_EVIDENCE = 20  # places kept per pair of services; the CSV files hold all
_LEANS = 0.5  # a module leans elsewhere when another service pulls at least half as much as its own

_Crossing = tuple[str, str, str, Location]


def service_records(
    facts: Facts, graph: Graph, service_of: dict[Node, str], groups: dict[str, str], words: dict[str, tuple[Word, ...]]
) -> tuple[Service, ...]:
    """Return the services, the one with most lines first."""
    lines = outermost_lines(facts.definitions)
    size = Counter(d.service for d in facts.definitions)
    long: Counter[str] = Counter()
    for definition in facts.definitions:
        long[definition.service] += lines.get(definition.name, 0)
    modules = Counter(module.service for module in facts.modules)
    owned: dict[str, list[str]] = defaultdict(list)
    for table in facts.tables:
        owned[table.owner].append(table.name)
    calls = _calls_between(facts)
    cohesion = _cohesion(graph, service_of)
    private = _private_data(facts)
    found = [
        Service(
            name=name,
            group=group,
            words=words.get(name, ()),
            definitions=size[name],
            modules=modules[name],
            lines=long[name],
            tables=tuple(sorted(set(owned[name]))),
            inbound_calls=sum(n for (a, b), n in calls.items() if b == name != a),
            outbound_calls=sum(n for (a, b), n in calls.items() if a == name != b),
            cohesion=cohesion.get(name, 1.0),
            exclusivity_code=_exclusive(calls, name),
            exclusivity_data=private.get(name, 1.0),
        )
        for name, group in groups.items()
    ]
    return tuple(sorted(found, key=lambda service: (-service.lines, service.name)))


def with_stability(services: tuple[Service, ...], placements: tuple[Placement, ...]) -> tuple[Service, ...]:
    """Return the services with the mean stability of their outermost definitions, each counting the same."""
    of: dict[str, list[float]] = defaultdict(list)
    for one in placements:
        if one.kind in ("class", "function"):
            of[one.service].append(one.stability)
    return tuple(
        msgspec.structs.replace(one, stability=round(sum(of[one.name]) / len(of[one.name]), 3)) if of[one.name] else one
        for one in services
    )


def service_edges(facts: Facts) -> tuple[ServiceEdge, ...]:
    """Return what crosses from each service to each other one, sorted by their names.

    Every service has its own copy of the shared kernel, so that nothing crosses to or from it.
    """
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    evidence: dict[tuple[str, str], set[Location]] = defaultdict(set)
    called: dict[tuple[str, str], set[Location]] = defaultdict(set)
    for source, target, kind, place in _crossings(facts):
        if source and target and source != target and KERNEL not in (source, target):
            counted[source, target][kind] += 1
            evidence[source, target].add(place)
            if kind == "call":
                called[source, target].add(place)
    return tuple(
        ServiceEdge(
            source=source,
            target=target,
            calls=kinds["call"],
            imports=kinds["import"],
            inherits=kinds["inherit"],
            reads=kinds["read"],
            writes=kinds["write"],
            foreign_keys=kinds["foreign_key"],
            evidence=tuple(sorted(evidence[source, target])[:_EVIDENCE]),
            call_evidence=tuple(sorted(called[source, target])[:_EVIDENCE]),
        )
        for (source, target), kinds in sorted(counted.items())
    )


def leaning(facts: Facts, graph: Graph, service_of: dict[Node, str]) -> tuple[Pull, ...]:
    """Return the modules that another service pulls at least half as much as their own, strongest pull first."""
    module_of = {d.name: d.module for d in facts.definitions}
    home = {module.name: module.service for module in facts.modules}
    pulls: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for edge in graph.edges:
        a, b = graph.nodes[edge.source], graph.nodes[edge.target]
        for here, there in ((a, b), (b, a)):
            module = module_of.get(here.name, here.name) if here.kind != "table" else ""
            if module and edge.weight and there.name != module and module_of.get(there.name) != module:
                pulls[module][service_of[there]] += edge.weight
    found = []
    for module, by in pulls.items():
        own, whole = by[home.get(module, "")], sum(by.values())
        others = {service: weight for service, weight in by.items() if service != home.get(module)}
        if not others or home.get(module, "") in ("", KERNEL) or not whole:
            continue
        runner = min(others, key=lambda service: (-others[service], service))
        if others[runner] >= _LEANS * own:
            found.append(Pull(module, home[module], round(own / whole, 3), runner, round(others[runner] / whole, 3)))
    return tuple(sorted(found, key=lambda pull: (pull.own - pull.other, pull.module)))


def _crossings(facts: Facts) -> Iterator[_Crossing]:
    service = {d.name: d.service for d in facts.definitions} | {m.name: m.service for m in facts.modules}
    owner = {table.name: table.owner for table in facts.tables}
    for call in facts.calls:  # what is reached through a wrapper couples, and is no call of its own
        kind = "through" if call.through else "call"
        yield service.get(call.caller, ""), service.get(call.callee, ""), kind, Location(call.path, call.line)
    for edge in facts.imports:
        yield service.get(edge.importer, ""), service.get(edge.imported, ""), "import", Location(edge.path, edge.line)
    for base in facts.inherits:
        yield service.get(base.definition, ""), service.get(base.base, ""), "inherit", Location(base.path, base.line)
    for access in facts.accesses:
        if access.generic:
            continue
        kind = "write" if access.operation.writes else "read"
        yield access.service, owner.get(access.table, ""), kind, Location(access.path, access.line)
    for key in facts.foreign_keys:
        place = Location(key.path, key.line)
        yield owner.get(key.table, ""), owner.get(key.to_table, ""), "foreign_key", place


def _calls_between(facts: Facts) -> Counter[tuple[str, str]]:
    """Count the rows of calls.csv by the services of caller and callee, those of the shared kernel left out."""
    service = {d.name: d.service for d in facts.definitions} | {m.name: m.service for m in facts.modules}
    pairs = ((service.get(one.caller, ""), service.get(one.callee, "")) for one in facts.calls if not one.through)
    return Counter(pair for pair in pairs if KERNEL not in pair)


def _exclusive(calls: Counter[tuple[str, str]], name: str) -> float:
    inbound = sum(number for (source, target), number in calls.items() if target == name and source)
    return round(calls[name, name] / inbound, 3) if inbound else 1.0


def _cohesion(graph: Graph, service_of: dict[Node, str]) -> dict[str, float]:
    inside: dict[str, float] = defaultdict(float)
    touching: dict[str, float] = defaultdict(float)
    for edge in graph.edges:
        a, b = service_of[graph.nodes[edge.source]], service_of[graph.nodes[edge.target]]
        for service in {a, b}:
            touching[service] += edge.weight
        if a == b:
            inside[a] += edge.weight
    return {service: round(inside[service] / weight, 3) for service, weight in touching.items() if weight}


def _private_data(facts: Facts) -> dict[str, float]:
    owner = {table.name: table.owner for table in facts.tables}
    own: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for access in facts.accesses:
        keeper = owner.get(access.table, "")
        if keeper and access.service not in ("", KERNEL) and not access.generic:
            whole[keeper] += 1
            own[keeper] += access.service == keeper
    return {service: round(own[service] / number, 3) for service, number in whole.items()}
