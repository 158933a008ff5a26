"""Who uses each definition of the shared kernel, and is it to be a library, to be copied, or glue?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from analyzer.graph.weighted import PLACE, Graph, Node, outermost_lines
from analyzer.model.facts import Facts
from analyzer.model.services import KERNEL, KernelMember, Sharing

_SHORT = 60  # lines of a module's shared definitions
_FEW = 20  # users of them
_USES = ("call", "inherit", "type_use", "import")


def kernel_members(facts: Facts, graph: Graph, service_of: Mapping[Node, str]) -> tuple[KernelMember, ...]:
    """Return the outermost definitions of the shared kernel, and its modules that have none, sorted by name.

    ``facts`` are those with services filled in, ``graph`` the whole one, ``service_of`` the service of its nodes.
    """
    shared = [*_definitions(facts), *_bare_modules(facts)]
    users = _users(graph, service_of, {one.node for one in shared})
    sharing = _sharing(shared, users, _leading(graph, service_of, {one.node: one.module for one in shared}))
    found = [
        KernelMember(
            name=one.node.name,
            kind=one.kind,
            module=one.module,
            sharing=sharing[one.module],
            services=tuple(sorted({service_of[user] for user in users[one.node]})),
            users=len(users[one.node]),
            lines=one.lines,
        )
        for one in shared
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.kind)))


class _Piece(msgspec.Struct, frozen=True):
    """An outermost definition of the kernel, or a module of it that has none."""

    node: Node
    kind: str
    module: str
    lines: int


def _definitions(facts: Facts) -> Iterator[_Piece]:
    lines = outermost_lines(facts.definitions)
    for one in facts.definitions:
        if one.service == KERNEL and not one.within:
            yield _Piece(Node("definition", one.name), one.kind.value, one.module, lines[one.name])


def _bare_modules(facts: Facts) -> Iterator[_Piece]:
    filled = {one.module for one in facts.definitions}
    for one in facts.modules:
        if one.service == KERNEL and one.name not in filled and one.lines:
            yield _Piece(Node("module", one.name), "module", one.name, one.lines)


def _users(graph: Graph, service_of: Mapping[Node, str], shared: Collection[Node]) -> dict[Node, set[Node]]:
    """Each node of the kernel with what uses it in services; a module that nobody uses only starts it."""
    users: dict[Node, set[Node]] = {node: set() for node in shared}
    wanted = {edge.target for edge in graph.edges if edge.kind in _USES or edge.kind == PLACE}
    of_kernel = {place for place, node in enumerate(graph.nodes) if node in users}
    for edge in graph.edges:
        if edge.target in of_kernel and edge.kind in _USES:
            source = graph.nodes[edge.source]
            starts = source.kind == "module" and edge.source not in wanted
            if not starts and service_of.get(source, KERNEL) not in ("", KERNEL):
                users[graph.nodes[edge.target]].add(source)
    return users


def _leading(graph: Graph, service_of: Mapping[Node, str], home: Mapping[Node, str]) -> set[str]:
    """Modules that use a service, or that no other module uses."""
    leading: set[str] = set()
    used: set[str] = set()
    homes = [home.get(node, node.name) for node in graph.nodes]
    served = [service_of.get(node, KERNEL) not in ("", KERNEL) for node in graph.nodes]
    for edge in graph.edges:
        if edge.kind in _USES:
            here, there = homes[edge.source], homes[edge.target]
            if here != there:
                used.add(there)
            if served[edge.target]:
                leading.add(here)
    return leading | (set(home.values()) - used)


def _sharing(shared: Iterable[_Piece], users: Mapping[Node, set[Node]], leading: set[str]) -> dict[str, Sharing]:
    """Module -> what is to become of its shared code, which is moved as a whole.

    Glue is what no service uses and what leads to services. A copy is short and has few users; what is long or used by
    many is a library.
    """
    lines: Counter[str] = Counter()
    used: dict[str, set[Node]] = defaultdict(set)
    for one in shared:
        lines[one.module] += one.lines
        used[one.module] |= users[one.node]
    found = {}
    for module, long in lines.items():
        if not used[module] and module in leading:
            found[module] = Sharing.GLUE
        else:
            found[module] = Sharing.COPY if long <= _SHORT and len(used[module]) <= _FEW else Sharing.LIBRARY
    return found
