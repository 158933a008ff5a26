"""Which definitions use data or resources, by themselves or by what they call?

What uses none is done wherever its code is, and code can be copied: nobody has to ask a service for it. Nor for what
runs everyone's queries, such as the methods of a query set: the rows are those of whoever calls.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator

from analyzer.model.code import CallEdge, Definition
from analyzer.model.facts import Facts
from analyzer.model.live_values import LiveKind, LiveRole
from analyzer.model.resources import ResourceKind

_NESTED = ".<locals>."
_OF_DATA = ("access", "resource", "sql")


def touching(facts: Facts) -> frozenset[str]:
    """Return the definitions that come to a table or a resource, known or not; each service has its own settings.

    A mapped object that is returned was read or written, even where of its class too little is known to say where.
    What only runs, or adds to, the queries of whoever calls it uses no data of its own service.
    """
    users = {(one.path, one.qualname) for one in facts.accesses if not one.generic}
    users.update((one.path, one.qualname) for one in facts.resources if one.kind is not ResourceKind.SETTING)
    found = {one.name for one in facts.definitions if (one.path, one.qualname) in users}
    found.update(innermost(facts, _OF_DATA))
    found.update(
        one.definition for one in facts.live_values if one.role is LiveRole.RESULT and one.what is LiveKind.ENTITY
    )
    found.update(call.callee for call in facts.calls if _stands_in(call))
    callers: dict[str, list[str]] = defaultdict(list)
    for call in facts.calls:
        callers[call.callee].append(call.caller)
    pending = list(found)
    while pending:
        for caller in callers.get(pending.pop(), ()):
            if caller not in found:
                found.add(caller)
                pending.append(caller)
    return frozenset(found)


def _stands_in(call: CallEdge) -> bool:
    """Return whether a nested function is called from elsewhere: it runs what its outer one was given, whatever."""
    outer, _, inner = call.callee.partition(_NESTED)
    return bool(inner) and call.caller.partition(_NESTED)[0] != outer


def innermost(facts: Facts, kinds: Collection[str]) -> Iterator[str]:
    """Yield the innermost definitions around code of which something of these kinds stayed unresolved."""
    yield from (one.name for one in around(facts, kinds).values())


def around(facts: Facts, kinds: Collection[str]) -> dict[tuple[str, int], Definition]:
    """Return these definitions by path and line of the code."""
    lines: dict[str, list[int]] = defaultdict(list)
    for one in sorted(facts.unresolved, key=lambda one: one.line):
        if one.kind in kinds:
            lines[one.path].append(one.line)
    found: dict[tuple[str, int], Definition] = {}
    for definition in facts.definitions:
        those = lines.get(definition.path, [])
        for line in those[bisect_left(those, definition.line) : bisect_right(those, definition.end_line)]:
            known = found.get((definition.path, line))
            if known is None or known.line < definition.line:
                found[definition.path, line] = definition
    return found
