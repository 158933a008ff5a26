"""Who uses each definition of the shared kernel, and is it to be a library, to be copied, or glue?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from analyzer.graph.weighted import Graph, Node, outermost_lines
from analyzer.model.facts import Facts
from analyzer.model.services import KERNEL, KernelMember, Sharing

_SHORT = 60  # lines of a module's shared definitions
_FEW = 20  # users of them
_USES = ("call", "inherit", "type_use", "import")


def kernel_members(facts: Facts, graph: Graph, service_of: Mapping[Node, str]) -> tuple[KernelMember, ...]:
    """Return the outermost definitions of the shared kernel, and its modules that have none, sorted by name.

    ``facts`` are those with services filled in, ``graph`` the whole one, ``service_of`` the service of its nodes.
    """
    users, into = _users(graph, service_of)
    lines = outermost_lines(facts.definitions)
    shared = [
        (Node("definition", one.name), one.kind.value, one.module, lines[one.name])
        for one in facts.definitions
        if one.service == KERNEL and not one.within
    ]
    filled = {one.module for one in facts.definitions}
    shared += [
        (Node("module", one.name), "module", one.name, one.lines)
        for one in facts.modules
        if one.service == KERNEL and one.name not in filled and one.lines
    ]
    sharing = _sharing(shared, users, into)
    found = [
        KernelMember(
            name=node.name,
            kind=kind,
            module=module,
            sharing=sharing[module],
            services=tuple(sorted({service_of[user] for user in users[node]})),
            users=len(users[node]),
            lines=long,
        )
        for node, kind, module, long in shared
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.kind)))


def _users(graph: Graph, service_of: Mapping[Node, str]) -> tuple[dict[Node, set[Node]], set[Node]]:
    """Nodes of the kernel with what uses them in services; and those that use something of a service."""
    users: dict[Node, set[Node]] = defaultdict(set)
    into: set[Node] = set()
    for edge in graph.edges:
        if edge.kind in _USES:
            source, target = graph.nodes[edge.source], graph.nodes[edge.target]
            here, there = service_of.get(source, KERNEL), service_of.get(target, KERNEL)
            if there == KERNEL and here not in ("", KERNEL):
                users[target].add(source)
            if here == KERNEL and there not in ("", KERNEL):
                into.add(source)
    return users, into


def _sharing(
    shared: Iterable[tuple[Node, str, str, int]], users: Mapping[Node, set[Node]], into: set[Node]
) -> dict[str, Sharing]:
    """Module -> what is to become of its shared code, which is moved as a whole.

    Glue is what no service uses and what uses services, to be written anew beside them. A copy is short and has few
    users; what is long or used by many is a library.
    """
    lines: Counter[str] = Counter()
    used: dict[str, set[Node]] = defaultdict(set)
    uses: set[str] = set()
    for node, _, module, long in shared:
        lines[module] += long
        used[module] |= users.get(node, set())
        if node in into or Node("module", module) in into:
            uses.add(module)
    found = {}
    for module, long in lines.items():
        if not used[module] and module in uses:
            found[module] = Sharing.GLUE
        else:
            found[module] = Sharing.COPY if long <= _SHORT and len(used[module]) <= _FEW else Sharing.LIBRARY
    return found
