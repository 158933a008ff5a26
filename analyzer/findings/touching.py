"""Which definitions use data or resources, by themselves or by what they call?

What uses none is done wherever its code is, and code can be copied: nobody has to ask a service for it.
"""

from __future__ import annotations

from collections import defaultdict

from analyzer.model.facts import Facts
from analyzer.model.resources import ResourceKind


def touching(facts: Facts) -> frozenset[str]:
    """Return the definitions that come to a table or a resource; of settings each service has its own.

    What only runs, or adds to, the queries of whoever calls it uses no data of its own service.
    """
    users = {(one.path, one.qualname) for one in facts.accesses if not one.generic}
    users.update((one.path, one.qualname) for one in facts.resources if one.kind is not ResourceKind.SETTING)
    found = {one.name for one in facts.definitions if (one.path, one.qualname) in users}
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
