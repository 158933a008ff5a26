"""What are the candidate services, what is in each, and how do they lean on each other?"""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec

from analyzer.cluster.belonging import Belonging, belonging_of
from analyzer.cluster.cut import Cut
from analyzer.cluster.leiden import describe
from analyzer.cluster.naming.choose import name_services
from analyzer.cluster.naming.evidence import extra_evidence
from analyzer.cluster.owners import table_owners
from analyzer.cluster.partition import partition
from analyzer.cluster.profile import leaning, service_edges, service_records, with_stability
from analyzer.cluster.shared import kernel_members
from analyzer.cluster.splits import modules_to_split
from analyzer.cluster.steered import wishes_of
from analyzer.cluster.steering import Steering, steer
from analyzer.cluster.trivial import partition_rows
from analyzer.cluster.why import Placing, placements
from analyzer.graph.weighted import Graph, Node, outermost_lines
from analyzer.graph.weights import in_force
from analyzer.model.analysis import Partition
from analyzer.model.code import Definition, Module, ModuleKind, ModuleStatus
from analyzer.model.data import Unresolved
from analyzer.model.facts import Facts
from analyzer.model.options import Options
from analyzer.model.placements import Placement
from analyzer.model.services import KERNEL, KernelMember, ModuleToSplit, Pull, Service, ServiceEdge, TableOwnership


class Candidates(msgspec.Struct, frozen=True):
    """The services, and the facts with every definition, module, table and access placed in one.

    ``notes`` says what of the steering fits nothing.
    """

    facts: Facts
    services: tuple[Service, ...]
    edges: tuple[ServiceEdge, ...]
    pulls: tuple[Pull, ...]
    partition: Partition
    notes: tuple[str, ...]
    placements: tuple[Placement, ...] = ()
    ownership: tuple[TableOwnership, ...] = ()
    modules_to_split: tuple[ModuleToSplit, ...] = ()
    kernel: tuple[KernelMember, ...] = ()


def candidate_services(facts: Facts, graph: Graph, options: Options) -> Candidates:
    """Return the candidate services of a program, named, with their tables and what crosses between them.

    Raises BadInputError where the steering contradicts itself or the wanted number of services.
    """
    steering = steer(graph, options)
    kernel = {node: KERNEL for node, service in steering.service_of.items() if service == KERNEL}
    whole, graph = graph, graph.without(kernel)
    belonging = belonging_of(graph, options)
    if all(node.kind == "table" for node in graph.nodes):
        placed, ownership = _place(facts, kernel, {KERNEL: KERNEL}, {})
        nothing = Cut.of_kernel(len(graph.nodes))
        quality = _quality(graph, nothing, options, belonging)
        why = placements(placed, graph, Placing({}, nothing, belonging))
        shared = kernel_members(placed, whole, kernel)
        return Candidates(placed, (), (), (), quality, steering.notes, why, ownership, kernel=shared)
    number_of, given = _steered(graph, steering)
    numbers = {service: number for number, service in given.items()}
    cut = partition(graph, options, number_of, wishes_of(graph, steering, numbers), belonging)
    inside, labels = cut.without_kernel(graph)
    named = name_services(inside, labels, given, extra_evidence(facts))
    names = {cluster: one.name for cluster, one in named.items()}
    service_of = {node: names.get(cut.of_node[place], KERNEL) for place, node in enumerate(graph.nodes)}
    groups = {names[cluster]: names[group] for cluster, group in _groups(graph, cut).items()}
    wanted = {table: service.name for service in options.service for table in service.tables}
    placed, ownership = _place(facts, service_of | kernel, groups | {KERNEL: KERNEL}, wanted)
    records = service_records(placed, inside, service_of, groups, {one.name: one.words for one in named.values()})
    why = placements(placed, graph, Placing(service_of, cut, belonging, steering.service_of))
    return Candidates(
        placed,
        with_stability(records, why),
        service_edges(placed),
        leaning(placed, inside, service_of),
        _quality(graph, cut, options, belonging),
        steering.notes,
        why,
        ownership,
        modules_to_split(placed),
        kernel_members(placed, whole, service_of | kernel),
    )


def _steered(graph: Graph, steering: Steering) -> tuple[dict[int, int], dict[int, str]]:
    """The number of the service of every node that was placed by hand, and the names of the services, 0 on."""
    held = steering.seed_of | steering.service_of
    numbers = {name: number for number, name in enumerate(sorted({held[n] for n in graph.nodes if n in held}))}
    placed = {place: numbers[held[node]] for place, node in enumerate(graph.nodes) if node in held}
    return placed, {number: name for name, number in numbers.items()}


def _groups(graph: Graph, cut: Cut) -> dict[int, int]:
    """Cluster -> the largest cluster of its group, whose name the group bears."""
    sizes = Counter(cut.of_node[place] for place, node in enumerate(graph.nodes) if node.kind == "definition")
    members: dict[int, list[int]] = defaultdict(list)
    for cluster, group in cut.group_of.items():
        members[group].append(cluster)
    return {
        cluster: min(together, key=lambda one: (-sizes[one], one))
        for together in members.values()
        for cluster in together
    }


def _place(
    facts: Facts, service_of: dict[Node, str], groups: dict[str, str], wanted: dict[str, str]
) -> tuple[Facts, tuple[TableOwnership, ...]]:
    """Return the facts with their services filled in, and who owns the tables.

    ``wanted`` maps tables to the owners that they were given by hand.
    """
    definitions = tuple(
        msgspec.structs.replace(d, service=service_of.get(Node("definition", d.within or d.name), ""))
        for d in facts.definitions
    )
    modules = tuple(_place_module(module, service_of, groups, placed) for module, placed in _lines(facts, definitions))
    facts = msgspec.structs.replace(facts, modules=modules, definitions=definitions)
    clustered = {node.name: service for node, service in service_of.items() if node.kind == "table"}
    ownership = table_owners(facts, wanted, clustered)
    at = {(d.path, d.qualname): d.service for d in definitions}
    at |= {(module.path, "<module>"): module.service for module in modules}
    by_name = {d.name: d.service for d in definitions}
    owners = {one.table: one.owner for one in ownership}
    placed = msgspec.structs.replace(
        facts,
        tables=tuple(msgspec.structs.replace(table, owner=owners[table.name]) for table in facts.tables),
        accesses=tuple(
            msgspec.structs.replace(access, service=at.get((access.path, access.qualname), ""))
            for access in facts.accesses
        ),
        resources=tuple(
            msgspec.structs.replace(use, service=at.get((use.path, use.qualname), "")) for use in facts.resources
        ),
        entry_points=tuple(
            msgspec.structs.replace(one, service=by_name.get(one.definition, "")) for one in facts.entry_points
        ),
        unresolved=_unresolved(facts, definitions, modules),
    )
    return placed, ownership


def _unresolved(
    facts: Facts, definitions: tuple[Definition, ...], modules: tuple[Module, ...]
) -> tuple[Unresolved, ...]:
    """What stayed unresolved belongs to the service of the innermost definition around its line, else of its module."""
    around: dict[str, list[Definition]] = defaultdict(list)
    wanted = {one.path for one in facts.unresolved}
    for definition in definitions:
        if definition.path in wanted:
            around[definition.path].append(definition)
    service = {module.path: module.service for module in modules}
    found = []
    for one in facts.unresolved:
        holding = [d for d in around[one.path] if d.line <= one.line <= d.end_line]
        innermost = min(holding, key=lambda d: (d.end_line - d.line, d.qualname), default=None)
        place = innermost.service if innermost is not None else service.get(one.path, "")
        found.append(msgspec.structs.replace(one, service=place))
    return tuple(found)


def _lines(facts: Facts, definitions: tuple[Definition, ...]) -> list[tuple[Module, Counter[str]]]:
    """Every module with the lines that each service's definitions have in it."""
    lines = outermost_lines(definitions)
    placed: dict[str, Counter[str]] = defaultdict(Counter)
    for definition in definitions:
        if not definition.within and definition.service:
            placed[definition.module][definition.service] += lines[definition.name]
    return [(module, placed[module.name]) for module in facts.modules]


def _place_module(module: Module, service_of: dict[Node, str], groups: dict[str, str], placed: Counter[str]) -> Module:
    """A module goes where most lines of its definitions are; without any, where its own node is."""
    read = module.status in (ModuleStatus.PARSED, ModuleStatus.LOWERED)
    if module.kind not in (ModuleKind.CODE, ModuleKind.SCRIPT) or not read:
        return module
    most = min(placed, key=lambda name: (-placed[name], name), default="")
    service = most or service_of.get(Node("module", module.name), "")
    return msgspec.structs.replace(module, service=service, group=groups.get(service, ""))


def _quality(graph: Graph, cut: Cut, options: Options, belonging: Belonging) -> Partition:
    rows = partition_rows(graph, cut.of_node) if cut.group_of else ()
    return Partition(
        describe(), options.seed, options.resolution, in_force(graph.kinds(), options), rows, belonging.families()
    )
