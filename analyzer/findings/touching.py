"""Which definitions use data or resources, by themselves or by what they call?

What uses none is done wherever its code is, and code can be copied: nobody has to ask a service for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from analyzer.model.code import DefinitionKind
from analyzer.model.facts import Facts
from analyzer.model.resources import ResourceKind


def touching(facts: Facts) -> frozenset[str]:
    """Return the definitions that come to a table or a resource; of settings each service has its own."""
    users = {(one.path, one.qualname) for one in facts.accesses}
    users.update((one.path, one.qualname) for one in facts.resources if one.kind is not ResourceKind.SETTING)
    return _leading(facts, (one.name for one in facts.definitions if (one.path, one.qualname) in users))


def beyond_helpers(facts: Facts, busy: frozenset[str]) -> frozenset[str]:
    """Return those of which a copy may not do: who is ``busy`` with data, and who may be by ways that are not seen.

    These take or give live objects, as of mapped classes, or are methods that hand on: to whom, the state of their
    object may choose. Whoever calls these is like them.
    """
    calling = {call.caller for call in facts.calls}
    methods = (one.name for one in facts.definitions if one.kind is DefinitionKind.METHOD and one.name in calling)
    return _leading(facts, (*busy, *methods, *(live.definition for live in facts.live_values)))


def _leading(facts: Facts, seeds: Iterable[str]) -> frozenset[str]:
    """Return some definitions and all whose calls lead to them."""
    found = set(seeds)
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
